"""`decompose accept`: from the last result to the committed files that freeze its contexts and its couplings."""

from pathlib import Path

import click

from decompose.cli.voice import Voice, voice_options


@click.command(short_help="Freeze the contexts found, and the couplings across them.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--result", type=click.Path(path_type=Path), help="Accept this result instead of PATH's last one.")
@voice_options
def accept(path: Path, result: Path | None, voice: Voice) -> None:
    """Freeze the contexts found at PATH, and every coupling across them, in two files to commit.

    Move modules between contexts in the first file as you see fit; `decompose check` obeys it ever after.
    """
    from decompose.cli.workspace import changed_since, result_at
    from decompose.evidence.words import amount
    from decompose.tracking.store import write_acceptance

    accepted = result_at(result or path)
    for written in write_acceptance(accepted, path):
        voice.note(f"wrote {written}: commit it")
    changed = 0 if result or dict(accepted.run.parameters).get("revision") else changed_since(path, accepted)
    if changed:
        voice.note(
            f"decompose: {amount(changed, 'file')} changed since the analysis that this accepts: run "
            f"`decompose analyze {path}` and accept again, or `decompose check` will tell what is new."
        )
