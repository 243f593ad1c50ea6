"""HTTP entry points that OpenAPI descriptions tell, as Connexion and its like connect them: each operation names what answers."""

from collections.abc import Iterator, Mapping

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit, UnitKind

from ...front_end.openapi import Described
from ...names.program import Program, is_external
from ...rows import Rows


def described_routes(program: Program, descriptions: Mapping[str, Described], rows: Rows) -> Iterator[Unit]:
    """One entry point for each method and path, the first of several that answer; those that name nothing here are none."""
    taken: set[str] = set()
    for path, described in descriptions.items():
        for one in described.operations:
            view = answering(program, one.target.replace(":", "."))
            if view is None or program.modules[view.partition("::")[0]].role is not Role.PRODUCT:
                continue
            name = f"{one.method} {one.path}"
            unit = Unit(f"entry:{name}", UnitKind.ENTRY_POINT, name, Location(path, one.line))
            rows.add(EvidenceKind.ROUTES, unit.id, view, unit.location, one.target)
            if name not in taken:
                taken.add(name)
                yield unit


def answering(program: Program, dotted: str) -> str | None:
    """The function of a module, or the method of the object that a variable holds: its class where that inherits it."""
    owner, _, name = dotted.rpartition(".")
    holder = program.named(owner)
    if holder is None or is_external(holder):
        return None
    if "::" not in holder:
        found = program.named(dotted)
        return found if found and program.definition(found) else None
    kind = holder if program.definition(holder) else program.type_of_reference(holder)
    if kind is None or is_external(kind) or program.member(kind, name) is None:
        return None
    return f"{kind}.{name}" if program.definition(f"{kind}.{name}") else kind
