"""From findings to the ways on which a table is reached: what each function does to tables and calls, line by line."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from decompose.design.transactions.heirs import Heirs
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.passage import Passage
from decompose.evidence.reach import callers_of, closure, starts_of
from decompose.evidence.resource import ANSWERING, Direction, ResourceUse
from decompose.evidence.transaction import INHERITED, Transaction

TOUCHES = frozenset((EvidenceKind.READS, EvidenceKind.WRITES))
_ORDER = {EvidenceKind.READS: 0, EvidenceKind.CALL: 1, EvidenceKind.WRITES: 2, EvidenceKind.TRIGGERS: 3}


class Move(Struct, frozen=True):
    """One thing that a function does at a line: an access to a table (`step`), or going on in `target`.

    `committed` as in Passage; `use` is what it asks of another machine, for good or not at all.
    """

    line: int
    kind: EvidenceKind
    target: str
    step: Evidence | None = None
    committed: bool = False
    use: ResourceUse | None = None


class Ways:
    """The moves of each function, the transactions it holds, and what an entry point starts."""

    def __init__(self, findings: Findings) -> None:
        self.starts = starts_of(findings)
        self._moves: dict[str, list[Move]] = defaultdict(list)
        self._transactions: dict[str, list[Transaction]] = defaultdict(list)
        self._receivers: dict[str, list[str]] = defaultdict(list)
        self._methods: dict[str, list[str]] = defaultdict(list)
        deferred = {(passage.source, passage.target) for passage in findings.runs if passage.committed}
        for passage in findings.runs:
            if passage.committed or (passage.source, passage.target) not in deferred:
                move = Move(passage.line, EvidenceKind.CALL, passage.target, committed=passage.committed)
                self._moves[passage.source].append(move)
        for transaction in findings.transactions:
            self._transactions[transaction.function].append(transaction)
        self._read(findings.evidence)
        for use in findings.resources:
            if use.kind in ANSWERING and use.direction is Direction.SENDS:
                self._moves[use.source].append(Move(use.location.line, EvidenceKind.CALL, use.source, use=use))
        for function, moves in self._moves.items():
            moves.sort(key=lambda move: (move.line, _ORDER[move.kind], move.target))
            owner, dot, _ = function.rpartition(".")
            if dot and "::" in owner:
                self._methods[owner].append(function)
        self.heirs = Heirs(findings.evidence, (*self._moves, *(passage.target for passage in findings.runs)))

    def _read(self, evidence: Iterable[Evidence]) -> None:
        triggers: dict[str, list[str]] = defaultdict(list)
        defined: list[tuple[str, str]] = []
        for piece in evidence:
            line = piece.location.line if piece.location else 0
            if piece.kind in TOUCHES:
                self._moves[piece.source].append(Move(line, piece.kind, piece.target, piece))
            elif piece.kind is EvidenceKind.TRIGGERS:
                self._moves[piece.source].append(Move(line, piece.kind, piece.target))
                triggers[piece.source].append(piece.target)
            elif piece.kind is EvidenceKind.DEFINES:
                defined.append((piece.source, piece.target))
        for source, table in defined:
            self._receivers[table].extend(triggers.get(source, ()))

    def moves(self, function: str) -> list[Move]:
        """What a function does, in order of its lines."""
        return self._moves.get(function, [])

    def moves_for(self, heir: str, function: str) -> list[Move]:
        """What a method of an ancestor does to tables that only its heir tells it of; where in it is not known.

        Such an access is one of the class, and says in words in which method it is made.
        """
        place = f" in {function.rpartition('::')[2]}"
        return [move for move in self._moves.get(heir, ()) if move.step and move.step.detail.endswith(place)]

    def transactions(self, function: str) -> list[Transaction]:
        """The transactions that a function holds, in order of its lines."""
        return self._transactions.get(function, [])

    def receivers(self, table: str) -> list[str]:
        """What the signals of the class start that is mapped to a table."""
        return self._receivers.get(table, [])

    def methods(self, target: str) -> list[str]:
        """A function itself; of a class its methods, of which any may run."""
        return [target, *sorted(self._methods.get(target, ()))]


def passages_to_tables(findings: Findings) -> tuple[Passage, ...]:
    """Those passages that lead to a function which reads or writes a table, at once or later.

    And those within the lineage of a class that inherits a transaction: what they lead to, the class decides.
    """
    leading = closure((piece.source for piece in findings.evidence if piece.kind in TOUCHES), callers_of(findings.runs))
    heirs = Heirs(findings.evidence, ())
    inherited = {each.function.rpartition(".")[0] for each in findings.transactions if INHERITED in each.marks}
    families = {owner for heir in inherited for owner in heirs.lineage(heir)[1:]}
    return tuple(
        passage
        for passage in findings.runs
        if passage.target in leading or {_owner(passage.source), _owner(passage.target)} <= families
    )


def _owner(function: str) -> str:
    return function.rpartition(".")[0]
