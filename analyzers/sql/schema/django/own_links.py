"""Classes of fields of the system's own → the model that they link to where whoever uses them names none."""

from collections.abc import Iterator, Mapping

from ....python.facts import Expression, Subscript
from ....python.names.program import Program
from ...scopes import Scopes, constant, keyword, last_name
from ..declared import Field

TO = "to"


class OwnLinks:
    """What the constructors of classes of fields set as the target of a link."""

    def __init__(self, program: Program, scopes: Mapping[str, Scopes]) -> None:
        self._program = program
        self._scopes = scopes

    def target(self, field: Field, made: Expression) -> Field | None:
        """The target that the class of a field or an ancestor gives itself, with its place; None if it gives none."""
        reference = self._program.resolve(field.path, field.scope, made)
        for each in (reference, *self._program.bases(reference)) if reference else ():
            path, _, name = each.partition("::")
            module = self._scopes.get(path)
            scope = module.index_of.get(f"{name}.__init__") if module is not None and name else None
            if module is not None and scope is not None:
                for value in _given(module, scope):
                    return Field(path, scope, field.line, value)
        return None


def _given(module: Scopes, scope: int) -> Iterator[Expression]:
    """`kwargs.setdefault("to", Role)`, `kwargs["to"] = Role`, `super().__init__(to=Role, …)`."""
    for call in module.calls(scope):
        name = last_name(call.function)
        if name == "setdefault" and len(call.arguments) == 2 and constant(call.arguments[0]) == TO:
            yield call.arguments[1]
        elif name == "__init__" and (value := keyword(call, TO)) is not None and value != TO:
            yield value
    for assignment in module.facts.assignments:
        for target in assignment.targets if assignment.scope == scope else ():
            if isinstance(target, Subscript) and [constant(item) for item in target.items] == [TO]:
                yield assignment.value
