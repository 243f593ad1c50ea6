"""GraphQL entry points: what the root types of graphene, strawberry and ariadne answer, each routed to its resolver."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from .entry_unit import entry_unit
from .facts import Call, Definition, Expression
from .parts import argument, last_name, owner, text_of
from .program import Module, Program, is_external
from .rows import Rows

ROOTS = {"Query": "QUERY", "Mutation": "MUTATION", "Subscription": "SUBSCRIPTION"}
ARIADNE = {f"{root}Type": verb for root, verb in ROOTS.items()} | {"ObjectType": "", "SubscriptionType": "SUBSCRIPTION"}
STRAWBERRY = frozenset(("field", "mutation", "subscription"))
MUTATING = ("perform_mutation", "mutate_and_get_payload", "mutate")


def graphql(program: Program, rows: Rows) -> Iterable[Unit]:
    """One entry point for each field of a root type."""
    roots = _roots(program)
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


def _roots(program: Program) -> dict[str, str]:
    """The classes that the root types are made of, their ancestors included, with the operation they answer."""
    found: dict[str, str] = {}
    for path, module in program.modules.items():
        for definition in module.facts.definitions:
            verb = ROOTS.get(definition.name) if definition.kind == "class" else None
            if verb and module.role is Role.PRODUCT:
                reference = f"{path}::{definition.name}"
                bases = program.bases(reference)
                if _is_of_library(bases, "graphene") or _is_decorated(program, path, definition, "strawberry"):
                    for one in (reference, *bases):
                        if not is_external(one):
                            found.setdefault(one, verb)
    return found


def _is_of_library(bases: tuple[str, ...], library: str) -> bool:
    return any(base.startswith(f"external:{library}") for base in bases)


def _is_decorated(program: Program, path: str, definition: Definition, library: str) -> bool:
    functions = (one.function if isinstance(one, Call) else one for one in definition.decorators)
    references = (program.resolve(path, definition.parent, function) or "" for function in functions)
    return any(reference.startswith(f"external:{library}.") for reference in references)


def _fields(
    program: Program, module: Module, index: int, definition: Definition, roots: dict[str, str]
) -> Iterator[tuple[str, str, int]]:
    """What one class of a root type answers."""
    verb = roots.get(f"{module.path}::{definition.name}")
    if verb is None:
        return
    for one in module.facts.definitions:
        if one.parent == index and one.kind == "function":
            last = one.name.rpartition(".")[2]
            if last.startswith("resolve_"):
                yield f"{verb} {_camel(last.removeprefix('resolve_'))}", f"{module.path}::{one.name}", one.line
            elif any(last_name(getattr(by, "function", by)) in STRAWBERRY for by in one.decorators):
                yield f"{verb} {_camel(last)}", f"{module.path}::{one.name}", one.line
    for assignment in module.facts.assignments:
        field, value = assignment.targets[0], assignment.value
        if assignment.scope != index or not isinstance(value, Call) or not isinstance(field, str):
            continue
        if target := _mutation(program, module, index, value):
            yield f"{verb} {_camel(field)}", target, assignment.line


def _mutation(program: Program, module: Module, scope: int, call: Call) -> str | None:
    """The method that `cancel_order = CancelOrder.Field()` or `strawberry.field(resolver=orders)` leads to."""
    if last_name(call.function) in STRAWBERRY:
        given = argument(call, -1, "resolver")
        found = program.resolve(module.path, scope, given) if given is not None else None
        return found if found and program.definition(found) else None
    if last_name(call.function) != "Field" or owner(call.function) is None:
        return None
    reference = program.resolve(module.path, scope, owner(call.function))
    if reference is None or program.definition(reference) is None:
        return None
    own = (f"{reference}.{name}" for name in MUTATING)
    return next((one for one in own if program.definition(one)), reference)


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
    if not isinstance(value, Call):
        return ""
    made_by = program.resolve(reference.partition("::")[0], 0, value.function) or ""
    return ARIADNE.get(last_name(value.function), "") if made_by.startswith("external:ariadne") else ""


def _camel(name: str) -> str:
    """A name as GraphQL writes it by default."""
    first, *others = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)
