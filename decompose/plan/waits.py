"""Waits: from the cuts of the candidates to what each of them must wait for, free of circles."""

from collections import Counter
from collections.abc import Mapping, Sequence

from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.plan.candidate import Candidate

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


def _reaches(start: str, end: str, waits: Mapping[str, set[str]]) -> bool:
    seen, open_ = {start}, [start]
    while open_:
        for following in waits.get(open_.pop(), ()):
            if following not in seen:
                seen.add(following)
                open_.append(following)
    return end in seen
