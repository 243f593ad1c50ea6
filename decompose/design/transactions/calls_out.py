"""From transactions and uses of resources to what leaves the database while a transaction is open.

Whoever waits for another machine there holds locks as long as that takes, and what was sent stays sent when the transaction is
rolled back.
"""

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.resource import IRREVOCABLE, Direction, ResourceKind, ResourceUse
from decompose.evidence.transaction import Transaction, TransactionKind

DEEPEST = 6
"""Calls within calls that are followed from a transaction (chosen: beyond, few of them happen in one run)."""

PER_CALL = 0.95
"""What each call on the way takes from the confidence (chosen)."""

ENQUEUES = frozenset(
    ("delay", "apply_async", "send_task", "enqueue", "enqueue_once", "defer_async", "kiq", "send_with_options")
)
"""Calls that hand a task to a broker at once; `delay_on_commit` and the like wait for the commit."""

TASKS = "task"
"""The client of a task that is enqueued: whichever broker takes it."""

Calls = dict[str, list[tuple[int, str]]]
"""From each function to the lines at which it calls others."""


_Reached = tuple[int, str, tuple[str, ...]]
"""The line in the transaction, the function that runs because of it, and those on the way to it."""


class CallOut(Struct, frozen=True, order=True, omit_defaults=True):
    """A use of a resource while the transaction of `function` is open; `transaction` is where that begins.

    `location` is the place in the transaction, `place` that of the use itself; `way` are the functions from the one that
    holds the transaction to the one that uses the resource, both left out. `waits` if the answer is waited for; else it
    only tells others what may yet be rolled back.
    """

    function: str
    transaction: Location
    kind: ResourceKind
    name: str
    client: str
    location: Location
    place: Location
    user: str
    way: tuple[str, ...] = ()
    waits: bool = True
    confidence: float = 1.0


def calls_out_of(findings: Findings) -> tuple[CallOut, ...]:
    """Every resource that a transaction of at least one write may use before its end, by transaction; the nearest use of each."""
    uses = _uses(findings)
    calls = _leading(_calls(findings), set(uses)) if uses else {}
    found = [
        call
        for transaction in findings.transactions
        if uses and transaction.kind is not TransactionKind.REQUEST and transaction.writes
        for call in _inside(transaction, uses, calls)
    ]
    return tuple(sorted(set(found)))


def _uses(findings: Findings) -> dict[str, list[ResourceUse]]:
    found: dict[str, list[ResourceUse]] = defaultdict(list)
    for use in findings.resources:
        held = not use.flags or set(use.flags) <= {"no-timeout", "wrapped"}
        acts = use.direction is not Direction.RECEIVES and (
            use.kind is not ResourceKind.QUEUE or use.direction is Direction.SENDS
        )
        if use.kind in IRREVOCABLE and held and acts and _leaves(use):
            found[use.source].append(use)
    for use in _enqueued(findings):
        found[use.source].append(use)
    return found


def _enqueued(findings: Findings) -> Iterator[ResourceUse]:
    """Tasks that are enqueued at once: the message leaves, whatever becomes of the transaction."""
    deferred = {(passage.source, passage.target) for passage in findings.runs if passage.committed}
    for piece in findings.evidence:
        at_once = piece.kind is EvidenceKind.TRIGGERS and piece.detail.partition(" ")[0] in ENQUEUES
        if at_once and piece.location and (piece.source, piece.target) not in deferred:
            name = piece.target.rpartition("::")[2]
            yield ResourceUse(piece.source, piece.location, ResourceKind.QUEUE, TASKS, name, Direction.SENDS)


def _leaves(use: ResourceUse) -> bool:
    """Whether a use asks another machine; what a file field or a store's declaration is, does not."""
    return use.direction is not Direction.USES or use.kind in (
        ResourceKind.HTTP,
        ResourceKind.RPC,
        ResourceKind.PAYMENT,
    )


def _calls(findings: Findings) -> Calls:
    """What runs at once; what is put off until the commit is left out."""
    deferred = {(passage.source, passage.target) for passage in findings.runs if passage.committed}
    calls: Calls = defaultdict(list)
    for passage in findings.runs:
        if (passage.source, passage.target) not in deferred:
            calls[passage.source].append((passage.line, passage.target))
    return calls


def _leading(calls: Calls, users: set[str]) -> Calls:
    """Those calls that lead to one of the users."""
    back: dict[str, list[str]] = defaultdict(list)
    for source, targets in calls.items():
        for _, target in targets:
            back[target].append(source)
    leading, waiting = set(users), sorted(users)
    while waiting:
        for source in back.get(waiting.pop(), ()):
            if source not in leading:
                leading.add(source)
                waiting.append(source)
    found = (
        (source, [call for call in sorted(calls[source]) if call[1] in leading])
        for source in sorted(leading & calls.keys())
    )
    return {source: targets for source, targets in found if targets}


def _inside(transaction: Transaction, uses: dict[str, list[ResourceUse]], calls: Calls) -> list[CallOut]:
    """The uses within the lines of one transaction, breadth first, so that the shortest way to each resource is told."""
    lines = range(transaction.first, transaction.last + 1)
    late = set(transaction.afterwards)
    found: dict[tuple[str, str, str], CallOut] = {}
    for use in uses.get(transaction.function, ()):
        if use.location.line in lines:
            _add(found, transaction, use, use.location.line, ())
    layer: list[_Reached] = [
        (line, target, ()) for line, target in calls.get(transaction.function, ()) if line in lines
    ]
    seen = {transaction.function, *late}
    for _ in range(DEEPEST):
        following: list[_Reached] = []
        for line, function, way in layer:
            if function in seen:
                continue
            seen.add(function)
            for use in uses.get(function, ()):
                _add(found, transaction, use, line, way)
            following += [(line, target, (*way, function)) for _, target in calls.get(function, ())]
        layer = following
    return list(found.values())


def _add(
    found: dict[tuple[str, str, str], CallOut],
    transaction: Transaction,
    use: ResourceUse,
    line: int,
    way: tuple[str, ...],
) -> None:
    hops = len(way) + (use.source != transaction.function)
    call = CallOut(
        transaction.function,
        transaction.location,
        use.kind,
        use.name,
        use.client,
        Location(transaction.location.path, line),
        use.location,
        use.source,
        way,
        waits=use.kind is not ResourceKind.QUEUE,
        confidence=round(use.confidence * PER_CALL**hops, 3),
    )
    found.setdefault((use.kind, use.name, "" if use.name else use.source), call)
