"""From parameters of functions to what FastAPI calls to fill them: `Depends(get_session)`, as a default or in an annotation."""

from collections.abc import Iterator

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role

from ...facts import Call, Expression, Group, Parameter, Subscript
from ...names.program import Module, Program, is_external
from ...names.runs import Runs
from ...parts import argument, last_name
from ...rows import Rows

MARKERS = frozenset(("Depends", "Security"))
LIBRARIES = ("external:fastapi.", "external:fast_depends.", "external:faststream.", "external:taskiq")


def add_dependencies(program: Program, rows: Rows, runs: Runs) -> None:
    """A function whose parameter depends on another runs it, though its own text calls nothing."""
    if not asks_for_any(program):
        return
    for module in program.modules.values():
        for definition in module.facts.definitions if module.role is Role.PRODUCT else ():
            source = f"{module.path}::{definition.name}"
            for parameter in definition.parameters if definition.kind == "function" else ():
                for target in _filled_by(program, module, definition.parent, parameter):
                    place = Location(module.path, definition.line)
                    rows.add(EvidenceKind.CALL, source, target, place, f"Depends, for {parameter.name}", ("implied",))
                    runs.add(source, target, True, definition.line)


def asks_for_any(program: Program) -> bool:
    """Whether any module imports a marker."""
    return any(one.name in MARKERS for module in program.modules.values() for one in module.facts.imports)


def marked(program: Program, path: str, scope: int, expression: Expression) -> str | None:
    """What runs for `Depends(get_session)`."""
    if not isinstance(expression, Call) or not _is_marker(program, path, scope, expression):
        return None
    return _called(program, path, scope, argument(expression, 0, "dependency"))


def _filled_by(program: Program, module: Module, scope: int, parameter: Parameter) -> Iterator[str]:
    for path, at, call in _markers(program, module.path, scope, parameter):
        given = argument(call, 0, "dependency")
        if given is None:  # `page: Page = Depends()` makes one
            given = _type_in(parameter.annotation)
        if (target := _called(program, path, at, given)) is not None:
            yield target


def _called(program: Program, path: str, scope: int, given: Expression) -> str | None:
    """The function or class that a marker names, the function that another makes, or the `__call__` of an object."""
    named = program.resolve(path, scope, given.function if isinstance(given, Call) else given)
    if isinstance(given, Call):
        named = program.closure(named) if named else None
    if named is None or program.definition(named) is None:
        kind = program.type_of(path, scope, given)
        named = program.member(kind, "__call__") if kind and not is_external(kind) else None
    return named if named and program.definition(named) else None


def _markers(program: Program, path: str, scope: int, parameter: Parameter) -> Iterator[tuple[str, int, Call]]:
    """The calls of markers with where their names mean something: the default, the annotation, the alias that it names."""
    found = [(path, scope, parameter.default), *((path, scope, one) for one in _beside(parameter.annotation))]
    if isinstance(parameter.annotation, str):
        alias = program.resolve(path, scope, parameter.annotation)
        if alias and not is_external(alias):
            where = alias.partition("::")[0]
            found.extend((where, 0, one) for value in program.values(alias) for one in _beside(value))
    for where, at, call in found:
        if isinstance(call, Call) and _is_marker(program, where, at, call):
            yield where, at, call


def _is_marker(program: Program, path: str, scope: int, call: Call) -> bool:
    """Whether a call is one of a library that fills parameters."""
    by_name = last_name(call.function) in MARKERS
    return by_name and (program.resolve(path, scope, call.function) or "").startswith(LIBRARIES)


def _beside(annotation: Expression) -> tuple[Expression, ...]:
    """What `Annotated[Session, Depends(get_session)]` says beside the type, also of `Annotated[…] | None`."""
    if isinstance(annotation, Group) and annotation.kind == "operation":
        return tuple(one for item in annotation.items for one in _beside(item))
    is_annotated = isinstance(annotation, Subscript) and last_name(annotation.value) == "Annotated"
    return annotation.items[1:] if is_annotated and isinstance(annotation, Subscript) else ()


def _type_in(annotation: Expression) -> Expression:
    is_annotated = isinstance(annotation, Subscript) and last_name(annotation.value) == "Annotated"
    return annotation.items[0] if is_annotated and isinstance(annotation, Subscript) else annotation
