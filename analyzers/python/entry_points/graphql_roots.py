"""From classes named Query and from calls that make a schema to the classes of its root types, with what they answer."""

from collections.abc import Iterator

from decompose.evidence.unit import Role

from ..facts import Call, Definition, Expression
from ..names.program import Module, Program, is_external
from ..parts import argument, items_of, last_name

ROOTS = {"Query": "QUERY", "Mutation": "MUTATION", "Subscription": "SUBSCRIPTION"}


def root_types(program: Program) -> dict[str, str]:
    """The classes that the root types are made of, their ancestors included, with the operation they answer."""
    found: dict[str, str] = {}
    for module in program.modules.values():
        if module.role is Role.PRODUCT:
            for reference, verb in (*_named(program, module), *_in_schemas(program, module)):
                for one in (reference, *program.bases(reference)):
                    if not is_external(one):
                        found.setdefault(one, verb)
    return found


def is_decorated(program: Program, path: str, definition: Definition, library: str) -> bool:
    """Whether a decorator is of a library, or of one built on it (`strawberry_django`)."""
    functions = (one.function if isinstance(one, Call) else one for one in definition.decorators)
    references = (program.resolve(path, definition.parent, function) or "" for function in functions)
    return any(reference.startswith(f"external:{library}") for reference in references)


def _named(program: Program, module: Module) -> Iterator[tuple[str, str]]:
    """`class Query(graphene.ObjectType)` and `@strawberry.type class Query`."""
    for definition in module.facts.definitions:
        verb = ROOTS.get(definition.name) if definition.kind == "class" else None
        reference = f"{module.path}::{definition.name}"
        if verb and (
            any(base.startswith("external:graphene") for base in program.bases(reference))
            or is_decorated(program, module.path, definition, "strawberry")
        ):
            yield reference, verb


def _in_schemas(program: Program, module: Module) -> Iterator[tuple[str, str]]:
    """`graphene.Schema(query=Orders, mutation=Changes)`."""
    values = (*(one.value for one in module.facts.assignments), *(one.expression for one in module.facts.uses))
    for call in values:
        if isinstance(call, Call) and last_name(call.function).lower().endswith("schema"):
            for position, name in enumerate(ROOTS):
                given: Expression = argument(call, position, name.lower())
                yield from ((one, ROOTS[name]) for one in _classes(program, module.path, given))


def _classes(program: Program, path: str, given: Expression) -> Iterator[str]:
    """The classes that a root type is: one, or those of strawberry's `Query = merge_types("Query", (Orders, Books))`."""
    found = program.resolve(path, 0, given) if isinstance(given, str) else None
    definition = program.definition(found) if found else None
    if found and definition and definition.kind == "class":
        yield found
    elif isinstance(given, Call) and last_name(given.function) == "merge_types":
        for one in items_of(argument(given, 1, "types")):
            yield from _classes(program, path, one) if isinstance(one, str) else ()
    elif found and not is_external(found):
        for value in program.values(found):
            if isinstance(value, Call):
                yield from _classes(program, found.partition("::")[0], value)
