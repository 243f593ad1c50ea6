"""Where routers and blueprints are mounted: from the calls that include one in another to the full front of its routes."""

from collections.abc import Iterable

from msgspec import Struct

from .call_sites import CallSite
from .facts import Call, Expression
from .parts import argument, last_name, owner, text_of
from .program import Program

MOUNTING = frozenset(("register_blueprint", "include_router"))
DEEPEST = 10


class Mount(Struct, frozen=True):
    """A router included in another, under a prefix; `replaces` is whether that stands for the router's own prefix."""

    outer: str
    prefix: str
    replaces: bool


class Mounts:
    """The mounts of a program by what is mounted; of several the first one in order of place counts."""

    def __init__(self, program: Program, sites: Iterable[CallSite]) -> None:
        self.program = program
        self._mounts: dict[str, Mount] = {}
        for site in sorted(sites, key=lambda one: (one.module.path, one.line)):
            if last_name(site.call.function) in MOUNTING:
                self._mount(site)

    def front(self, reference: str | None) -> str:
        """What stands before the paths of the routes of a router: the prefixes of whatever it is mounted in, and its own."""
        front = ""
        for _ in range(DEEPEST):
            if reference is None:
                break
            mount = self._mounts.get(reference)
            own = "" if mount and mount.replaces else self._own_prefix(reference)
            front = (mount.prefix if mount else "") + own + front
            reference = mount.outer if mount else None
        return front

    def _mount(self, site: CallSite) -> None:
        path, scope, call = site.module.path, site.scope, site.call
        mounted = self.program.resolve(path, scope, argument(call, 0, "blueprint", "router"))
        given = argument(call, -1, "url_prefix", "prefix")
        prefix = (text_of(given) or "").rstrip("/")
        if mounted:
            outer = self.program.resolve(path, scope, owner(call.function)) or ""
            replaces = last_name(call.function) == "register_blueprint" and given is not None
            self._mounts.setdefault(mounted, Mount(outer, prefix, replaces))

    def _own_prefix(self, reference: str) -> str:
        return next((prefix for value in self.program.values(reference) if (prefix := prefix_of(value))), "")


def prefix_of(value: Expression) -> str:
    """The prefix that a blueprint or router is made with."""
    return (text_of(argument(value, -1, "url_prefix", "prefix")) or "").rstrip("/") if isinstance(value, Call) else ""
