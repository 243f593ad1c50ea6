"""Exit codes: from whatever a command raised to one line on standard error and a number."""

import errno
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import click

from decompose.errors import DecomposeError

OK, GATE_FAILED, UNUSABLE, INCOMPLETE, INTERNAL, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 70, 130, 143

EXIT_CODES = """\b
Exit codes: 0 done, 1 `check` found new coupling, 2 wrong usage or
unusable input, 3 incomplete and --strict, 70 internal error,
130 interrupted, 143 terminated."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What a disk says that takes no more; files are written elsewhere with messages of their own."""


def leave(command: Callable[[], object], debug: bool) -> None:
    """Run `command` and end the process with the code that says how it went."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code = command()
        sys.stdout.flush()
    except click.ClickException as error:
        _helped(error).show()
        code = UNUSABLE
    except DecomposeError as error:
        click.echo(f"decompose: {error}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("decompose: interrupted", err=True)
        code = INTERRUPTED
    except SystemExit as stop:
        code = stop.code
        if code == TERMINATED:
            click.echo("decompose: interrupted", err=True)
    except BrokenPipeError:  # the reader went away (`| head`): nothing is wrong
        _let_go_of_output()
        code = OK
    except OSError as error:
        code = _refused(error, debug)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a person gets a sentence, not a traceback
        code = _internal(error, debug)
    sys.exit(code if isinstance(code, int) else OK)


def _helped(error: click.ClickException) -> click.ClickException:
    """The same, which tells who asked for a format as if it were an option (`--html`) how to ask for it."""
    if isinstance(error, click.NoSuchOption):
        from decompose.plugins import reports

        asked = error.option_name.lstrip("-")
        if asked in reports():
            message = f"No such option {error.option_name!r}: write --output {asked}=FILE."
            return click.NoSuchOption(error.option_name, message, ctx=error.ctx)
    return error


def _terminated(_signal: int, _frame: object) -> None:
    """Unwind as an interrupt does, so that workers end and temporary folders go."""
    sys.exit(TERMINATED)


def _let_go_of_output() -> None:
    """Send to nowhere what Python would try to write once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(error: OSError, debug: bool) -> int:
    """Standard output on a full disk and a current folder that is gone are for the user to mend; all else is ours."""
    if error.errno in FULL:
        _let_go_of_output()
        click.echo(f"decompose: cannot write to standard output: {error.strerror}. Make room there.", err=True)
        return UNUSABLE
    if isinstance(error, FileNotFoundError) and not _has_current_folder():
        click.echo("decompose: the current folder does not exist any more. Change to one that does.", err=True)
        return UNUSABLE
    return _internal(error, debug)


def _has_current_folder() -> bool:
    try:
        Path.cwd()
    except FileNotFoundError:
        return False
    return True


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
