"""From the facts of product code to its calls by the last name of what they call, read in one pass when first asked for."""

from collections.abc import Sequence

from ..facts import Attribute, Call
from ..occurrences import calls_in
from ..parts import is_super, last_name
from .tree import Tree
from .verbs import Verbs

ANY_VERB = "*"
"""Stands for the name of what a handler for the verb of a request is called by."""

Site = tuple[str, int, Call]


class CallsByName:
    """Calls that give arguments, and the names of what is called on `super()`."""

    def __init__(self, tree: Tree, verbs: Verbs) -> None:
        self.tree = tree
        self.verbs = verbs
        self._giving: dict[str, list[Site]] | None = None
        self._extending: set[tuple[str, int, str]] = set()

    def giving(self, name: str) -> Sequence[Site]:
        """The calls by a name that give arguments, each with its module and scope."""
        return self._read().get(name, ())

    def extends(self, path: str, scope: int, name: str) -> bool:
        """Whether a scope calls `super().name()`."""
        self._read()
        return (path, scope, name) in self._extending

    def _read(self) -> dict[str, list[Site]]:
        if self._giving is None:
            self._giving = {}
            for path, facts in self.tree.facts.items():
                if path in self.tree.products:
                    for scope, call in calls_in(facts):
                        self._keep(self._giving, path, scope, call)
        return self._giving

    def _keep(self, giving: dict[str, list[Site]], path: str, scope: int, call: Call) -> None:
        function = call.function
        if isinstance(function, Attribute) and is_super(function):
            self._extending.add((path, scope, function.name))
        if call.arguments or call.keywords:
            name = ANY_VERB if self.verbs.is_handler(path, scope, function) else last_name(function)
            giving.setdefault(name, []).append((path, scope, call))
