"""`decompose report`: from a saved result to any format, without the repository."""

import sys
from pathlib import Path

import click

from decompose.cli.options import output_options
from decompose.cli.voice import Voice, voice_options


@click.command(short_help="Render a saved result again, in any format.")
@click.argument("result", type=click.Path(path_type=Path), default=".")
@output_options
@voice_options
def report(result: Path, outputs: tuple[str, ...], force: bool, voice: Voice) -> None:
    """Render a saved RESULT (a result.json, or a folder that was analysed) again, in any format."""
    from decompose.cli.documents import documents_of, show, write
    from decompose.cli.workspace import result_at

    documents = documents_of(outputs, force, result if result.is_dir() else None)
    decomposition = result_at(result)
    write(documents, decomposition)
    if not documents:
        show(decomposition, voice.console(sys.stdout))
