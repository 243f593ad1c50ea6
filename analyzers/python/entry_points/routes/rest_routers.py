"""HTTP entry points of view sets that are registered with a router of Django REST framework."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit

from ...facts import Call, Definition
from ...names.call_sites import CallSite, definition_named
from ...names.program import Program, is_external
from ...parts import argument, items_of, last_name, owner, text_of
from ...rows import Rows
from ..entry_unit import entry_unit
from .django_urls import Fronts
from .nested_routers import Nests
from .url_patterns import readable

LIST, DETAIL = "/", "/{pk}/"
ACTIONS = {
    "list": ("GET", LIST),
    "create": ("POST", LIST),
    "retrieve": ("GET", DETAIL),
    "update": ("PUT", DETAIL),
    "partial_update": ("PATCH", DETAIL),
    "destroy": ("DELETE", DETAIL),
}
# What the view sets and mixins of the framework offer.
OFFERED = {
    "ModelViewSet": tuple(ACTIONS),
    "ReadOnlyModelViewSet": ("list", "retrieve"),
    "ListModelMixin": ("list",),
    "CreateModelMixin": ("create",),
    "RetrieveModelMixin": ("retrieve",),
    "UpdateModelMixin": ("update", "partial_update"),
    "DestroyModelMixin": ("destroy",),
}
# What marks an action of its own, and whether that is one of a single thing where no argument says so.
EXTRA = {"action": "False", "detail_route": "True", "list_route": "False"}


class Registered(Struct, frozen=True):
    """View sets that are registered with a router under a prefix."""

    site: CallSite
    router: str | None
    prefix: str
    views: str


def router_routes(program: Program, sites: Iterable[CallSite], fronts: Fronts, rows: Rows) -> Iterable[Unit]:
    """One entry point for each action of a registered view set, routed to its own method, or to it where it inherits one."""
    registered = tuple(_registered(program, sites))
    nests = Nests(program, {(one.router, one.prefix): _key(program, one.views) for one in registered if one.router})
    for one in registered:
        key = _key(program, one.views)
        around = nests.route(one.router)
        for method, rest, target in actions_of(program, one.views):
            written = around + readable(one.prefix).strip("/") + rest.replace(DETAIL, f"/{{{key}}}/")
            for route in fronts.of_router(one.site, one.router, written.lstrip("/")):
                unit = entry_unit(one.site.module, f"{method} {route}", one.site.line)
                rows.add(EvidenceKind.ROUTES, unit.id, target, unit.location, one.prefix)
                yield unit


def _registered(program: Program, sites: Iterable[CallSite]) -> Iterator[Registered]:
    for site in sites:
        call, path = site.call, site.module.path
        prefix = text_of(argument(call, 0, "prefix")) if last_name(call.function) == "register" else None
        views = (
            definition_named(program, path, site.scope, argument(call, 1, "viewset")) if prefix is not None else None
        )
        if views and prefix is not None and is_router(program, site):
            yield Registered(site, program.resolve(path, site.scope, owner(call.function)), prefix, views)


def root_views(program: Program, sites: Iterable[CallSite], fronts: Fronts, rows: Rows) -> Iterable[Unit]:
    """`router.APIRootView = ShopRootView`: what the root of a router answers."""
    for module in {site.module.path: site.module for site in sites}.values():
        for assignment in module.facts.assignments:
            target = assignment.targets[0]
            if isinstance(target, str) and last_name(target) == "APIRootView":
                view = definition_named(program, module.path, assignment.scope, assignment.value)
                site = CallSite(module, assignment.scope, assignment.line, Call(target, (), (), assignment.line))
                router = program.resolve(module.path, assignment.scope, owner(target))
                for route in fronts.of_router(site, router, "") if view else ():
                    unit = entry_unit(module, f"GET {route}", assignment.line)
                    rows.add(EvidenceKind.ROUTES, unit.id, view, unit.location, "APIRootView")
                    yield unit


def _key(program: Program, views: str) -> str:
    """The name of the parameter that finds one: `pk` unless a view set or an ancestor of it in the tree says otherwise."""
    for name in ("lookup_url_kwarg", "lookup_field"):
        for reference in (views, *program.bases(views)):
            for value in () if is_external(reference) else program.values(f"{reference}.{name}"):
                if text := text_of(value):
                    return text
    return "pk"


def is_router(program: Program, site: CallSite) -> bool:
    """Whether a view set is registered with a router: of the framework, or of a copy of it in the tree."""
    kind = program.type_of(site.module.path, site.scope, owner(site.call.function)) or ""
    ancestors = (kind, *(program.bases(kind) if kind and not is_external(kind) else ()))
    is_framework = any("rest_framework" in one and one.endswith("Router") for one in ancestors)
    return is_framework or (not is_external(kind) and any(one.endswith("Router") for one in ancestors))


def _classes(program: Program, views: str) -> Iterator[tuple[str, list[Definition]]]:
    """A view set and its ancestors in the tree, each with its methods."""
    for reference in (views, *program.bases(views)):
        if not is_external(reference):
            path, scope = reference.partition("::")[0], program.scope_of(reference)
            yield path, [one for one in program.modules[path].facts.definitions if one.parent == scope]


def actions_of(program: Program, views: str) -> Iterator[tuple[str, str, str]]:
    """Method, path behind the prefix, and what answers, of every action that a view set offers."""
    yield from _actions(program, views)
    yield from _extra(program, views)


def _actions(program: Program, views: str) -> Iterator[tuple[str, str, str]]:
    offered = {name for base in program.bases(views) if is_external(base) for name in OFFERED.get(_last(base), ())}
    known = {one.name.rpartition(".")[2] for _, methods in _classes(program, views) for one in methods}
    for name, (method, rest) in ACTIONS.items():
        if name in known or name in offered:
            yield method, rest, _own(program, views, name)


def _own(program: Program, views: str, name: str) -> str:
    """The method of the view set itself, or else the view set: whoever looks for the handler wants no common ancestor."""
    method = f"{views}.{name}"
    return method if program.definition(method) else views


def _extra(program: Program, views: str) -> Iterator[tuple[str, str, str]]:
    """`@action(detail=True, methods=["post"], url_path="cancel")`, what it was called before, and `@cancel.mapping.delete`."""
    rests: dict[str, str] = {}
    for _, methods in _classes(program, views):
        for one in methods:
            method = one.name.rpartition(".")[2]
            for by in one.decorators:
                if isinstance(by, Call) and last_name(by.function) in EXTRA:
                    detail = "True" in (EXTRA[last_name(by.function)], dict(by.keywords).get("detail"))
                    rest = f"{DETAIL if detail else LIST}{text_of(argument(by, -1, 'url_path')) or method}/"
                    rests[method] = rest
                    verbs = sorted({text_of(item) or "" for item in items_of(argument(by, 0, "methods"))} - {""})
                    for verb in verbs or ["GET"]:
                        yield verb.upper(), rest, _own(program, views, method)
                elif isinstance(by, str) and ".mapping." in by and (rest := rests.get(by.partition(".")[0], "")):
                    yield last_name(by).upper(), rest, _own(program, views, method)


def _last(reference: str) -> str:
    return reference.rpartition(".")[2]
