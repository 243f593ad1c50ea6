"""Moving: from a candidate to the order of operations that keeps the running system alive, and what to leave alone meanwhile."""

from collections import Counter
from collections.abc import Mapping

from decompose.design.cuts.ledger import Cut
from decompose.design.transactions.calls_out import ENQUEUES
from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.evidence.unit import module_of, top_level
from decompose.evidence.words import amount, listed, said
from decompose.plan.candidate import Candidate, by_framework
from decompose.plan.one_way import OneWay
from decompose.plan.plan import LEAVES, Verdict

JOBS = ("task", "schedule")
ACCESSES = (EvidenceKind.READS, EvidenceKind.WRITES)
GRAPHQL = ("QUERY", "MUTATION", "SUBSCRIPTION")


def operations(candidate: Candidate, verdict: Verdict) -> tuple[str, ...]:
    """What to do in which order, one sentence each; every one can be released alone, and until the last can be taken back."""
    if verdict in (Verdict.KEEP, Verdict.NEVER):
        return ()
    facade = _facade(candidate)
    if verdict is Verdict.MODULARISE:
        return (*facade, *_definitions(candidate), *_keys(candidate), *_joins(candidate))
    package = "Move the modules into a package of their own, and let the monolith depend on its first version."
    if candidate.library:
        return (*facade, *_tests(candidate), *_definitions(candidate), *_asking(candidate), package)
    return (
        *facade,
        *_tests(candidate),
        _package(candidate),
        *_definitions(candidate),
        *_asking(candidate),
        *_keys(candidate),
        *_following(candidate),
        *_joins(candidate),
        *_sagas(candidate),
        *_tables(candidate),
        traffic(candidate),
    )


def _facade(candidate: Candidate) -> list[str]:
    """What it offers: the definitions that others use, and queries and commands for its tables where others touch them.

    A receiver of signals subscribes by itself, and what the database does nobody calls: neither is led through anything.
    """
    calling = [cut for cut in candidate.inward if not (cut.source.startswith("table:") or by_framework(cut))]
    inward = [cut for cut in calling if not (by_itself(cut.flags) or _received(cut))]
    received = {top_level(cut.target) for cut in calling} - {top_level(cut.target) for cut in inward}
    touched = sorted({said(cut.target) for cut in inward if cut.kind in ACCESSES})
    used = [candidate.said(unit) for unit in candidate.facade if unit not in received]
    offered = [listed(used)] if used else []
    offered += [f"queries and commands for {listed(touched)}"] if touched else []
    if not offered:
        return []
    callers = len({module_of(cut.source) for cut in inward})
    if not callers:
        return []
    leading = f"the {amount(callers, 'module')} that {'uses' if callers == 1 else 'use'} it"
    offers = ", and ".join(offered)
    return [f"Put a façade that offers {offers} in front of it, in the same process, and lead {leading} through that."]


def _received(cut: Cut) -> bool:
    """Whether a signal or an event leads there; whoever enqueues a task names it."""
    return cut.kind == EvidenceKind.TRIGGERS and cut.detail.partition(" ")[0] not in ENQUEUES


def _tests(candidate: Candidate) -> list[str]:
    own, others = candidate.tests.own, len(candidate.tests.others)
    if not own:
        return []
    moving = f"Let its {amount(len(own), 'test module')} ({listed([candidate.said(test) for test in own])}) run without the rest"
    others_said = f"; {amount(others, 'other')} that {'uses' if others == 1 else 'use'} it too will need a stand-in"
    return [f"{moving}{others_said if others else ''}."]


def _package(candidate: Candidate) -> str:
    kept = len(OneWay.of(candidate).kept)
    stay = f"; {amount(kept, 'call site')} may stay as {'it is' if kept == 1 else 'they are'}" if kept else ""
    modules = amount(len(candidate.context.members), "module")
    return f"Make its {modules} a package of its own in the same process, and release that{stay}."


def _definitions(candidate: Candidate) -> list[str]:
    """Classes of its tables that lie with others come, those of others' tables go."""
    coming = sorted({(cut.target, cut.source) for cut in candidate.inward if cut.kind == EvidenceKind.DEFINES})
    going = sorted({(cut.target, cut.source) for cut in candidate.outward if cut.kind == EvidenceKind.DEFINES})
    sentences = []
    if coming:
        classes = listed([f"{candidate.said(source)} ({said(table)})" for table, source in coming])
        sentences.append(
            f"Move {'the class' if len(coming) == 1 else 'the classes'} of its tables over that others define: {classes}."
        )
    if going:
        classes = listed([f"{candidate.said(source)} ({said(table)})" for table, source in going])
        sentences.append(f"Leave behind what defines tables of others: {classes}.")
    return sentences


def _asking(candidate: Candidate) -> list[str]:
    """Where it reads or writes tables of others itself, all tables of a line that is edited but once."""
    cuts = [cut for cut in candidate.outward if cut.kind in ACCESSES and not by_itself(cut.flags)]
    if not cuts:
        return []
    tables = sorted({said(cut.target) for cut in cuts})
    writing = any(cut.kind == EvidenceKind.WRITES for cut in cuts)
    doing = "reading and writing" if writing else "reading"
    places = amount(len({cut.location for cut in cuts}), "place")
    sentence = (
        f"Ask the owners of {listed(tables)} through their façades instead of {doing} these tables itself, at {places}; a copy "
        "that their events keep will do for what is only read, often or where nobody waits."
    )
    return [sentence]


def _keys(candidate: Candidate) -> list[str]:
    keys = _priced(candidate, EvidenceKind.FOREIGN_KEY)
    pairs = sorted({f"{said(cut.source)} → {said(cut.target)}" for cut in keys})
    if not pairs:
        return []
    return [
        f"Replace {amount(len(pairs), 'foreign key')} across the boundary by plain ids with an index: {listed(pairs)}."
    ]


def _following(candidate: Candidate) -> list[str]:
    """Rows that the database deletes or empties today because others delete what they point to."""
    cuts = [cut for cut in candidate.inward if cut.kind in ACCESSES and by_itself(cut.flags)]
    if not cuts:
        return []
    tables = listed(sorted({said(cut.target) for cut in cuts}))
    places = amount(len({cut.location for cut in cuts}), "place")
    today = f"today the database deletes or empties them at once where others delete, at {places}"
    return [f"Announce the end of what rows of {tables} point to as an event that they follow: {today}."]


def _joins(candidate: Candidate) -> list[str]:
    joins = _priced(candidate, EvidenceKind.JOINS)
    if not joins:
        return []
    return [
        f"Split {amount(len(joins), 'join')} across the boundary into two queries, the second by the ids of the first."
    ]


def _sagas(candidate: Candidate) -> list[str]:
    number = len(candidate.transactions)
    spanning = f"{amount(number, 'transaction')} that {'spans' if number == 1 else 'span'} the boundary"
    sentence = f"Give {spanning} an outbox and compensations, while one database can still undo them."
    return [sentence] if number else []


def _tables(candidate: Candidate) -> list[str]:
    """Tables nobody else uses first, then those that others only read, last those that others write."""
    free: list[str] = []
    read: list[str] = []
    written: list[str] = []
    for table in sorted(candidate.tables, key=lambda each: each.table):
        others = [access for access in table.accesses if access.context != candidate.id]
        group = written if any(each.writes for each in others) else read if others else free
        group.append(table.table)
    apart = [table.table for table in sorted(candidate.tables, key=lambda each: each.table) if table.groups]
    how = "copy the rows, keep both in step from a change log, compare, switch the reads, then the writes"
    said = []
    if apart:
        said.append(f"Split {listed(apart)} by the columns that only another context sets, which it keeps.")
    if free:
        said.append(f"Move {listed(free)}, which nobody else uses: {how}.")
    if read:
        following = "Then" if free else "Move"
        said.append(
            f"{following} {listed(read)}, which others read: they ask the façade or keep a copy fed by its events."
        )
    if written:
        following, they = "Last" if free or read else "Move", "it" if len(written) == 1 else "them"
        said.append(f"{following} {listed(written)}, once nobody else writes {they}.")
    return said


def traffic(candidate: Candidate) -> str:
    """How requests and jobs move over to the new place, step by step."""
    kinds = Counter(entry.partition(" ")[0] for entry in candidate.entries)
    jobs = sum(kinds[kind] for kind in JOBS)
    commands = kinds["command"]
    fields = sum(kinds[kind] for kind in GRAPHQL)
    routes = kinds.total() - jobs - commands - fields
    back = "to the new service, and back at once if errors or latency rise."
    parts = []
    if routes:
        parts.append(f"A proxy in front of {amount(routes, 'route')} sends a few users, then more, {back}")
    if fields:
        moving = f"{amount(fields, 'operation')} of the GraphQL schema"
        shared = f"{'has' if fields == 1 else 'have'} one address with all others"
        switch = "a switch in the resolvers, or a gateway that composes schemas,"
        does = "does the same for them." if routes else f"sends a few users, then more, {back}"
        parts.append(f"{moving} {shared}: {switch} {does}")
    if jobs:
        one = jobs == 1
        moving = f"{amount(jobs, 'job')} {'moves' if one else 'move'} one by one to a queue of {'its' if one else 'their'} own"
        parts.append(f"{moving} that the new workers read.")
    if commands:
        parts.append(f"{amount(commands, 'command')} {'moves' if commands == 1 else 'move'} last.")
    return " ".join(parts) or "A switch inside the façade sends a few calls, then more, to the new place."


def untouched(candidate: Candidate, names: Mapping[str, str], verdicts: Mapping[str, Verdict]) -> tuple[str, ...]:
    """What not to touch while the step lasts: contexts it is most tied to that are not to move yet, and tables of others."""
    ties: Counter[str] = Counter()
    for cut in candidate.cuts:
        other = cut.to_context if cut.from_context == candidate.id else cut.from_context
        if other in verdicts and verdicts[other] not in LEAVES:
            ties[other] += 1
    staying = [
        f"{names[id]} ({amount(ties[id], 'cut')})" for id in sorted(ties, key=lambda other: (-ties[other], other))
    ]
    written = (c for c in candidate.outward if c.kind == EvidenceKind.WRITES and not by_itself(c.flags))
    foreign = sorted({said(cut.target) for cut in written})
    parts = (
        [f"The inside of {listed(staying)}: what stays for now is only called through its façade."] if staying else []
    )
    if foreign:
        parts.append(f"The tables of others that it writes ({listed(foreign)}): their owners keep them.")
    return tuple(parts)


def _priced(candidate: Candidate, kind: EvidenceKind) -> list[Cut]:
    return [cut for cut in candidate.cuts if cut.effort > 0 and cut.kind == kind]
