"""HTTP entry points of decorators that libraries offer as bare functions, no application in front: Bottle, Litestar."""

from collections.abc import Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Call, Definition, Expression, Text
from ...names.program import Module, Program
from ...parts import argument, items_of, text_of
from ...rows import Rows
from ..entry_unit import entry_unit
from .view_attributes import text_of_attribute

PACKAGES = frozenset(("bottle", "litestar", "starlite"))
LIBRARIES = tuple(f"external:{package}." for package in sorted(PACKAGES))
METHODS = frozenset(("get", "post", "put", "patch", "delete", "head"))
WEBSOCKETS = frozenset(("websocket", "websocket_listener"))


def bare_routes(program: Program, rows: Rows) -> Iterator[Unit]:
    """`@get("/orders")`; in a class of controllers, below its `path`."""
    for module in program.modules.values():
        if module.role is not Role.PRODUCT or not any(
            one.module.partition(".")[0] in PACKAGES for one in module.facts.imports
        ):
            continue
        for definition in module.facts.definitions[1:]:
            for decorator in definition.decorators if definition.kind == "function" else ():
                for name in _routes(program, module, definition, decorator):
                    unit = entry_unit(module, name, definition.line)
                    rows.add(EvidenceKind.ROUTES, unit.id, f"{module.path}::{definition.name}", unit.location, name)
                    yield unit


def _routes(program: Program, module: Module, definition: Definition, decorator: Expression) -> Iterator[str]:
    if not isinstance(decorator, Call) or not isinstance(decorator.function, str) or "." in decorator.function:
        return
    found = program.resolve(module.path, definition.parent, decorator.function) or ""
    verb = found.rpartition(".")[2]
    if not found.startswith(LIBRARIES) or verb not in METHODS | WEBSOCKETS | {"route"}:
        return
    above = module.facts.definitions[definition.parent]
    of_class = above.kind == "class"
    front = text_of_attribute(program, f"{module.path}::{above.name}", "path") or "" if of_class else ""
    given = [text_of(one) for one in items_of(argument(decorator, 0, "path"))] or [""]
    for path in given if None not in given else ():
        whole = f"/{front.strip('/')}".rstrip("/") + (f"/{path.lstrip('/')}" if path else "")
        yield from (f"{method} {whole or '/'}" for method in _methods(decorator, verb))


def _methods(decorator: Call, verb: str) -> tuple[str, ...]:
    if verb in METHODS:
        return (verb.upper(),)
    if verb in WEBSOCKETS:
        return ("WEBSOCKET",)
    named = argument(decorator, 1, "method", "http_method")
    return tuple(one.value.upper() for one in items_of(named) if isinstance(one, Text)) or ("GET",)
