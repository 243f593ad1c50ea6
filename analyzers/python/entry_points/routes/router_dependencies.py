"""From routers of FastAPI to what runs before each of their handlers: `APIRouter(dependencies=[Depends(check)])`.

Dependencies are said of one route, where a router or application is made, and where a router is included in another; a
handler runs those of its route and of all routers around it, though its own text names none of them.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role

from ...facts import Call, Expression
from ...names.call_sites import CallSite
from ...names.program import Program
from ...names.runs import Runs
from ...parts import argument, items_of, last_name, owner
from ...rows import Rows
from .dependencies import asks_for_any, marked
from .handlers import handler
from .http_routes import METHODS, SEVERAL
from .mounts import Making, Mounts

ROUTING = METHODS | SEVERAL | {"websocket"}


class Routed(Struct, frozen=True):
    """A handler, and the call that puts it on a router: a decorator, or `add_api_route`."""

    handler: str
    by: Making


def add_router_dependencies(program: Program, sites: Iterable[CallSite], rows: Rows, runs: Runs) -> None:
    """Each handler runs what its routers depend on; its module needs what other modules say so, once for each place."""
    if not asks_for_any(program):
        return
    sites = tuple(sites)
    mounts, told = Mounts(program, sites), set()
    for routed in (*_decorated(program), *_registered(program, sites)):
        for target, place in _before(program, mounts, routed.by):
            runs.add(routed.handler, target, True, place.line if place.path == routed.by.path else 0)
            source = routed.handler.partition("::")[0]
            if place.path != source and (source, target, place) not in told:
                told.add((source, target, place))
                rows.add(EvidenceKind.CALL, source, target, place, "dependencies", ("implied",))


def _decorated(program: Program) -> Iterator[Routed]:
    for path, module in program.modules.items():
        for definition in module.facts.definitions if module.role is Role.PRODUCT else ():
            for decorator in definition.decorators:
                if isinstance(decorator, Call) and last_name(decorator.function) in ROUTING:
                    yield Routed(f"{path}::{definition.name}", Making(path, definition.parent, decorator))


def _registered(program: Program, sites: Iterable[CallSite]) -> Iterator[Routed]:
    for site in sites:
        if last_name(site.call.function) == "add_api_route":
            path, scope, call = site.module.path, site.scope, site.call
            if view := handler(program, path, scope, argument(call, 1, "endpoint")):
                yield Routed(view, Making(path, scope, call))


def _before(program: Program, mounts: Mounts, by: Making) -> Iterator[tuple[str, Location]]:
    """What runs before a handler, and where that is said."""
    router = mounts.router(by.path, by.scope, owner(by.call.function))
    for making in (by, *(mounts.around(router) if router else ())):
        for given in items_of(_listed(program, making)):
            if target := marked(program, making.path, making.scope, given):
                yield target, Location(making.path, making.call.line)


def _listed(program: Program, making: Making) -> Expression:
    """The list of dependencies of a call, also where a variable of the module holds it."""
    given = argument(making.call, -1, "dependencies")
    reference = program.resolve(making.path, making.scope, given) if isinstance(given, str) else None
    values = program.values(reference) if reference and reference.startswith(f"{making.path}::") else ()
    return values[0] if len(values) == 1 else given
