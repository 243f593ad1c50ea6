"""HTTP entry points of classes of views, by the methods that they expose and inherit: Flask-AppBuilder, Flask-Admin."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Call, Definition, Expression
from ...names.call_sites import CallSite, definition_named
from ...names.program import Module, Program, is_external
from ...parts import argument, items_of, last_name, text_of
from ...rows import Rows
from ..entry_unit import entry_unit
from .view_attributes import text_of_attribute, words_of

BUILDER, ADMIN = "external:flask_appbuilder.", "external:flask_admin."
PACKAGES = frozenset(("flask_appbuilder", "flask_admin"))
REGISTERING = frozenset(("add_api", "add_view", "add_view_no_menu"))
EXPOSING = "expose"
# What the libraries' own classes answer, by the ends of their names: method of the class, methods of HTTP, path.
OFFERED = {
    (BUILDER, "ModelRestApi"): (
        ("info", ("GET",), "/_info"),
        ("get", ("GET",), "/<pk>"),
        ("get_list", ("GET",), "/"),
        ("post", ("POST",), "/"),
        ("put", ("PUT",), "/<pk>"),
        ("delete", ("DELETE",), "/<pk>"),
    ),
    (BUILDER, "ModelView"): (
        ("list", ("GET",), "/list/"),
        ("show", ("GET",), "/show/<pk>"),
        ("add", ("GET", "POST"), "/add"),
        ("edit", ("GET", "POST"), "/edit/<pk>"),
        ("delete", ("GET", "POST"), "/delete/<pk>"),
    ),
    (ADMIN, "ModelView"): (
        ("index_view", ("GET",), "/"),
        ("create_view", ("GET", "POST"), "/new/"),
        ("edit_view", ("GET", "POST"), "/edit/"),
        ("delete_view", ("POST",), "/delete/"),
    ),
}
Route = tuple[str, str]
"""`GET /orders/<pk>`, and what answers it."""


def exposed_views(program: Program, sites: Iterable[CallSite], rows: Rows) -> Iterator[Unit]:
    """`appbuilder.add_api(OrderApi)`: what `OrderApi` and its ancestors expose, under the path of that class."""
    modules = [module for module in program.modules.values() if module.role is Role.PRODUCT]
    if not any(one.module.partition(".")[0] in PACKAGES for module in modules for one in module.facts.imports):
        return
    views = {reference: found for module in modules for reference, found in _views(program, module)}
    registered = _registered(program, sites)
    inherited = {base for reference in views for base in program.bases(reference)}
    for reference, (module, definition) in views.items():
        if reference in registered or reference not in inherited:
            for name, answering in _routes(program, reference, registered.get(reference)):
                unit = entry_unit(module, name, definition.line)
                rows.add(EvidenceKind.ROUTES, unit.id, answering, unit.location, name)
                yield unit


def _views(program: Program, module: Module) -> Iterator[tuple[str, tuple[Module, Definition]]]:
    for definition in module.facts.definitions[1:]:
        reference = f"{module.path}::{definition.name}"
        if definition.kind == "class" and any(one.startswith((BUILDER, ADMIN)) for one in program.bases(reference)):
            yield reference, (module, definition)


def _registered(program: Program, sites: Iterable[CallSite]) -> dict[str, Call]:
    """The classes that are given to an application, with the calls that give them or make their instance."""
    found: dict[str, Call] = {}
    for site in sites:
        given = argument(site.call, 0, "baseview", "view") if last_name(site.call.function) in REGISTERING else None
        making = given if isinstance(given, Call) else site.call
        view = definition_named(program, site.module.path, site.scope, making.function if making is given else given)
        if view is not None:
            found.setdefault(view, making)
    return found


def _routes(program: Program, view: str, making: Call | None) -> Iterator[Route]:
    """What a class exposes itself, what its ancestors do, and what the library's classes do; of one name the nearest counts."""
    front = _front(program, view, making)
    told: set[str] = set()
    for base in (view, *program.bases(view)):
        offered = _of_library(base) if is_external(base) else _of_class(program, base)
        for name, methods, pattern in offered:
            own = program.member(view, name)
            if name not in told and pattern is not None and _allowed(program, view, name):
                answering = own if own and program.definition(own) else view
                yield from ((f"{method} {front + pattern or '/'}", answering) for method in methods)
        told |= {name for name, _, _ in offered}


Exposed = tuple[str, tuple[str, ...], str | None]
"""A method of a class, the methods of HTTP that it answers, and its path; none for what is defined, but not exposed."""


def _of_library(base: str) -> tuple[Exposed, ...]:
    found = (each for (library, end), each in OFFERED.items() if base.startswith(library) and base.endswith(end))
    return next(found, ())


def _of_class(program: Program, view: str) -> tuple[Exposed, ...]:
    """The methods that a class of the tree defines, each once for each of its decorators that exposes."""
    module, scope = program.modules[view.partition("::")[0]], program.scope_of(view)
    found: list[Exposed] = []
    for definition in module.facts.definitions[1:]:
        if definition.parent == scope and definition.kind == "function":
            name = definition.name.rpartition(".")[2]
            paths = [one for each in definition.decorators if (one := _exposed(program, module, scope, each))]
            found += [(name, methods, pattern) for methods, pattern in paths] or [(name, (), None)]
    return tuple(found)


def _exposed(program: Program, module: Module, scope: int, decorator: Expression) -> tuple[tuple[str, ...], str] | None:
    """Methods and path of `@expose("/pay/<pk>", methods=["POST"])`."""
    if not isinstance(decorator, Call):
        return None
    found = program.resolve(module.path, scope, decorator.function) or ""
    if not found.startswith((BUILDER, ADMIN)) or last_name(found) != EXPOSING:
        return None
    pattern = program.text(module.path, scope, argument(decorator, 0, "url"))
    methods = tuple((text_of(one) or "").upper() for one in items_of(argument(decorator, 1, "methods")))
    return tuple(filter(None, methods)) or ("GET",), pattern.value if pattern else "/"


def _front(program: Program, view: str, making: Call | None) -> str:
    """The path of a class: as it says itself, or made of its name as the library does."""
    told = text_of_attribute(program, view, "route_base")
    if told is not None:
        return told.rstrip("/")
    name = view.rpartition("::")[2].rpartition(".")[2].lower()
    bases = program.bases(view)
    if any(one.startswith(ADMIN) for one in bases):
        own = text_of(argument(making, -1, "url")) if making else None
        endpoint = text_of(argument(making, -1, "endpoint")) if making else None
        return (own or f"/admin/{endpoint or name}").rstrip("/")
    if any(one.startswith(BUILDER) and one.endswith("Api") for one in bases):
        version, resource = (
            text_of_attribute(program, view, "version"),
            text_of_attribute(program, view, "resource_name"),
        )
        return f"/api/{version or 'v1'}/{resource or name}"
    return f"/{name}"


def _allowed(program: Program, view: str, name: str) -> bool:
    """Whether a method of a class gets a route: all do, or those that it includes, less what it excludes."""
    included = words_of(program, view, "include_route_methods")
    return (not included or name in included) and name not in words_of(program, view, "exclude_route_methods")
