"""From the calls of a module to the resources they use, each with its name, direction and key."""

from collections.abc import Iterator

from msgspec import Struct

from decompose.errors import Location
from decompose.evidence.resource import Direction, ResourceKind, ResourceUse

from ..python.facts import Call, Definition, Expression, Text
from ..python.names.program import Module, Program, is_external
from ..python.occurrences import within
from ..python.parts import argument, last_name
from ..python.rows import reference_of
from .catalog import Catalog, Client, Stand
from .naming import UNKNOWN, Named, Naming
from .origins import EXTERNAL, Made, Origins

SENDING = {
    "GET": Direction.READS, "HEAD": Direction.READS, "OPTIONS": Direction.READS, "POST": Direction.SENDS,
    "PUT": Direction.SENDS, "PATCH": Direction.SENDS, "DELETE": Direction.SENDS,
}  # fmt: skip
BY_VALUE = 0.95
"""Confidence where the client is known from a value that was followed (chosen)."""

MAKE = frozenset(("session", "get_session", "client", "resource"))
"""Calls that make clients although they are called like what gives an answer."""

LONGEST = 80


class Found(Struct, frozen=True):
    """A use, and the parameter of the function that is given the name, if one is."""

    use: ResourceUse
    parameter: str = ""
    function: str = ""


class Site(Struct, frozen=True):
    """One call: in which module and function, and the scope of its names."""

    module: Module
    source: int
    scope: int
    call: Call

    @property
    def reference(self) -> str:
        """The function, class or module that calls."""
        return reference_of(self.module.path, self.module.facts, self.source)


def sites_of(module: Module) -> Iterator[Site]:
    """Every call of a module."""
    for one in within(module.facts):
        if isinstance(one.expression, Call):
            yield Site(module, one.source, one.scope, one.expression)


class Uses:
    """Recognises uses."""

    def __init__(self, program: Program, catalog: Catalog) -> None:
        self._program = program
        self._catalog = catalog
        self._origins = Origins(program, catalog)
        self._naming = Naming(program)

    def of_call(self, site: Site) -> Found | None:
        """The use that a call is, None if it is none."""
        path, call = site.module.path, site.call
        called = self._program.resolve(path, site.scope, call.function)
        if called is not None and not is_external(called) and not self._is_kept(called):
            return None
        if called is not None and is_external(called) and not self._may_be(called):
            return None
        origin = self._origins.of(path, site.scope, call.function)
        if origin is None:
            return None
        made = Made(origin.dotted, call, path, site.scope)
        client = self._used(made)
        if client is None or any(self._ends(client, one) for one in origin.calls):
            return None
        return self._found(site, client, (*origin.calls, made), origin.heir, 1.0 if called else BY_VALUE)

    def _is_kept(self, called: str) -> bool:
        """Whether a variable of the tree is called, or a class that may be one of the library's."""
        definition = self._program.definition(called)
        return definition is None or definition.kind == "class"

    def _may_be(self, called: str) -> bool:
        return self._catalog.client(called.removeprefix(EXTERNAL)) is not None

    def _used(self, made: Made) -> Client | None:
        client = self._catalog.client(made.dotted)
        is_error = made.name.endswith(("Error", "Exception")) or ".exceptions." in made.dotted
        return client if client is not None and client.is_use(made.dotted, made.name) and not is_error else None

    def _ends(self, client: Client, made: Made) -> bool:
        """Whether what a call gives is an answer, no longer a client: of a use, and over HTTP of all but what makes clients."""
        if self._used(made) == client:
            return True
        makes = made.name[:1].isupper() or made.name in MAKE or made.dotted in client.starts
        return client.kind is ResourceKind.HTTP and not client.anything and not makes

    def _found(self, site: Site, client: Client, calls: tuple[Made, ...], heir: str, confidence: float) -> Found:
        own = calls[-1]
        named = Named(heir) if client.inherited and heir else self.named(client, calls)
        direction = self._direction(client, own)
        flags = ("no-timeout",) if client.waits and self._waits(own.call, client.waits) else ()
        use = ResourceUse(
            site.reference,
            Location(site.module.path, site.call.line),
            client.kind,
            client.name,
            named.name,
            direction,
            self._key(client, calls),
            confidence,
            flags,
            told(site.call, next((one for one in client.names if not one.of and not one.literal), None)),
        )
        return Found(use, named.parameter, named.function)

    def named(self, client: Client, calls: tuple[Made, ...]) -> Named:
        """The name that the calls give, the nearest first; else the parameter that holds it."""
        parameters = []
        for stand in client.names:
            if stand.literal:
                return Named(stand.literal)
            for made in reversed(calls):
                if made.name == stand.of or (not stand.of and made is calls[-1]):
                    named = self._naming.name(client.kind, made.path, made.scope, _given(made.call, stand))
                    if named.name:
                        return named
                    parameters.append(named)
        return next((one for one in parameters if one.parameter), UNKNOWN)

    def _key(self, client: Client, calls: tuple[Made, ...]) -> str:
        for stand in client.keys:
            for made in reversed(calls):
                if made.name == stand.of or (not stand.of and made is calls[-1]):
                    key = self._naming.key(made.path, made.scope, _given(made.call, stand))
                    if key:
                        return key
        return ""

    def _direction(self, client: Client, made: Made) -> Direction:
        if client.kind is ResourceKind.HTTP and made.name in ("request", "send_request"):
            method = self._program.text(made.path, made.scope, argument(made.call, 0, "method"))
            return SENDING.get(method.value.upper(), Direction.USES) if method else Direction.USES
        return self._catalog.directions.get((client.kind, made.name), Direction.USES)

    def _waits(self, call: Call, stand: Stand) -> bool:
        given = {name for name, _ in call.keywords}
        return not given & {stand.argument, "**"} and not 0 <= stand.position < len(call.arguments)

    def of_class(self, module: Module, definition: Definition) -> Iterator[Found]:
        """The use that inheriting from a mapped class of a library is."""
        reference = f"{module.path}::{definition.name}"
        for base in self._program.bases(reference):
            client = self._catalog.client(base.removeprefix(EXTERNAL)) if is_external(base) else None
            if client is not None and client.inherited:
                name = next((stand.literal for stand in client.names if stand.literal), definition.name)
                where = Location(module.path, definition.line)
                use = ResourceUse(reference, where, client.kind, client.name, name, flags=("class",), detail=base[9:])
                yield Found(use)
                return


def _given(call: Call, stand: Stand) -> Expression:
    return argument(call, stand.position, *([stand.argument] if stand.argument else []))


def told(call: Call, stand: Stand | None) -> str:
    """What is called, and the argument that says which resource is meant, as far as both are names."""
    given = _given(call, stand) if stand else None
    return f"{written(call.function)}({given[:LONGEST]})" if isinstance(given, str) else written(call.function)


def written(function: Expression) -> str:
    """What is called, as far as it is a name."""
    if isinstance(function, str):
        return function[:LONGEST]
    name = last_name(function)
    return f"….{name}" if name and not isinstance(function, Text) else ""
