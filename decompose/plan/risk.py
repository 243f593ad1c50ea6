"""Risk: from a candidate to the named drivers of what may go wrong with its extraction."""

from math import log1p

from decompose.evidence.words import amount, listed, number, percent
from decompose.plan.candidate import Candidate
from decompose.plan.plan import Driver

# Points are chosen: a transaction that is no longer atomic weighs as much as three shared tables, and one that locks rows a
# third more, as a reservation has to take the place of the lock; coupling that leaves
# costs coordination for ever, a boundary that is not found again only until somebody has confirmed it, so half of that. Commits
# of hidden co-change count by their logarithm: the hundredth says little that the tenth did not.
SPLIT, LOCKED, SHARED, HIDDEN, LEAKING, UNSTEADY, OPAQUE, FEW_PEOPLE = 6.0, 2.0, 2.0, 1.0, 10.0, 5.0, 10.0, 4.0


def risk_of(candidate: Candidate) -> tuple[Driver, ...]:
    """What may go wrong, driver by driver; a driver that would be zero is left out."""
    drivers = (
        _split_transactions(candidate),
        _locked_rows(candidate),
        _shared_writes(candidate),
        _hidden_co_change(candidate),
        _leaking_boundary(candidate),
        _unsteady_boundary(candidate),
        _not_understood(candidate),
        _few_people(candidate),
    )
    return tuple(driver for driver in drivers if driver.points > 0)


def _split_transactions(candidate: Candidate) -> Driver:
    number = len(candidate.transactions)
    explanation = f"{amount(number, 'transaction')} would no longer be atomic."
    return _driver("split transactions", number, SPLIT * number, explanation)


def _locked_rows(candidate: Candidate) -> Driver:
    holding = [transaction for transaction in candidate.transactions if transaction.locks]
    tables = sorted({table for transaction in holding for table in transaction.locks})
    one = len(holding) == 1
    explanation = (
        f"{len(holding)} of them {'locks' if one else 'lock'} rows of {listed(tables)}, which nothing can from outside."
    )
    return _driver("locked rows", len(holding), LOCKED * len(holding), explanation)


def _shared_writes(candidate: Candidate) -> Driver:
    tables = [table.table for table in candidate.shared]
    explanation = f"{amount(len(tables), 'table')} would have two writers until the move is done."
    return _driver("shared writes", len(tables), SHARED * len(tables), explanation)


def _hidden_co_change(candidate: Candidate) -> Driver:
    commits = sum(count for _, _, count in candidate.hidden)
    if not candidate.hidden:
        return _driver("hidden co-change", 0, 0.0, "")
    one, other, most = max(candidate.hidden, key=lambda pair: (pair[2], pair[0], pair[1]))
    explanation = (
        f"{amount(len(candidate.hidden), 'pair')} of modules across the boundary changed together without any other link, "
        f"most often {candidate.said(one)} and {candidate.said(other)} ({amount(most, 'commit')})."
    )
    return _driver("hidden co-change", commits, HIDDEN * log1p(commits), explanation)


def _leaking_boundary(candidate: Candidate) -> Driver:
    leaving = 1.0 - candidate.context.cohesion
    explanation = (
        f"{percent(leaving)} of its coupling leaves it, so that much of its changes may need others to change too."
    )
    return _driver("leaking boundary", leaving, LEAKING * leaving, explanation)


def _unsteady_boundary(candidate: Candidate) -> Driver:
    loose = 1.0 - candidate.context.stability
    explanation = f"When the detection is repeated, {percent(loose)} of its pairs of modules come apart."
    return _driver("unsteady boundary", loose, UNSTEADY * loose, explanation)


def _not_understood(candidate: Candidate) -> Driver:
    """Modules with problems, or calls that lead nowhere known, whichever share is larger: both hide the same cuts."""
    share = candidate.troubled / max(1, len(candidate.context.members))
    clarity = candidate.context.clarity
    parts = []
    if candidate.troubled:
        parts.append(f"something was not understood in {amount(candidate.troubled, 'module')} ({percent(share)})")
    if clarity.unresolved:
        calls = f"{number(clarity.unresolved)} of {amount(clarity.inside + clarity.unresolved, 'call')}"
        parts.append(
            f"{calls} that may lead to the rest of the system could not be followed ({percent(clarity.blind)})"
        )
    reasons = " and ".join(parts)
    explanation = f"{reasons[:1].upper()}{reasons[1:]}, so cuts may be missing."
    return _driver("not understood", candidate.troubled, OPAQUE * max(share, clarity.blind), explanation)


def _few_people(candidate: Candidate) -> Driver:
    alone = sum(each.authors == 1 for each in candidate.activity)
    share = alone / len(candidate.activity) if candidate.activity else 0.0
    verb = "has" if alone == 1 else "have"
    explanation = f"{alone} of {amount(len(candidate.activity), 'module')} {verb} only ever had one author."
    return _driver("few people", alone, FEW_PEOPLE * share, explanation)


def _driver(name: str, amount: float, points: float, explanation: str) -> Driver:
    return Driver("risk", name, float(amount), points, explanation)
