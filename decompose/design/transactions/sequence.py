"""From an entry point or a transaction to the reads and writes it can cause, in the order of the text through calls.

Where one line does several things, it is taken to read first, then to call, then to write: `Line(order=Order.find(id)).save()`.
"""

from msgspec import Struct

from decompose.design.transactions.ways import Move, Ways
from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind, by_itself
from decompose.evidence.resource import ResourceUse
from decompose.evidence.transaction import INHERITED, Transaction, TransactionKind

MOST_STEPS = 300
"""Steps of one sequence; chosen: ten screens, beyond which nobody reads."""

DEEPEST = 40
"""Calls within calls that are followed (chosen)."""


class Step(Struct, frozen=True, omit_defaults=True):
    """One read or write of a table, or something that another machine is asked to do: then `outside` says which.

    `access` is reads, writes or sends, `flags` as in Evidence. `transaction` counts the transactions of the sequence from 1,
    0 for none; `later` tells that only a task, signal or event leads there.
    """

    table: str
    access: str
    function: str
    location: Location
    flags: tuple[str, ...] = ()
    confidence: float = 1.0
    transaction: int = 0
    later: bool = False
    outside: str = ""


class Sequence(Struct, frozen=True):
    """The steps from one start, and the transactions they are in; `whole` unless there are more steps than are told."""

    start: str
    steps: tuple[Step, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    whole: bool = True


def sequence_from(ways: Ways, start: str) -> Sequence:
    """What an entry point, or a function, can cause; each function is followed once in each transaction."""
    walk = _Walk(ways)
    for function in ways.starts.get(start, (start,)):
        walk.follow(function, 0, 0)
    walk.follow_triggers()
    return walk.sequence(start)


def sequence_in(ways: Ways, transaction: Transaction, *, signals: bool = False) -> Sequence:
    """What happens within one transaction; what its commit starts is left out, and what its `signals` lead to unless asked.

    A method that a class has from an ancestor runs the text of that for an object of the class. Where even that tells of no
    write, the one table is known that it writes itself, if it is one, or else what the class saves that it is known to write.
    """
    heir = transaction.function.rpartition(".")[0] if INHERITED in transaction.marks else ""
    walk = _Walk(ways, heir)
    number = walk.enter(transaction)
    text = ways.heirs.text_of(transaction.function) if heir else transaction.function
    lines = range(transaction.first, transaction.last + 1)
    moves = [move for move in ways.moves(text) if move.line in lines]
    walk.moves([*moves, *ways.moves_for(heir, text)], text, number, 0)
    if not walk.writes:
        walk.moves(
            _written_by(transaction) or _saved_by(ways.moves(heir), transaction), transaction.function, number, 0
        )
    if signals:
        walk.follow_triggers()
    return walk.sequence(transaction.function)


def _written_by(transaction: Transaction) -> list[Move]:
    """The table that a transaction writes itself, where its lines tell nothing and it is the only one."""
    own = [written for written in transaction.writes if written.direct and not written.cascade]
    if len(own) != 1:
        return []
    kind, table = EvidenceKind.WRITES, f"table:{own[0].table}"
    piece = Evidence(kind, transaction.function, table, transaction.location, confidence=own[0].confidence)
    return [Move(transaction.location.line, kind, table, piece)]


def _saved_by(moves: list[Move], transaction: Transaction) -> list[Move]:
    """Rows that a class is known to save, nobody knows where, as far as the transaction writes them; no deletions."""
    written = {f"table:{each.table}" for each in transaction.writes if not each.cascade}
    saved: dict[str, Move] = {}
    for move in moves:
        if move.kind is EvidenceKind.WRITES and move.target in written and move.step and _saves(move.step):
            saved.setdefault(move.target, move)
    return list(saved.values())


def _saves(piece: Evidence) -> bool:
    return "delete" not in piece.flags and not by_itself(piece.flags)


class _Walk:
    """The steps so far, and what has been followed, for an object of the class `heir` where it runs the text of ancestors."""

    def __init__(self, ways: Ways, heir: str = "") -> None:
        self._ways, self._heir = ways, heir
        self._steps: list[Step] = []
        self._transactions: list[Transaction] = []
        self._followed: set[tuple[str, int]] = set()
        self._triggered: dict[str, None] = {}
        self._deferred: dict[int, list[str]] = {}
        self._later = False
        self._whole = True

    def sequence(self, start: str) -> Sequence:
        return Sequence(start, tuple(self._steps), tuple(self._transactions), self._whole)

    @property
    def writes(self) -> bool:
        """Whether any of the steps writes."""
        return any(step.access == EvidenceKind.WRITES for step in self._steps)

    def enter(self, transaction: Transaction) -> int:
        """The number of a transaction in this sequence."""
        if transaction not in self._transactions:
            self._transactions.append(transaction)
        return self._transactions.index(transaction) + 1

    def follow(self, function: str, number: int, depth: int) -> None:
        """The steps of one function that runs in the transaction of this number."""
        if (function, number) in self._followed or depth > DEEPEST:
            return
        self._followed.add((function, number))
        own = self._ways.moves(function)
        self.moves([*own, *self._ways.moves_for(self._heir, function)] if self._heir else own, function, number, depth)

    def moves(self, moves: list[Move], function: str, number: int, depth: int) -> None:
        """The steps of some moves of a function, and behind each transaction what its commit starts."""
        before = number
        for move in moves:
            inside = self._transaction_at(function, move.line, number)
            if before not in (inside, number):
                self._commit(before, depth)
            before = inside
            if move.use is not None:
                self._send(move.use, inside)
            elif move.step is not None:
                self._step(move, function, inside)
            elif move.kind is EvidenceKind.TRIGGERS:
                self._triggered.setdefault(move.target)
            elif move.committed and inside:
                self._deferred.setdefault(inside, []).append(move.target)
            else:
                self.follow(self._run_by(function, move.target), inside, depth + 1)
        if before != number:
            self._commit(before, depth)

    def _run_by(self, caller: str, target: str) -> str:
        return self._ways.heirs.run_by(self._heir, caller, target) if self._heir else target

    def _commit(self, number: int, depth: int) -> None:
        for target in self._deferred.pop(number, ()):
            self.follow(target, 0, depth + 1)

    def _transaction_at(self, function: str, line: int, outer: int) -> int:
        """The transaction of a line: the one it is called in, unless a commit of its own ends it."""
        for transaction in self._ways.transactions(function):
            own = transaction.kind is TransactionKind.COMMIT
            if (own or not outer) and transaction.first <= line <= transaction.last:
                return self.enter(transaction)
        return outer

    def _step(self, move: Move, function: str, number: int) -> None:
        piece = move.step
        if len(self._steps) >= MOST_STEPS or piece is None or piece.location is None:
            self._whole = False
            return
        found = Step(
            piece.target, piece.kind.value, function, piece.location, piece.flags, piece.confidence, number, self._later
        )
        self._steps.append(found)
        if piece.kind is EvidenceKind.WRITES:
            for target in self._ways.receivers(piece.target):
                self._triggered.setdefault(target)

    def _send(self, use: ResourceUse, number: int) -> None:
        if len(self._steps) >= MOST_STEPS:
            self._whole = False
            return
        step = Step(
            "", use.direction, use.source, use.location, (use.kind,), use.confidence, number, self._later, use.resource
        )
        self._steps.append(step)

    def follow_triggers(self) -> None:
        """The steps of what tasks, signals and events lead to, once all others are told."""
        self._later = True
        followed: set[str] = set()
        while waiting := [target for target in self._triggered if target not in followed]:
            for target in waiting:
                followed.add(target)
                for function in self._ways.methods(target):
                    self.follow(function, 0, 0)
