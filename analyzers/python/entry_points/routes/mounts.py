"""Where routers and blueprints are mounted: from the calls that include one in another to the full fronts of its routes."""

from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from ...facts import Call, Expression, Text
from ...names.bindings import Value
from ...names.call_sites import CallSite
from ...names.program import Program, is_external
from ...parts import argument, last_name, owner
from ...rows import reference_of
from .django_urls import Fronts

# What is mounted stands first, or after the path that it is mounted at.
FIRST = frozenset(("register_blueprint", "include_router", "blueprint", "add_namespace", "add_routes"))
SECOND = frozenset(("mount", "add_subapp", "add_router"))
RESTFUL = "external:flask_rest"
"""flask_restful, and flask_restplus and flask_restx after it, whose namespaces are mounted under their names."""

DEEPEST = 10
MOST_WAYS = 8
"""Ways by which one router is mounted that are told apart (chosen: versions, tenants)."""

MOST_LOOKED_AT = 200
"""Ways that are followed to find those; routers that mount each other have exponentially many."""


class Making(Struct, frozen=True):
    """The call that makes or includes a router, and where it stands."""

    path: str
    scope: int
    call: Call


class Mount(Struct, frozen=True):
    """A router included in another, under a prefix; `replaces` is whether that stands for the router's own prefix."""

    outer: str
    prefix: str
    replaces: bool
    by: Making


class Mounts:
    """The mounts of a program by what is mounted, in order of place.

    What Django's URLs include (the API of django-ninja) hangs where they say. A router is known by its variable, or by
    the function that makes it and returns it; one that a function makes for itself by both.
    """

    def __init__(self, program: Program, sites: Iterable[CallSite], django: Fronts | None = None) -> None:
        self.program = program
        self._django = django
        self._mounts: dict[str, list[Mount]] = {}
        self._local_makings: dict[str, Making] = {}
        for site in sorted(sites, key=lambda one: (one.module.path, one.line)):
            if last_name(site.call.function) in FIRST | SECOND:
                self._mount(site)
        self._add_made()

    def router(self, path: str, scope: int, expression: Expression) -> str | None:
        """What a router is known by where it is named, also by a full name in a text."""
        if isinstance(expression, Text):
            module, _, name = expression.value.rpartition(".")
            home = self.program.module_named(module) if module and not expression.holes else None
            return self.program.member(home, name) if home else None
        if isinstance(expression, Call):
            return self.program.resolve(path, scope, expression.function)
        found = self.program.resolve(path, scope, expression)
        return self._local(path, scope, expression) if found is None and scope else found

    def _local(self, path: str, scope: int, expression: Expression) -> str:
        """What a variable of a function is known by: what makes it, the function that returns it, else its own name in that."""
        bound = self.program.bindings(path, scope, expression) if isinstance(expression, str) else ()
        made = bound[0] if len(bound) == 1 and isinstance(bound[0], Value) and bound[0].how == "=" else None
        function = reference_of(path, self.program.modules[path].facts, made.scope if made else scope)
        if made is None or not isinstance(made.value, Call):
            return function
        if expression not in self.program.returned(function):
            maker = self.program.resolve(path, made.scope, made.value.function)
            definition = self.program.definition(maker) if maker else None
            if maker and definition and definition.kind == "function":
                return maker
            function = f"{function}:{expression}"
        self._local_makings[function] = Making(path, made.scope, made.value)
        return function

    def fronts(self, reference: str | None) -> tuple[str, ...]:
        """What stands before the paths of the routes of a router: the prefixes of whatever it is mounted in, and its own."""
        return tuple(dict.fromkeys(islice(self._fronts(reference, 0), MOST_LOOKED_AT)))[:MOST_WAYS]

    def _fronts(self, reference: str | None, depth: int) -> Iterator[str]:
        mounts = self._mounts.get(reference or "", ()) if depth < DEEPEST else ()
        own = self._own_prefix(reference) if reference else ""
        wrapped = self._wrapped(reference) if reference and not mounts and depth < DEEPEST else None
        if wrapped:
            yield from (f"{front}{own}" for front in self._fronts(wrapped, depth + 1))
        elif not mounts:
            before = self._django.before(reference) if self._django and reference else ()
            yield from (front + own for front in before or ("",))
        for mount in mounts:
            for front in self._fronts(mount.outer, depth + 1):
                yield front + mount.prefix + ("" if mount.replaces else own)

    def around(self, reference: str) -> Iterator[Making]:
        """The calls that make a router and include it, and those of all that it is included in, each router once."""
        seen, found = {reference}, [reference]
        for one in found:
            yield from self._makings(one)
            for mount in self._mounts.get(one, ()):
                yield mount.by
                if mount.outer and mount.outer not in seen:
                    seen.add(mount.outer)
                    found.append(mount.outer)

    def _mount(self, site: CallSite) -> None:
        path, scope, call = site.module.path, site.scope, site.call
        verb = last_name(call.function)
        mounted = self.router(path, scope, argument(call, int(verb in SECOND), "blueprint", "router", "app", "subapp"))
        outer = self.router(path, scope, owner(call.function)) or ""
        if mounted is None or mounted == outer or is_external(mounted):
            return
        given = argument(call, 0, "path") if verb in SECOND else argument(call, -1, "url_prefix", "prefix", "path")
        text = self.program.text(path, scope, given)
        replaces = verb in ("register_blueprint", "add_namespace") and given is not None
        prefix = text.value.rstrip("/") if text else ""
        self._mounts.setdefault(mounted, []).append(Mount(outer, prefix, replaces, Making(path, scope, call)))

    def _add_made(self) -> None:
        """`tenants = with_routers(APIRouter(prefix="/{tenant}"))`: what the function includes, the variable holds."""
        makers = {mount.outer for mounts in self._mounts.values() for mount in mounts}
        makers = {maker for maker in makers if self.program.definition(maker)}
        for path, module in self.program.modules.items() if makers else ():
            for assignment in module.facts.assignments:
                target, value = assignment.targets[0], assignment.value
                if assignment.scope or not isinstance(target, str) or not isinstance(value, Call):
                    continue
                maker = self.program.resolve(path, 0, value.function)
                if maker in makers:
                    given = next((one for one in value.arguments if isinstance(one, Call)), None)
                    prefix = self._prefix(path, given) if given else ""
                    mount = Mount(f"{path}::{target}", prefix, False, Making(path, 0, value))
                    self._mounts.setdefault(maker or "", []).append(mount)

    def _own_prefix(self, reference: str) -> str:
        """The prefix that a blueprint or router is made with."""
        found = (self._prefix(one.path, one.call, one.scope) for one in self._makings(reference))
        return next((prefix for prefix in found if prefix), "")

    def _makings(self, reference: str) -> Iterator[Making]:
        """The calls that make a router."""
        if reference in self._local_makings:
            yield self._local_makings[reference]
        path = reference.partition("::")[0]
        yield from (Making(path, 0, value) for value in self.program.values(reference) if isinstance(value, Call))

    def _wrapped(self, reference: str) -> str | None:
        """The blueprint that `Api(blueprint)` of flask_restful and its heirs stands in front of."""
        for one in self._makings(reference):
            callee = self.program.resolve(one.path, one.scope, one.call.function) or ""
            if callee.startswith(RESTFUL) and last_name(one.call.function) == "Api":
                outer = argument(one.call, 0, "app", "blueprint")
                found = self.router(one.path, one.scope, outer) if outer is not None else None
                return found if found != reference else None
        return None

    def _prefix(self, path: str, making: Call, scope: int = 0) -> str:
        is_namespace = (self.program.resolve(path, scope, making.function) or "").startswith(RESTFUL)
        text = self.program.text(path, scope, argument(making, -1, "url_prefix", "prefix", *("path",) * is_namespace))
        if text is None and is_namespace and last_name(making.function) == "Namespace":
            name = self.program.text(path, scope, argument(making, 0, "name"))
            return f"/{name.value}" if name else ""
        return text.value.rstrip("/") if text else ""
