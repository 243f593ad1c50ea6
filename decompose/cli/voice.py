"""How the command line speaks: what goes to standard error, in which colours, and the progress of a long run."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import click
from msgspec import Struct

from decompose.pipeline.progress import Progress

if TYPE_CHECKING:
    from rich.console import Console


REDRAWN_AFTER = 0.1
"""Seconds between two drawings of a bar that moves; to draw costs as much as to extract a small file."""


class Voice(Struct, frozen=True):
    """`loudness` is −1 for errors only, 0 as usual, 1 with the time of each stage; `colour` is auto, always or never."""

    loudness: int = 0
    colour: str = "auto"

    def note(self, text: str) -> None:
        """A remark on standard error, unless quiet."""
        if self.loudness >= 0:
            click.echo(text, err=True)

    def console(self, stream: IO[str]) -> "Console":
        """A rich console for `stream`: --color, then FORCE_COLOR, then NO_COLOR, then whether it is a terminal, decide."""
        from rich.console import Console

        class Honest(Console):
            """Tells the caller that the reader went away, where rich would end the process as if that were wrong."""

            def on_broken_pipe(self) -> None:
                raise BrokenPipeError

        coloured = self._coloured(stream)
        return Honest(
            file=stream,
            force_terminal=coloured,
            no_color=not coloured,
            markup=False,
            emoji=False,
            highlight=False,
            width=None if stream.isatty() else 100,
        )

    def _coloured(self, stream: IO[str]) -> bool:
        if self.colour != "auto":
            return self.colour == "always"
        if os.environ.get("FORCE_COLOR"):
            return True
        return not os.environ.get("NO_COLOR") and stream.isatty() and os.environ.get("TERM") != "dumb"

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A progress bar per stage on standard error while it is a terminal; lines with the times when verbose; else silence."""
        if self.loudness < 0 or not sys.stderr.isatty() or os.environ.get("CI"):
            yield _lines() if self.loudness > 0 else lambda _stage, _done, _total: None
            return
        with _bars(self.console(sys.stderr)) as bars:
            yield bars


def voice_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add -q, -v, --color and --debug to a command, which receives them as one `voice`."""

    def speak(*arguments: Any, quiet: bool, verbose: bool, color: str, **options: Any) -> Any:
        return command(*arguments, voice=Voice(-1 if quiet else 1 if verbose else 0, color), **options)

    speak.__name__, speak.__doc__ = command.__name__, command.__doc__
    speak.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]  # where click keeps them
    options = (
        click.option("--debug", is_flag=True, expose_value=False, help="Print the traceback of an internal error."),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours."),
        click.option("-v", "--verbose", is_flag=True, help="Tell the stages and their times."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors and what was asked for."),
    )
    decorated: Callable[..., Any] = speak
    for option in options:
        decorated = option(decorated)
    return decorated


def _lines() -> Progress:
    """One line per stage when it ends, with its seconds."""
    import time

    started: dict[str, float] = {}

    def tell(stage: str, done: int, total: int) -> None:
        begun = started.setdefault(stage, time.monotonic())
        if done == total:
            amount = f" {total:,}" if total > 1 else ""
            click.echo(f"{stage}:{amount} in {time.monotonic() - begun:.2f} s", err=True)

    return tell


@contextmanager
def _bars(console: "Console") -> Iterator[Progress]:
    """Drawn by whoever tells of progress: a thread that draws would keep an analysis from forking."""
    import time

    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True, auto_refresh=False) as bars:
        tasks: dict[str, Any] = {}
        drawn = 0.0

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal drawn
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)
            if done in (0, total) or time.monotonic() > drawn + REDRAWN_AFTER:
                bars.refresh()
                drawn = time.monotonic()

        yield tell
