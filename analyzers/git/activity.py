"""From the commits of each module to how active it is: changes, recent changes, by quarter, and how many people made them."""

from collections.abc import Iterable, Sequence

from decompose.evidence.findings import Activity
from decompose.evidence.people import People
from decompose.repository.history import History

from .change_sets import Used
from .pairs import Weights
from .periods import YEAR, by_quarter, covered


def activity(
    history: History, used: Sequence[Used], weights: Weights, births: dict[str, str], people: People
) -> tuple[Activity, ...]:
    """The activity of every module that a used commit changed, by module; people are counted."""
    if not used:
        return ()
    newest = used[0][0].time
    quarters = covered(newest, history.commits[-1].time)
    times: dict[str, list[int]] = {}
    for commit, modules in used:
        for module in modules:
            times.setdefault(module, []).append(commit.time)
    authors: dict[str, int] = {}
    for work in people.work:
        authors[work.unit] = authors.get(work.unit, 0) + (work.changes > 0)
    return tuple(
        Activity(
            module,
            len(found),
            sum(time > newest - YEAR for time in found),
            authors.get(module, 0),
            weights.weight.get(module, 0.0),
            births.get(module, ""),
            by_quarter(found, newest, quarters),
        )
        for module, found in sorted(times.items())
    )


def births_of(changed: Iterable[Used]) -> dict[str, str]:
    """The oldest commit of each module, whatever kind of commit it is."""
    return {module: commit.id for commit, modules in changed for module in modules}
