"""From uses of resources and contexts to who uses what: each resource with its users, and whether they share its state."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from decompose.errors import Location
from decompose.evidence.resource import STATEFUL, Direction, ResourceKind, ResourceUse

TAKES = frozenset((Direction.READS, Direction.RECEIVES))
GIVES = frozenset((Direction.WRITES, Direction.SENDS))


class OutsideUse(Struct, frozen=True, omit_defaults=True):
    """At how many places a context reads or receives from a resource, writes or sends to it, or only holds it; by which keys."""

    context: str
    takes: int
    gives: int
    holds: int
    keys: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        """At how many places it uses the resource."""
        return self.takes + self.gives + self.holds


class OutsideResource(Struct, frozen=True, omit_defaults=True):
    """A resource and its users, those who use it most first.

    `name` is "" where it is not known; then all that is known is the client library. `common` are keys that two or more domain
    contexts use. `shared` if two domain contexts use a named one whose state the one leaves to the other, and any of them
    writes it. `declared` are the settings that declare it, whose modules do not use it for that.
    """

    kind: ResourceKind
    name: str
    clients: tuple[str, ...]
    users: tuple[OutsideUse, ...]
    common: tuple[str, ...] = ()
    shared: bool = False
    declared: tuple[Location, ...] = ()

    @property
    def title(self) -> str:
        """Kind, client and name for people."""
        of = "/".join(self.clients)
        if not self.name:
            return f"{of}, name not known ({self.kind})"
        return f"{of} ({self.kind})" if self.name in self.clients else f"{of} {self.name} ({self.kind})"


def outside_resources(
    uses: Iterable[ResourceUse], context_of: Mapping[str, str], kernels: Collection[str] = ()
) -> tuple[OutsideResource, ...]:
    """Every resource, shared ones first, then by kind and name; of those whose name is unknown one for each client.

    A shared kernel is no user among whom state is shared: it travels with each.
    """
    grouped: dict[tuple[str, str, str], list[ResourceUse]] = defaultdict(list)
    for use in uses:
        grouped[use.kind, use.name, "" if use.name else use.client].append(use)
    found = [_resource(group, context_of, kernels) for _, group in sorted(grouped.items())]
    return tuple(sorted(found, key=lambda one: (not one.shared, -len(one.common), one.kind, one.name, one.clients)))


def _resource(uses: list[ResourceUse], context_of: Mapping[str, str], kernels: Collection[str]) -> OutsideResource:
    by_context: dict[str, list[ResourceUse]] = defaultdict(list)
    for use in uses:
        if "setting" not in use.flags:
            by_context[context_of.get(use.location.path, "")].append(use)
    users = sorted(
        (_user(context, group) for context, group in by_context.items()), key=lambda u: (-u.places, u.context)
    )
    domain = [user for user in users if user.context and user.context not in kernels]
    counted = Counter(key for user in domain for key in user.keys)
    first = uses[0]
    return OutsideResource(
        first.kind,
        first.name,
        tuple(sorted({use.client for use in uses})),
        tuple(users),
        tuple(sorted(key for key, contexts in counted.items() if contexts > 1)),
        shared=bool(first.name) and first.kind in STATEFUL and len(domain) > 1 and any(user.gives for user in domain),
        declared=tuple(sorted({use.location for use in uses if "setting" in use.flags})),
    )


def _user(context: str, uses: list[ResourceUse]) -> OutsideUse:
    takes = sum(use.direction in TAKES for use in uses)
    gives = sum(use.direction in GIVES for use in uses)
    keys = tuple(sorted({use.key for use in uses if use.key}))
    modules = tuple(sorted({use.location.path for use in uses}))
    return OutsideUse(context, takes, gives, len(uses) - takes - gives, keys, modules)
