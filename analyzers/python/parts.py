"""From an expression to its parts: the last of a dotted name, what that is an attribute of, arguments, items, texts."""

from .facts import Attribute, Call, Expression, Group, Text


def last_name(expression: Expression) -> str:
    """The last part of a name: `route` of `app.route`."""
    if isinstance(expression, str):
        return expression.rpartition(".")[2]
    return expression.name.rpartition(".")[2] if isinstance(expression, Attribute) else ""


def owner(expression: Expression) -> Expression:
    """What the last part is an attribute of: `app` of `app.route`; None of a bare name."""
    if isinstance(expression, str):
        return expression.rpartition(".")[0] or None
    if not isinstance(expression, Attribute):
        return None
    before = expression.name.rpartition(".")[0]
    return Attribute(expression.value, before) if before else expression.value


def argument(call: Call, position: int, *names: str) -> Expression:
    """The argument at a position or with one of these names, None if there is none."""
    for name, value in call.keywords:
        if name in names:
            return value
    return call.arguments[position] if 0 <= position < len(call.arguments) else None


def text_of(expression: Expression) -> str | None:
    """The value of a text, holes as `{}`; None for anything else."""
    return expression.value if isinstance(expression, Text) else None


def items_of(expression: Expression) -> tuple[Expression, ...]:
    """The items of a list or tuple, or the expression as the only one."""
    if isinstance(expression, Group) and expression.kind in ("list", "tuple", "set"):
        return expression.items
    return () if expression is None else (expression,)


def is_super(expression: Attribute) -> bool:
    """Whether something is asked of `super()`."""
    return isinstance(expression.value, Call) and expression.value.function == "super"


def by_literal(call: Call) -> Expression:
    """`getattr(order, "close")` as `order.close`, None if the name is computed."""
    if len(call.arguments) < 2:
        return None
    value, name = call.arguments[:2]
    if not isinstance(name, Text) or name.holes or not name.value.isidentifier():
        return None
    return f"{value}.{name.value}" if isinstance(value, str) else Attribute(value, name.value)


def as_member(expression: Expression) -> Expression:
    """What a class gets by `close = staticmethod(shut)`: `shut`, as of any other value the value itself."""
    is_wrapped = isinstance(expression, Call) and expression.function in ("staticmethod", "classmethod")
    return (
        expression.arguments[0] if isinstance(expression, Call) and is_wrapped and expression.arguments else expression
    )
