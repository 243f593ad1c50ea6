"""GraphQL entry points: what the root types of graphene, strawberry and ariadne answer, each routed to its resolver."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ..facts import Call, Definition, Expression
from ..names.call_sites import CallSite, definition_named
from ..names.program import Module, Program
from ..parts import argument, last_name, owner, text_of
from ..rows import Rows
from .entry_unit import entry_unit
from .graphql_roots import ROOTS, root_types

ARIADNE = {f"{root}Type": verb for root, verb in ROOTS.items()} | {"ObjectType": "", "SubscriptionType": "SUBSCRIPTION"}
STRAWBERRY = frozenset(("field", "mutation", "subscription", "connection", "node", "offset_paginated"))
RESOLVING = ("resolve_", "subscribe_")
MUTATING = ("perform_mutation", "mutate_and_get_payload", "mutate")


def graphql(program: Program, sites: Iterable[CallSite], rows: Rows) -> Iterable[Unit]:
    """One entry point for each field of a root type."""
    roots = root_types(program)
    for site in sites:
        if last_name(site.call.function) == "set_field":
            for name, target in _set(program, site):
                unit = entry_unit(site.module, name, site.line)
                rows.add(EvidenceKind.ROUTES, unit.id, target, unit.location, name)
                yield unit
    for module in program.modules.values():
        if module.role is not Role.PRODUCT:
            continue
        for index, definition in enumerate(module.facts.definitions):
            found = (
                _fields(program, module, index, definition, roots)
                if definition.kind == "class"
                else _resolver(program, module, definition)
            )
            for name, target, line in found:
                unit = entry_unit(module, name, line)
                rows.add(EvidenceKind.ROUTES, unit.id, target, unit.location, name)
                yield unit


def _fields(
    program: Program, module: Module, index: int, definition: Definition, roots: dict[str, str]
) -> Iterator[tuple[str, str, int]]:
    """What one class of a root type answers."""
    verb = roots.get(f"{module.path}::{definition.name}")
    if verb is None:
        return
    named = dict(_given_names(module, index))
    for one in module.facts.definitions:
        if one.parent == index and one.kind == "function":
            last = one.name.rpartition(".")[2]
            if last.startswith(RESOLVING):
                field = last.partition("_")[2]
                yield f"{verb} {named.get(field) or _camel(field)}", f"{module.path}::{one.name}", one.line
            elif name := _strawberry_field(one, last):
                yield f"{verb} {name}", f"{module.path}::{one.name}", one.line
    for assignment in module.facts.assignments:
        variable, value = assignment.targets[0], assignment.value
        if assignment.scope != index or not isinstance(value, Call) or not isinstance(variable, str):
            continue
        target = _mutation(program, module, index, value) or _served(program, module, index, value)
        own = (f"{module.path}::{definition.name}.{before}{variable}" for before in RESOLVING)
        if target and not any(program.definition(one) for one in own):
            yield f"{verb} {named.get(variable) or _camel(variable)}", target, assignment.line


def _given_names(module: Module, index: int) -> Iterator[tuple[str, str]]:
    """The fields of a class that are not called as their variables: `total = graphene.Int(name="sum")`."""
    for one in module.facts.assignments:
        field, value = one.targets[0], one.value
        name = text_of(argument(value, -1, "name")) if one.scope == index and isinstance(value, Call) else None
        if name and isinstance(field, str):
            yield field, name


def _mutation(program: Program, module: Module, scope: int, call: Call) -> str | None:
    """The method that `cancel_order = CancelOrder.Field()` or `strawberry.field(resolver=orders)` leads to."""
    if last_name(call.function) in STRAWBERRY:
        given = argument(call, -1, "resolver")
        around = module.facts.definitions[scope].parent  # `books = strawberry.field(resolver=books)` means another one
        return definition_named(program, module.path, scope, given) or definition_named(
            program, module.path, around, given
        )
    if last_name(call.function) != "Field" or owner(call.function) is None:
        return None
    reference = program.resolve(module.path, scope, owner(call.function))
    if reference is None or program.definition(reference) is None:
        return None
    own = (f"{reference}.{name}" for name in MUTATING)
    return next((one for one in own if program.definition(one)), reference)


def _strawberry_field(definition: Definition, name: str) -> str | None:
    """The name of a field that a decorated method answers: its own, or the one that the decorator gives."""
    for by in definition.decorators:
        if last_name(by.function if isinstance(by, Call) else by) in STRAWBERRY:
            given = text_of(argument(by, -1, "name")) if isinstance(by, Call) else None
            return given or _camel(name)
    return None


def _served(program: Program, module: Module, scope: int, call: Call) -> str | None:
    """The resolver that a field is given, or the class of one that the library answers: `graphene.List(Order)`."""
    reference = program.resolve(module.path, scope, call.function) or ""
    given = argument(call, -1, "resolver") if reference.startswith("external:graphene") else None
    if given is not None and (resolver := definition_named(program, module.path, scope, given)):
        return resolver
    is_field = reference.startswith("external:graphene") or (
        reference.startswith("external:strawberry") and last_name(call.function) in STRAWBERRY
    )
    return f"{module.path}::{module.facts.definitions[scope].name}" if is_field else None


def _set(program: Program, site: CallSite) -> Iterator[tuple[str, str]]:
    """`query.set_field("orders", resolve_orders)` of ariadne."""
    path, scope, call = site.module.path, site.scope, site.call
    field, target = (
        text_of(argument(call, 0, "name")),
        definition_named(program, path, scope, argument(call, 1, "resolver")),
    )
    on = program.resolve(path, scope, owner(call.function))
    for value in program.values(on) if field and on else ():
        if target and (verb := _verb_of(program, on or "", value)):
            yield f"{verb} {field}", target


def _resolver(program: Program, module: Module, definition: Definition) -> Iterator[tuple[str, str, int]]:
    """`@query.field("orders")` of ariadne."""
    for decorator in definition.decorators:
        if not isinstance(decorator, Call) or last_name(decorator.function) not in ("field", "source"):
            continue
        field = text_of(argument(decorator, 0, "name"))
        on = program.resolve(module.path, definition.parent, owner(decorator.function))
        for value in program.values(on) if field and on else ():
            verb = _verb_of(program, on or "", value)
            if verb:
                yield f"{verb} {field}", f"{module.path}::{definition.name}", definition.line


def _verb_of(program: Program, reference: str, value: Expression) -> str:
    if not isinstance(value, Call) or last_name(value.function) not in ARIADNE:
        return ""
    made_by = program.resolve(reference.partition("::")[0], 0, value.function) or ""
    if not made_by.startswith("external:ariadne"):
        return ""
    return ARIADNE[last_name(value.function)] or ROOTS.get(text_of(argument(value, 0, "name")) or "", "")


def _camel(name: str) -> str:
    """A name as GraphQL writes it by default."""
    first, *others = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)
