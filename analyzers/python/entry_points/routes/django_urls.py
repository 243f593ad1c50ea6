"""HTTP entry points declared by Django URL patterns, each under the prefixes of the patterns that include it."""

from collections.abc import Iterable
from itertools import islice

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit

from ...facts import Text
from ...files.folders import dirname
from ...names.call_sites import CallSite
from ...names.program import Program
from ...rows import Rows
from ..entry_unit import entry_unit
from .url_patterns import Pattern, url_patterns
from .view_methods import answers

DEEPEST = 10
MOST_WAYS = 8
"""Ways by which one list of patterns is included that are told apart; chosen: versions of an API, sites, languages."""

MOST_LOOKED_AT = 200
"""Ways that are followed to find those; lists that include each other have exponentially many."""


class Fronts:
    """The URL patterns of a program, and what stands before the routes of a list of patterns or a router."""

    def __init__(self, program: Program, sites: Iterable[CallSite]) -> None:
        self.program = program
        self.patterns = url_patterns(program, sites)
        self._roots = _root_modules(program)
        self._including: dict[str, list[Pattern]] = {}
        for pattern in self.patterns:
            if pattern.includes and pattern.target and pattern.target != pattern.holder:
                self._including.setdefault(pattern.target, []).append(pattern)

    def routes(self, holder: str, route: str) -> tuple[str, ...]:
        """The full routes; where nothing leads to a list, `…` stands for the unknown front, with its module's name."""
        fronts = dict.fromkeys(islice(self._fronts(holder, 0, bool(self._roots)), MOST_LOOKED_AT))
        return tuple(dict.fromkeys(self._whole(front + route, where) for front, where in list(fronts)[:MOST_WAYS]))

    def _whole(self, route: str, unknown: str) -> str:
        return f"…/{route.lstrip('/')} ({unknown})" if unknown else f"/{route.lstrip('/')}"

    def _fronts(self, holder: str, depth: int, has_roots: bool) -> Iterable[tuple[str, str]]:
        """Each front with the name of the module where the way up ends, "" if that is the root."""
        path = holder.partition("::")[0].partition(":")[0]
        outer = self._including.get(holder, ()) if depth < DEEPEST else ()
        if path == holder and path in self._roots:
            yield "", ""
        elif not outer and path != holder:
            yield from self._fronts(path, depth + 1, has_roots)
        elif not outer:
            yield "", "" if depth and not has_roots else self.program.modules[path].name
        for pattern in sorted(outer, key=lambda one: (one.site.module.path, one.site.line)):
            for front, unknown in self._fronts(pattern.holder, depth + 1, has_roots):
                yield front + pattern.route, unknown

    def before(self, router: str) -> tuple[str, ...]:
        """What stands before the routes of a router that a pattern includes, as far as it is known; none of any other."""
        routes = self.routes(router, "") if router in self._including else ()
        return tuple(route.removeprefix("…").partition(" (")[0].rstrip("/") for route in routes)

    def of_router(self, site: CallSite, router: str | None, route: str) -> tuple[str, ...]:
        """The full routes of a router: by the pattern that includes its URLs, else by its module's."""
        return self.routes(router if router in self._including else site.module.path, route)


def django_routes(fronts: Fronts, rows: Rows) -> Iterable[Unit]:
    """One entry point for each pattern that leads to a view, also to one of a library."""
    for pattern in fronts.patterns:
        if not pattern.includes:
            for route in fronts.routes(pattern.holder, pattern.route):
                for method, answering in answers(fronts.program, pattern.target):
                    unit = entry_unit(pattern.site.module, f"{method} {route}", pattern.site.line)
                    rows.add(EvidenceKind.ROUTES, unit.id, answering, unit.location, pattern.route)
                    yield unit


def _root_modules(program: Program) -> frozenset[str]:
    """The modules that settings name as ROOT_URLCONF and the like, looked for beside the settings too."""
    found = []
    for path, module in program.modules.items():
        for assignment in module.facts.assignments:
            name = assignment.targets[0]
            if isinstance(name, str) and name.endswith("URLCONF") and isinstance(assignment.value, Text):
                text = assignment.value.value
                beside = f"{dirname(path)}/{text.replace('.', '/')}.py".lstrip("/")
                found.append(program.named(text) or (beside if beside in program.modules else None))
    return frozenset(one for one in found if one)
