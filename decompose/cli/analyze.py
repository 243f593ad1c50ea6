"""`decompose analyze PATH`: from a folder to a saved result, the reports asked for, and a summary on the terminal."""

import sys
from pathlib import Path
from typing import Any

import click

from decompose.cli.options import configuration_of, output_options, settings_options
from decompose.cli.voice import Voice, voice_options


@click.command(short_help="Find the seams of a monolith and plan its decomposition.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@output_options
@settings_options
@click.option("--strict", is_flag=True, help="Exit with 3 if any file could not be read or understood.")
@voice_options
def analyze(path: Path, outputs: tuple[str, ...], force: bool, strict: bool, voice: Voice, **options: Any) -> int:
    """Find the seams of the monolith at PATH and plan its decomposition.

    What people said in PATH/decompose.contexts.toml holds, whatever is found. The result is kept in
    PATH/.decompose/result.json, from which `report`, `explain`, `what-if` and `accept` work later.
    """
    from decompose.cli.documents import documents_of, show, write
    from decompose.cli.rendered import Rendered
    from decompose.cli.workspace import keep_result
    from decompose.contexts.hand.hand import Hand
    from decompose.pipeline.analyze import analyze as decompose_system
    from decompose.result.plain import plain
    from decompose.tracking.store import read_hand

    documents = documents_of(outputs, force, path)
    settings = configuration_of(path, options).settings
    hand = read_hand(path) if settings.boundaries else Hand()
    with voice.progress() as progress:
        decomposition = decompose_system(path, settings, progress, hand)
    digest = keep_result(decomposition, path, voice)  # first: nothing that goes wrong with a document may cost it
    for problem in decomposition.catalog.problems:
        voice.note(plain(f"decompose: {problem.location}: {problem.message}"))
    folder = Path(settings.cache_dir) if settings.cache_dir else None
    try:  # neither does a document that cannot be written cost the summary, nor `| head` a document
        write(documents, decomposition, Rendered(digest, folder) if digest and settings.cache else None)
    finally:
        if voice.loudness >= 0 and all(document.file != "-" for document in documents):
            show(decomposition, voice.console(sys.stdout))
    for document in documents:
        if document.file != "-":
            voice.note(f"{document.report.name}: {document.file}")
    return _incomplete(decomposition.coverage.skipped, voice) if strict else 0


def _incomplete(skipped: tuple[tuple[str, int], ...], voice: Voice) -> int:
    from decompose.cli.exits import INCOMPLETE, OK

    if not skipped:
        return OK
    reasons = ", ".join(f"{count} {code}" for code, count in skipped)
    voice.note(f"decompose: incomplete: {reasons}")
    return INCOMPLETE
