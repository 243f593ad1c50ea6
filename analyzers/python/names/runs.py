"""Runs: from what each name of a program means to who may run what, method by method, also inside one class or module."""

from decompose.evidence.passage import Passage

from ..references import is_inside
from .program import Program


class Runs:
    """Collects passages: a function, class or module and what may run because of it.

    That is what it calls, the constructor of a class that it calls, the properties it reads, the functions it hands to
    others, and the functions that are defined inside of it.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._pairs: dict[tuple[str, str], int] = {}
        self._made: set[str] = set()

    def add(self, source: str, reference: str | None, called: bool, line: int = 0) -> None:
        """A name that `source` calls or only mentions: then a function runs, and a class does not."""
        if reference is None or not is_inside(reference):
            return
        known = self._pairs.get((source, reference))
        if known is not None:
            self._pairs[source, reference] = min(known, line)
            return
        definition = self.program.definition(reference)
        if definition is None or source == reference:
            return
        if definition.kind == "function":
            self._pairs[source, reference] = line
        elif called:
            self._pairs[source, reference] = line
            self._make(reference)

    def _make(self, reference: str) -> None:
        if reference not in self._made:
            self._made.add(reference)
            for name in ("__new__", "__init__", "__post_init__"):
                method = self.program.member(reference, name)
                if method and is_inside(method) and self.program.definition(method):
                    self._pairs[reference, method] = 0

    def passages(self) -> tuple[Passage, ...]:
        """All of them, sorted."""
        found = {**self._nested(), **self._pairs}
        return tuple(sorted(Passage(source, target, line) for (source, target), line in found.items()))

    def _nested(self) -> dict[tuple[str, str], int]:
        """Functions inside of functions: whoever runs the outer one may run the inner one."""
        found = {}
        for path, module in self.program.modules.items():
            definitions = module.facts.definitions
            for definition in definitions[1:]:
                outer = definitions[definition.parent]
                if definition.kind == outer.kind == "function":
                    found[f"{path}::{outer.name}", f"{path}::{definition.name}"] = definition.line
        return found
