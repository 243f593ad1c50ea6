"""HTTP entry points of Pyramid: patterns that get a name in one place, and the views that answer to that name in others."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Call, Definition, Expression
from ...names.call_sites import CallSite, definition_named
from ...names.program import Module, Program
from ...parts import argument, items_of, last_name, text_of
from ...rows import Rows
from ..entry_unit import entry_unit

LIBRARY = "pyramid"
ANY = "ANY"
NOWHERE = Call(None, (), (), 0)

View = tuple[Module, int, str, Call, Call]
"""Where it stands, the reference of what answers, what configures it, and what its class says for all its views."""


def named_routes(program: Program, sites: Iterable[CallSite], rows: Rows) -> Iterator[Unit]:
    """One for each method of a view: `config.add_route("order", "/orders/{id}")` and `@view_config(route_name="order")`."""
    products = [module for module in program.modules.values() if module.role is Role.PRODUCT]
    if not any(one.module.partition(".")[0] == LIBRARY for module in products for one in module.facts.imports):
        return
    sites = [site for site in sites if site.module.role is Role.PRODUCT]
    patterns = _patterns(program, sites)
    for module, line, view, call, default in (*_decorated(products), *_added(program, sites)):
        name = _told(program, module, call, default, "route_name")
        if not name or name not in patterns:
            continue
        for method in _methods(call) or _methods(default) or (ANY,):
            unit = entry_unit(module, f"{method} {patterns[name]}", line)
            rows.add(EvidenceKind.ROUTES, unit.id, view, unit.location, unit.name)
            yield unit


def _patterns(program: Program, sites: Iterable[CallSite]) -> dict[str, str]:
    """The pattern of each name that a route has."""
    found: dict[str, str] = {}
    for site in sites:
        if last_name(site.call.function) == "add_route":
            name, pattern = (
                program.text(site.module.path, site.scope, argument(site.call, position, *words))
                for position, words in enumerate((("name",), ("pattern", "path")))
            )
            if name and pattern and not name.holes and not name.value.startswith("/"):
                found.setdefault(name.value, f"/{pattern.value.lstrip('/')}")
    return found


def _decorated(modules: Iterable[Module]) -> Iterator[View]:
    """Functions, methods and classes that decorators call views of a route; a method may leave the route to its class."""
    for module in modules:
        definitions = module.facts.definitions
        for definition in definitions[1:]:
            default = _default(definitions[definition.parent])
            for decorator in definition.decorators:
                if isinstance(decorator, Call) and _is_view(decorator, default):
                    attribute = text_of(argument(decorator, -1, "attr"))
                    name = f"{definition.name}.{attribute}" if attribute else definition.name
                    yield module, definition.line, f"{module.path}::{name}", decorator, default


def _is_view(decorator: Call, default: Call) -> bool:
    named = last_name(decorator.function)
    has_route = argument(decorator, -1, "route_name") is not None
    return named != "view_defaults" and (has_route or (named == "view_config" and default is not NOWHERE))


def _default(definition: Definition) -> Call:
    calls = (one for one in definition.decorators if isinstance(one, Call))
    return next((one for one in calls if last_name(one.function) == "view_defaults"), NOWHERE)


def _added(program: Program, sites: Iterable[CallSite]) -> Iterator[View]:
    """`config.add_view(order, route_name="order")`."""
    for site in sites:
        if last_name(site.call.function) == "add_view" and argument(site.call, -1, "route_name") is not None:
            view = definition_named(program, site.module.path, site.scope, argument(site.call, 0, "view"))
            attribute = text_of(argument(site.call, -1, "attr"))
            if view:
                yield site.module, site.line, f"{view}.{attribute}" if attribute else view, site.call, NOWHERE


def _told(program: Program, module: Module, call: Call, default: Call, word: str) -> str:
    """The constant text of a keyword, of the class if not of the view."""
    given: Expression = argument(call, -1, word)
    text = program.text(module.path, 0, argument(default, -1, word) if given is None else given)
    return "" if text is None or text.holes else text.value


def _methods(call: Call) -> tuple[str, ...]:
    given = argument(call, -1, "request_method")
    one = text_of(given)
    several = [one] if one else [text_of(item) or "" for item in items_of(given)]
    return tuple(sorted({method.upper() for method in several} - {""}))
