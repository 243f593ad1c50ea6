"""An expression that names something → the text it evidently is, through constants and f-strings of constants."""

from collections.abc import Iterator
from typing import NamedTuple

from ...python.facts import Call, Expression, Group, Text
from ...python.names.program import Program
from ..scopes import Scopes, constant

DEEPEST = 5
"""Names that stand for names that are followed (chosen)."""


def text_of(program: Program, path: str, scope: int, expression: Expression, depth: int = 0) -> str | None:
    """The text: `"orders"`, `TABLE`, `f"{PREFIX}orders"`, `Order.__tablename__ + ".id"`; None where it is not evident."""
    found = written(program, path, scope, expression, depth)
    return None if found is None else _filled(program, found.path, found.scope, found.text, found.depth)


class Written(NamedTuple):
    """A text as it is written, with its holes, where it stands, and how many names led there."""

    path: str
    scope: int
    text: Text
    depth: int


def written(program: Program, path: str, scope: int, expression: Expression, depth: int = 0) -> Written | None:
    """The text that is written, or that the only value of what is named is; None for anything else."""
    while depth <= DEEPEST:
        if isinstance(expression, Text):
            return Written(path, scope, expression, depth)
        reference = program.resolve(path, scope, expression) if isinstance(expression, str) else None
        values = program.values(reference) if reference else ()
        if reference is None or len(values) != 1:
            return None
        path, scope, expression, depth = reference.partition("::")[0], 0, values[0], depth + 1
    return None


def _filled(program: Program, path: str, scope: int, text: Text, depth: int) -> str | None:
    pieces = text.value.split("{}")
    if not text.holes:
        return text.value
    if len(pieces) != len(text.holes) + 1:
        return None
    filled = pieces[0]
    for hole, piece in zip(text.holes, pieces[1:], strict=True):
        inner = text_of(program, path, scope, hole, depth + 1)
        if inner is None:
            return None
        filled += inner + piece
    return filled


def unrolled(module: Scopes, scope: int, call: Call, named: Expression) -> Iterator[Call]:
    """A call in a loop over constant texts, once for each: with `f"{kind}_roles"`, for each value of `kind`.

    `named` is the part of the call that must become constant; a call in no such loop is given as it is.
    """
    hole = named.holes[0] if isinstance(named, Text) and len(set(named.holes)) == 1 else None
    texts = looped(module, scope, hole) if isinstance(hole, str) else []
    if not texts:
        yield call
    for text in texts:
        filled = _with(call, str(hole), text)
        if isinstance(filled, Call):
            yield filled


def looped(module: Scopes, scope: int, name: str) -> list[str]:
    """The constant texts that a loop gives to a name; none if anything else does too."""
    loops = module.assigned(scope, name)
    values = loops[0].value if len(loops) == 1 and loops[0].how == "for" else None
    texts = [constant(each) for each in values.items] if isinstance(values, Group) else []
    return [text for text in texts if text is not None] if None not in texts else []


def _with(expression: Expression, name: str, text: str) -> Expression:
    """The expression with the text in place of the name where a text has it as a hole."""
    if isinstance(expression, Text):
        if all(hole == name for hole in expression.holes):
            return Text(expression.value.replace("{}", text)) if expression.holes else expression
        return expression
    if isinstance(expression, Call):
        arguments = tuple(_with(each, name, text) for each in expression.arguments)
        keywords = tuple((key, _with(value, name, text)) for key, value in expression.keywords)
        return Call(expression.function, arguments, keywords, expression.line)
    if isinstance(expression, Group):
        return Group(tuple(_with(each, name, text) for each in expression.items), expression.kind)
    return expression
