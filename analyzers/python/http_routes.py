"""HTTP entry points declared by decorators and by calls on an application: Flask, FastAPI and what is made like them."""

from collections.abc import Iterable

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit

from .call_sites import CallSite, definition_named
from .entry_unit import entry_unit
from .facts import Call, Expression
from .mounts import Mounts
from .parts import argument, items_of, last_name, owner, text_of
from .program import Module, Program
from .rows import Rows

METHODS = frozenset("get post put patch delete head options trace".split())  # noqa: SIM905 - as in the standards
SEVERAL = frozenset(("route", "api_route"))
REGISTERING = {"add_url_rule": 2, "add_api_route": 1}
# aiohttp: `app.router.add_get("/orders", orders)` and `web.get("/orders", orders)`
ADDING = {f"add_{method}": method for method in METHODS} | {"add_view": "*"}


def decorated_routes(program: Program, mounts: Mounts, rows: Rows) -> Iterable[Unit]:
    """`@app.route("/orders", methods=["POST"])`, `@router.get("/orders")`."""
    for module in program.modules.values():
        for definition in module.facts.definitions[1:]:
            for decorator in definition.decorators:
                if not isinstance(decorator, Call):
                    continue
                verb = last_name(decorator.function)
                for name in _routes(program, mounts, module, definition.parent, decorator, verb):
                    unit = entry_unit(module, name, definition.line)
                    rows.add(EvidenceKind.ROUTES, unit.id, f"{module.path}::{definition.name}", unit.location, name)
                    yield unit


def registered_routes(program: Program, sites: Iterable[CallSite], mounts: Mounts, rows: Rows) -> Iterable[Unit]:
    """`app.add_url_rule("/orders", view_func=orders)`, `app.add_api_route("/orders", orders)`, and those of aiohttp."""
    for site in sites:
        for name, answering in _of_aiohttp(program, site):
            unit = entry_unit(site.module, name, site.line)
            rows.add(EvidenceKind.ROUTES, unit.id, answering, unit.location, name)
            yield unit
        position = REGISTERING.get(last_name(site.call.function))
        if position is None:
            continue
        view = handler(program, site.module.path, site.scope, argument(site.call, position, "view_func", "endpoint"))
        for name in _routes(program, mounts, site.module, site.scope, site.call, "route") if view else ():
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


def _of_aiohttp(program: Program, site: CallSite) -> Iterable[tuple[str, str]]:
    call, path, verb = site.call, site.module.path, last_name(site.call.function)
    method = ADDING.get(verb)
    shift = 0
    if verb == "add_route" and len(call.arguments) > 2:
        method, shift = text_of(call.arguments[0]), 1
    elif verb in METHODS and program.resolve(path, site.scope, call.function) == f"external:aiohttp.web.{verb}":
        method = verb
    pattern = text_of(argument(call, shift, "path"))
    if method and pattern is not None and pattern.startswith("/"):
        view = handler(program, path, site.scope, argument(call, shift + 1, "handler"))
        if view:
            yield f"{'ANY' if method == '*' else method.upper()} {pattern}", view


def _routes(program: Program, mounts: Mounts, module: Module, scope: int, call: Call, verb: str) -> Iterable[str]:
    pattern = text_of(argument(call, 0, "rule", "path"))
    on = owner(call.function)
    if pattern is None or on is None or not (pattern == "" or pattern.startswith("/")):
        return
    path = mounts.front(program.resolve(module.path, scope, on)) + pattern
    if verb in SEVERAL:
        methods = sorted({text_of(item) or "" for item in items_of(argument(call, -1, "methods"))} - {""}) or ["GET"]
        yield from (f"{method.upper()} {path or '/'}" for method in methods)
    elif verb in METHODS:
        yield f"{verb.upper()} {path or '/'}"
    elif verb == "websocket":
        yield f"WEBSOCKET {path or '/'}"
