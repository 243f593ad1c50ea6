"""HTTP entry points that a table of one's own lists: each path with what answers each method of HTTP."""

from collections.abc import Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Assignment, Expression, Group
from ...names.call_sites import definition_named
from ...names.program import Module, Program
from ...parts import items_of, text_of
from ...rows import Rows
from ..entry_unit import entry_unit
from .mapped_routes import answering

METHODS = frozenset("GET POST PUT PATCH DELETE HEAD OPTIONS".split())  # noqa: SIM905 - as in the standards


def tabled_routes(program: Program, rows: Rows) -> Iterator[Unit]:
    """`ROUTES = {"/orders": {"GET": orders.all}}`, `ROUTES = (("/orders", {"GET": [controller, "index"]}),)`."""
    for module in program.modules.values():
        for assignment in module.facts.assignments if module.role is Role.PRODUCT else ():
            for pattern, method, view in _listed(program, module, assignment):
                unit = entry_unit(module, f"{method} {pattern or '/'}", assignment.line)
                rows.add(EvidenceKind.ROUTES, unit.id, view, unit.location, unit.name)
                yield unit


def _listed(program: Program, module: Module, assignment: Assignment) -> Iterator[tuple[str, str, str]]:
    """Path, method and what answers, of every row."""
    table = assignment.value
    for row in table.items if isinstance(table, Group) and table.kind in ("dict", "list", "tuple") else ():
        if not isinstance(row, Group) or len(row.items) != 2:
            continue
        pattern, told = text_of(row.items[0]), row.items[1]
        if pattern is None or not (pattern == "" or pattern.startswith("/")) or not _is_told_by_method(told):
            continue
        for pair in told.items if isinstance(told, Group) else ():
            if isinstance(pair, Group) and len(pair.items) == 2:
                view = _answering(program, module.path, assignment.scope, pair.items[1])
                if view:
                    yield pattern, text_of(pair.items[0]) or "", view


def _is_told_by_method(told: Expression) -> bool:
    """Whether something is a dictionary by methods of HTTP and nothing else."""
    if not isinstance(told, Group) or told.kind != "dict" or not told.items:
        return False
    return all(isinstance(pair, Group) and text_of(pair.items[0]) in METHODS for pair in told.items)


def _answering(program: Program, path: str, scope: int, value: Expression) -> str | None:
    """The function of a row, or the action of a controller: `[controller, "index"]`."""
    parts = items_of(value)
    action = text_of(parts[1]) if len(parts) == 2 else None
    if action:
        return answering(program, path, scope, parts[0], action)
    return definition_named(program, path, scope, value)
