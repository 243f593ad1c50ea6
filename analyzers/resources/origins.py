"""From an expression to the library it comes from: a dotted name outside of the tree, and the calls that led to it.

`redis.Redis(host="a").pipeline().set` comes from `redis.Redis.pipeline.set` by two calls, wherever the client is kept.
"""

from collections.abc import Iterable

from msgspec import Struct

from ..python.facts import Attribute, Call, Expression, Group, Parameter, Subscript
from ..python.names.bindings import Binding, Value
from ..python.names.program import Program, is_external
from .catalog import Catalog

EXTERNAL = "external:"
DEEPEST = 12
CHOSEN_BY_TEXT = ("client", "resource", "create_client", "build")
"""Calls whose first argument says what is made: `boto3.client("s3")`."""


class Made(Struct, frozen=True):
    """One call on the way: what it calls, and where it stands."""

    dotted: str
    call: Call
    path: str
    scope: int

    @property
    def name(self) -> str:
        """The last part of what it calls."""
        return self.dotted.rpartition(".")[2].partition("[")[0]


class Origin(Struct, frozen=True):
    """Where a value comes from; `calls` in the order in which they are made; `heir` is the class of the tree on the way."""

    dotted: str
    calls: tuple[Made, ...] = ()
    heir: str = ""


class Origins:
    """Looks up where values come from, each name of a scope once."""

    def __init__(self, program: Program, catalog: Catalog) -> None:
        self._program = program
        self._catalog = catalog
        self._known: dict[tuple[str, int, str], Origin | None] = {}

    def of(self, path: str, scope: int, expression: Expression, depth: int = 0) -> Origin | None:
        """The origin of a value, None if it is of this tree or unknown."""
        if depth > DEEPEST:
            return None
        match expression:
            case str():
                return self._of_name(path, scope, expression, depth)
            case Attribute():
                before = self.of(path, scope, expression.value, depth + 1)
                return before and self._member(before, expression.name)
            case Call():
                return self._of_call(path, scope, expression, depth)
            case Subscript():
                return self._made(path, scope, Call(expression.value, expression.items, (), 0), depth)
            case Group() if expression.kind in ("choice", "operation"):
                return self._first(self.of(path, scope, item, depth + 1) for item in expression.items)
        return None

    def _first(self, found: Iterable[Origin | None]) -> Origin | None:
        return next((one for one in found if one is not None), None)

    def _member(self, before: Origin, name: str) -> Origin:
        return Origin(self._catalog.settled(f"{before.dotted}.{name}"), before.calls, before.heir)

    def _of_call(self, path: str, scope: int, call: Call, depth: int) -> Origin | None:
        called = self._program.resolve(path, scope, call.function)
        if called is not None and not is_external(called):
            return self._of_result(called, path, scope, call, depth)
        return self._made(path, scope, call, depth)

    def _made(self, path: str, scope: int, call: Call, depth: int) -> Origin | None:
        before = self.of(path, scope, call.function, depth + 1)
        if before is None:
            return None
        made = Made(before.dotted, call, path, scope)
        dotted = before.dotted
        first = (
            call.arguments[0] if call.arguments else next((v for k, v in call.keywords if k == "service_name"), None)
        )
        if made.name in CHOSEN_BY_TEXT and (text := self._program.text(path, scope, first)) and not text.holes:
            dotted = f"{dotted}[{text.value}]"
        return Origin(dotted, (*before.calls, made), before.heir)

    def _of_result(self, called: str, path: str, scope: int, call: Call, depth: int) -> Origin | None:
        """What a function of the tree returns, or the library's class that a class of the tree inherits from."""
        definition = self._program.definition(called)
        if definition is None:
            return self._made(path, scope, call, depth) if self._program.variable(called) else None
        if definition.kind == "class":
            base = self._base(called)
            return base and Origin(base.dotted, (Made(base.dotted, call, path, scope),), base.heir)
        where, inside = called.partition("::")[0], self._program.scope_of(called)
        return self._first(self.of(where, inside, one, depth + 1) for one in self._program.returned(called))

    def _base(self, called: str) -> Origin | None:
        bases = (base.removeprefix(EXTERNAL) for base in self._program.bases(called) if is_external(base))
        heir = called.rpartition("::")[2].rpartition(".")[2]
        return next((Origin(base, heir=heir) for base in bases if self._catalog.client(base)), None)

    def _of_name(self, path: str, scope: int, name: str, depth: int) -> Origin | None:
        key = (path, scope, name)
        if key not in self._known:
            self._known[key] = None  # whoever asks on the way learns nothing, and it ends
            self._known[key] = self._looked_up(path, scope, name, depth)
        return self._known[key]

    def _looked_up(self, path: str, scope: int, name: str, depth: int) -> Origin | None:
        before, dot, last = name.rpartition(".")
        if dot:
            reference = self._program.resolve(path, scope, name)
            if reference is not None and not is_external(reference):
                return self._of_reference(reference, depth)
            if found := self.of(path, scope, before, depth + 1):
                return self._member(found, last)
            return Origin(self._catalog.settled(reference.removeprefix(EXTERNAL))) if reference else None
        for binding in self._program.bindings(path, scope, name):
            if found := self._of_binding(path, scope, name, binding, depth):
                return found
        reference = self._program.resolve(path, scope, name)
        return self._of_reference(reference, depth) if reference else None

    def _of_binding(self, path: str, scope: int, name: str, binding: Binding, depth: int) -> Origin | None:
        if isinstance(binding, Value) and binding.how in ("=", "with"):
            return self.of(path, binding.scope, binding.value, depth + 1)
        if isinstance(binding, Parameter) and binding.annotation is not None:
            kind = self._program.type_of(path, scope, name)
            return Origin(self._catalog.settled(kind.removeprefix(EXTERNAL))) if kind and is_external(kind) else None
        return None

    def _of_reference(self, reference: str, depth: int) -> Origin | None:
        if is_external(reference):
            return Origin(self._catalog.settled(reference.removeprefix(EXTERNAL)))
        definition = self._program.definition(reference)
        if definition is not None:
            return self._base(reference) if definition.kind == "class" else None
        path = reference.partition("::")[0]
        values = (value for value in self._program.variable(reference) if value.how in ("=", "with"))
        return self._first(self.of(path, value.scope, value.value, depth + 1) for value in values)
