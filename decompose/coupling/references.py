"""References: from imports, calls and other uses of names to how much one module stands on another."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import fsum, log, sqrt

from decompose.coupling.affinity import Affinity
from decompose.coupling.sparse import symmetric
from decompose.evidence.evidence import USES, Evidence, EvidenceKind
from decompose.evidence.unit import module_of
from decompose.evidence.words import amount as amount_of

Names = Mapping[tuple[str, str], Mapping[str, float]]


def names_used(evidence: Iterable[Evidence]) -> dict[tuple[str, str], dict[str, float]]:
    """For each (user, used) pair of modules the distinct names used, each with the best confidence seen for it.

    A whole module counts as one name; a foreign key counts as the name of its table, used by the module that defines
    the table it starts from.
    """
    evidence = tuple(evidence)
    definers = _definers(evidence)
    names: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for piece in evidence:
        for user, used in _module_pairs(piece, definers):
            if user != used:
                known = names[user, used]
                known[piece.target] = max(known.get(piece.target, 0.0), piece.confidence)
    return dict(names)


def references(names: Names, index: Mapping[str, int]) -> Affinity:
    """log(1 + names used) / √(modules that use the target), both directions added; raw is without the root.

    The logarithm, because the tenth name taken from a module says less than the first; the root of the in-degree, because
    what everybody uses tells nobody apart (undamped, helper modules glue everything together). Names count with their
    confidence. Observations are the pairs of user and used.
    """
    counted = {
        (index[user], index[used]): fsum(sorted(found.values()))
        for (user, used), found in sorted(names.items())
        if user in index and used in index
    }
    users = Counter(used for _, used in counted)
    raw = {pair: log(1 + count) for pair, count in counted.items()}
    damped = {(user, used): amount / sqrt(users[used]) for (user, used), amount in raw.items()}

    def sentence(i: int, j: int, amount: float) -> str:
        ways = [pair for pair in ((i, j), (j, i)) if pair in counted]
        parts = [f"log(1+{_names(counted[pair])})/√({amount_of(users[pair[1]], 'user')})" for pair in ways]
        return f"{' + '.join(parts)} = {amount:.2f}"

    size = len(index)
    return Affinity(
        "references",
        symmetric(_both_ways(damped), size),
        symmetric(_both_ways(raw), size),
        sentence,
        float(len(counted)),
    )


def _names(count: float) -> str:
    """With confidence counted, half a name is one of several."""
    return f"{count:.3g} {'name' if count == 1 else 'names'}"


def _both_ways(directed: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    both: dict[tuple[int, int], float] = defaultdict(float)
    for (i, j), amount in sorted(directed.items()):
        both[min(i, j), max(i, j)] += amount
    return dict(both)


def _definers(evidence: tuple[Evidence, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for piece in evidence:
        if piece.kind is EvidenceKind.DEFINES:
            found[piece.target].add(module_of(piece.source))
    return {table: tuple(sorted(modules)) for table, modules in found.items()}


def is_named(piece: Evidence) -> bool:
    """Whether something is named: what Python calls for an operator or a statement is not, nor need its module be known."""
    return piece.kind in USES and "implied" not in piece.flags


def _module_pairs(piece: Evidence, definers: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    if is_named(piece):
        return [(module_of(piece.source), module_of(piece.target))]
    if piece.kind is EvidenceKind.FOREIGN_KEY:
        return [(user, used) for user in definers.get(piece.source, ()) for used in definers.get(piece.target, ())]
    return []
