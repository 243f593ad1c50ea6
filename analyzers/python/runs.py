"""Runs: from what each name of a program means to who may run what, method by method, also inside one class or module."""

from .program import Program
from .references import is_inside


class Runs:
    """Collects pairs of a function, class or module and what may run because of it.

    That is what it calls, the constructor of a class that it calls, the properties it reads, the functions it hands to
    others, and the functions that are defined inside of it.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._pairs: set[tuple[str, str]] = set()
        self._made: set[str] = set()

    def add(self, source: str, reference: str | None, called: bool) -> None:
        """A name that `source` calls or only mentions: then a function runs, and a class does not."""
        if reference is None or (source, reference) in self._pairs or not is_inside(reference):
            return
        definition = self.program.definition(reference)
        if definition is None or source == reference:
            return
        if definition.kind == "function":
            self._pairs.add((source, reference))
        elif called:
            self._pairs.add((source, reference))
            self._make(reference)

    def _make(self, reference: str) -> None:
        if reference not in self._made:
            self._made.add(reference)
            for name in ("__new__", "__init__", "__post_init__"):
                method = self.program.member(reference, name)
                if method and is_inside(method) and self.program.definition(method):
                    self._pairs.add((reference, method))

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All of them, sorted."""
        return tuple(sorted(self._pairs | set(self._nested())))

    def _nested(self) -> set[tuple[str, str]]:
        """Functions inside of functions: whoever runs the outer one may run the inner one."""
        found = set()
        for path, module in self.program.modules.items():
            definitions = module.facts.definitions
            for definition in definitions[1:]:
                outer = definitions[definition.parent]
                if definition.kind == outer.kind == "function":
                    found.add((f"{path}::{outer.name}", f"{path}::{definition.name}"))
        return found
