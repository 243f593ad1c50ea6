"""From the argument that says which resource is meant to its name: a host, bucket, queue, program, setting, variable.

A name that only the caller of the function knows is the name of its parameter.
"""

import re
from collections.abc import Callable

from msgspec import Struct

from decompose.evidence.resource import ResourceKind

from ..python.facts import Attribute, Call, Expression, Group, Parameter, Subscript, Text
from ..python.names.bindings import Value
from ..python.names.program import Program
from ..python.parts import argument, last_name, owner
from ..python.rows import reference_of

HOST = re.compile(r"[A-Za-z][\w+.-]*://(?:[^/@\s]*@)?([^/:?#\s]+)")
SETTINGS = "external:django.conf.settings."
ENVIRONMENT = frozenset(
    ("getenv", "environ.get", "env", "config", "env.str", "env.url", "env.get", "get_env", "get_from_env")
)
WRAPPERS = frozenset(
    (
        "str",
        "urljoin",
        "smart_str",
        "force_str",
        "quote",
        "rstrip",
        "lstrip",
        "strip",
        "format",
        "join",
        "lower",
        "split",
    )
)
"""Calls whose value is named by what they are given first, or by what they are called on."""

LONGEST = 80
DEEPEST = 8
HOLE = "{}"


class Named(Struct, frozen=True):
    """A name, or the `parameter` of `function` that holds it; all empty where neither is evident."""

    name: str = ""
    parameter: str = ""
    function: str = ""


UNKNOWN = Named()
Reading = Callable[[str], tuple[int, int]]
"""Where in a text the name begins and ends."""


class Naming:
    """Reads names of resources out of expressions."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def name(self, kind: ResourceKind, path: str, scope: int, expression: Expression) -> Named:
        """The name that an argument gives a resource of this kind."""
        return self._of(path, scope, expression, _reading(kind), 0)

    def key(self, path: str, scope: int, expression: Expression) -> str:
        """The text of a key or path within a resource, `{}` for what is computed; "" if nothing of it is known."""
        text = self._program.text(path, scope, expression)
        if isinstance(expression, Call) and last_name(expression.function) == "format":
            text = self._program.text(path, scope, owner(expression.function))
        return "" if text is None or not _says_something(text.value) else text.value[:LONGEST]

    def _of(self, path: str, scope: int, expression: Expression, reading: Reading, depth: int) -> Named:
        if depth > DEEPEST:
            return UNKNOWN
        text = self._program.text(path, scope, expression)
        if text is not None:
            return self._of_text(path, scope, text, reading, depth)
        match expression:
            case str():
                return self._of_name(path, scope, expression, reading, depth)
            case Group():
                found = (self._of(path, scope, item, reading, depth + 1) for item in expression.items)
                return next((one for one in found if one != UNKNOWN), UNKNOWN)
            case Call():
                return self._of_call(path, scope, expression, reading, depth)
            case Subscript() if expression.items and isinstance(expression.items[0], Text):
                return self._of_key(path, scope, expression.value, expression.items[0].value)
            case Attribute() if expression.name.isupper():
                return Named(expression.name)
        return UNKNOWN

    def _of_text(self, path: str, scope: int, text: Text, reading: Reading, depth: int) -> Named:
        begin, end = reading(text.value)
        name = text.value[begin:end]
        if _says_something(name):
            return Named(name[:LONGEST])
        hole = text.value[:begin].count(HOLE)
        if HOLE in name and hole < len(text.holes):
            return self._of(path, scope, text.holes[hole], reading, depth + 1)
        return UNKNOWN

    def _of_name(self, path: str, scope: int, name: str, reading: Reading, depth: int) -> Named:
        reference = self._program.resolve(path, scope, name) or ""
        last = name.rpartition(".")[2]
        if reference.startswith(SETTINGS):
            return Named(f"settings.{reference.rpartition('.')[2]}")
        if "." in name:
            values = self._program.variable(reference) if "::" in reference else ()
            found = self._of_values(reference.partition("::")[0], values, reading, depth)
            return found if found != UNKNOWN else Named(name if last.isupper() else "")
        bindings = self._program.bindings(path, scope, name)
        if any(isinstance(binding, Parameter) for binding in bindings):
            return Named("", name, reference_of(path, self._program.modules[path].facts, scope))
        found = self._of_values(path, tuple(one for one in bindings if isinstance(one, Value)), reading, depth)
        if found == UNKNOWN and "::" in reference:
            found = self._of_values(reference.partition("::")[0], self._program.variable(reference), reading, depth)
        return found if found != UNKNOWN else Named(last if last.isupper() else "")

    def _of_values(self, path: str, values: tuple[Value, ...], reading: Reading, depth: int) -> Named:
        """The name that a variable holds, if all that it is given is called the same."""
        found = {self._of(path, one.scope, one.value, reading, depth + 1) for one in values if one.how == "="}
        return found.pop() if len(found) == 1 else UNKNOWN

    def _of_call(self, path: str, scope: int, call: Call, reading: Reading, depth: int) -> Named:
        name = last_name(call.function)
        written = call.function if isinstance(call.function, str) else name
        first = call.arguments[0] if call.arguments else None
        if isinstance(first, Text) and any(written == one or written.endswith(f".{one}") for one in ENVIRONMENT):
            return Named(f"${first.value}")
        if name in WRAPPERS:
            on = owner(call.function)
            found = self._of(path, scope, on, reading, depth + 1) if on is not None else UNKNOWN
            return found if found != UNKNOWN else self._of(path, scope, first, reading, depth + 1)
        if name == "Request":
            return self._of(path, scope, argument(call, 0, "url"), reading, depth + 1)
        return UNKNOWN

    def _of_key(self, path: str, scope: int, holder: Expression, key: str) -> Named:
        """`os.environ["BROKER"]`, `app.config["BROKER"]`, `settings.BROKERS["mail"]`."""
        name = last_name(holder)
        reference = self._program.resolve(path, scope, holder) or ""
        if reference.startswith(SETTINGS):
            return Named(f"settings.{name}[{key}]")
        return Named(f"${key}" if key.isupper() and name in ("environ", "env", "config", "settings", "conf") else "")


def _reading(kind: ResourceKind) -> Reading:
    if kind is ResourceKind.PROGRAM:
        return _program
    return _address if kind in (ResourceKind.HTTP, ResourceKind.RPC) else _whole_or_host


def _program(text: str) -> tuple[int, int]:
    """The first word, without its folder."""
    begin = len(text) - len(text.lstrip())
    end = begin + len(text[begin:].partition(" ")[0])
    return text.rfind("/", begin, end) + 1 or begin, end


def _whole_or_host(text: str) -> tuple[int, int]:
    return _host(text) if "://" in text else (0, len(text))


def _address(text: str) -> tuple[int, int]:
    """The host; where no scheme is told, what stands before the path: `{}` of `{}/orders`, nothing of a bare path."""
    return _host(text) if "://" in text else (0, len(text.partition("/")[0]))


def _host(text: str) -> tuple[int, int]:
    found = HOST.match(text)
    return found.span(1) if found else (0, 0)


def _says_something(text: str) -> bool:
    return any(letter.isalnum() for letter in text.replace(HOLE, ""))
