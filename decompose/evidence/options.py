"""What the user says because the files do not tell: where imports start, what files are for, how history is to be read."""

from msgspec import Struct

from decompose.evidence.unit import Role
from decompose.repository.globs import Globs

LARGEST = 30
"""Product modules of one commit; larger ones rename, reformat or import code, and would couple everything to everything.

30 is code-maat's default (`--max-changeset-size`) and the best of the caps compared on the gold systems.
"""


class Mining(Struct, frozen=True):
    """How the commits of a history become evidence of what changes together.

    A commit of more than `largest` product modules is left out. Commits that name the same ticket are one change if
    `tickets`, those of one author within so many `minutes` of each other too (0: never). After `half_life` days a change
    counts half, after twice as many a quarter (0: all count alike).
    """

    largest: int = LARGEST
    tickets: bool = False
    minutes: int = 0
    half_life: int = 0


class Options(Struct, frozen=True):
    """`source_roots` are folders in the order in which Python searches them, "" for the top; found where none is told.

    `roles` are patterns of paths with the role of what they cover; of several that cover a file the last one counts.
    `mining` says how history is read.
    """

    source_roots: tuple[str, ...] = ()
    roles: tuple[tuple[Globs, Role], ...] = ()
    mining: Mining = Mining()

    def role_told(self, path: str) -> Role | None:
        """The role that the user gives a file, None for one that is not spoken of."""
        if not self.roles:  # as a rule, and every file is asked of
            return None
        return next((role for globs, role in reversed(self.roles) if globs.cover(path)), None)
