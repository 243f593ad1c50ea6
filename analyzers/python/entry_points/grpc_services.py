"""Entry points of services of gRPC: the methods of classes that inherit from what was generated of a service's description."""

from collections.abc import Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ..names.program import Module, Program
from ..rows import Rows
from .entry_unit import entry_unit

GENERATED, BASE = "_pb2_grpc", "Servicer"


def grpc_services(program: Program, rows: Rows) -> Iterator[Unit]:
    """`class Orders(orders_pb2_grpc.OrdersServicer)`: each public method that it defines is `rpc Orders.Place`."""
    for module in program.modules.values():
        if module.role is not Role.PRODUCT or not any(
            GENERATED in f"{one.module}.{one.name}" for one in module.facts.imports
        ):
            continue
        for scope, definition in enumerate(module.facts.definitions):
            service = _service(program, f"{module.path}::{definition.name}") if definition.kind == "class" else None
            for name, line in _methods(module, scope) if service else ():
                unit = entry_unit(module, f"rpc {service}.{name}", line)
                answering = f"{module.path}::{definition.name}.{name}"
                rows.add(EvidenceKind.ROUTES, unit.id, answering, unit.location, name)
                yield unit


def _service(program: Program, reference: str) -> str | None:
    """The name of the service that a class implements, directly or through ancestors."""
    bases = (one for one in program.bases(reference) if one.endswith(BASE) and GENERATED in one)
    return next((one.replace("::", ".").rpartition(".")[2].removesuffix(BASE) for one in bases), None)


def _methods(module: Module, scope: int) -> Iterator[tuple[str, int]]:
    for one in module.facts.definitions[1:]:
        name = one.name.rpartition(".")[2]
        if one.parent == scope and one.kind == "function" and not name.startswith("_"):
            yield name, one.line
