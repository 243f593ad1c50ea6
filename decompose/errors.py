"""The two kinds of wrong: a `Problem` is a value about the analysed code, a `DecomposeError` is for the user to mend."""

from msgspec import Struct


class Location(Struct, frozen=True, order=True, gc=False):
    """A place in the analysed tree: POSIX path from its root, and a line counted from 1 (0 means the whole file)."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class Problem(Struct, frozen=True, order=True, gc=False):
    """Something of the analysed tree that was not read or not understood; the run goes on and every report tells it.

    `code` is a stable short reason (`syntax-error`, `too-large`, `git-absent`, …); `message` is a sentence for people.
    """

    location: Location
    code: str
    message: str


class DecomposeError(Exception):
    """What the user can mend: one sentence that says what is wrong, and a second one that says what to do.

    Only the command line catches it, prints it on one line and exits with `exit_code` (2 unless told otherwise).
    """

    def __init__(self, message: str, remedy: str = "", exit_code: int = 2) -> None:
        super().__init__(message, remedy, exit_code)
        self.message = message
        self.remedy = remedy
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()
