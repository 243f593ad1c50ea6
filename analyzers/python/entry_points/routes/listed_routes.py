"""HTTP entry points that are written as lists: Starlette's `Route` and `Mount`, tornado's pairs of a pattern and a handler."""

from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Call, Expression, Group
from ...names.call_sites import definition_named
from ...names.program import Module, Program
from ...parts import argument
from ...references import EXTERNAL, is_inside
from ...rows import Rows, reference_of
from ..entry_unit import entry_unit
from .handlers import handler
from .http_routes import methods
from .view_methods import answers

LIBRARIES = frozenset(("starlette", "tornado", "fastapi"))
ROUTES = {f"{EXTERNAL}starlette.routing.Route": "", f"{EXTERNAL}starlette.routing.WebSocketRoute": "WEBSOCKET"}
MOUNT = f"{EXTERNAL}starlette.routing.Mount"
PAIRS = frozenset(f"{EXTERNAL}tornado.{name}" for name in ("web.url", "web.URLSpec", "routing.Rule", "routing.URLSpec"))
DEEPEST = 10
MOST_LOOKED_AT = 200
"""Ways by which one list is mounted that are followed; lists that mount each other have exponentially many."""


class Listed(Struct, frozen=True):
    """One route in the list that a variable holds (`holder`, "" for any other place), `ANY` where no method is told."""

    module: Module
    line: int
    holder: str
    method: str
    pattern: str
    answering: str | None


def listed_routes(program: Program, rows: Rows) -> Iterable[Unit]:
    """One entry point for each route of each list, under the prefixes of what mounts the list."""
    products = [module for module in program.modules.values() if module.role is Role.PRODUCT]
    if not any(one.module.partition(".")[0] in LIBRARIES for module in products for one in module.facts.imports):
        return
    lists = _Lists(program)
    for module in products:
        lists.read(module)
    for listed in lists.found:
        for front in dict.fromkeys(islice(lists.fronts(listed.holder), MOST_LOOKED_AT)):
            name = f"{listed.method} {front}{listed.pattern}"
            unit = entry_unit(listed.module, name, listed.line)
            rows.add(EvidenceKind.ROUTES, unit.id, listed.answering, unit.location, name)
            yield unit


class _Lists:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.found: list[Listed] = []
        self._mounted: dict[str, list[tuple[str, str]]] = {}

    def read(self, module: Module) -> None:
        facts = module.facts
        for one in facts.assignments:
            target = one.targets[0]
            is_shared = isinstance(target, str) and facts.definitions[one.scope].kind != "function"
            holder = f"{reference_of(module.path, facts, one.scope)}{'.' if one.scope else '::'}{target}"
            _Walk(self, module, one.scope, one.line, holder if is_shared else "").into(one.value, "")
        for use in facts.uses:
            _Walk(self, module, use.scope, use.line, "").into(use.expression, "")

    def mount(self, mounted: str, holder: str, prefix: str) -> None:
        if mounted != holder:
            self._mounted.setdefault(mounted, []).append((holder, prefix))

    def fronts(self, holder: str, depth: int = 0) -> Iterator[str]:
        """What stands before the routes of a list."""
        mounting = [one for one in self._mounted.get(holder, ()) if one[1] or one[0]] if depth < DEEPEST else []
        if not mounting:
            yield ""
        for outer, prefix in mounting:
            yield from (f"{front}{prefix}" for front in self.fronts(outer, depth + 1))


class _Walk(Struct, frozen=True):
    """Through one expression that may hold routes."""

    lists: _Lists
    module: Module
    scope: int
    line: int
    holder: str

    def into(self, expression: Expression, prefix: str) -> None:
        if isinstance(expression, Group):
            if expression.kind != "tuple" or not self._pair(expression.items, prefix, self.line):
                for item in expression.items:
                    self.into(item, prefix)
        elif isinstance(expression, Call):
            self._call(expression, prefix)
        elif isinstance(expression, str) and expression not in ("None", "True", "False"):
            self._named(expression, prefix)

    def _call(self, call: Call, prefix: str) -> None:
        callee = self.lists.program.resolve(self.module.path, self.scope, call.function) or ""
        if callee in ROUTES:
            self._route(call, prefix, ROUTES[callee])
        elif callee == MOUNT:
            given = self._text(argument(call, 0, "path"))
            for inner in (argument(call, 1, "app"), argument(call, 2, "routes")):
                self.into(inner, prefix + (given or "").rstrip("/"))
        elif callee in PAIRS:
            self._pair(call.arguments, prefix, call.line)
        else:
            for inner in (*call.arguments, *(value for name, value in call.keywords if name in ("routes", "handlers"))):
                if not isinstance(inner, str) or not is_inside(callee):
                    self.into(inner, prefix)

    def _named(self, name: str, prefix: str) -> None:
        """A list, or an application made of one, that stands elsewhere."""
        found = self.lists.program.resolve(self.module.path, self.scope, name)
        if found and is_inside(found) and self.lists.program.values(found):
            self.lists.mount(found, self.holder, prefix)

    def _route(self, call: Call, prefix: str, verb: str) -> None:
        program = self.lists.program
        pattern = self._text(argument(call, 0, "path"))
        view = handler(program, self.module.path, self.scope, argument(call, 1, "endpoint"))
        if pattern is not None and view:
            told = ((verb, view),) if verb else methods(program, call, "route", view)
            self._keep(told, prefix + pattern, call.line)

    def _pair(self, items: tuple[Expression, ...], prefix: str, line: int) -> bool:
        """`(r"/orders/(\\d+)", OrderHandler)`."""
        program = self.lists.program
        if len(items) < 2 or (pattern := self._text(items[0])) is None:
            return False
        view = definition_named(program, self.module.path, self.scope, items[1])
        if view is None or not any(base.startswith(f"{EXTERNAL}tornado.") for base in program.bases(view)):
            return False
        self._keep(answers(program, view), prefix + pattern.removeprefix("^").removesuffix("$"), line)
        return True

    def _keep(self, told: Iterable[tuple[str, str | None]], pattern: str, line: int) -> None:
        for method, answering in told:
            self.lists.found.append(Listed(self.module, line, self.holder, method, pattern, answering))

    def _text(self, expression: Expression) -> str | None:
        found = self.lists.program.text(self.module.path, self.scope, expression)
        return found.value if found and (found.value == "" or found.value.startswith(("/", "^"))) else None
