"""Effort: from a candidate to the named drivers of what its extraction costs, in points of one simple edit each."""

from math import fsum

from decompose.design.cuts.ledger import Cut
from decompose.design.data.ownership import TableOwnership
from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.evidence.words import amount, listed
from decompose.plan.candidate import Candidate
from decompose.plan.one_way import CALLS, OneWay, Way
from decompose.plan.plan import RELEASE, Driver

# Prices beside those of the ledger, chosen in the same unit (see design/remedy.py): a façade method is designed,
# typed and tested; code that moves keeps its lines but not its settings, tests and build; a call that may stay as it is has to
# be looked at; a test module moves with its fixtures, one that only touches the context gets a stand-in for it. What every unit
# released on its own needs (build, pipeline, versions, people on duty) is charged once per context, about two weeks of edits,
# so that a context too small to carry it does not look cheap.
FACADE, LINES_PER_POINT, OF_ITS_OWN, KEPT, TEST, TOUCHING = 1.0, 500, 100.0, 0.1, 1.0, 0.5
# A shared table costs what each place of another writer does, up to two sagas: then its rows are copied once for all of them.
FOREIGN_WRITE, MOST_OF_A_TABLE = 3.0, 16.0
# An edit in somebody else's code is agreed, reviewed and released with them (Conway): half as much again.
OTHERS_CODE = 0.5

CODE = CALLS | {EvidenceKind.DEFINES}

CASCADES = "cascades"
"""The driver of writes that follow other writes by cascades and triggers."""


def effort_of(candidate: Candidate) -> tuple[Driver, ...]:
    """What extraction costs, driver by driver; a driver that would be zero is left out."""
    drivers = (
        _call_sites(candidate),
        _in_others_code(candidate),
        _accesses(candidate),
        _cuts(candidate, EvidenceKind.FOREIGN_KEY, "foreign keys", "foreign key", "becomes an id", "become ids"),
        _cuts(candidate, EvidenceKind.JOINS, "joins", "join", "becomes two queries", "become two queries each"),
        _transactions(candidate),
        _cascades(candidate),
        _shared_tables(candidate),
        _facade(candidate),
        _tests(candidate),
        _size(candidate),
        _release(candidate),
    )
    return tuple(driver for driver in drivers if driver.points > 0)


def _call_sites(candidate: Candidate) -> Driver:
    """Those of the direction that is cheaper to turn; the others may stay while all of it runs in one process."""
    path = OneWay.of(candidate)
    due = tuple(cut for cut in path.due if cut.kind in CODE)
    points = _effort(due) + KEPT * _effort(path.kept)
    return _driver("call sites", len(due), points, _turned(path, len(due)))


def _turned(path: OneWay, due: int) -> str:
    kept = amount(len(path.kept), "call site")
    change = "changes" if due == 1 else "change"
    if path.way is Way.PLUG_IN:
        stay = f"{kept} of its own may stay while it runs in the same process"
        turned = f"{amount(due, 'call site')} in other contexts {change} to a façade or a hook"
    else:
        stay = f"{kept} in other contexts may stay while it runs in the same process"
        turned = f"{amount(due, 'call site')} of its own {change}, so that it depends on nobody"
    said = "; ".join(part for part, count in ((turned, due), (stay, len(path.kept))) if count)
    return f"{said}."


def _in_others_code(candidate: Candidate) -> Driver:
    due = [cut for cut in OneWay.of(candidate).due if cut.to_context == candidate.id]
    contexts = amount(len({cut.from_context for cut in due}), "other context")
    edits = f"{amount(len(due), 'edit')} {'is' if len(due) == 1 else 'are'} in code of {contexts}"
    points = OTHERS_CODE * fsum(cut.effort for cut in due)
    return _driver("others' code", len(due), points, f"{edits}, to be agreed with whoever works there.")


def _accesses(candidate: Candidate) -> Driver:
    inward = _priced(candidate.inward, EvidenceKind.READS, EvidenceKind.WRITES)
    outward = _priced(candidate.outward, EvidenceKind.READS, EvidenceKind.WRITES)
    sides = [f"others read or write its tables at {amount(len(inward), 'place')}"] if inward else []
    sides += [f"it reads or writes tables of others at {amount(len(outward), 'place')}"] if outward else []
    said = listed(sides)
    explanation = f"{said[:1].upper()}{said[1:]}."
    return _driver("table accesses", len(inward) + len(outward), _effort((*inward, *outward)), explanation)


def _cuts(candidate: Candidate, kind: EvidenceKind, name: str, noun: str, one: str, many: str) -> Driver:
    cuts = _priced(candidate.cuts, kind)
    return _driver(
        name,
        len(cuts),
        _effort(cuts),
        f"{amount(len(cuts), noun)} across the boundary {one if len(cuts) == 1 else many}.",
    )


def _transactions(candidate: Candidate) -> Driver:
    number = len(candidate.transactions)
    points = _effort(tuple(cut for cut in _priced(candidate.cuts, EvidenceKind.CO_WRITES) if not by_itself(cut.flags)))
    verb = "writes" if number == 1 else "write"
    explanation = f"{amount(number, 'transaction')} {verb} its tables together with those of another context."
    return _driver("split transactions", number, points, explanation)


def _cascades(candidate: Candidate) -> Driver:
    """Rows that go or change with those of another context because the database or the ORM says so: no saga, an event."""
    following = [cut for cut in _priced(candidate.cuts, EvidenceKind.CO_WRITES) if by_itself(cut.flags)]
    number = len({cut.location for cut in following})
    explanation = (
        f"Rows go or change together with rows of another context at {amount(number, 'place')}, by cascades or triggers; "
        "an event has to do it."
    )
    return _driver(CASCADES, number, _effort(tuple(following)), explanation)


def _shared_tables(candidate: Candidate) -> Driver:
    number = len(candidate.shared)
    points = fsum(min(MOST_OF_A_TABLE, FOREIGN_WRITE * foreign_writes(candidate, table)) for table in candidate.shared)
    explanation = (
        f"{amount(number, 'table')} that it writes {'is' if number == 1 else 'are'} written by another context too."
    )
    return _driver("shared tables", number, points, explanation)


def foreign_writes(candidate: Candidate, table: TableOwnership) -> int:
    """At how many places the candidate writes a table of another context, or others one of its own."""
    others = [access for access in table.accesses if access.context != table.owner]
    return sum(access.writes for access in others if candidate.id in (table.owner, access.context))


def _facade(candidate: Candidate) -> Driver:
    width = len(candidate.facade)
    return _driver(
        "façade width",
        width,
        width * FACADE,
        f"Others use {amount(width, 'module or definition', 'modules and definitions')} of it.",
    )


def _tests(candidate: Candidate) -> Driver:
    own, others = len(candidate.tests.own), len(candidate.tests.others)
    moving = f"{amount(own, 'test module')} {'moves' if own == 1 else 'move'} with it" if own else ""
    touching = f"{amount(others, 'test module')} of others {'uses' if others == 1 else 'use'} it too" if others else ""
    explanation = f"{'; '.join(part for part in (moving, touching) if part)}."
    return _driver("tests to move", own + others, TEST * own + TOUCHING * others, explanation)


def _size(candidate: Candidate) -> Driver:
    modules = amount(len(candidate.context.members), "module")
    explanation = f"{amount(candidate.lines, 'line')} in {modules} move, with settings and imports."
    return _driver("size", candidate.lines, candidate.lines / LINES_PER_POINT, explanation)


def _release(candidate: Candidate) -> Driver:
    """The same for each context, so it says whether a small one is worth it, and nothing of how they differ."""
    home = "A package" if candidate.library else "A service"
    return _driver(
        RELEASE, 1, OF_ITS_OWN, f"{home} has a build, a pipeline, versions and somebody on duty, however small it is."
    )


def _priced(cuts: tuple[Cut, ...], *kinds: EvidenceKind) -> tuple[Cut, ...]:
    return tuple(cut for cut in cuts if cut.effort > 0 and cut.kind in kinds)


def _effort(cuts: tuple[Cut, ...]) -> float:
    return fsum(cut.effort for cut in cuts)


def _driver(name: str, amount: float, points: float, explanation: str) -> Driver:
    return Driver("effort", name, float(amount), points, explanation)
