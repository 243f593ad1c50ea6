"""`decompose check`: from today's tree and the accepted boundaries to the couplings across them that are new."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from decompose.cli.options import configuration_of, settings_options
from decompose.cli.voice import Voice, voice_options

if TYPE_CHECKING:
    from decompose.evidence.findings import Findings
    from decompose.tracking.check import CheckResult, Violation


@click.command(short_help="Fail if there is new coupling across the accepted contexts.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@settings_options
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there is new coupling.")
@voice_options
def check(path: Path, form: str, exit_zero: bool, voice: Voice, **options: Any) -> int:
    """Exit with 1 if PATH has couplings across the accepted contexts that were not there when they were accepted.

    Each is named with its file and line. Nothing is written.
    """
    from decompose.cli.exits import GATE_FAILED, OK
    from decompose.tracking.check import check as compare
    from decompose.tracking.store import BASELINE, CONTEXTS, read_baseline, read_boundaries

    boundaries, baseline = read_boundaries(path / CONTEXTS), read_baseline(path / BASELINE)
    result = compare(_findings(path, options, voice), boundaries, baseline)
    _tell(result, form, voice)
    return OK if result.passed or exit_zero else GATE_FAILED


def _findings(path: Path, options: dict[str, Any], voice: Voice) -> "Findings":
    """Today's findings; history is left out, since co-change is no coupling that a commit can be blamed for."""
    from msgspec.structs import replace

    from decompose.pipeline.observing import observe
    from decompose.pipeline.reading import read

    settings = replace(configuration_of(path, options).settings, git=False, history="")
    with voice.progress() as progress:
        return observe(read(path, settings, progress), settings, progress)


def _tell(result: "CheckResult", form: str, voice: Voice) -> None:
    if form == "json":
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(result)).decode())
        return
    for violation in result.new:
        click.echo(_line(violation))
    for violation in result.unassigned:
        voice.note(_line(violation))
    click.echo(
        f"{len(result.new)} new, {len(result.removed)} removed, {len(result.known)} known, "
        f"{len(result.stale)} stale, {len(result.unsure)} unsure"
    )


def _line(violation: "Violation") -> str:
    from decompose.result.plain import plain

    place = f"{violation.location}: " if violation.location else ""
    return plain(f"{place}{violation.level}: {violation.rule}: {violation.message}")
