"""HTTP entry points declared by Django URL patterns, each under the prefixes of the patterns that include it."""

import re
from collections.abc import Iterable

from msgspec import Struct

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit

from .call_sites import CallSite
from .entry_unit import entry_unit
from .facts import Call, Text
from .http_routes import handler
from .parts import argument, items_of, last_name
from .program import Program
from .rows import Rows

PATTERNS = frozenset(("path", "re_path", "url"))
REGEX_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
DEEPEST = 10


class Pattern(Struct, frozen=True):
    """One URL pattern: to a view, or to the module whose patterns it includes."""

    site: CallSite
    route: str
    view: str | None
    included: str | None


def django_routes(program: Program, sites: Iterable[CallSite], rows: Rows) -> Iterable[Unit]:
    """One entry point for each pattern that leads to a view."""
    patterns = [found for site in sites if (found := _pattern(program, site))]
    included: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        if pattern.included:
            included.setdefault(pattern.included, []).append(pattern)
    roots = _root_modules(program)
    for pattern in patterns:
        if pattern.view:
            name = f"ANY {_route(program, included, roots, pattern)}"
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


def _route(program: Program, included: dict[str, list[Pattern]], roots: frozenset[str], pattern: Pattern) -> str:
    """The full route; where nothing leads to its module, `…` stands for the unknown front, with the module's name.

    Of several ways to a module the first one is taken.
    """
    route, path = pattern.route, pattern.site.module.path
    for _ in range(DEEPEST):
        if path not in included:
            break
        outer = min(included[path], key=lambda one: (one.site.module.path, one.site.line))
        route, path = outer.route + route, outer.site.module.path
    known = path in roots or (not roots and pattern.site.module.path != path)
    return f"/{route.lstrip('/')}" if known else f"…/{route.lstrip('/')} ({program.modules[path].name})"


def _readable(route: str) -> str:
    """A regular expression as people write a route; `path()` routes stay as they are."""
    return REGEX_GROUP.sub(r"<\1>", route).removeprefix("^").removesuffix("$")
