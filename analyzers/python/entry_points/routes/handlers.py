"""From the view of a route, as it is written, to the function or class behind it."""

from ...facts import Call, Expression
from ...names.call_sites import definition_named
from ...names.program import Program
from ...parts import last_name, owner


def handler(program: Program, path: str, scope: int, expression: Expression) -> str | None:
    """The function or class behind a view: `OrderView` of `login_required(OrderView.as_view("orders"))`."""
    for _ in range(10):
        if isinstance(expression, str) and (held := program.held(path, scope, expression)) is not None:
            expression = held
        if not isinstance(expression, Call):
            break
        if last_name(expression.function) == "as_view":
            expression = owner(expression.function)
        else:
            expression = expression.arguments[0] if expression.arguments else None
    return definition_named(program, path, scope, expression)
