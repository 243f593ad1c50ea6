"""Events by name or class: from what publishes one, and what subscribes to it, to who triggers whom."""

from collections.abc import Iterable

from msgspec import Struct

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role

from ..facts import Assignment, Call, Expression, Group, Text
from ..names.call_sites import PUBLISHING, SUBSCRIBING, CallSite, definition_named
from ..names.program import Module, Program, is_external
from ..parts import argument, items_of, last_name, owner
from ..rows import Rows

DECORATING = SUBSCRIBING | {"handles", "handler_for", "event_handler", "subscriber", "listener"}
BY_NAME = 0.8
SHORTEST = 3


class Subscription(Struct, frozen=True):
    """A handler of an event, with the place where it subscribes."""

    event: str
    handler: str
    location: Location


def add_event_triggers(program: Program, sites: Iterable[CallSite], rows: Rows) -> None:
    """Whoever publishes an event triggers everything that subscribed to the same text or class."""
    sites = tuple(sites)
    handlers: dict[str, list[Subscription]] = {}
    for one in (*_subscribed(program, sites), *_decorated(program), *_listed(program)):
        handlers.setdefault(one.event, []).append(one)
    for site in sites if handlers else ():
        if last_name(site.call.function) in PUBLISHING and owner(site.call.function) is not None:
            event = _published(program, site)
            is_text = not (event or "").count("::")
            for one in handlers.get(event or "", ()):
                detail = event.rpartition(":")[2] if event else ""
                flags = ("string",) if is_text else ()
                confidence = BY_NAME if is_text else 1.0
                rows.add(EvidenceKind.TRIGGERS, site.source, one.handler, site.location, detail, flags, confidence)


def _subscribed(program: Program, sites: Iterable[CallSite]) -> Iterable[Subscription]:
    """`bus.subscribe("order.placed", tell)` and `bus.subscribe(OrderPlaced, tell)`."""
    for site in sites:
        call, path = site.call, site.module.path
        if last_name(call.function) in SUBSCRIBING and owner(call.function) is not None and len(call.arguments) > 1:
            event = _event(program, path, site.scope, call.arguments[0])
            handler = definition_named(program, path, site.scope, call.arguments[1])
            if event and handler:
                yield Subscription(event, handler, site.location)


def _decorated(program: Program) -> Iterable[Subscription]:
    """`@bus.on("order.placed")` and `@handles(OrderPlaced)`."""
    for module in program.modules.values():
        for definition in module.facts.definitions[1:] if module.role is Role.PRODUCT else ():
            for decorator in definition.decorators:
                if isinstance(decorator, Call) and last_name(decorator.function) in DECORATING:
                    handler = f"{module.path}::{definition.name}"
                    for event in _events(program, module, definition.parent, decorator):
                        yield Subscription(event, handler, Location(module.path, definition.line))


def _listed(program: Program) -> Iterable[Subscription]:
    """`HANDLERS = {OrderPlaced: [mail, ship]}`: a table of the functions that each class of events is for."""
    for module in program.modules.values():
        for assignment in module.facts.assignments if module.role is Role.PRODUCT else ():
            table = assignment.value
            for pair in table.items if isinstance(table, Group) and table.kind == "dict" else ():
                if isinstance(pair, Group) and len(pair.items) == 2 and isinstance(pair.items[0], str):
                    yield from _in_table(program, module, assignment, *pair.items)


def _in_table(
    program: Program, module: Module, assignment: Assignment, key: Expression, value: Expression
) -> Iterable[Subscription]:
    event = program.resolve(module.path, assignment.scope, key)
    definition = program.definition(event) if event else None
    if event and definition and definition.kind == "class":
        for one in items_of(value):
            handler = definition_named(program, module.path, assignment.scope, one) if isinstance(one, str) else None
            handling = program.definition(handler) if handler else None
            if handler and handling and handling.kind == "function":
                yield Subscription(event, handler, Location(module.path, assignment.line))


def _events(program: Program, module: Module, scope: int, decorator: Call) -> Iterable[str]:
    for given in decorator.arguments:
        if event := _event(program, module.path, scope, given):
            yield event


def _published(program: Program, site: CallSite) -> str | None:
    """The event of `bus.publish("order.placed", order)`, `bus.publish(OrderPlaced(order))` or `bus.publish(placed)`."""
    given = argument(site.call, 0, "event", "name", "event_name", "topic", "event_type")
    if isinstance(given, Call):
        return _event(program, site.module.path, site.scope, given.function)
    if isinstance(given, str):
        kind = program.type_of(site.module.path, site.scope, given)
        if kind and not is_external(kind):
            return kind
    return _event(program, site.module.path, site.scope, given)


def _event(program: Program, path: str, scope: int, expression: Expression) -> str | None:
    """A text, also one that a name holds, or the reference of a class of the tree."""
    text = expression if isinstance(expression, Text) else program.text(path, scope, expression)
    if text is not None:
        return text.value if not text.holes and len(text.value) >= SHORTEST else None
    found = program.resolve(path, scope, expression) if isinstance(expression, str) else None
    definition = program.definition(found) if found else None
    if found and definition and definition.kind == "class":
        return found
    # a member of an enumeration or a constant that is no text
    return found if found and not is_external(found) and definition is None and "::" in found else None
