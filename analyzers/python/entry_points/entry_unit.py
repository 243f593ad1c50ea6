"""The unit of one entry point."""

from decompose.errors import Location
from decompose.evidence.unit import Unit, UnitKind

from ..names.program import Module


def entry_unit(module: Module, name: str, line: int) -> Unit:
    """An entry point (`GET /orders`, `task mail.send`, `command import`) that a line of a module declares."""
    return Unit(f"entry:{name}", UnitKind.ENTRY_POINT, name, Location(module.path, line), module.path, role=module.role)
