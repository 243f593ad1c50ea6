"""`decompose check`: from today's tree and the accepted boundaries to the couplings across them that are new."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from decompose.cli.options import configuration_of, settings_options
from decompose.cli.voice import Voice, voice_options

if TYPE_CHECKING:
    from decompose.cli.check_forms import Places
    from decompose.evidence.findings import Findings
    from decompose.settings import Settings
    from decompose.tracking.boundary import Boundaries
    from decompose.tracking.check import CheckResult
    from decompose.tracking.edge import Edge


FORMATS = ("text", "json", "sarif", "github", "gitlab", "md")


@click.command(short_help="Fail if there is new coupling across the accepted contexts.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "--against",
    metavar="REV",
    help="Compare with the tree where this line left REV (`origin/main`), read from git, instead of what was accepted.",
)
@settings_options
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="What is printed; `github` makes annotations of a pull request.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Write this, too (repeatable): `md` for a comment or summary, `gitlab` for its code quality report, and those of -f.",
)
@click.option("--force", is_flag=True, help="With -o: overwrite files that are not by decompose, too.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there is new coupling.")
@voice_options
def check(
    path: Path,
    against: str | None,
    form: str,
    outputs: tuple[str, ...],
    force: bool,
    exit_zero: bool,
    voice: Voice,
    **options: Any,
) -> int:
    """Exit with 1 if PATH has couplings across the accepted contexts that were not there when they were accepted.

    With --against, that were not there before this branch: contexts are those of the boundary file as it is now. Each is
    named with its file and line; files that were moved are followed. Nothing is written but what -o asks for.
    """
    from decompose.cli.check_forms import documents_of, write_documents
    from decompose.cli.exits import GATE_FAILED, OK
    from decompose.tracking.check import check as compare
    from decompose.tracking.store import CONTEXTS, read_boundaries

    documents = documents_of(outputs, path, force)
    boundaries = read_boundaries(path / CONTEXTS)
    settings = configuration_of(path, options).settings
    places = _places(path, settings.link)
    today = _findings(path, settings, voice)
    lost: frozenset[str] = frozenset()
    if against:
        before = _edges_at(path, against, settings, today, boundaries, voice)
    else:
        before, lost = _accepted(path, settings, today)
    result = compare(today, boundaries, before)
    write_documents(documents, result, places)
    _tell(result, form, places, voice)
    if not against and not result.passed:
        _doubt(path, lost, voice)
    return OK if result.passed or exit_zero else GATE_FAILED


def _places(path: Path, link: str) -> "Places":
    from decompose.cli.check_forms import Places
    from decompose.repository.checkout import place_in_checkout

    known = place_in_checkout(path)
    if known is None:
        known = "" if path.is_absolute() or path == Path() else f"{path.as_posix()}/"
    return Places(known, link)


def _findings(path: Path, settings: "Settings", voice: Voice) -> "Findings":
    """Today's findings; history is left out, since co-change is no coupling that a commit can be blamed for."""
    from msgspec.structs import replace

    from decompose.pipeline.observing import observe
    from decompose.pipeline.reading import read

    without = replace(settings, git=False, history="")
    with voice.progress() as progress:
        return observe(read(path, without, progress), without, progress)


def _accepted(path: Path, settings: "Settings", today: "Findings") -> "tuple[frozenset[Edge], frozenset[str]]":
    """The edges of the committed baseline, and its files that are gone, nobody knows where to.

    History is asked for new names only where a file is gone.
    """
    from decompose.evidence.unit import module_of
    from decompose.pipeline.comparing import moved_ever
    from decompose.tracking.moved import moved_edges
    from decompose.tracking.store import BASELINE, read_baseline

    accepted = read_baseline(path / BASELINE)
    named = {end for edge in accepted for end in (edge.source, module_of(edge.target))}
    gone = {end for end in named - {unit.id for unit in today.units} if not end.startswith("table:")}
    moved = moved_ever(path, gone, today, settings)
    return moved_edges(accepted, moved), frozenset(gone - set(moved))


def _edges_at(
    path: Path, against: str, settings: "Settings", today: "Findings", boundaries: "Boundaries", voice: Voice
) -> "frozenset[Edge]":
    """The edges where the analysed line left another one, its files called as today."""
    from decompose.pipeline.comparing import findings_at, moved_since
    from decompose.repository.ancestor import common_ancestor
    from decompose.tracking.boundary import assign
    from decompose.tracking.edge import edges_of
    from decompose.tracking.moved import moved_findings

    commit = common_ancestor(path, settings.revision or "HEAD", against)
    with voice.progress() as progress:
        then = findings_at(path, commit, settings, progress)
    moved = moved_since(path, commit, then, today, settings)
    before = moved_findings(then, moved, today.units)
    return frozenset(edges_of(before, boundaries, assign(before, boundaries)))


def _doubt(path: Path, lost: frozenset[str], voice: Voice) -> None:
    """What is new may be the old under another name, or what another version sees: nobody wrote that."""
    from decompose import __version__
    from decompose.evidence.words import amount
    from decompose.tracking.store import BASELINE, maker_of_baseline

    maker = maker_of_baseline(path / BASELINE)
    if maker != __version__:
        voice.note(
            f"decompose: the baseline was made by version {maker or 'unknown'} and this is {__version__}, which may see "
            "couplings that were there before: compare with `--against`, or accept anew."
        )
    if lost:
        voice.note(
            f"decompose: {amount(len(lost), 'file')} of the baseline {'is' if len(lost) == 1 else 'are'} gone, and history does "
            "not tell where to. What was only moved looks new until the move is committed and the history is whole."
        )


def _tell(result: "CheckResult", form: str, places: "Places", voice: Voice) -> None:
    from decompose.cli.check_forms import FORMS, counts, line

    if form != "text":
        click.echo(FORMS[form].render(result, places), nl=False)
        return
    for violation in result.new:
        click.echo(line(violation))
    for violation in result.unassigned:
        voice.note(line(violation))
    click.echo(counts(result))
