"""Waits: from the cuts of the candidates to what each of them must wait for, free of circles."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.plan.candidate import Candidate

FIRST = 2  # cuts that teach how to serve rows that everybody points to
POINTED = (
    0.5  # share of the other contexts with tables from which foreign keys make a context one that everybody points to
)
MANY = 3  # writes of another context's tables that are worth waiting for
ONE_WAY = 3  # how many times as many as the other way round


def waits_for(candidates: Sequence[Candidate]) -> dict[str, tuple[str, ...]]:
    """For each candidate those whose tables it writes in many places and that write hardly any of its own.

    They take their tables and the writes to them over first: a service that left before would have to write into the
    monolith's database. Where such waits form a circle, the wait with the fewest writes is dropped.
    """
    among = {candidate.id for candidate in candidates}
    writes: Counter[tuple[str, str]] = Counter()
    for candidate in candidates:
        for cut in candidate.outward:
            if cut.kind == EvidenceKind.WRITES and not by_itself(cut.flags) and cut.to_context in among:
                writes[cut.from_context, cut.to_context] += max(1, cut.count)
    waits: dict[str, set[str]] = {}
    for (writer, owner), places in sorted(writes.items(), key=lambda item: (-item[1], item[0])):
        one_way = places >= MANY and places >= ONE_WAY * writes[owner, writer]
        if one_way and not _reaches(owner, writer, waits):
            waits.setdefault(writer, set()).add(owner)
    return {writer: tuple(sorted(owners)) for writer, owners in sorted(waits.items())}


def taught_first(
    order: Sequence[str], candidates: Sequence[Candidate], waits: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The waits, and for each context whose rows most others point to also the first cuts of the order.

    `order` is how the candidates would leave otherwise. Identities and customers are the hardest to serve from outside, and
    each of the others has to change for them: no first step.
    """
    hubs = {each.id for each in candidates if pointed_to(each, candidates)}
    found = {id: set(owners) for id, owners in waits.items()}
    for hub in sorted(hubs, key=order.index):
        ahead = [other for other in order if other not in hubs and not _reaches(other, hub, found)][:FIRST]
        if order.index(hub) < FIRST:
            found.setdefault(hub, set()).update(ahead)
    return {id: tuple(sorted(owners)) for id, owners in sorted(found.items()) if owners}


def pointed_to(candidate: Candidate, everyone: Sequence[Candidate]) -> int:
    """How many others have foreign keys to its tables, where these are most of those with tables; 0 where they are fewer."""
    others = {each.id for each in everyone if each.tables and each.id != candidate.id}
    pointing = {cut.from_context for cut in candidate.inward if cut.kind == EvidenceKind.FOREIGN_KEY} & others
    return len(pointing) if len(pointing) > POINTED * len(others) else 0


def _reaches(start: str, end: str, waits: Mapping[str, Collection[str]]) -> bool:
    seen, open_ = {start}, [start]
    while open_:
        for following in waits.get(open_.pop(), ()):
            if following not in seen:
                seen.add(following)
                open_.append(following)
    return end in seen
