"""The classes of a program → in which order each looks up a method, and who inherits from it."""

from collections.abc import Mapping

from decompose.evidence.unit import Role

from ..python.program import Program
from .schema.declared import ClassFacts
from .scopes import Scopes

MOST_OWNERS = 4
"""Classes that may have a method of a name for the name to tell which is meant."""


class Families:
    """Ancestors and heirs of the classes of one program; heirs in tests do not count."""

    def __init__(self, program: Program, scopes: Mapping[str, Scopes], classes: Mapping[str, ClassFacts]) -> None:
        self._scopes = scopes
        self._classes = classes
        self._methods: dict[tuple[str, str, str], str] = {}
        self._named: dict[str, list[str]] | None = None
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

    def only(self, name: str) -> str:
        """The one method of this name that the tree has, those that override it left out; "" for names that say little."""
        if self._named is None:
            self._named = {}
            for reference, facts in self._classes.items():
                module = self._scopes[facts.path]
                for method in module.methods(facts.scope):
                    self._named.setdefault(module.definition(method).name.rpartition(".")[2], []).append(reference)
        owners = self._named.get(name, [])
        if "_" not in name.strip("_") or not 0 < len(owners) <= MOST_OWNERS:
            return ""
        roots = [each for each in owners if not any(other in self.line(each)[1:] for other in owners)]
        return f"{roots[0]}.{name}" if len(roots) == 1 else ""

    def _method(self, reference: str, name: str, after: str) -> str:
        line = self.line(reference)
        start = line.index(after) + 1 if after in line else 0
        for base in line[start:]:
            path, _, qualified = base.partition("::")
            module = self._scopes.get(path)
            if module is not None and f"{qualified}.{name}" in module.index_of:
                return f"{base}.{name}"
        return ""
