"""HTTP entry points of view sets that are registered in a loop, so that the code names neither them nor their paths."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...names.call_sites import CallSite, definition_named
from ...names.program import Program, is_external
from ...parts import argument, last_name, owner
from ...rows import Rows
from ..entry_unit import entry_unit
from .rest_routers import actions_of, is_router

LIBRARY = "external:rest_framework"
END = "ViewSet"


def computed_routes(program: Program, sites: Iterable[CallSite], rows: Rows) -> Iterator[Unit]:
    """`router.register(each.prefix, each)`: every view set that no path leads to and nothing inherits from, its path unknown."""
    if not any(_is_computed(program, site) for site in sites):
        return
    handled = {row.target for row in rows.evidence() if row.kind is EvidenceKind.ROUTES}
    routed = {*handled, *(target.rpartition(".")[0] for target in handled if "." in target.partition("::")[2])}
    found = dict(_view_sets(program))
    inherited = {base for views in found for base in program.bases(views)}
    for views, line in found.items():
        if views in routed or views in inherited:
            continue
        module = program.modules[views.partition("::")[0]]
        name = views.partition("::")[2]
        for method, rest, target in actions_of(program, views):
            unit = entry_unit(module, f"{method} …{rest} ({module.name}.{name})", line)
            rows.add(EvidenceKind.ROUTES, unit.id, target, unit.location, name)
            yield unit


def _is_computed(program: Program, site: CallSite) -> bool:
    """Whether a router gets a view set that the code does not name."""
    if last_name(site.call.function) != "register" or site.module.role is not Role.PRODUCT:
        return False
    given = argument(site.call, 1, "viewset")
    if given is None or definition_named(program, site.module.path, site.scope, given) is not None:
        return False
    found = program.resolve(site.module.path, site.scope, given)
    return (found is None or not is_external(found)) and (is_router(program, site) or _is_called_router(site))


def _is_called_router(site: CallSite) -> bool:
    """Whether a parameter that is called a router is one of the framework, which its module imports."""
    of_framework = any(one.module.startswith("rest_framework") for one in site.module.facts.imports)
    return of_framework and last_name(owner(site.call.function)).lower().endswith("router")


def _view_sets(program: Program) -> Iterator[tuple[str, int]]:
    """The classes of product code that are view sets of the framework, with their lines."""
    for module in program.modules.values():
        for definition in module.facts.definitions[1:] if module.role is Role.PRODUCT else ():
            views = f"{module.path}::{definition.name}"
            if definition.kind == "class" and any(
                base.startswith(LIBRARY) and base.endswith(END) for base in program.bases(views)
            ):
                yield views, definition.line
