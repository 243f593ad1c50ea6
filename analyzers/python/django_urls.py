"""HTTP entry points declared by Django URL patterns, each under the prefixes of the patterns that include it."""

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit

from .call_sites import CallSite
from .entry_unit import entry_unit
from .facts import Call, Text
from .http_routes import handler
from .parts import argument, items_of, last_name, owner
from .program import Program
from .rows import Rows

PATTERNS = frozenset(("path", "re_path", "url"))
REGEX_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
DEEPEST = 10


class Pattern(Struct, frozen=True):
    """One URL pattern: to a view, or to the module or router whose patterns it includes."""

    site: CallSite
    route: str
    view: str | None
    included: str | None


class Fronts:
    """The URL patterns of a program, and what stands before the routes of a module or router."""

    def __init__(self, program: Program, sites: Iterable[CallSite]) -> None:
        self.program = program
        self.patterns = [found for site in sites if (found := _pattern(program, site))]
        self._roots = _root_modules(program)
        self._including: dict[str, list[Pattern]] = {}
        for pattern in self.patterns:
            if pattern.included:
                self._including.setdefault(pattern.included, []).append(pattern)

    def route(self, path: str, route: str) -> str:
        """The full route; where nothing leads to its module, `…` stands for the unknown front, with the module's name.

        Of several ways to a module the first one is taken.
        """
        own = path
        for _ in range(DEEPEST):
            if path not in self._including:
                break
            outer = min(self._including[path], key=lambda one: (one.site.module.path, one.site.line))
            route, path = outer.route + route, outer.site.module.path
        known = path in self._roots or (not self._roots and own != path)
        return f"/{route.lstrip('/')}" if known else f"…/{route.lstrip('/')} ({self.program.modules[path].name})"

    def of_router(self, site: CallSite, router: str | None) -> Callable[[str], str]:
        """How the routes of a router are completed: by the pattern that includes its URLs, else by its module's."""
        where = router if router in self._including else site.module.path
        return lambda route: self.route(where, route)


def django_routes(fronts: Fronts, rows: Rows) -> Iterable[Unit]:
    """One entry point for each pattern that leads to a view."""
    for pattern in fronts.patterns:
        if pattern.view:
            name = f"ANY {fronts.route(pattern.site.module.path, pattern.route)}"
            unit = entry_unit(pattern.site.module, name, pattern.site.line)
            rows.add(EvidenceKind.ROUTES, unit.id, pattern.view, unit.location, pattern.route)
            yield unit


def _pattern(program: Program, site: CallSite) -> Pattern | None:
    call, path = site.call, site.module.path
    if last_name(call.function) not in PATTERNS:
        return None
    route, view = argument(call, 0, "route", "regex"), argument(call, 1, "view")
    reference = program.resolve(path, site.scope, call.function)
    if not isinstance(route, Text) or view is None or not (reference or "").startswith("external:django."):
        return None
    if isinstance(view, Call) and last_name(view.function) == "include":
        first = next(iter(items_of(argument(view, 0, "arg"))), None)
        router = program.resolve(path, site.scope, owner(first)) if last_name(first) == "urls" else None
        if router and program.values(router):
            return Pattern(site, _readable(route.value), None, router)
        target = program.named(first.value) if isinstance(first, Text) else program.resolve(path, site.scope, first)
        module = (target or "").partition("::")[0]
        return Pattern(site, _readable(route.value), None, module if module != path else None)
    return Pattern(site, _readable(route.value), handler(program, path, site.scope, view), None)


def _root_modules(program: Program) -> frozenset[str]:
    """The modules that settings name as ROOT_URLCONF."""
    found = (
        program.named(assignment.value.value)
        for module in program.modules.values()
        for assignment in module.facts.assignments
        if "ROOT_URLCONF" in assignment.targets and isinstance(assignment.value, Text)
    )
    return frozenset(path for path in found if path)


def _readable(route: str) -> str:
    """A regular expression as people write a route; `path()` routes stay as they are."""
    return REGEX_GROUP.sub(r"<\1>", route).removeprefix("^").removesuffix("$")
