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
    from decompose.cli.workspace import result_at
    from decompose.tracking.store import write_acceptance

    for written in write_acceptance(result_at(result or path), path):
        voice.note(f"wrote {written}: commit it")
