"""`decompose files`: which files would be analysed, and why the others would not."""

from pathlib import Path
from typing import Any

import click

from decompose.cli.options import configuration_of, settings_options
from decompose.cli.voice import Voice, voice_options


@click.command(short_help="List what would be analysed, and why the rest would not.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@settings_options
@voice_options
def files(path: Path, voice: Voice, **options: Any) -> None:
    """List the files of PATH that would be analysed; on standard error, those left out and why."""
    from decompose.pipeline.reading import read

    repository = read(path, configuration_of(path, options).settings)
    for file in repository.files:
        click.echo(file.path)
    for problem in repository.problems:
        voice.note(f"{problem.location}: {problem.code}: {problem.message}")
    voice.note(f"{len(repository.files)} of {repository.listed} files")
