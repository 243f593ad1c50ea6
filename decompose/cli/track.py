"""`decompose track`: from a folder to how the coupling across its contexts went, tree by tree of the past."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from decompose.cli.options import configuration_of, output_options, settings_options
from decompose.cli.voice import Voice, voice_options

if TYPE_CHECKING:
    from decompose.result.decomposition import Decomposition


@click.command(short_help="Tell whether the coupling across contexts falls over time.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "--every",
    type=click.Choice(["week", "month", "quarter", "year"]),
    default="quarter",
    show_default=True,
    help="One tree for each of these.",
)
@click.option("--points", type=click.IntRange(1, 200), default=8, show_default=True, help="Trees of the past at most.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@output_options
@settings_options
@voice_options
def track(
    path: Path,
    every: str,
    points: int,
    form: str,
    outputs: tuple[str, ...],
    force: bool,
    voice: Voice,
    **options: Any,
) -> int:
    """Measure trees of the past of PATH by the contexts of today, accepted ones if PATH has a boundary file.

    The trees are read from git: nothing is checked out. What was measured once is kept for the next time. The result
    with its trend is kept in PATH/.decompose/result.json; -o html=FILE draws it.
    """
    import msgspec

    from decompose.cli.documents import documents_of, write
    from decompose.cli.workspace import keep_result
    from decompose.contexts.hand.hand import Hand
    from decompose.pipeline.analyze import analyze
    from decompose.pipeline.looking_back import look_back
    from decompose.pipeline.reading import past_of
    from decompose.tracking.store import read_hand

    documents = documents_of(outputs, force, path)
    settings = configuration_of(path, options).settings
    hand = read_hand(path) if settings.boundaries else Hand()
    with voice.progress() as progress:
        past = past_of(path, settings)
        decomposition = analyze(path, settings, progress, hand, past)
        trend = look_back(path, decomposition, settings, past, every, points, progress)
    decomposition = msgspec.structs.replace(decomposition, trend=trend)
    keep_result(decomposition, path, voice)
    try:  # as in `analyze`
        write(documents, decomposition)
    finally:
        _tell(decomposition, form, voice, shown=all(document.file != "-" for document in documents))
    return 0


def _tell(decomposition: "Decomposition", form: str, voice: Voice, shown: bool) -> None:
    import msgspec

    from decompose.cli.explanation import show
    from decompose.result.trend import explain_trend

    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(decomposition.trend)).decode())
    elif shown:
        show(explain_trend(decomposition), voice.console(sys.stdout))
