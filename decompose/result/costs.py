"""From a plan to what cutting each context loose costs, in points of one simple edit each, and what most of it is for."""

from math import fsum

from msgspec import Struct

from decompose.plan.plan import RELEASE, Step, Verdict, most_telling
from decompose.result.decomposition import Decomposition


class Cost(Struct, frozen=True):
    """What it costs to cut a context loose beside what any release of its own does; `mostly` is the heaviest driver, if any.

    `tables` are those that it owns, `inside` the share of its coupling that no cut would touch.
    """

    context: str
    rank: int
    verdict: Verdict
    points: float
    mostly: str
    tables: int
    lines: int
    inside: float


def costs_of(decomposition: Decomposition) -> tuple[Cost, ...]:
    """One for each step of the plan, by rank."""
    owned: dict[str, int] = {}
    for table in decomposition.ownership.tables:
        owned[table.owner] = owned.get(table.owner, 0) + 1
    known = {context.id: context for context in decomposition.catalog.contexts}
    return tuple(
        Cost(
            step.context,
            step.rank,
            step.verdict,
            points_of(step),
            _mostly(step),
            owned.get(step.context, 0),
            context.lines if context else 0,
            context.cohesion if context else 0.0,
        )
        for step in decomposition.plan.steps
        for context in (known.get(step.context),)
    )


def points_of(step: Step) -> float:
    """The effort of a step without what every context costs alike."""
    return fsum(driver.points for driver in step.drivers if driver.dimension == "effort" and driver.name != RELEASE)


def _mostly(step: Step) -> str:
    drivers = most_telling(driver for driver in step.drivers if driver.dimension == "effort")
    return next((driver.name for driver in drivers if driver.name != RELEASE), "")
