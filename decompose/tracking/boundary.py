"""Boundaries: the accepted contexts as values, and from them the context of every module and table."""

from collections.abc import Iterable

from msgspec import Struct

from decompose.design.crossing import TABLE, Homes
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, Unit, UnitKind
from decompose.tracking.pattern import Pattern

DOMAIN, SHARED_KERNEL = "domain", "shared-kernel"
PUBLIC = "public"


class ContextBoundary(Struct, frozen=True, forbid_unknown_fields=True):
    """One accepted context: patterns of its modules and tables, who owns it, and the modules that others may use.

    A pattern is a path (`shop/billing/**`, `shop/invoice.py`) or a dotted name (`shop.billing.**`). `kind` is `domain` or
    `shared-kernel`; everybody may use a shared kernel.
    """

    id: str
    modules: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    owner: str = ""
    public: tuple[str, ...] = ()
    kind: str = DOMAIN


class Allowance(Struct, frozen=True, forbid_unknown_fields=True, rename={"source": "from", "target": "to"}):
    """An intended dependency: `source` may use `target`, or with `via` = `public` only its public modules."""

    source: str
    target: str
    via: str = ""


class Boundaries(Struct, frozen=True, forbid_unknown_fields=True, rename={"contexts": "context", "allowed": "allow"}):
    """All accepted contexts and the dependencies between them that are intended."""

    version: int
    contexts: tuple[ContextBoundary, ...] = ()
    allowed: tuple[Allowance, ...] = ()


class Assignment(Struct, frozen=True):
    """Where each module and table of a tree belongs by the boundaries, what belongs nowhere, and the public modules."""

    homes: Homes
    unassigned: tuple[Unit, ...]
    public: frozenset[str]


def assign(findings: Findings, boundaries: Boundaries) -> Assignment:
    """The context of each product module and table: that of the most specific pattern, the first in the file among equals."""
    modules = [unit for unit in findings.units if unit.kind is UnitKind.MODULE and unit.role is Role.PRODUCT]
    tables = [unit for unit in findings.units if unit.kind is UnitKind.TABLE]
    by_module = _choices((context.id, pattern) for context in boundaries.contexts for pattern in context.modules)
    by_table = _choices((context.id, pattern) for context in boundaries.contexts for pattern in context.tables)
    homes = {unit.id: _most_specific(unit.id, unit.name, by_module) for unit in modules}
    owners = {name: _most_specific(name, name, by_table) for name in (unit.id.removeprefix(TABLE) for unit in tables)}
    nowhere = [unit for unit in modules if not homes[unit.id] and unit.lines]  # an empty one couples nothing
    nowhere += [unit for unit in tables if not owners[unit.id.removeprefix(TABLE)]]
    return Assignment(
        Homes(homes, owners, (context.id for context in boundaries.contexts if context.kind == SHARED_KERNEL)),
        tuple(sorted(nowhere, key=lambda unit: unit.id)),
        _public(modules, homes, boundaries),
    )


def _choices(named: Iterable[tuple[str, str]]) -> list[tuple[Pattern, str]]:
    """Patterns with their context, most specific first; the sort is stable, so the file's order breaks ties."""
    found = [(Pattern(text), context) for context, text in named]
    return sorted(found, key=lambda choice: choice[0].specificity, reverse=True)


def _most_specific(path: str, name: str, choices: list[tuple[Pattern, str]]) -> str:
    return next((context for pattern, context in choices if pattern.matches(path, name)), "")


def _public(modules: list[Unit], homes: dict[str, str], boundaries: Boundaries) -> frozenset[str]:
    patterns = {context.id: [Pattern(text) for text in context.public] for context in boundaries.contexts}
    return frozenset(
        unit.id
        for unit in modules
        if any(pattern.matches(unit.id, unit.name) for pattern in patterns.get(homes[unit.id], ()))
    )
