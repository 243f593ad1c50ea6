"""`decompose check`: from today's tree and the accepted boundaries to the couplings across them that are new."""

from pathlib import Path
from typing import Any

import click

from decompose.cli.options import settings_options
from decompose.cli.voice import Voice, voice_options


@click.command(short_help="Fail if there is new coupling across the accepted contexts.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@settings_options
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there is new coupling.")
@voice_options
def check(path: Path, exit_zero: bool, voice: Voice, **options: Any) -> int:
    """Fail with exit code 1 if PATH has couplings across the accepted contexts that were not there when accepted."""
    raise NotImplementedError
