"""Wording: from a candidate to the sentences of its step: preconditions, communication, success metric and rollback."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from decompose.design.cuts.ledger import Cut, places
from decompose.design.cuts.remedy import INVERT
from decompose.design.data.ownership import TableOwnership
from decompose.design.names import kernel_said
from decompose.design.transactions.transactions import SplitTransaction
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.words import amount, listed, percent, said
from decompose.plan.candidate import Candidate, by_framework
from decompose.plan.one_way import CALLS, OneWay, Way
from decompose.plan.plan import LEAVES, Verdict
from decompose.plan.verdict import is_hidden, is_unsteady

CALLING = (
    EvidenceKind.CALL,
    EvidenceKind.INHERITS,
    EvidenceKind.REFERENCES,
    EvidenceKind.RAISES,
    EvidenceKind.CATCHES,
)
DATA = (EvidenceKind.READS, EvidenceKind.WRITES, EvidenceKind.JOINS, EvidenceKind.FOREIGN_KEY)


Names = Mapping[str, str]
"""What people call each context, by its id."""


def preconditions(candidate: Candidate, verdict: Verdict, after: tuple[str, ...], names: Names) -> tuple[str, ...]:
    """What must be true before the context can leave, one sentence each; nothing is asked of one that stays."""
    if verdict not in LEAVES:
        return ()
    parts = (
        _waits(candidate, after, names),
        _team(candidate),
        _boundary(candidate),
        _owners(candidate, names),
        _transactions(candidate),
    )
    return (*chain.from_iterable(parts), *_kernels(candidate, names))


def _waits(candidate: Candidate, after: tuple[str, ...], names: Names) -> list[str]:
    sentences, teaching = [], []
    for context in after:
        cuts = [c for c in candidate.outward if c.to_context == context and c.kind == EvidenceKind.WRITES]
        tables = sorted({said(cut.target) for cut in cuts})
        writes = amount(sum(max(1, cut.count) for cut in cuts), "write")
        if cuts:
            sentences.append(f"{names[context]} first: it takes over the {writes} to {listed(tables)} made here.")
        else:
            teaching.append(names[context])
    if teaching:
        pointing = {cut.from_context for cut in candidate.inward if cut.kind == EvidenceKind.FOREIGN_KEY}
        others = amount(len(pointing), "other context")
        sentences.append(
            f"{listed(teaching)} first: {others} point to its rows, and smaller cuts teach how to serve them."
        )
    return sentences


def _team(candidate: Candidate) -> list[str]:
    """Who is to run it, where history is enough to tell that no team makes most of its changes."""
    people = candidate.people
    if people is None or people.fit is None or any(each.team and each.share > 0.5 for each in people.teams):
        return []
    shares = [f"{each.team or 'people of no team'} {percent(each.share)}" for each in people.teams]
    return [f"One team owns it; of its changes in the last year {listed(shares)}."]


def _boundary(candidate: Candidate) -> list[str]:
    sentences = []
    if is_unsteady(candidate):
        sentences.append("The people who work on it have confirmed which modules belong to it.")
    if is_hidden(candidate):
        one, other, commits = max(candidate.hidden, key=lambda pair: (pair[2], pair[0], pair[1]))
        sentences.append(
            "It is known why modules change together across its boundary, first of all "
            f"{candidate.said(one)} and {candidate.said(other)} ({amount(commits, 'commit')})."
        )
    return sentences


def _owners(candidate: Candidate, names: Names) -> list[str]:
    sentences = []
    for table in sorted(candidate.shared, key=lambda table: table.table):
        others = sorted(names[a.context] for a in table.accesses if a.writes and a.context != table.owner)
        sentences.append(
            f"Only {names[table.owner]} writes {table.table}; today {listed(others)} {_do(others)} too.{_apart(table, names)}"
        )
    return sentences


def _apart(table: TableOwnership, names: Names) -> str:
    parts = [f"{listed(group.columns)} to {names[group.context]}" for group in table.groups]
    return f" It can be split by columns: {'; '.join(parts)}." if parts else ""


def _transactions(candidate: Candidate) -> list[str]:
    """One sentence for all that have the same advice: a method that is inherited is another transaction in each class."""
    by_advice: dict[str, list[SplitTransaction]] = {}
    for transaction in candidate.transactions:
        by_advice.setdefault(transaction.advice, []).append(transaction)
    return [f"{_spanning(group, candidate)}. {advice}" for advice, group in by_advice.items()]


def _spanning(group: list[SplitTransaction], candidate: Candidate) -> str:
    if len(group) == 1:
        return f"The transaction in {candidate.said(group[0].function)} ({group[0].location}) no longer spans contexts"
    places = [f"{candidate.said(each.function)} ({each.location})" for each in group]
    return f"{len(group):,} transactions no longer span contexts: {listed(places, 2)}"


def _kernels(candidate: Candidate, names: Names) -> list[str]:
    used = {kernel: places(use for use in candidate.kernel if use.kernel == kernel) for kernel in _used(candidate)}
    found = [
        f"{_kernel(kernel, names)} is a package of its own: this context uses it at {amount(used[kernel], 'place')}."
        for kernel in sorted(used)
        if used[kernel]
    ]
    back: Counter[str] = Counter(cut.from_context for cut in candidate.inward if cut.remedy == INVERT)
    found += [
        f"{_kernel(kernel, names)} no longer depends on this context; today it does at {amount(back[kernel], 'place')}."
        for kernel in sorted(back)
    ]
    return found


def communication(candidate: Candidate, verdict: Verdict) -> str:
    """How the context should talk with the rest after the step, with the counts that decide it."""
    kinds = Counter[str](cut.kind for cut in candidate.cuts)
    calls = sum(kinds[kind] for kind in CALLING)
    data = sum(kinds[kind] for kind in DATA)
    triggers = kinds[EvidenceKind.TRIGGERS]
    crossings = amount(kinds.total(), "crossing")
    if not kinds:
        return "None needed: nothing crosses its boundary."
    if verdict not in LEAVES:
        return f"Calls within the process, through the façade: {crossings}, none of them remote."
    if candidate.library:
        return f"Calls within the process: a library that others import, used in {crossings}."
    if triggers > calls + data:
        return f"Events: {triggers:,} of {crossings} are triggers already, so a broker replaces them one by one."
    if data > calls:
        return (
            f"Replicated read models fed by events: {data:,} of {crossings} touch tables, and a call for each row would be "
            "slow; commands go through the façade."
        )
    return f"Synchronous calls through the façade: {calls:,} of {crossings} are calls that use what they get back."


def success_metric(candidate: Candidate, names: Names) -> str:
    """What must be true when the step is done, with today's numbers, and what keeps it so.

    Calls in the direction that may stay while all of it runs in one process are not asked to go. In the boundary file the
    façade is what a context calls `public`: an edge through it is allowed there, any other is an edge of the baseline.
    """
    name, way = names[candidate.id], OneWay.of(candidate).way
    calls_in, calls_out = way is Way.LIBRARY, way is Way.PLUG_IN
    inward = _partners(names[cut.from_context] for cut in _asked(candidate.inward, calls_in))
    outward = _partners(names[cut.to_context] for cut in _asked(candidate.outward, calls_out))
    sides = []
    if inward:
        told = " or where a framework is told a name" if any(map(by_framework, candidate.inward)) else ""
        sides.append(f"{_but(calls_in)} into {name} except through its façade{told} (today {_today(inward, 'from')})")
    if outward:
        sides.append(
            f"{_but(calls_out)} out of {name} except through the façades of others (today {_today(outward, 'to')})"
        )
    if not sides:
        return f"No cut leads into {name} or out of it, but calls that may stay, and `decompose check` keeps it so."
    return (
        f"No cut leads{', and none'.join(sides)}. With the façades `public` in the boundary file, `decompose check` holds what "
        "has been reached."
    )


def _asked(cuts: Iterable[Cut], calls: bool) -> list[Cut]:
    """The cuts that have to go; without calls where these may stay, and without what only a framework does."""
    return [cut for cut in cuts if not (calls and cut.kind in CALLS) and not by_framework(cut)]


def _but(calls: bool) -> str:
    return ", but calls," if calls else ""


def _partners(contexts: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(contexts).items(), key=lambda item: (-item[1], item[0]))


def _today(partners: list[tuple[str, int]], side: str) -> str:
    total = sum(count for _, count in partners)
    return f"{total:,}, {side} {listed([f'{context} {count:,}' for context, count in partners])}"


def rollback(candidate: Candidate, verdict: Verdict) -> str:
    """How to get back, and until when that is cheap."""
    tables = sorted(table.table for table in candidate.tables)
    through = "the façade" if candidate.facade else "its entry points"
    if verdict in (Verdict.KEEP, Verdict.NEVER):
        return "Nothing moves, so there is nothing to take back."
    if verdict is Verdict.MODULARISE:
        return (
            f"Everything stays in one process and one database: revert the commits that put callers behind {through}."
        )
    if candidate.library:
        return "Go back to the package's last version that worked: it owns no table, so nothing is lost."
    if not tables:
        return f"Keep the old code behind {through} and a switch; it owns no table, so switching back loses nothing."
    moved = f"{listed(tables)} {'is' if len(tables) == 1 else 'are'} moved"
    return (
        f"Keep the old code behind {through} and a switch. Until {moved}, switching back loses nothing; from then on copy "
        "every write back to the monolith's tables until the step has been accepted."
    )


def _used(candidate: Candidate) -> set[str]:
    return {use.kernel for use in candidate.kernel}


def _kernel(kernel: str, names: Names) -> str:
    """A shared kernel at the beginning of a sentence."""
    said = kernel_said(names[kernel])
    return f"{said[:1].upper()}{said[1:]}"


def _do(names: list[str]) -> str:
    return "does" if len(names) == 1 else "do"
