"""HTTP entry points of methods that a decorator exposes, under the attributes that their controllers are: Pecan, CherryPy."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Call, Definition, Expression, Group
from ...names.program import Module, Program, is_external
from ...parts import argument, items_of, last_name, owner, text_of
from ...rows import Rows
from ..entry_unit import entry_unit

EXPOSING = frozenset(("expose", "wsexpose"))
LIBRARIES = ("external:pecan.", "external:wsme", "external:cherrypy.", "external:tg.")
REST = "external:pecan.rest.RestController"
# What a RestController answers by the names of its methods, and whether for one resource.
VERBS = {
    "get_all": ("GET", False),
    "get_one": ("GET", True),
    "get": ("GET", True),
    "post": ("POST", False),
    "put": ("PUT", True),
    "patch": ("PATCH", True),
    "delete": ("DELETE", True),
    "get_delete": ("GET", True),
}
ITSELF = frozenset(("index", "default", "_default"))
LOOKING_UP = "_lookup"
BODY = frozenset(("body",))  # the last parameter of what WSME exposes is what the request brings
DEEPEST = 10
MOST_FRONTS = 8
"""Places that one controller hangs at which are told apart (chosen: versions of an API)."""

Hanging = dict[str, list[tuple[str, str]]]


def exposed_routes(program: Program, rows: Rows) -> Iterable[Unit]:
    """`orders = OrdersController()` in a class of controllers, whose `get_one` is exposed: `GET /orders/{number}`."""
    exposed = dict(_exposed(program))
    hanging = _hanging(program, {reference.rpartition(".")[0] for reference in exposed}) if exposed else {}
    for reference, (module, definition, methods) in exposed.items():
        for name in _routes(program, hanging, reference, definition, methods):
            unit = entry_unit(module, name, definition.line)
            rows.add(EvidenceKind.ROUTES, unit.id, reference, unit.location, name)
            yield unit


def _exposed(program: Program) -> Iterator[tuple[str, tuple[Module, Definition, tuple[str, ...]]]]:
    """Methods that a decorator exposes, and the HTTP methods that it tells."""
    for module in program.modules.values():
        definitions = module.facts.definitions
        for definition in definitions[1:] if module.role is Role.PRODUCT else ():
            above = definitions[definition.parent]
            if definition.decorators and above.kind == "class" and definition.kind == "function":
                told = [_told(program, module, above, one) for one in definition.decorators]
                if any(one is not None for one in told):
                    methods = tuple(method for one in told for method in one or ())
                    yield f"{module.path}::{definition.name}", (module, definition, methods)


def _told(program: Program, module: Module, above: Definition, decorator: Expression) -> tuple[str, ...] | None:
    """The HTTP methods of a decorator that exposes; None of any other one.

    `@index.when(method="POST")` exposes what has been exposed as `index` for another method.
    """
    function = decorator.function if isinstance(decorator, Call) else decorator
    name = last_name(function)
    if name not in EXPOSING and not (name == "when" and isinstance(decorator, Call)):
        return None
    given = text_of(argument(decorator, -1, "method")) if isinstance(decorator, Call) else None
    found = program.resolve(module.path, 0, function) or ""
    of_library = found.startswith(LIBRARIES)
    if not (of_library or name == "when" or REST in program.bases(f"{module.path}::{above.name}")):
        return None
    return ((given or "GET").upper(),) if given or name != "when" else None


def _hanging(program: Program, controllers: set[str]) -> Hanging:
    """By class of controllers: the classes that it hangs on, and the part of the path there."""
    hanging: Hanging = {}
    for module in program.modules.values():
        for assignment in module.facts.assignments if module.role is Role.PRODUCT else ():
            for outer, part in _places(program, module, assignment.scope, assignment.targets):
                for inner, at in _controllers(program, module, assignment.scope, assignment.value, part):
                    if inner != outer:
                        hanging.setdefault(inner, []).append((outer, at))
    for reference in sorted(controllers):
        for inner, part in _looked_up(program, reference):
            hanging.setdefault(inner, []).append((reference, part))
    return hanging


def _controllers(
    program: Program, module: Module, scope: int, value: Expression, part: str
) -> Iterator[tuple[str, str]]:
    """The class of `OrdersController()` or `OrdersController`; of `{"orders": OrdersController()}` with the key for its part."""
    if isinstance(value, Group) and value.kind == "dict":
        for pair in value.items:
            key = text_of(pair.items[0]) if isinstance(pair, Group) and len(pair.items) == 2 else None
            if key and isinstance(pair, Group) and not isinstance(pair.items[1], Group):
                yield from _controllers(program, module, scope, pair.items[1], key)
        return
    named = value.function if isinstance(value, Call) else value
    found = program.resolve(module.path, scope, named) if isinstance(named, str) else None
    if found and not is_external(found) and (definition := program.definition(found)) and definition.kind == "class":
        yield found, part


def _places(program: Program, module: Module, scope: int, targets: tuple[Expression, ...]) -> Iterator[tuple[str, str]]:
    """Class and name of an attribute: `orders = …` in a class, `self.orders = …` in its methods, `root.orders = …`."""
    definitions = module.facts.definitions
    for target in targets:
        if not isinstance(target, str):
            continue
        if definitions[scope].kind == "class" and "." not in target:
            yield f"{module.path}::{definitions[scope].name}", target
        elif target.count(".") == 1:
            kind = program.type_of(module.path, scope, target.partition(".")[0])
            if kind and not is_external(kind):
                yield kind, target.partition(".")[2]


def _looked_up(program: Program, controller: str) -> Iterator[tuple[str, str]]:
    """What `_lookup(self, number, *rest)` of a controller returns first answers what follows that number."""
    looking = f"{controller}.{LOOKING_UP}"
    definition = program.definition(looking)
    for returned in program.returned(looking) if definition else ():
        first = returned.items[0] if isinstance(returned, Group) and returned.items else None
        kind = program.type_of(controller.partition("::")[0], program.scope_of(looking), first) if first else None
        if kind and not is_external(kind) and definition:
            yield kind, _place_of(definition)


def _routes(
    program: Program, hanging: Hanging, reference: str, definition: Definition, methods: tuple[str, ...]
) -> Iterator[str]:
    controller, _, name = reference.rpartition(".")
    is_rest = REST in program.bases(controller)
    if name.startswith("_") and name not in ITSELF:
        return
    fronts = _fronts(program, hanging, controller, 0)
    nearest = min(front.count("/") for front in fronts)  # what hangs below others too is told once
    for front in [one for one in fronts if one.count("/") == nearest][:MOST_FRONTS]:
        if is_rest and name in VERBS:
            method, is_one = VERBS[name]
            place = f"/{_place_of(definition)}" if is_one and _place_of(definition) else ""
            yield f"{method} {front}{place}" if front + place else f"{method} /"
            continue
        for method, part in _actions(program, controller, name) or [(one, name) for one in methods or ("GET",)]:
            part = _original(definition) or part
            path = front if part in ITSELF else f"{front}/{part}"
            yield f"{method} {path or '/'}"


def _original(definition: Definition) -> str:
    """The name of what `@index.when(method="POST")` answers too."""
    for decorator in definition.decorators:
        if isinstance(decorator, Call) and last_name(decorator.function) == "when":
            return last_name(owner(decorator.function))
    return ""


def _actions(program: Program, controller: str, name: str) -> list[tuple[str, str]]:
    """Method and action of `_custom_actions = {"state": ["GET", "PUT"]}`, for `state` each, for `put_state` its own."""
    for value in program.values(f"{controller}._custom_actions"):
        for pair in value.items if isinstance(value, Group) else ():
            action = text_of(pair.items[0]) if isinstance(pair, Group) and len(pair.items) == 2 else None
            if not action or not isinstance(pair, Group):
                continue
            methods = [(text_of(item) or "").upper() for item in items_of(pair.items[1])]
            found = [(method, action) for method in methods if name in (action, f"{method.lower()}_{action}")]
            if found:
                return found
    return []


def _fronts(program: Program, hanging: Hanging, controller: str, depth: int) -> list[str]:
    """The paths that a controller hangs at; what hangs nowhere is a root."""
    found: dict[str, None] = {}
    for outer, part in hanging.get(controller, ()) if depth < DEEPEST else ():
        between = f"/{_one_of(program, outer)}" if part[:1] != "{" and _one_of(program, outer) else ""
        for front in _fronts(program, hanging, outer, depth + 1)[:MOST_FRONTS]:
            found[f"{front}{between}/{part}"] = None
    return list(found) or [""]


def _one_of(program: Program, controller: str) -> str:
    """What stands in a path for one resource of a RestController, whose parts hang below it."""
    definition = program.definition(f"{controller}.get_one") if REST in program.bases(controller) else None
    return _place_of(definition) if definition else ""


def _place_of(definition: Definition) -> str:
    """`{number}` of `get_one(self, number)`; nothing where it takes nothing that it must have."""
    taken = [one for one in definition.parameters[1:] if one.default is None and one.name[:1] != "*"]
    has_body = any(isinstance(one, Call) and BODY & {name for name, _ in one.keywords} for one in definition.decorators)
    return f"{{{taken[0].name}}}" if taken[has_body:] else ""
