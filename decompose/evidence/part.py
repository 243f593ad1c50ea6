"""Parts of one file: from its definitions and two versions of it to the functions and classes that changed between them."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from msgspec import Struct

from decompose.evidence.unit import Role
from decompose.repository.source import SourceFile


class Part(Struct, frozen=True, order=True):
    """A top-level function or class, or a method of such a class, by its qualified name and its first and last line."""

    name: str
    line: int
    end_line: int


@runtime_checkable
class PartReader(Protocol):
    """A front end that can tell the parts of a file."""

    def wants(self, path: str, told: Role | None = None) -> bool:
        """Whether a file of this path is read at all; `told` is the role that the user gives it."""

    def parts(self, file: SourceFile) -> tuple[Part, ...]:
        """The top-level functions and classes of one file and the methods of these; pure, and never raises."""


def touched(old: bytes, old_parts: Iterable[Part], new: bytes, new_parts: Iterable[Part]) -> frozenset[str]:
    """The names of the parts that came, went or read differently, "" for what lies outside of all of them.

    `old` and `new` are both versions. A class is what of it lies outside of its methods. That lines moved touches nobody.
    """
    before, after = _texts(old, old_parts), _texts(new, new_parts)
    return frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _texts(content: bytes, parts: Iterable[Part]) -> dict[str, list[bytes]]:
    """The lines of each part, of the innermost one that holds them; several parts of one name are one."""
    lines = content.split(b"\n")
    owner = [""] * len(lines)
    for part in sorted(parts, key=lambda part: (part.line, -part.end_line)):
        owner[part.line - 1 : part.end_line] = [part.name] * len(owner[part.line - 1 : part.end_line])
    texts: dict[str, list[bytes]] = {}
    for name, line in zip(owner, lines, strict=True):
        if line.strip():
            texts.setdefault(name, []).append(line)
    return texts
