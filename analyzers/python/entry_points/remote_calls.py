"""Entry points of servers of XML-RPC and JSON-RPC: the functions and objects that are registered with them."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ..facts import Call, Expression
from ..names.call_sites import CallSite, definition_named
from ..names.program import Program, is_external
from ..parts import argument, last_name, text_of
from ..rows import Rows
from .entry_unit import entry_unit
from .routes.mapped_routes import held

REGISTERING = frozenset(("register_function", "register_instance"))
LIBRARIES = ("xmlrpc", "SimpleXMLRPCServer", "jsonrpclib", "DocXMLRPCServer")
DISPATCHING = "_dispatch"

Procedure = tuple[str, str]
"""The name that callers use, and what answers."""


def remote_calls(program: Program, sites: Iterable[CallSite], rows: Rows) -> Iterator[Unit]:
    """`server.register_function(close, "orders.close")`, `server.register_instance(Orders())`: each public method."""
    modules = (module for module in program.modules.values() if module.role is Role.PRODUCT)
    if not any(one.module.partition(".")[0] in LIBRARIES for module in modules for one in module.facts.imports):
        return
    for site in sites:
        if last_name(site.call.function) in REGISTERING and site.module.role is Role.PRODUCT:
            for name, answering in _registered(program, site):
                unit = entry_unit(site.module, f"rpc {name}", site.line)
                rows.add(EvidenceKind.ROUTES, unit.id, answering, unit.location, name)
                yield unit


def _registered(program: Program, site: CallSite) -> Iterator[Procedure]:
    path, scope, given = site.module.path, site.scope, argument(site.call, 0, "function", "instance")
    if last_name(site.call.function) == "register_instance":
        for kind in _classes(program, path, scope, given):
            yield from _public(program, kind)
    elif (function := definition_named(program, path, scope, given)) is not None:
        yield text_of(argument(site.call, 1, "name")) or function.rpartition("::")[2].rpartition(".")[2], function


def _classes(program: Program, path: str, scope: int, given: Expression) -> Iterator[str]:
    """The class of the object; where that dispatches calls itself, the classes that it is made with."""
    kind = program.type_of(path, scope, given)
    if kind is None or is_external(kind):
        return
    if program.member(kind, DISPATCHING) is None:
        yield kind
        return
    made = held(program, path, scope, given)
    for one in made.arguments if isinstance(made, Call) else ():
        inner = definition_named(program, path, scope, one) or program.type_of(path, scope, one)
        definition = program.definition(inner) if inner else None
        if inner and definition is not None and definition.kind == "class":
            yield inner


def _public(program: Program, kind: str) -> Iterator[Procedure]:
    """The public methods of a class and of its ancestors in the tree; one that is inherited is answered by the class."""
    seen: set[str] = set()
    for owner in (kind, *(one for one in program.bases(kind) if not is_external(one))):
        path, scope = owner.partition("::")[0], program.scope_of(owner)
        for one in program.modules[path].facts.definitions:
            name = one.name.rpartition(".")[2]
            if one.parent == scope and one.kind == "function" and not name.startswith("_") and name not in seen:
                seen.add(name)
                yield name, f"{owner}.{name}" if owner == kind else kind
