"""Classes with a metaclass of the system's own → those that it makes proxies of their parents, whatever their own `Meta` says."""

from collections.abc import Iterator, Mapping

from ....python.names.program import Program
from ...scopes import Scopes, last_name
from ..declared import ClassFacts


class ProxyMakers:
    """The metaclasses whose code says `proxy = True`."""

    def __init__(self, program: Program, scopes: Mapping[str, Scopes], classes: Mapping[str, ClassFacts]) -> None:
        self._program = program
        self._scopes = scopes
        self._classes = classes
        self._known: dict[str, bool] = {}

    def make(self, facts: ClassFacts) -> bool:
        """Whether a class or an ancestor has such a metaclass: `class Room(Thing, metaclass=ProxyBase)`."""
        family = (facts, *(self._classes[base] for base in facts.bases if base in self._classes))
        return any(self._makes(metaclass) for each in family for metaclass in self._metaclasses(each))

    def _metaclasses(self, facts: ClassFacts) -> Iterator[str]:
        """What the class statement names, or its body as Python 2 had it, and the ancestors of that."""
        written = dict(facts.definition.keywords).get("metaclass")
        if written is None and "__metaclass__" in facts.fields:
            written = facts.fields["__metaclass__"].value
        found = self._program.resolve(facts.path, facts.definition.parent, written) if written is not None else None
        if found is not None and found in self._classes:
            yield from (found, *self._classes[found].bases)

    def _makes(self, metaclass: str) -> bool:
        if metaclass not in self._known:
            self._known[metaclass] = metaclass in self._classes and self._says_so(self._classes[metaclass])
        return self._known[metaclass]

    def _says_so(self, facts: ClassFacts) -> bool:
        module = self._scopes[facts.path]
        return any(
            assignment.value == "True"
            and any(last_name(target) == "proxy" for target in assignment.targets)
            and module.definition(assignment.scope).name.startswith(f"{facts.definition.name}.")
            for assignment in module.facts.assignments
        )
