"""From entry points in packaging metadata to commands, ways in for other systems, and who loads which plug-in by group."""

import re
from collections.abc import Iterable, Iterator, Mapping

from decompose.errors import Location, Problem
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit, UnitKind

from ..facts import Call, Expression, Group, Text
from ..front_end.packaging_metadata import SCRIPTS, Declared, PackagingFacts, entry_points_in
from ..names.constant_texts import HOLE
from ..names.program import Module, Program
from ..parts import items_of, last_name
from ..rows import Rows
from .loads import BY_TEXT

Place = tuple[str, Declared]
"""A path, and what is declared there."""


def declared_in(program: Program, metadata: Mapping[str, PackagingFacts]) -> tuple[Place, ...]:
    """All entry points that metadata and `setup.py` declare, those of tests left out."""
    found = [(path, one) for path, facts in metadata.items() for one in facts.declared]
    for path, module in program.modules.items():
        if path.rpartition("/")[2] == "setup.py" and module.role in (Role.PRODUCT, Role.TOOLING):
            found.extend((path, one) for one in _of_setup(module))
    return tuple(sorted(found))


class PlugInGroups:
    """The groups of entry points that are declared, and where the texts of product code name them."""

    def __init__(self, groups: Iterable[str]) -> None:
        self._names = sorted({group for group in groups if "." in group})
        self._places: dict[str, list[tuple[str, Location]]] = {}

    def note(self, text: Text, source: str, module: Module, line: int) -> bool:
        """Whether a text names groups, which is then kept; a hole stands for one part or more."""
        if not self._names or module.path.rpartition("/")[2] == "setup.py":
            return False
        pattern = re.compile(".+".join(map(re.escape, text.value.split(HOLE)))) if text.holes else None
        found = [one for one in self._names if one == text.value or (pattern and pattern.fullmatch(one))]
        if text.value.startswith(HOLE):
            return False
        for group in found:
            self._places.setdefault(group, []).append((source, Location(module.path, line)))
        return bool(found)

    def loaders(self, group: str) -> list[tuple[str, Location]]:
        """The functions, classes or modules that name a group, with the place."""
        return self._places.get(group, [])


def packaged(program: Program, declared: Iterable[Place], groups: PlugInGroups, rows: Rows) -> Iterator[Unit]:
    """A unit for each command and for each plug-in that other systems load, and a row for each that this one loads."""
    for path, one in declared:
        target = program.named(one.target.replace(":", "."))
        if target is None:
            continue
        loaders = groups.loaders(one.group)
        for source, place in loaders:
            detail = f"{one.group}: {one.name}"
            rows.add(EvidenceKind.REFERENCES, source, target, place, detail, ("string", "dynamic"), BY_TEXT)
        if loaders:
            continue
        kind = "command" if one.group in (SCRIPTS, "gui_scripts") else f"plugin {one.group}:"
        name = f"{kind} {one.name}"
        unit = Unit(f"entry:{name}", UnitKind.ENTRY_POINT, name, Location(path, one.line))
        rows.add(EvidenceKind.ROUTES, unit.id, target, unit.location, one.target)
        yield unit


def unread(metadata: Mapping[str, PackagingFacts]) -> Iterator[Problem]:
    """The metadata that could not be read."""
    for path, facts in metadata.items():
        if facts.flaw:
            yield Problem(Location(path), "packaging-metadata", facts.flaw)


def _of_setup(module: Module) -> Iterator[Declared]:
    """`setup(entry_points={"console_scripts": ["shop = shop.cli:main"]})`, also written as one text or put in a name."""
    held = {name: part.value for part in module.facts.assignments for name in part.targets if isinstance(name, str)}
    for use in module.facts.uses:
        if isinstance(use.expression, Call) and last_name(use.expression.function) == "setup":
            given = dict(use.expression.keywords).get("entry_points")
            yield from _of_value(held.get(given, given) if isinstance(given, str) else given, use.line)


def _of_value(value: Expression, line: int) -> Iterator[Declared]:
    if isinstance(value, Text):
        group = ""
        for each in value.value.splitlines():
            if each.strip().startswith("["):
                group = each.strip().strip("[]").strip()
            else:
                yield from (Declared(group, name, target, line) for name, target in entry_points_in(each))
    elif isinstance(value, Group) and value.kind == "dict":
        for pair in value.items:
            key, members = pair.items if isinstance(pair, Group) and len(pair.items) == 2 else (None, None)
            for member in items_of(members) if isinstance(key, Text) else ():
                texts = entry_points_in(member.value) if isinstance(member, Text) else ()
                yield from (Declared(key.value, name, target, line) for name, target in texts if isinstance(key, Text))
