"""Value: from a candidate to the named drivers of what a boundary around it is worth."""

from collections.abc import Sequence
from math import fsum, sqrt

from msgspec import Struct

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.words import amount, listed, number, percent
from decompose.plan.candidate import Candidate
from decompose.plan.plan import Driver

# Each driver is the square root of a share of what the whole system has of it, times cohesion and stability: shares so that
# they can be added; the root because twice the code is not twice the gain, and a plan that starts with the largest part is no
# strangler fig; cohesion because what still needs the others to change, release or answer is independent only in name;
# stability because a boundary that is not found again may be the wrong one, and then nothing is gained. The weights are
# chosen: how much of the system becomes independent says most. Change and hotspots say less, as what really left twelve systems
# had changed no more often than what stayed. Tables that nobody else writes say nearly as much as the code: a database of its
# own is what makes a service more than a remote module (Newman; database per service), and twelve systems bear it out.
# Hotspots are a part of what changes often. Where teams are known, how often they met says more of people than how many there
# were.
CHANGE, INDEPENDENCE, OWN_DATA, ENTRY_POINTS, PEOPLE, HOTSPOTS = 2.0, 10.0, 8.0, 2.0, 3.0, 1.0


class Whole(Struct, frozen=True):
    """What all candidates together have of everything that gives value: the shares of each are taken of these."""

    changes: int
    lines: int
    unshared: int
    entries: int
    authors: int
    met: int
    heat: float

    @staticmethod
    def of(everyone: Sequence[Candidate]) -> "Whole":
        """The sums over all of them."""
        return Whole(
            sum(map(_recent, everyone)),
            sum(each.lines for each in everyone),
            sum(map(_unshared, everyone)),
            sum(len(each.entries) for each in everyone),
            sum(map(_authors, everyone)),
            sum(map(_met, everyone)),
            fsum(map(_heat, everyone)),
        )


def value_of(candidate: Candidate, whole: Whole, weight: float) -> tuple[Driver, ...]:
    """What extraction gives, driver by driver; a driver that would be zero is left out.

    `weight` is what the business gives the context beside others of 1; it has a driver of its own that makes up for the rest.
    """
    drivers = (
        _change(candidate, whole),
        _independence(candidate, whole),
        _own_data(candidate, whole),
        _entry_points(candidate, whole),
        _teams(candidate, whole) if whole.met else _people(candidate, whole),
        _hotspots(candidate, whole),
    )
    found = tuple(driver for driver in drivers if driver.points > 0)
    return (*found, _business(found, weight)) if weight != 1 else found


def _business(found: Sequence[Driver], weight: float) -> Driver:
    points = (weight - 1) * fsum(driver.points for driver in found)
    return Driver(
        "value", "business weight", weight, points, f"The settings give it {number(weight)} times the weight of others."
    )


def _change(candidate: Candidate, whole: Whole) -> Driver:
    recent = _recent(candidate)
    share = recent / max(1, whole.changes)
    explanation = f"{amount(recent, 'change')} of its modules in the last year of history, {percent(share)} of all."
    return _driver(candidate, "change frequency", recent, CHANGE * sqrt(share), explanation)


def _independence(candidate: Candidate, whole: Whole) -> Driver:
    share = candidate.lines / max(1, whole.lines)
    cohesion = candidate.context.cohesion
    explanation = f"{percent(share)} of the lines become independent; {percent(cohesion)} of its coupling stays inside."
    return _driver(candidate, "independence", candidate.lines, INDEPENDENCE * sqrt(share), explanation)


def _own_data(candidate: Candidate, whole: Whole) -> Driver:
    number = _unshared(candidate)
    share = number / max(1, whole.unshared)
    explanation = f"It owns {amount(number, 'table')} that no other context writes, {percent(share)} of all such."
    return _driver(candidate, "own data", number, OWN_DATA * sqrt(share), explanation)


def _unshared(candidate: Candidate) -> int:
    """Tables that no other context writes; none where others define them all: whoever maintains these has no data of its own."""
    elsewhere = {cut.target.removeprefix("table:") for cut in candidate.inward if cut.kind == EvidenceKind.DEFINES}
    if elsewhere.issuperset(table.table for table in candidate.tables):
        return 0
    return sum(not table.contested for table in candidate.tables)


def _entry_points(candidate: Candidate, whole: Whole) -> Driver:
    count = len(candidate.entries)
    share = count / max(1, whole.entries)
    explanation = f"It handles {amount(count, 'entry point')}, {percent(share)} of all."
    return _driver(candidate, "entry points", count, ENTRY_POINTS * sqrt(share), explanation)


def _people(candidate: Candidate, whole: Whole) -> Driver:
    most = _authors(candidate)
    share = most / max(1, whole.authors)
    explanation = (
        f"Up to {amount(most, 'person', 'people')} changed one of its modules and would no longer wait for the rest."
    )
    return _driver(candidate, "people", most, PEOPLE * sqrt(share) if most > 1 else 0.0, explanation)


def _teams(candidate: Candidate, whole: Whole) -> Driver:
    met, people = _met(candidate), candidate.people
    share = met / max(1, whole.met)
    names = sorted({team for each in people.contended for team, _ in each.teams}) if people else []
    explanation = (
        f"{amount(met, 'change')} of the last year met another team's in the same module ({listed(names)}); behind a boundary "
        "with one owner that ends."
    )
    return _driver(candidate, "teams that stop colliding", met, PEOPLE * sqrt(share), explanation)


def _met(candidate: Candidate) -> int:
    return sum(each.foreign for each in candidate.people.contended) if candidate.people else 0


def _hotspots(candidate: Candidate, whole: Whole) -> Driver:
    heat, number = _heat(candidate), len(candidate.hotspots)
    explanation = f"{amount(number, 'hotspot')} of the system {'lies' if number == 1 else 'lie'} in it."
    if number:
        most = max(candidate.hotspots, key=lambda each: each.share)
        size = f"{amount(most.changes, 'change')} of {amount(most.lines, 'line')}"
        explanation = f"{explanation.rstrip('.')}, first of all {candidate.said(most.unit)} with {size}."
    share = heat / (whole.heat or 1.0)
    return _driver(candidate, "hotspots", number, HOTSPOTS * sqrt(share), explanation)


def _heat(candidate: Candidate) -> float:
    return fsum(each.share for each in candidate.hotspots)


def _recent(candidate: Candidate) -> int:
    return sum(each.recent for each in candidate.activity)


def _authors(candidate: Candidate) -> int:
    return max((each.authors for each in candidate.activity), default=0)


def _driver(candidate: Candidate, name: str, amount: float, points: float, explanation: str) -> Driver:
    return Driver(
        "value", name, float(amount), points * candidate.context.cohesion * candidate.context.stability, explanation
    )
