"""HTTP entry points declared by decorators and by calls on an application: Flask, FastAPI and what is made like them."""

from collections.abc import Iterable

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit

from .call_sites import CallSite, definition_named
from .entry_unit import entry_unit
from .facts import Call, Expression
from .parts import argument, items_of, last_name, owner, text_of
from .program import Module, Program
from .rows import Rows

METHODS = frozenset("get post put patch delete head options trace".split())  # noqa: SIM905 - as in the standards
SEVERAL = frozenset(("route", "api_route"))
REGISTERING = {"add_url_rule": 2, "add_api_route": 1}


def decorated_routes(program: Program, rows: Rows) -> Iterable[Unit]:
    """`@app.route("/orders", methods=["POST"])`, `@router.get("/orders")`."""
    for module in program.modules.values():
        for definition in module.facts.definitions[1:]:
            for decorator in definition.decorators:
                if not isinstance(decorator, Call):
                    continue
                for name in _routes(program, module, definition.parent, decorator, last_name(decorator.function)):
                    unit = entry_unit(module, name, definition.line)
                    rows.add(EvidenceKind.ROUTES, unit.id, f"{module.path}::{definition.name}", unit.location, name)
                    yield unit


def registered_routes(program: Program, sites: Iterable[CallSite], rows: Rows) -> Iterable[Unit]:
    """`app.add_url_rule("/orders", view_func=orders)`, `app.add_api_route("/orders", orders)`."""
    for site in sites:
        position = REGISTERING.get(last_name(site.call.function))
        if position is None:
            continue
        view = handler(program, site.module.path, site.scope, argument(site.call, position, "view_func", "endpoint"))
        for name in _routes(program, site.module, site.scope, site.call, "route") if view else ():
            unit = entry_unit(site.module, name, site.line)
            rows.add(EvidenceKind.ROUTES, unit.id, view, unit.location, name)
            yield unit


def handler(program: Program, path: str, scope: int, expression: Expression) -> str | None:
    """The function or class behind a view: `OrderView` of `login_required(OrderView.as_view("orders"))`."""
    for _ in range(10):
        if not isinstance(expression, Call):
            break
        if last_name(expression.function) == "as_view":
            expression = owner(expression.function)
        else:
            expression = expression.arguments[0] if expression.arguments else None
    return definition_named(program, path, scope, expression)


def _routes(program: Program, module: Module, scope: int, call: Call, verb: str) -> Iterable[str]:
    pattern = text_of(argument(call, 0, "rule", "path"))
    on = owner(call.function)
    if pattern is None or on is None or not (pattern == "" or pattern.startswith("/")):
        return
    path = _prefix(program, module, scope, on) + pattern
    if verb in SEVERAL:
        methods = sorted({text_of(item) or "" for item in items_of(argument(call, -1, "methods"))} - {""}) or ["GET"]
        yield from (f"{method.upper()} {path or '/'}" for method in methods)
    elif verb in METHODS:
        yield f"{verb.upper()} {path or '/'}"
    elif verb == "websocket":
        yield f"WEBSOCKET {path or '/'}"


def _prefix(program: Program, module: Module, scope: int, on: Expression) -> str:
    """The prefix that a blueprint or router was made with."""
    reference = program.resolve(module.path, scope, on)
    for value in program.values(reference) if reference else ():
        if isinstance(value, Call) and (prefix := text_of(argument(value, -1, "url_prefix", "prefix"))):
            return prefix.rstrip("/")
    return ""
