"""Judging: from candidates to each one's drivers, verdict, and effort, risk and value among the others."""

from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from decompose.design.map.context_map import ContextMap
from decompose.evidence.words import amount, number, percent
from decompose.plan.candidate import Candidate
from decompose.plan.effort import OF_ITS_OWN, effort_of
from decompose.plan.one_way import due_with
from decompose.plan.plan import LEAVES, Driver, Verdict
from decompose.plan.risk import risk_of
from decompose.plan.standing import Surroundings
from decompose.plan.value import Whole, value_of
from decompose.plan.verdict import verdict_of

DIMENSIONS = ("effort", "risk", "value")
# Points of effort that one point of risk is worth, chosen: a transaction that is no longer atomic, six points of risk,
# threatens about as much again as the eight points that its saga costs.
PRICE_OF_RISK = 1.5
# Share of the most valuable and of the riskiest up to which a context is there to learn from rather than to gain from; chosen.
LITTLE = 1 / 3


NO_WEIGHTS: Mapping[str, float] = MappingProxyType({})

Points = Mapping[str, Mapping[str, float]]
"""By candidate the points of effort, risk and value, and their cost."""


class Judged(Struct, frozen=True):
    """A candidate with its drivers, its verdict and why, and effort, risk and value relative to the other candidates.

    `score` is value as a part of value and cost, where cost is effort and the price of risk; 0…1.
    """

    candidate: Candidate
    drivers: tuple[Driver, ...]
    verdict: Verdict
    why: str
    effort: float
    risk: float
    value: float
    score: float


def judge(
    found: Sequence[Candidate], context_map: ContextMap, weights: Mapping[str, float] = NO_WEIGHTS
) -> dict[str, Judged]:
    """Every candidate judged, by id; `weights` are what the business gives to contexts, by id or name."""
    by_name = {name.casefold(): weight for name, weight in weights.items()}
    whole = Whole.of(found)
    drivers = {
        each.id: (*effort_of(each), *risk_of(each), *value_of(each, whole, _weight(each, by_name))) for each in found
    }
    points = {id: {name: _points(own, name) for name in DIMENSIONS} for id, own in drivers.items()}
    points = {id: own | {"cost": own["effort"] + PRICE_OF_RISK * own["risk"]} for id, own in points.items()}
    around = Surroundings.of(found, context_map)
    verdicts = {each.id: verdict_of(each, around) for each in found}
    most = _most(points, points)
    without = _most(points, [id for id, (verdict, _) in verdicts.items() if verdict is not Verdict.KEEP])
    shares = {id: _shares(own, without) for id, own in points.items()}
    judged = {
        each.id: _judged(
            each, drivers[each.id], verdicts[each.id], _shares(points[each.id], most), shares[each.id], around
        )
        for each in found
    }
    return {id: _left(each, judged, shares[id]["value"], around) for id, each in judged.items()}


def _left(each: Judged, judged: Mapping[str, Judged], value: float, around: Surroundings) -> Judged:
    """What gives little, and costs more to mend than to run, most of it with one that stays, stays with that.

    It is no pilot, from which one learns for little, nor would it be worth its price.
    """
    due = due_with(each.candidate) if each.verdict in LEAVES and value <= LITTLE else {}
    total, closest = fsum(due.values()), min(due, key=lambda other: (-due[other], other), default="")
    stays = closest in judged and judged[closest].verdict not in LEAVES
    if not stays or total <= OF_ITS_OWN or due[closest] <= total / 2:
        return each
    why = (
        f"It would give little ({percent(value)} of what the most valuable gives), and {number(due[closest])} of the "
        f"{amount(total, 'point')} that it has to mend lie with {around.names[closest]}, which stays for now: leave it there, "
        "behind a façade."
    )
    return replace(each, verdict=Verdict.MODULARISE, why=why)


def _most(points: Points, among: Iterable[str]) -> dict[str, float]:
    return {name: max((points[id][name] for id in among), default=0.0) for name in (*DIMENSIONS, "cost")}


def _shares(own: Mapping[str, float], most: Mapping[str, float]) -> dict[str, float]:
    return {name: own[name] / most[name] if most[name] else 0.0 for name in own}


def _weight(candidate: Candidate, by_name: Mapping[str, float]) -> float:
    name = candidate.context.name.casefold()
    return by_name.get(candidate.id.casefold(), by_name.get(name, 1.0))


def _judged(
    candidate: Candidate,
    drivers: tuple[Driver, ...],
    ruled: tuple[Verdict, str],
    share: Mapping[str, float],
    without: Mapping[str, float],
    around: Surroundings,
) -> Judged:
    """`share` is of the most of all, `without` of the most without the core, which is no measure of what leaving it gives."""
    verdict, why = ruled
    if verdict in LEAVES and without["value"] <= LITTLE:
        verdict, why = _little(candidate, verdict, why, without, around)
    score = share["value"] / (share["value"] + share["cost"]) if share["value"] else 0.0
    return Judged(candidate, drivers, verdict, why, share["effort"], share["risk"], share["value"], score)


def _little(
    candidate: Candidate, verdict: Verdict, why: str, share: Mapping[str, float], around: Surroundings
) -> tuple[Verdict, str]:
    """What gives little: a library of that kind is no step of a plan, nor what nobody asks, nor what has no data between most.

    Anything else may be one to learn from.
    """
    if candidate.library:
        but = " but commands" if candidate.entries else ""
        return Verdict.MODULARISE, (
            f"It has no data and no entry points of its own{but}, and it would give little "
            f"({percent(share['value'])} of what the most valuable gives): a module with a façade is enough."
        )
    if candidate.unasked:
        return Verdict.MODULARISE, (
            "No entry point leads into it and no other context reads or writes its tables, so a service would answer nobody; "
            f"and it would give little ({percent(share['value'])} of what the most valuable gives): a module, or a package, is "
            "enough."
        )
    if not candidate.tables and around.used_by_most(candidate):
        return Verdict.MODULARISE, (
            f"{around.users[candidate.id]} of the {around.others} other contexts use it, it has no data of its own, and it would "
            f"give little ({percent(share['value'])} of what the most valuable gives): a module with a façade, and no pilot."
        )
    if not candidate.tables and (used := around.used_of_most(candidate)):
        return Verdict.MODULARISE, (
            f"It has no data of its own, uses {used} of the {around.others} other contexts, and would give little "
            f"({percent(share['value'])} of what the most valuable gives): it puts together what they answer, so it stays in "
            "front of those that leave."
        )
    if share["risk"] <= LITTLE and verdict is Verdict.EXTRACT:
        return verdict, f"{why} A pilot: little is at stake, and by itself it gives little."
    return verdict, why


def _points(drivers: Sequence[Driver], dimension: str) -> float:
    return fsum(driver.points for driver in drivers if driver.dimension == dimension)
