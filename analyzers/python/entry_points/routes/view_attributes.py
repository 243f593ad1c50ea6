"""From a class of views to the texts that its attributes are, inherited ones included."""

from collections.abc import Iterator

from ...facts import Group, Text
from ...names.program import Program, is_external

DEEPEST = 5
"""Sets put together of sets, one within the other, that are gone into."""


def text_of_attribute(program: Program, view: str, attribute: str) -> str | None:
    """The text that an attribute of a class is; None if it has none, or what it is cannot be told."""
    member = program.member(view, attribute)
    if member is None or is_external(member):
        return None
    home, scope = member.partition("::")[0], program.scope_of(member.rpartition(".")[0])
    texts = (program.text(home, scope, value) for value in program.values(member))
    return next((text.value for text in texts if text is not None), None)


def words_of(program: Program, view: str, attribute: str) -> frozenset[str]:
    """All texts in the sets that an attribute of a class is put together of."""
    member = program.member(view, attribute)
    return frozenset(_texts(program, member, 0)) if member else frozenset()


def _texts(program: Program, reference: str, depth: int) -> Iterator[str]:
    if depth == DEEPEST or is_external(reference):
        return
    home, scope = reference.partition("::")[0], program.scope_of(reference.rpartition(".")[0])
    pending = list(program.values(reference))
    for one in pending:
        if isinstance(one, Text):
            yield one.value
        elif isinstance(one, Group):
            pending += one.items
        elif isinstance(one, str) and (found := program.resolve(home, scope, one)) is not None:
            yield from _texts(program, found, depth + 1)
