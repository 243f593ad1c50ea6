"""Exit codes: from whatever a command raised to one line on standard error and a number."""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import click

from decompose.errors import DecomposeError

OK, GATE_FAILED, UNUSABLE, INCOMPLETE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 70, 130

EXIT_CODES = """\b
Exit codes: 0 done, 1 `check` found new coupling, 2 wrong usage or unusable input, 3 incomplete and --strict,
70 internal error, 130 interrupted."""


def leave(command: Callable[[], object], debug: bool) -> None:
    """Run `command` and end the process with the code that says how it went."""
    try:
        code = command()
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = UNUSABLE
    except DecomposeError as error:
        click.echo(f"decompose: {error}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("decompose: interrupted", err=True)
        code = INTERRUPTED
    except BrokenPipeError:  # the reader went away (`| head`): nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = OK
    except Exception as error:  # noqa: BLE001 - the last line of defence: a person gets a sentence, not a traceback
        code = _internal(error, debug)
    sys.exit(code if isinstance(code, int) else OK)


def _internal(error: Exception, debug: bool) -> int:
    """Our own mistake: the traceback goes to a file (to the terminal with --debug), the sentence to standard error."""
    if debug:
        traceback.print_exception(error)
        return INTERNAL
    handle, name = tempfile.mkstemp(prefix="decompose-crash-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as log:
        traceback.print_exception(error, file=log)
    click.echo(f"decompose: internal error: {type(error).__name__}: {error}", err=True)
    click.echo(f"The traceback is in {Path(name)}; please report it. --debug prints it here.", err=True)
    return INTERNAL
