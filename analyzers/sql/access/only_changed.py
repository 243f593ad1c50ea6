"""The variables of a module that hold queries → those of whose rows nothing is read: all that happens is `query.update(…)`."""

from collections.abc import Iterator

from ...python.facts import Call, Expression
from ..scopes import Scopes, last_name, parts_of
from ..values.values import Link, chain_of
from ..vocabulary import CHANGES, CREATES, DELETES

_ENDS = (CHANGES | DELETES) - CREATES


class OnlyChanged:
    """The names of one module that stand for queries until they are used to change rows."""

    def __init__(self, module: Scopes) -> None:
        self._module = module
        self._known: dict[tuple[int, str], bool] = {}
        changing = ((scope, each) for scope, each in module.expressions() if _changes(each))
        self._names = {(scope, start) for scope, each in changing if isinstance(start := chain_of(each)[0], str)}

    def holds(self, scope: int, name: str) -> bool:
        """Whether a variable of a function is used for nothing but to change the rows of the query that it holds, and to
        narrow that query down, be it by a function that is given it."""
        if (scope, name) not in self._names:
            return False
        if (scope, name) not in self._known:
            self._known[scope, name] = all(_changes_rows(links) for links in self._uses(scope, name))
        return self._known[scope, name]

    def _uses(self, scope: int, name: str) -> Iterator[list[Link]]:
        """The steps that are taken from a name wherever it is used, also in functions within; what is assigned to the name
        itself does not count."""
        for assignment in self._module.facts.assignments:
            if scope in self._module.enclosing_functions(assignment.scope):
                links = list(_taken(assignment.value, name))
                yield from links[1:] if assignment.targets == (name,) and _makes_more(assignment.value, name) else links
        for use in self._module.facts.uses:
            if scope in self._module.enclosing_functions(use.scope):
                yield from _taken(use.expression, name)


def _changes(expression: Expression) -> bool:
    return isinstance(expression, Call) and last_name(expression.function) in _ENDS


def _changes_rows(links: list[Link]) -> bool:
    return bool(links) and links[-1].name in _ENDS and links[-1].call is not None


def _makes_more(expression: Expression, name: str) -> bool:
    """Whether a name begins an expression, or is given as it stands to the function whose call that is: `recent(query)`."""
    is_given = isinstance(expression, Call) and expression.arguments[:1] == (name,)
    return is_given or chain_of(expression)[0] == name


def _taken(expression: Expression, name: str) -> Iterator[list[Link]]:
    """The steps behind each mention of a name, the outermost first; none where it stands alone."""
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        start, links = chain_of(current)
        if start == name:
            yield links
        elif isinstance(start, str) or start is None:
            pass
        elif links:
            waiting.append(start)
        else:
            waiting.extend(reversed(parts_of(start)))
        for link in links:
            if link.call is not None:
                waiting.extend((*link.call.arguments, *(value for _, value in link.call.keywords)))
