"""Resources outside of the database: caches, queues, buckets, services; and each place where code uses one."""

from enum import StrEnum

from msgspec import Struct

from decompose.errors import Location


class ResourceKind(StrEnum):
    """What a resource is; the first ones keep state that several contexts can share, the others answer or take messages."""

    CACHE = "cache"
    QUEUE = "queue"
    FILES = "file store"
    DOCUMENTS = "document store"
    KEY_VALUE = "key-value store"
    SEARCH = "search index"
    HTTP = "HTTP service"
    RPC = "RPC service"
    PAYMENT = "payment service"
    MAIL = "mail"
    MESSAGES = "messages to people"
    DIRECTORY = "directory"
    HOST = "remote host"
    PROGRAM = "program"


STATEFUL = frozenset(
    {
        ResourceKind.CACHE,
        ResourceKind.QUEUE,
        ResourceKind.FILES,
        ResourceKind.DOCUMENTS,
        ResourceKind.KEY_VALUE,
        ResourceKind.SEARCH,
    }
)
"""Kinds whose state one user leaves for the next, so that a common one is coupling."""

IRREVOCABLE = frozenset(set(ResourceKind) - {ResourceKind.CACHE, ResourceKind.PROGRAM})
"""Kinds that wait for another machine, or tell it what no rollback takes back."""


ANSWERING = frozenset({ResourceKind.HTTP, ResourceKind.RPC, ResourceKind.PAYMENT, ResourceKind.HOST})
"""Kinds that answer, and so may refuse what they are asked to do; the others that are told take it and pass it on."""


class Direction(StrEnum):
    """What a use does with a resource."""

    READS = "reads"
    WRITES = "writes"
    SENDS = "sends"
    RECEIVES = "receives"
    USES = "uses"  # opens, declares or holds it: the text tells no more


class ResourceUse(Struct, frozen=True, omit_defaults=True):
    """One place where code uses a resource.

    `source` is a unit id as fine as known; `client` is the library it is used through. `name` tells the resource from others
    of its kind: a host, bucket, queue, topic, index or alias, or the setting (`settings.X`) or environment variable (`$X`)
    that holds it; "" where the text does not tell. `key` is the part of it that is used: a cache key, a path, with `{}` for what
    is computed. `flags` are from: no-timeout (waits for ever), wrapped (through a function of the system that is given
    the name), setting (declared in settings), class (a mapped class or a field). `detail` is the call as it is written.
    """

    source: str
    location: Location
    kind: ResourceKind
    client: str
    name: str = ""
    direction: Direction = Direction.USES
    key: str = ""
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    detail: str = ""

    @property
    def resource(self) -> str:
        """Kind and name for people: `cache default`; the client instead of a name that is not known."""
        return f"{self.kind} {self.name}" if self.name else f"{self.kind} of unknown name ({self.client})"


def by_use(use: ResourceUse) -> tuple[str, str, str, str, int, str, str, str]:
    """A total order for output: by resource and place."""
    where = use.location
    return (use.kind, use.name, use.client, where.path, where.line, use.source, use.direction, use.key)
