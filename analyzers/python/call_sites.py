"""Calls whose name frameworks give a meaning to, collected in the one pass over all names."""

from msgspec import Struct

from decompose.errors import Location

from .facts import Attribute, Call, Expression, Group, Text
from .program import Module, Program
from .rows import reference_of

WATCHED = frozenset(
    """path re_path url add_url_rule add_api_route set_defaults connect send send_robust listen delay apply_async
    delay_on_commit s si signature enqueue enqueue_in enqueue_at enqueue_once enqueue_call schedule defer defer_async
    send_with_options add_job add_task send_task""".split()  # noqa: SIM905 - a list of quoted words reads worse
)


class CallSite(Struct, frozen=True):
    """One watched call: in which module and scope, at which line."""

    module: Module
    scope: int
    line: int
    call: Call

    @property
    def location(self) -> Location:
        """Where the call stands."""
        return Location(self.module.path, self.line)

    @property
    def source(self) -> str:
        """The reference of the function, class or module that calls."""
        return reference_of(self.module.path, self.module.facts, self.scope)


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


def definition_named(program: Program, path: str, scope: int, expression: Expression) -> str | None:
    """The function or class of the tree that an expression names, by name or by a dotted text."""
    if isinstance(expression, Text):
        found = program.named(expression.value) if not expression.holes else None
    else:
        found = program.resolve(path, scope, expression)
    return found if found is not None and program.definition(found) is not None else None
