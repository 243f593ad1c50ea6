"""Coverage and problems come in; out goes what the result stands on: `N of M`, why not the rest, and how much history."""

from msgspec import Struct

from decompose.result.decomposition import Coverage, Decomposition
from decompose.result.past import history_said
from decompose.result.roles import roles_left_out

PLACES = 20


class Gauge(Struct, frozen=True):
    """`part` of `whole` of something."""

    name: str
    part: int
    whole: int

    @property
    def share(self) -> float:
        return self.part / self.whole if self.whole else 0.0


class ProblemGroup(Struct, frozen=True):
    """All problems with one reason code, with the first places."""

    code: str
    number: int
    places: tuple[tuple[str, str], ...]
    left_out: int


class Quality(Struct, frozen=True):
    """The data-quality box and the list of problems."""

    gauges: tuple[Gauge, ...]
    skipped: tuple[tuple[str, int], ...]
    history: tuple[str, ...]
    roles: tuple[tuple[str, int], ...]
    problems: tuple[ProblemGroup, ...]
    total: int


def quality_of(decomposition: Decomposition) -> Quality:
    """How much was understood, and what was not."""
    coverage = decomposition.coverage
    return Quality(
        gauges=_gauges(coverage),
        skipped=tuple(sorted(coverage.skipped, key=lambda row: (-row[1], row[0]))),
        history=history_said(coverage.history),
        roles=roles_left_out(decomposition),
        problems=_problems(decomposition),
        total=len(decomposition.problems),
    )


def _gauges(coverage: Coverage) -> tuple[Gauge, ...]:
    read = Gauge("files read", coverage.files_read, coverage.files_listed)
    return (read, *(Gauge(ratio.name, ratio.part, ratio.whole) for ratio in coverage.understood if not ratio.lack))


def _problems(decomposition: Decomposition) -> tuple[ProblemGroup, ...]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for problem in decomposition.problems:
        groups.setdefault(problem.code, []).append((str(problem.location), problem.message))
    return tuple(
        ProblemGroup(code, len(places), tuple(places[:PLACES]), max(0, len(places) - PLACES))
        for code, places in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    )
