"""Which of several bindings of a name counts, and which say nothing."""

from ..facts import Attribute, Call, Definition, Expression, Import
from ..parts import as_member
from .bindings import Binding, Value


def in_order_of_meaning(bindings: list[Binding], definitions: tuple[Definition, ...]) -> list[Binding]:
    """Definitions and imports before variables; of several the last one wins, but in a try the first.

    There an alternative inside the tree is preferred to one outside, wherever it stands.
    """

    if len(bindings) == 1:
        return bindings

    def line(binding: Binding) -> int:
        return (
            binding.line
            if isinstance(binding, Import)
            else definitions[binding].line
            if isinstance(binding, int)
            else 0
        )

    definite = sorted((binding for binding in bindings if isinstance(binding, int | Import)), key=line)
    if definite and not is_conditional(definite[0]):
        definite.reverse()
    return [*definite, *(binding for binding in bindings if not isinstance(binding, int | Import))]


def only_itself(bound: list[Binding], name: str) -> bool:
    """`class Control: Mailbox = Mailbox(1)`: what the name means is what it means outside."""
    first = bound[0]
    return isinstance(first, Value) and first.how == "=" and len(bound) == 1 and _head(as_member(first.value)) == name


def _head(expression: Expression) -> str:
    """The name that an expression begins with."""
    while isinstance(expression, Call | Attribute):
        expression = expression.function if isinstance(expression, Call) else expression.value
    return expression.partition(".")[0] if isinstance(expression, str) else ""


def is_conditional(binding: Binding) -> bool:
    """Whether a name is bound only under a condition, or in a try."""
    return isinstance(binding, Import) and "conditional" in binding.flags
