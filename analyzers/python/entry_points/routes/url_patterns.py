"""From calls of `path`, `re_path` and `url` to URL patterns: route, view or what is included, and the list each stands in."""

from collections.abc import Iterable

from msgspec import Struct

from ...facts import Call, Expression, Group, Subscript, Text
from ...names.call_sites import CallSite
from ...names.constant_texts import HOLE
from ...names.program import Module, Program
from ...parts import argument, items_of, last_name, owner
from ...references import is_inside
from .handlers import handler

PATTERNS = frozenset(("path", "re_path", "url"))
MAIN = "urlpatterns"


class Pattern(Struct, frozen=True):
    """One URL pattern: to a view, or to what it includes; `holder` is the list it stands in.

    Holders are references of variables (`shop/urls.py::api_patterns`), paths of modules for whatever stands elsewhere
    in one, routers, and the places of patterns whose lists are written inside of them.
    """

    site: CallSite
    route: str
    holder: str
    includes: bool
    target: str | None


def url_patterns(program: Program, sites: Iterable[CallSite]) -> tuple[Pattern, ...]:
    """All URL patterns of a program, and the lists that are added to others as patterns without a route."""
    known = [site for site in sites if _is_pattern(program, site)]
    holders: dict[int, str] = {}
    added: list[Pattern] = []
    for module in {site.module.path: site.module for site in known}.values():
        _Lists(program, module, holders, added).read()
    return (*(_pattern(program, site, holders) for site in known), *added)


def place_of(module: Module, call: Call) -> str:
    """The holder of patterns that are listed inside of another."""
    return f"{module.path}:{call.line}:{id(call)}"


class _Lists:
    """Finds for each pattern of a module the list that it stands in."""

    def __init__(self, program: Program, module: Module, holders: dict[int, str], added: list[Pattern]) -> None:
        self.program = program
        self.module = module
        self.holders = holders
        self.added = added

    def read(self) -> None:
        facts = self.module.facts
        for assignment in facts.assignments:
            for target in assignment.targets:
                if isinstance(target, str):
                    self._walk(assignment.value, self._variable(target, assignment.scope), assignment.scope)
        for use in facts.uses:
            call = use.expression
            if isinstance(call, Call) and last_name(call.function) in ("append", "extend", "insert"):
                name = owner(call.function)
                if isinstance(name, str):
                    self._walk(Group(call.arguments, "list"), self._variable(name, use.scope), use.scope)

    def _variable(self, name: str, scope: int) -> str:
        """A list of the module other than its main one is included by its name, if at all."""
        return self.module.path if scope or name == MAIN else f"{self.module.path}::{name}"

    def _walk(self, expression: Expression, holder: str, scope: int) -> None:
        if isinstance(expression, Group):
            for item in expression.items:
                self._walk(item, holder, scope)
        elif isinstance(expression, str):
            self._add(expression, holder, scope)
        elif isinstance(expression, Call) and last_name(expression.function) in PATTERNS:
            self.holders[id(expression)] = holder
            for given in _inner(expression):
                self._walk(given, place_of(self.module, expression), scope)
        elif isinstance(expression, Call):
            for given in expression.arguments:
                self._walk(given, holder, scope)

    def _add(self, name: str, holder: str, scope: int) -> None:
        """`urlpatterns += api_patterns` and `urlpatterns = router.urls`: what the one holds the other holds too."""
        is_router = last_name(name) == "urls"
        reference = self.program.resolve(self.module.path, scope, owner(name) if is_router else name)
        if reference and is_inside(reference) and reference != holder and self.program.values(reference):
            site = CallSite(self.module, scope, 0, Call(name, (), (), 0))
            self.added.append(Pattern(site, "", holder, True, reference))


def _inner(call: Call) -> Iterable[Expression]:
    """The lists of patterns written inside of `path("api/", include([…]))` and `path("api/", ([…], "shop", "shop"))`."""
    view = argument(call, 1, "view")
    if isinstance(view, Call) and last_name(view.function) == "include":
        view = argument(view, 0, "arg")
    if isinstance(view, Group) and view.kind == "tuple":
        view = view.items[0] if view.items else None
    if isinstance(view, Group) and view.kind in ("list", "operation"):
        yield view


def _is_pattern(program: Program, site: CallSite) -> bool:
    if last_name(site.call.function) not in PATTERNS or argument(site.call, 1, "view") is None:
        return False
    reference = program.resolve(site.module.path, site.scope, site.call.function) or ""
    return reference.startswith("external:django.")


def _pattern(program: Program, site: CallSite, holders: dict[int, str]) -> Pattern:
    call, path, scope = site.call, site.module.path, site.scope
    written = _written(program, path, scope, argument(call, 0, "route", "regex"))
    route = written if last_name(call.function) == "path" else readable(written)
    holder = holders.get(id(call), path)
    view = argument(call, 1, "view")
    if any(_inner(call)):
        return Pattern(site, route, holder, True, place_of(site.module, call))
    if isinstance(view, Call) and last_name(view.function) == "include":
        first = next(iter(items_of(argument(view, 0, "arg"))), None)
        return Pattern(site, route, holder, True, _included(program, path, scope, first))
    if last_name(view.value if isinstance(view, Subscript) else view) == "urls":
        return Pattern(site, route, holder, True, _included(program, path, scope, view))
    return Pattern(site, route, holder, False, handler(program, path, scope, view))


def _written(program: Program, path: str, scope: int, route: Expression) -> str:
    """The route as it is written; a front that is set at deployment is no part of the system and left out."""
    text = program.text(path, scope, route)
    if text is None:
        is_setting = isinstance(route, str) and "settings" in route.split(".")
        return "" if is_setting else HOLE
    return text.value.removeprefix(HOLE) if text.holes else text.value


def _included(program: Program, path: str, scope: int, expression: Expression) -> str | None:
    """The holder that a pattern includes: a module, a list, a router, or the module of an application's configuration."""
    if isinstance(expression, Subscript):
        expression = expression.value
    if isinstance(expression, Text):
        return program.named(expression.value)
    if last_name(expression) != "urls":
        return program.resolve(path, scope, expression)
    before = owner(expression)
    reference = program.resolve(path, scope, before) if not isinstance(before, Call) else None
    for value in (before, *(program.values(reference) if reference else ())):
        if isinstance(value, Call) and last_name(value.function) == "get_app_config":
            label = argument(value, 0, "app_label")
            config = program.app_config(label.value, path) if isinstance(label, Text) else None
            return config.partition("::")[0] if config else None
    if reference and program.values(reference):
        return reference
    return program.resolve(path, scope, expression)  # `import shop.urls` and `include(shop.urls)`


def readable(route: str) -> str:
    """A regular expression as people write a route: `^orders/(?P<pk>\\d+)/$` is `orders/<pk>/`."""
    found, at = "", 0
    while at < len(route):
        if route.startswith("(?P<", at):
            name, _, _ = route[at + 4 :].partition(">")
            found += f"<{name}>"
            at = _closing(route, at) + 1
        else:
            found += route[at]
            at += 1
    return found.removeprefix("^").removesuffix("$").replace("\\.", ".").replace("\\-", "-")


def _closing(route: str, start: int) -> int:
    """The place of the bracket that closes the one at `start`; the end if there is none."""
    depth, at, in_set = 0, start, False
    while at < len(route):
        sign = route[at]
        if sign == "\\":
            at += 1
        elif in_set:
            in_set = sign != "]"
        elif sign == "[":
            in_set = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            if not depth:
                return at
        at += 1
    return len(route)
