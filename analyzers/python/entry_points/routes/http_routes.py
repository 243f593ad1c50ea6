"""HTTP entry points declared by decorators and by calls on an application: Flask, FastAPI and what is made like them."""

from collections.abc import Iterable

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit

from ...facts import Call, Text
from ...names.call_sites import CallSite, definition_named
from ...names.program import Module, Program
from ...parts import argument, items_of, last_name, owner, text_of
from ...rows import Rows
from ..entry_unit import entry_unit
from .handlers import handler
from .mounts import Mounts
from .responders import responders
from .view_methods import answers

METHODS = frozenset("get post put patch delete head options trace".split())  # noqa: SIM905 - as in the standards
SEVERAL = frozenset(("route", "api_route", "view"))
REGISTERING = {"add_url_rule": 2, "add_api_route": 1}
# aiohttp: `app.router.add_get("/orders", orders)` and `web.get("/orders", orders)`
ADDING = {f"add_{method}": method for method in METHODS} | {"add_view": "*"}

Answer = tuple[str, str | None]


def decorated_routes(program: Program, mounts: Mounts, rows: Rows) -> Iterable[Unit]:
    """`@app.route("/orders", methods=["POST"])`, `@router.get("/orders")`, on functions and on classes of views."""
    for module in program.modules.values():
        for definition in module.facts.definitions[1:]:
            for decorator in definition.decorators:
                if not isinstance(decorator, Call):
                    continue
                verb, view = last_name(decorator.function), f"{module.path}::{definition.name}"
                for name, answering in _routes(program, mounts, module, definition.parent, decorator, verb, view):
                    unit = entry_unit(module, name, definition.line)
                    rows.add(EvidenceKind.ROUTES, unit.id, answering, unit.location, name)
                    yield unit


def registered_routes(program: Program, sites: Iterable[CallSite], mounts: Mounts, rows: Rows) -> Iterable[Unit]:
    """`app.add_url_rule("/orders", view_func=orders)`, `app.add_api_route("/orders", orders)`, those of aiohttp and falcon."""
    for site in sites:
        for name, answering in (
            *_of_aiohttp(program, site, mounts),
            *_registered(program, site, mounts),
            *responders(program, site),
        ):
            unit = entry_unit(site.module, name, site.line)
            rows.add(EvidenceKind.ROUTES, unit.id, answering, unit.location, name)
            yield unit


def _registered(program: Program, site: CallSite, mounts: Mounts) -> Iterable[Answer]:
    path, scope, call, verb = site.module.path, site.scope, site.call, last_name(site.call.function)
    if verb == "add_resource" and call.arguments:  # flask_restful: the class first, then its paths
        view = definition_named(program, path, scope, call.arguments[0])
        for given in call.arguments[1:] if view else ():
            route = Call(call.function, (given,), (), call.line)
            yield from _routes(program, mounts, site.module, scope, route, "route", view)
    elif verb == "add_route" and isinstance(argument(call, 1, "uri"), Text):  # sanic: the handler first, then its path
        view = handler(program, path, scope, argument(call, 0, "handler"))
        route = Call(call.function, call.arguments[1:], call.keywords, call.line)
        yield from _routes(program, mounts, site.module, scope, route, "route", view) if view else ()
    elif verb in REGISTERING:
        view = handler(program, path, scope, argument(call, REGISTERING[verb], "view_func", "endpoint"))
        if view:
            yield from _routes(program, mounts, site.module, scope, call, "route", view)


def _of_aiohttp(program: Program, site: CallSite, mounts: Mounts) -> Iterable[Answer]:
    call, path, verb = site.call, site.module.path, last_name(site.call.function)
    method = ADDING.get(verb)
    shift = 0
    if verb == "add_route" and len(call.arguments) > 2:
        method, shift = text_of(call.arguments[0]), 1
    elif program.resolve(path, site.scope, call.function) == f"external:aiohttp.web.{verb}":
        method = verb if verb in METHODS else "*" if verb == "view" else None
    pattern = program.text(path, site.scope, argument(call, shift, "path"))
    if method and pattern is not None and pattern.value.startswith("/"):
        view = handler(program, path, site.scope, argument(call, shift + 1, "handler"))
        on = owner(call.function)
        application = program.resolve(path, site.scope, owner(on) if last_name(on) == "router" else on)
        told = ((method.upper(), view),) if method != "*" else answers(program, view)
        for front in mounts.fronts(application) if view else ():
            yield from ((f"{verb} {front}{pattern.value}", answering) for verb, answering in told)


def _routes(
    program: Program, mounts: Mounts, module: Module, scope: int, call: Call, verb: str, view: str | None
) -> Iterable[Answer]:
    """Each route that a decorator or call declares, as `GET /orders`, and what answers it."""
    on = owner(call.function)
    if on is None or not (verb in SEVERAL or verb in METHODS or verb == "websocket"):
        return
    pattern = program.text(module.path, scope, argument(call, 0, "rule", "path"))
    if pattern is None or not (pattern.value == "" or pattern.value.startswith("/")):
        return
    router = mounts.router(module.path, scope, on)
    for method, answering in methods(program, call, verb, view):
        for front in mounts.fronts(router):
            yield f"{method} {front}{pattern.value}" if front + pattern.value else f"{method} /", answering


def methods(program: Program, call: Call, verb: str, view: str | None) -> Iterable[Answer]:
    """The methods that a route answers, each with what answers it."""
    if verb not in SEVERAL:
        yield verb.upper(), view
        return
    given = sorted({(text_of(item) or "").upper() for item in items_of(argument(call, -1, "methods"))} - {""})
    told = answers(program, view)
    if given:
        by_method = dict(told)
        yield from ((method, by_method.get(method, view)) for method in given)
    else:
        yield from (("GET" if method == "ANY" else method, answering) for method, answering in told)
