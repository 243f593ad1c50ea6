"""What the user says of a tree because its files do not tell: the folders that imports start from, what files are for."""

from msgspec import Struct

from decompose.evidence.unit import Role
from decompose.repository.globs import Globs


class Options(Struct, frozen=True):
    """`source_roots` are folders in the order in which Python searches them, "" for the top; found where none is told.

    `roles` are patterns of paths with the role of what they cover; of several that cover a file the last one counts.
    """

    source_roots: tuple[str, ...] = ()
    roles: tuple[tuple[Globs, Role], ...] = ()

    def role_told(self, path: str) -> Role | None:
        """The role that the user gives a file, None for one that is not spoken of."""
        return next((role for globs, role in reversed(self.roles) if globs.cover(path)), None)
