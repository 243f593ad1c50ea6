"""Parts of one file: from its definitions and two versions of it to the functions and classes that changed between them."""

from collections.abc import Iterable, Sequence

from msgspec import Struct


class Part(Struct, frozen=True, order=True):
    """A top-level function or class, or a method of such a class, by its qualified name and its first and last line."""

    name: str
    line: int
    end_line: int


def touched(
    old: Sequence[str], old_parts: Iterable[Part], new: Sequence[str], new_parts: Iterable[Part]
) -> frozenset[str]:
    """The names of the parts that came, went or read differently, "" for what lies outside of all of them.

    `old` and `new` are the lines of both versions. A class is what of it lies outside of its methods. That lines moved
    touches nobody.
    """
    before, after = _texts(old, old_parts), _texts(new, new_parts)
    return frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _texts(lines: Sequence[str], parts: Iterable[Part]) -> dict[str, list[str]]:
    """The lines of each part, of the innermost one that holds them; several parts of one name are one."""
    owner = [""] * len(lines)
    for part in sorted(parts, key=lambda part: (part.line, -part.end_line)):
        owner[part.line - 1 : part.end_line] = [part.name] * len(owner[part.line - 1 : part.end_line])
    texts: dict[str, list[str]] = {}
    for name, line in zip(owner, lines, strict=True):
        if line.strip():
            texts.setdefault(name, []).append(line)
    return texts
