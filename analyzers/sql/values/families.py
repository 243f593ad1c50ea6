"""The classes of a program → in which order each looks up a method, and who inherits from it."""

from collections.abc import Mapping

from decompose.evidence.unit import Role

from ...python.facts import Call, Definition, Group
from ...python.names.program import Program
from ..schema.declared import ClassFacts
from ..schema.sqlalchemy.models import snake_case
from ..scopes import Scopes

MOST_OWNERS = 4
"""Classes that may have a method of a name for the name to tell which is meant."""

MOST_LIKELY = 8
"""Methods of one family that a call may mean; more of them tell little."""


_ROOTS = ("external:builtins.", "external:abc.", "external:typing.")


class Families:
    """Ancestors and heirs of the classes of one program; heirs in tests do not count."""

    def __init__(self, program: Program, scopes: Mapping[str, Scopes], classes: Mapping[str, ClassFacts]) -> None:
        self._scopes = scopes
        self._classes = classes
        self._methods: dict[tuple[str, str, str], str] = {}
        self._named: dict[str, list[str]] | None = None
        self._words: dict[str, str] = {}
        heirs: dict[str, list[str]] = {}
        for reference, facts in classes.items():
            if program.modules[facts.path].role is Role.PRODUCT:
                for base in facts.bases:
                    if base in classes:
                        heirs.setdefault(base, []).append(reference)
        self._heirs = {base: tuple(sorted(found)) for base, found in heirs.items()}

    def line(self, reference: str) -> tuple[str, ...]:
        """A class and its ancestors, as methods are looked up."""
        known = self._classes.get(reference)
        return (reference, *known.bases) if known is not None else ()

    def heirs(self, reference: str) -> tuple[str, ...]:
        """Every class of product code that inherits from one, sorted."""
        return self._heirs.get(reference, ())

    def method(self, reference: str, name: str, after: str = "") -> str:
        """The method that a name means for an instance of a class, or behind one of its ancestors; "" if the tree has none."""
        key = (reference, name, after)
        if key not in self._methods:
            self._methods[key] = self._method(reference, name, after)
        return self._methods[key]

    def is_behind_library(self, reference: str, method: str) -> bool:
        """Whether a class of a library that is no root of everything comes before the class whose method is meant."""
        line = self.line(reference)
        owner = method.rpartition(".")[0]
        before = line[: line.index(owner)] if owner in line else ()
        return any(base.startswith("external:") and not base.startswith(_ROOTS) for base in before)

    def methods(self, reference: str) -> list[str]:
        """The names of the methods that a class has, its own and its ancestors', sorted."""
        found: set[str] = set()
        for base in self.line(reference):
            facts = self._classes.get(base)
            module = self._scopes[facts.path] if facts is not None else None
            if facts is not None and module is not None:
                found.update(module.definition(each).name.rpartition(".")[2] for each in module.methods(facts.scope))
        return sorted(found)

    def likely(self, name: str, call: Call, word: str) -> tuple[str, ...]:
        """The methods that a call may mean of an object of which only its name tells something.

        They have the name and take what is given. Either the classes of one family are called as the object is (`step` is
        a `FormStep`), or the name of the method says enough and there is but one family.
        """
        named = self._owners(name)
        if not any(self._is_called(each, word) for each in named) and ("_" not in name.strip("_")):
            return ()
        owners = [each for each in named if accepts(self._definition(each, name), call)]
        alike = [each for each in owners if self._is_called(each, word)]
        root = self._root(alike)
        family = [each for each in owners if root in self.line(each)] if root else []
        if not family and "_" in name.strip("_") and len(owners) <= MOST_OWNERS:
            root = self._root(owners)
            family = [root] if root else []
        return tuple(f"{each}.{name}" for each in family) if len(family) <= MOST_LIKELY else ()

    def _is_called(self, owner: str, word: str) -> bool:
        """Whether the name of a class ends as an object is called."""
        if owner not in self._words:
            self._words[owner] = f"_{snake_case(_last(owner))}"
        return bool(word) and self._words[owner].endswith(f"_{word}")

    def _owners(self, name: str) -> list[str]:
        if self._named is None:
            self._named = {}
            for reference, facts in self._classes.items():
                module = self._scopes[facts.path]
                for method in module.methods(facts.scope):
                    self._named.setdefault(_last(module.definition(method).name), []).append(reference)
        return self._named.get(name, [])

    def _root(self, owners: list[str]) -> str:
        roots = [each for each in owners if not any(other in self.line(each)[1:] for other in owners)]
        return roots[0] if len(roots) == 1 else ""

    def _definition(self, owner: str, name: str) -> Definition:
        module = self._scopes[self._classes[owner].path]
        return module.definition(module.index_of[f"{owner.partition('::')[2]}.{name}"])

    def _method(self, reference: str, name: str, after: str) -> str:
        line = self.line(reference)
        start = line.index(after) + 1 if after in line else 0
        for base in line[start:]:
            path, _, qualified = base.partition("::")
            module = self._scopes.get(path)
            if module is not None and f"{qualified}.{name}" in module.index_of:
                return f"{base}.{name}"
        return ""


def accepts(definition: Definition, call: Call) -> bool:
    """Whether a method takes what a call of it gives."""
    parameters = [each for each in definition.parameters if each.name not in {"/", "*"}]
    named = [each for each in parameters if not each.name.startswith("*")]
    if named and named[0].name in {"self", "cls"}:
        named = named[1:]
    if any(isinstance(each, Group) and each.kind == "star" for each in call.arguments) or "**" in dict(call.keywords):
        return True
    takes_more = any(each.name.startswith("*") and not each.name.startswith("**") for each in parameters)
    takes_any = any(each.name.startswith("**") for each in parameters)
    given = {name for name, _ in call.keywords}
    if not takes_more and len(call.arguments) > len(named):
        return False
    if not takes_any and given - {each.name for each in named}:
        return False
    needed = [each.name for each in named[len(call.arguments) :] if each.default is None]
    return takes_more or not set(needed) - given


def _last(name: str) -> str:
    return name.rpartition("::")[2].rpartition(".")[2]
