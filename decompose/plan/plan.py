"""The migration plan: contexts in the order to extract them, each with drivers, preconditions, metric and rollback."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Verdict(StrEnum):
    """What to do with a context."""

    EXTRACT = "extract"
    PREPARE = "prepare-first"
    MODULARISE = "modularise-in-place"
    KEEP = "keep-in-core"
    NEVER = "never-alone"


LEAVES = (Verdict.EXTRACT, Verdict.PREPARE)
"""What moves out, be it now or after preparation; whatever else a verdict says stays for now."""


class Driver(Struct, frozen=True):
    """One named reason behind effort, risk or value: the measured amount, its points, and a sentence with the number."""

    dimension: str  # effort, risk or value
    name: str
    amount: float
    points: float
    explanation: str


RELEASE = "release of its own"
"""The driver of effort that is the same for every context."""


def most_telling(drivers: Iterable[Driver]) -> list[Driver]:
    """Most points first, what every context costs alike last."""
    return sorted(drivers, key=lambda driver: (driver.name == RELEASE, -abs(driver.points), driver.name))


class Step(Struct, frozen=True):
    """One step of the plan. `effort`, `risk` and `value` are 0…1 relative to the other contexts; `score` orders the plan.

    `why` is the sentence a reader needs first. `facade` are the unit ids that others call today, most called first;
    `after` are ids of contexts whose step must come before, each a reason in `preconditions`. `ranks` are the first and the
    last rank that the step would have if any one weight of the plan were half as large or half as large again. `operations`
    are what to do in which order, `leave_alone` what not to touch meanwhile. `later` tells what a service of its own would
    cost beyond the package that the step makes; "" if nothing, or if the context stays. `tests` are modules that move along;
    `together` tells of the other context with which most of what it has to mend would vanish.
    """

    rank: int
    context: str
    verdict: Verdict
    effort: float
    risk: float
    value: float
    score: float
    why: str
    drivers: tuple[Driver, ...]
    preconditions: tuple[str, ...]
    after: tuple[str, ...]
    facade: tuple[str, ...]
    tables: tuple[str, ...]
    communication: str
    success_metric: str
    rollback: str
    remaining_coupling: float
    ranks: tuple[int, int] = (0, 0)
    operations: tuple[str, ...] = ()
    leave_alone: tuple[str, ...] = ()
    later: str = ""
    tests: tuple[str, ...] = ()
    together: str = ""


class MigrationPlan(Struct, frozen=True):
    """Steps by rank, every domain context once; `advice` says what holds for all of it (the simplest thing that works).

    `weights` are what the settings say contexts are worth to the business, by id or name; others weigh 1. `instead` is why not to
    split at all, "" if nothing speaks against it.
    """

    steps: tuple[Step, ...]
    advice: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    instead: str = ""
