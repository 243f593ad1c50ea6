"""The table of clients, read: from a dotted name to the client that it belongs to, and from a call to what it does."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from decompose.evidence.resource import Direction, ResourceKind

from .clients import ALIASES, CLIENTS, SETTINGS, VERBS

_STANDS = re.compile(r"(?:(\w+)(?:\.\w+)*\()?([A-Za-z_]\w*)?@?(\d+)?\)?$")


class Stand(Struct, frozen=True):
    """Where a name stands: in the call itself, or in the call `of` on the way to it; by argument name, by place, or both."""

    of: str = ""
    argument: str = ""
    position: int = -1
    literal: str = ""


class Client(Struct, frozen=True):
    """One row of the table; `anything` means that every call on it is a use, `inherited` that inheriting from it is one."""

    name: str
    kind: ResourceKind
    verbs: frozenset[str]
    names: tuple[Stand, ...]
    keys: tuple[Stand, ...]
    starts: frozenset[str] = frozenset()
    anything: bool = False
    inherited: bool = False
    waits: Stand | None = None

    @property
    def is_kept(self) -> bool:
        """Whether a client is a value that one module makes and another uses."""
        return self.anything or any(verb.islower() for verb in self.verbs)

    def is_use(self, dotted: str, verb: str) -> bool:
        """Whether a call uses the resource, rather than prepares it."""
        return verb in self.verbs or (self.anything and verb[:1].islower() and dotted not in self.starts)


class Declared(Struct, frozen=True):
    """One setting that declares resources: by its `keys`, its `value`, or one that is always called the same."""

    kind: ResourceKind
    client: str
    name: str
    told: tuple[str, ...]


class Catalog:
    """All that the tables say."""

    def __init__(self) -> None:
        self.directions = dict(_directions())
        self._verbs = {
            kind: frozenset(verb for one, verb in self.directions if one is kind) for kind in sorted(ResourceKind)
        }
        self._clients = dict(self._read_clients())
        self._aliases = {row[0]: row[1] for line in _lines(ALIASES) for row in (line.split(),)}
        self.declared = dict(_settings())
        self._beginnings: dict[str, list[str]] = {}
        for start in (*self._clients, *self._aliases):
            parts = start.partition("[")[0].split(".")
            meant = self._aliases.get(start, start)
            for count in range(1, len(parts) if meant in self._clients else 0):
                self._beginnings.setdefault(".".join(parts[:count]), []).append(meant)
        self.verbs = frozenset(verb for client in self._clients.values() for verb in client.verbs)

    def _read_clients(self) -> Iterator[tuple[str, Client]]:
        for line in _lines(CLIENTS):
            name, starts, kind, verbs, names, keys = (cell.strip() for cell in line.split("|"))
            client = self._client(name, _kind(kind), verbs.split(), names, keys, frozenset(starts.split()))
            for start in sorted(client.starts):
                yield start, client

    def _client(
        self, name: str, kind: ResourceKind, verbs: list[str], names: str, keys: str, starts: frozenset[str]
    ) -> Client:
        own = {verb for verb in verbs if verb not in ("+", "*", "class")}
        stands = [cell for cell in names.split() if not cell.startswith("!") and cell != "class"]
        waits = [cell[1:] for cell in names.split() if cell.startswith("!")]
        return Client(
            name,
            kind,
            frozenset(own | self._verbs[kind] if "+" in verbs else own),
            tuple(Stand(literal=name) if cell == "=client" else _stand(cell) for cell in stands),
            tuple(_stand(cell) for cell in keys.split() if cell != "-"),
            starts,
            anything="*" in verbs,
            inherited="class" in verbs,
            waits=_stand(waits[0]) if waits else None,
        )

    def client(self, dotted: str) -> Client | None:
        """The client that a dotted name outside of the tree belongs to: of several the one with the longest beginning."""
        dotted = self.settled(dotted)
        while dotted:
            if dotted in self._clients:
                return self._clients[dotted]
            dotted = dotted.rpartition("[" if dotted.endswith("]") else ".")[0]
        return None

    def settled(self, dotted: str) -> str:
        """A dotted name with the other names of the same thing replaced."""
        beginning, rest = dotted, ""
        while beginning:
            if beginning in self._aliases:
                return self._aliases[beginning] + rest
            before, dot, last = beginning.rpartition(".")
            beginning, rest = before, f"{dot}{last}{rest}"
        return dotted

    def led_to(self, dotted: str) -> Iterator[Client]:
        """The clients that what is imported by this name may lead to."""
        found = self.client(dotted)
        if found is not None:
            yield found
        yield from (self._clients[start] for start in self._beginnings.get(dotted, ()))


def _lines(table: str) -> Iterable[str]:
    return (line for line in table.replace("\n    ", " ").splitlines() if line.strip())


def _kind(name: str) -> ResourceKind:
    return ResourceKind[name.upper().replace("-", "_")]


def _stand(cell: str) -> Stand:
    if cell.startswith("="):
        return Stand(literal=cell[1:].replace("_", " "))
    found = _STANDS.match(cell)
    if found is None:
        raise ValueError(f"no place of a name: {cell}")
    of, name, position = found.groups()
    return Stand(of or "", name or "", int(position) if position else -1)


def _directions() -> Iterator[tuple[tuple[ResourceKind, str], Direction]]:
    for line in _lines(VERBS):
        kind, direction, *verbs = line.split()
        for verb in verbs:
            yield (_kind(kind), verb), Direction(direction)


def _settings() -> Iterator[tuple[str, Declared]]:
    for line in _lines(SETTINGS):
        setting, kind, client, name, told = (cell.strip() for cell in line.split("|"))
        more = tuple(cell for cell in told.split() if cell != "-")
        yield setting, Declared(_kind(kind), client, name, more)
