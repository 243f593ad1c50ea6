"""Signals and model events: from what connects receivers, and what sends, to who triggers whom."""

from collections.abc import Iterable

from msgspec import Struct

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind

from ..facts import Call, Expression
from ..names.call_sites import CallSite, definition_named
from ..names.program import Module, Program, is_external
from ..parts import argument, items_of, last_name, owner
from ..rows import Rows


class Connection(Struct, frozen=True):
    """A receiver of a signal, from a sender if one is named."""

    signal: str
    sender: str | None
    receiver: str
    location: Location


def add_signal_triggers(program: Program, sites: Iterable[CallSite], rows: Rows) -> None:
    """A sender triggers its receivers, and so does whoever sends a signal of the tree."""
    sites = tuple(sites)
    connections = [*_decorated(program), *(found for site in sites for found in _connected(program, site))]
    by_signal: dict[str, list[Connection]] = {}
    for connection in connections:
        by_signal.setdefault(connection.signal, []).append(connection)
        if connection.sender:
            detail = connection.signal.rpartition(".")[2].rpartition(":")[2]
            rows.add(EvidenceKind.TRIGGERS, connection.sender, connection.receiver, connection.location, detail)
    for site in sites:
        if last_name(site.call.function) in ("send", "send_robust", "asend", "asend_robust"):
            signal = program.resolve(site.module.path, site.scope, owner(site.call.function))
            for connection in by_signal.get(signal or "", ()):
                if connection.sender and is_external(connection.signal):
                    continue  # a framework's signal reaches only the receivers of its sender, which is computed here
                detail = (signal or "").rpartition(":")[2]
                rows.add(EvidenceKind.TRIGGERS, site.source, connection.receiver, site.location, detail)


def _connected(program: Program, site: CallSite) -> Iterable[Connection]:
    """`post_save.connect(receiver, sender=Order)` and `event.listen(Order, "after_insert", receiver)`."""
    call, path = site.call, site.module.path
    if last_name(call.function) == "listen":
        if program.resolve(path, site.scope, call.function) == "external:sqlalchemy.event.listen":
            receiver = definition_named(program, path, site.scope, argument(call, 2, "fn"))
            yield from _connections(
                program, site.module, site.scope, call, receiver, site.line, "external:sqlalchemy.event"
            )
    elif last_name(call.function) == "connect":
        signal = program.resolve(path, site.scope, owner(call.function))
        receiver = definition_named(program, path, site.scope, argument(call, 0, "receiver"))
        if signal and receiver and _is_signal(program, signal):
            sender = _sender(program, site.module, site.scope, argument(call, 1, "sender"))
            yield Connection(signal, sender, receiver, site.location)


def _decorated(program: Program) -> Iterable[Connection]:
    """`@receiver(post_save, sender=Order)`, `@signal.connect` and `@event.listens_for(Order, …)`."""
    for module in program.modules.values():
        for definition in module.facts.definitions[1:]:
            for decorator in definition.decorators:
                call = decorator if isinstance(decorator, Call) else Call(decorator, (), (), definition.line)
                reference = f"{module.path}::{definition.name}"
                yield from _of_decorator(program, module, definition.parent, call, reference, definition.line)


def _of_decorator(
    program: Program, module: Module, scope: int, call: Call, receiver: str, line: int
) -> Iterable[Connection]:
    name = last_name(call.function)
    location = Location(module.path, line)
    if name == "receiver":
        sender = _sender(program, module, scope, argument(call, 1, "sender"))
        for expression in items_of(argument(call, 0, "signal")):
            if signal := program.resolve(module.path, scope, expression):
                yield Connection(signal, sender, receiver, location)
    elif name in ("connect", "connect_via"):
        signal = program.resolve(module.path, scope, owner(call.function))
        if signal and _is_signal(program, signal):
            sender = _sender(program, module, scope, argument(call, 0, "sender")) if name == "connect_via" else None
            yield Connection(signal, sender, receiver, location)
    elif name == "listens_for":
        yield from _connections(program, module, scope, call, receiver, line, "external:sqlalchemy.event")


def _connections(
    program: Program, module: Module, scope: int, call: Call, receiver: str | None, line: int, signal: str
) -> Iterable[Connection]:
    sender = _sender(program, module, scope, argument(call, 0, "target"))
    event = argument(call, 1, "identifier")
    if receiver and sender:
        yield Connection(f"{signal}.{getattr(event, 'value', '')}", sender, receiver, Location(module.path, line))


def _sender(program: Program, module: Module, scope: int, expression: Expression) -> str | None:
    """The class that sends: also of `"shop.Order"`, `settings.AUTH_USER_MODEL` and `Order.lines.through`."""
    if expression is None:
        return None
    text = program.text(module.path, scope, expression)
    if text is not None:
        named = program.labelled(module.path, text.value) or program.named(text.value)
        return named if named and program.definition(named) else None  # a name of the sender's choice is no module
    found = program.trace(module.path, scope, expression).internal
    owner, dot, _ = (found or "").rpartition(".")
    definition = program.definition(owner) if dot and "::" in owner else None
    return owner if definition and definition.kind == "class" else found


def _is_signal(program: Program, reference: str) -> bool:
    """Whether a reference is a signal: one of a framework, or a variable of the tree that holds one."""
    if is_external(reference):
        return "signal" in reference
    kind = program.type_of_reference(reference) or ""
    made_by = [last_name(value.function) for value in program.values(reference) if isinstance(value, Call)]
    return kind.rpartition(".")[2].endswith("Signal") or "signal" in made_by
