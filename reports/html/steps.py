"""The migration plan comes in; out go its steps as this report shows them, and the curve of what coupling remains."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from decompose.plan.plan import LEAVES, Driver, MigrationPlan, Step, Verdict, most_telling
from decompose.result.apart import Apart
from decompose.result.decomposition import Decomposition
from decompose.result.outside import sentences_of_context
from decompose.result.steps import callers
from decompose.result.wording import verdict

from .atlas import Atlas, ContextRef

DIMENSIONS = ("effort", "risk", "value")
FACADE = 12
CALLERS = 12
SIGNATURES = 3
WIDTH, TOP, BASE, LEFT, ARCS = 720.0, 14.0, 150.0, 44.0, 60.0  # the curve; below its base line the arcs of dependencies


class Dimension(Struct, frozen=True):
    """Effort, risk or value of a step with the drivers behind it, heaviest first."""

    name: str
    value: float
    drivers: tuple[Driver, ...]


class StepView(Struct, frozen=True):
    """One step with names in place of ids; `facade` are the first names of it, each with its signatures."""

    rank: int
    context: ContextRef
    verdict: Verdict
    verdict_words: str
    why: str
    dimensions: tuple[Dimension, ...]
    preconditions: tuple[str, ...]
    after: tuple[tuple[int, ContextRef], ...]
    unlocks: tuple[tuple[int, ContextRef], ...]
    facade: tuple[tuple[str, tuple[str, ...]], ...]
    facade_left_out: int
    operations: tuple[str, ...]
    leave_alone: tuple[str, ...]
    tables: tuple[str, ...]
    communication: str
    later: str
    together: str
    success_metric: str
    rollback: str
    score: float
    remaining: float
    lines: int
    modules: int
    ranks: tuple[int, int]
    outside: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    callers: tuple[tuple[str, int], ...] = ()
    callers_left_out: int = 0


class Mark(Struct, frozen=True):
    """One step on the curve."""

    x: float
    y: float
    rank: int
    name: str
    remaining: float


class Arc(Struct, frozen=True):
    """A dependency between steps, drawn below the curve from the step that waits to the one it waits for."""

    path: str
    first: int
    then: int


class Curve(Struct, frozen=True):
    """The share of the coupling between contexts that is not yet behind a façade, today and after each step."""

    marks: tuple[Mark, ...]
    line: str
    arcs: tuple[Arc, ...]
    ticks: tuple[tuple[float, float], ...]
    every: int
    height: float
    width: float = WIDTH
    base: float = BASE
    left: float = LEFT


class PlanView(Struct, frozen=True):
    """The whole plan."""

    steps: tuple[StepView, ...]
    advice: tuple[str, ...]
    curve: Curve


def plan_view(decomposition: Decomposition, atlas: Atlas) -> PlanView:
    """The plan as this report shows it."""
    plan = decomposition.plan
    ranks = {step.context: step.rank for step in plan.steps}
    signatures = {contract.unit: contract.signatures for contract in decomposition.contracts}
    apart = Apart(decomposition)
    calling = {step.context: callers(decomposition, step) if step.verdict in LEAVES else [] for step in plan.steps}
    steps = tuple(
        replace(
            _step(step, plan, ranks, atlas, signatures),
            outside=sentences_of_context(decomposition, step.context),
            apart=apart.sentences(step),
            callers=tuple(calling[step.context][:CALLERS]),
            callers_left_out=max(0, len(calling[step.context]) - CALLERS),
        )
        for step in plan.steps
    )
    return PlanView(steps, plan.advice, _curve(plan, atlas, ranks))


def _step(
    step: Step, plan: MigrationPlan, ranks: dict[str, int], atlas: Atlas, signatures: Mapping[str, tuple[str, ...]]
) -> StepView:
    context = atlas.contexts.get(step.context)
    after = sorted((ranks.get(other, 0), atlas.ref(other)) for other in step.after)
    unlocks = sorted((other.rank, atlas.ref(other.context)) for other in plan.steps if step.context in other.after)
    return StepView(
        rank=step.rank,
        context=atlas.ref(step.context),
        verdict=step.verdict,
        verdict_words=verdict(step.verdict),
        why=step.why,
        dimensions=tuple(_dimension(name, step) for name in DIMENSIONS),
        preconditions=step.preconditions,
        after=tuple(after),
        unlocks=tuple(unlocks),
        facade=tuple((atlas.name(unit), signatures.get(unit, ())[:SIGNATURES]) for unit in step.facade[:FACADE]),
        facade_left_out=max(0, len(step.facade) - FACADE),
        operations=step.operations,
        leave_alone=step.leave_alone,
        tables=step.tables,
        communication=step.communication,
        later=step.later,
        together=step.together,
        success_metric=step.success_metric,
        rollback=step.rollback,
        score=step.score,
        remaining=step.remaining_coupling,
        lines=context.lines if context else 0,
        modules=len(context.members) if context else 0,
        ranks=step.ranks,
    )


def _dimension(name: str, step: Step) -> Dimension:
    drivers = [driver for driver in step.drivers if driver.dimension == name]
    ordered = tuple(most_telling(drivers))
    return Dimension(name, {"effort": step.effort, "risk": step.risk, "value": step.value}[name], ordered)


def _curve(plan: MigrationPlan, atlas: Atlas, ranks: dict[str, int]) -> Curve:
    gap = (WIDTH - LEFT - 36) / max(1, len(plan.steps))
    marks = tuple(
        Mark(
            LEFT + 18 + gap * at,
            _level(step.remaining_coupling),
            step.rank,
            atlas.title(step.context),
            step.remaining_coupling,
        )
        for at, step in enumerate(plan.steps, 1)
    )
    start = f"M{LEFT + 18:.1f} {_level(1.0):.1f}"
    arcs = _arcs(plan, ranks, {mark.rank: mark.x for mark in marks})
    return Curve(
        marks=marks,
        line=start + "".join(f"L{mark.x:.1f} {mark.y:.1f}" for mark in marks),
        arcs=arcs,
        ticks=tuple((_level(part), part) for part in (0.0, 0.5, 1.0)),
        every=max(1, -(-len(marks) // 24)),
        height=BASE + (ARCS if arcs else 26),
    )


def _level(remaining: float) -> float:
    return BASE - (BASE - TOP) * min(1.0, max(0.0, remaining))


def _arcs(plan: MigrationPlan, ranks: dict[str, int], across: dict[int, float]) -> tuple[Arc, ...]:
    pairs = sorted((ranks[other], step.rank) for step in plan.steps for other in step.after if other in ranks)
    return tuple(Arc(_arc(across[first], across[then]), first, then) for first, then in pairs)


def _arc(start: float, end: float) -> str:
    deep = BASE + 22 + min(40.0, 10 + abs(end - start) * 0.12)
    return f"M{start:.1f} {BASE + 22:.1f}C{start:.1f} {deep:.1f} {end:.1f} {deep:.1f} {end:.1f} {BASE + 22:.1f}"
