"""The front end for OpenAPI: from the text of a description to the functions that it says answer its operations."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from decompose.evidence.contract import Contract
from decompose.evidence.unit import Role, Unit
from decompose.repository.source import SourceFile

WANTED = re.compile(r"(?:openapi|swagger|spec|api)[^\n]*\.ya?ml$", re.IGNORECASE)
METHODS = frozenset("get put post delete options head patch trace".split())  # noqa: SIM905 - as in the standard
CONTROLLERS = frozenset(("x-openapi-router-controller", "x-swagger-router-controller"))
KEY = re.compile(r"""( *)(['"]?)([^\s#'"-][^'"]*?)\2\s*:(?:\s+(.*?))?\s*$""")
BLOCK = re.compile(r"[|>][-+\d]*(?:\s+#.*)?")
OBJECT = re.compile(r"[^\W\d]\w*(?:\.\w+)*[.:]\w+(?:\.\w+)*")


class Operation(Struct, frozen=True, array_like=True, order=True):
    """One operation: `GET`, `/orders/{id}`, the line, and what answers (`shop.api.orders.show`, `shop.api:orders.show`)."""

    method: str
    path: str
    line: int
    target: str


class Described(Struct, frozen=True, array_like=True):
    """The operations of one file that name what answers them."""

    operations: tuple[Operation, ...] = ()


class Key(Struct, frozen=True):
    """A key of a mapping, and where it stands."""

    name: str
    indent: int
    line: int


class OpenApi(Struct, frozen=True):
    """Reads descriptions in YAML as they are written by hand and by generators: a key a line, indented."""

    name: str = "openapi"
    version: str = "1"
    facts: type[Described] = Described
    is_source: bool = False

    def wants(self, path: str, told: Role | None = None) -> bool:  # noqa: ARG002 - the protocol's
        """Whether the path says that an interface is described there."""
        return WANTED.search(path) is not None

    def extract(self, file: SourceFile) -> Described:
        """The operations of one file, in order; nothing of a file that describes no interface."""
        if b"operationId" not in file.content:
            return Described()
        return Described(tuple(_operations(file.content.decode("utf-8", "replace"))))

    def contracts(self, file: SourceFile, units: Sequence[Unit]) -> tuple[Contract, ...]:  # noqa: ARG002 - the protocol's
        """None: a description defines nothing that is called."""
        return ()


def _operations(text: str) -> Iterator[Operation]:
    found: list[tuple[Key, Key, str, int]] = []
    controllers: dict[int, str] = {}
    base = ""
    for above, key, value in _entries(text):
        if key.name == "basePath" and not above:
            base = value.rstrip("/")
        elif key.name in CONTROLLERS and above:
            controllers[above[-1].line] = value
        elif key.name == "operationId" and len(above) > 1 and above[-1].name in METHODS:
            found.append((above[-2], above[-1], value, key.line))
    for path, method, value, line in found:
        controller = controllers.get(method.line) or controllers.get(path.line)
        target = f"{controller}.{value}" if controller else value
        if path.name.startswith("/") and OBJECT.fullmatch(target):
            yield Operation(method.name.upper(), base + path.name, line, target)


def _entries(text: str) -> Iterator[tuple[tuple[Key, ...], Key, str]]:
    """Every key that has a line of its own, below which keys it stands, and what stands behind it; blocks of text left out."""
    above: list[Key] = []
    block: int | None = None
    for at, line in enumerate(text.splitlines(), 1):
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip() or (block is not None and indent > block):
            continue
        block = None
        if (match := KEY.match(line)) is None:
            continue
        while above and above[-1].indent >= indent:
            above.pop()
        key, value = Key(match[3], indent, at), (match[4] or "").strip("'\"")
        yield tuple(above), key, value
        above.append(key)
        block = indent if BLOCK.fullmatch(match[4] or "") else None


OPENAPI = OpenApi()
