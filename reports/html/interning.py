"""Repeated strings come in, small numbers go out; the tables of what they stand for are written once."""

import re

from decompose.evidence.unit import module_of
from decompose.result.plain import plain

SOURCE, TARGET, NUMBER = "\ue001", "\ue002", "\ue003"  # of the private use area, which `plain` escapes
_SIGNS = re.compile("([\ue001-\ue003])")
_NUMBER = re.compile(r"(\d[\d.,]*\d|\d)")


class Strings:
    """Numbers for strings in the order of first use; 0 is the empty string. What cannot be seen is written as an escape."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}
        self.length = 0

    def number(self, text: str) -> int:
        if text not in self._numbers:
            self._numbers[text] = len(self._numbers)
            self.length += len(text) + 3
        return self._numbers[text]

    def table(self) -> list[str]:
        return [_readable(text) for text in self._numbers]


class Paths:
    """Numbers for modules in the order of first use, written as folder and file so that folders are stored once."""

    def __init__(self, first: list[str]) -> None:
        self._numbers: dict[str, int] = {}
        self.length = 0
        for path in first:
            self.number(path)

    def number(self, path: str) -> int:
        if path not in self._numbers:
            self._numbers[path] = len(self._numbers)
            self.length += len(path) - path.rfind("/") + 5
        return self._numbers[path]

    def of(self, unit: str) -> tuple[int, str]:
        """The number of the module of a unit and what is left of its id: `a.py::f` becomes that of `a.py`, and `f`."""
        module = module_of(unit)
        return self.number(module), unit[len(module) + 2 :]

    def table(self) -> tuple[list[str], list[int | str]]:
        """The folders, then number of folder and name of file by turns."""
        folders: dict[str, int] = {}
        files: list[int | str] = []
        for path in self._numbers:
            folder, slash, file = path.rpartition("/")
            files += [folders.setdefault(plain(folder + slash), len(folders)), plain(file)]
        return list(folders), files


def formula_parts(formula: str, source: str, target: str) -> tuple[str, list[str]]:
    """A formula as a template and its numbers: sentences of one signal differ in little else.

    In the template U+E001 and U+E002 stand for the two units and U+E003 for a number; `plain` text has none of them.
    """
    parts = _NUMBER.split(_named(plain(formula), plain(source), plain(target)))
    return NUMBER.join(parts[0::2]), parts[1::2]


def _named(formula: str, source: str, target: str) -> str:
    # The longer first: one path may be the beginning of the other.
    for name, mark in sorted(((source, SOURCE), (target, TARGET)), key=lambda pair: -len(pair[0])):
        formula = formula.replace(name, mark) if name else formula
    return formula


def _readable(text: str) -> str:
    """`plain` text, but for the signs of a template."""
    return "".join(part if part in (SOURCE, TARGET, NUMBER) else plain(part) for part in _SIGNS.split(text))
