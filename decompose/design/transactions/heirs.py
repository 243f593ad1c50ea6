"""Heirs: from evidence to which method runs for an object of a class where the text of one of its ancestors calls another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import Evidence, EvidenceKind


class Heirs:
    """The classes that each class inherits from, and the methods that are known to do anything."""

    def __init__(self, evidence: Iterable[Evidence], functions: Iterable[str]) -> None:
        self._functions = frozenset(functions)
        self._bases: dict[str, list[str]] = defaultdict(list)
        for piece in evidence:
            if piece.kind is EvidenceKind.INHERITS:
                self._bases[piece.source].append(piece.target)
        self._lineages: dict[str, tuple[str, ...]] = {}

    def lineage(self, owner: str) -> tuple[str, ...]:
        """The class itself, then what it inherits from, near before far."""
        if owner not in self._lineages:
            self._lineages[owner] = tuple(self._near_before_far(owner))
        return self._lineages[owner]

    def _near_before_far(self, owner: str) -> Iterator[str]:
        seen, layer = {owner}, [owner]
        while layer:
            yield from layer
            above = [base for one in layer for base in sorted(self._bases.get(one, ()))]
            layer = [base for base in dict.fromkeys(above) if base not in seen]
            seen.update(layer)

    def text_of(self, method: str) -> str:
        """Where the text of a method stands that a class may have from an ancestor; the method itself if nobody knows."""
        owner, _, name = method.rpartition(".")
        return next((f"{one}.{name}" for one in self.lineage(owner) if f"{one}.{name}" in self._functions), method)

    def run_by(self, heir: str, caller: str, target: str) -> str:
        """What runs for an object of `heir` where a method of its lineage calls `target`.

        A call of the same name goes on to an ancestor (`super()`), and so stays what it is.
        """
        (calling, _, same), (owner, _, name) = caller.rpartition("."), target.rpartition(".")
        family = calling in self.lineage(heir) and "::" in owner
        if not family or name == same or not (owner in self.lineage(heir) or calling in self.lineage(owner)):
            return target
        return self.text_of(f"{heir}.{name}")
