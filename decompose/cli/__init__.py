"""The command line: words in, words out, exit codes. One file per command; heavy imports happen inside commands."""

import sys

import click

from decompose import __version__
from decompose.cli.accept import accept
from decompose.cli.analyze import analyze
from decompose.cli.check import check
from decompose.cli.completion import completion
from decompose.cli.config import config
from decompose.cli.exits import EXIT_CODES, leave
from decompose.cli.explain import explain
from decompose.cli.files import files
from decompose.cli.report import report
from decompose.cli.schema import schema
from decompose.cli.track import track
from decompose.cli.what_if import what_if
from decompose.repository.collector import without_collector_to_the_end


@click.group(epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="decompose")
def decompose() -> None:
    """Find the seams of a large Python monolith: bounded contexts, what each cut would cost, what to extract first.

    Start with `decompose analyze PATH`. Nothing of the analysed code is imported or run, and nothing goes over the network.
    """


for command in (analyze, report, explain, what_if, accept, check, track, files, config, schema, completion):
    decompose.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name no locale can show must not end the run
    # a command makes one large result and ends: a collector that comes back in between goes through all of it in vain
    with without_collector_to_the_end():
        leave(lambda: decompose.main(prog_name="decompose", standalone_mode=False), debug="--debug" in sys.argv)
