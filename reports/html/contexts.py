"""The catalogue of contexts comes in; out goes one entry for each: language, members, how firm it is, whom it talks to."""

from msgspec import Struct
from msgspec.structs import replace

from decompose.contexts.context import BoundedContext, Membership
from decompose.design.aggregates import Aggregate
from decompose.evidence.findings import Clarity
from decompose.result.decomposition import Decomposition
from decompose.result.leanings import disagreements
from decompose.result.unseen import computed_in

from .atlas import Atlas, ContextRef
from .entrances import EntrancesView, entrances_by_context

MEMBERS = 8
COMPUTED = 5
TERMS = 10


class MemberView(Struct, frozen=True):
    """A module of a context; `runner_up` is where it would go next."""

    name: str
    path: str
    strength: float
    runner_up: ContextRef | None
    runner_up_strength: float


class ContextView(Struct, frozen=True):
    """One context; `by_hand` counts the modules that people put there, `disagree` those on which evidence does not agree.

    `seeds` and `resolutions` are its stability with other starts, and with coarser and finer detection.

    `tables` are those it should own, by aggregate; `core` are its firmest, largest modules, `boundary` those nearly as much
    at home elsewhere. `computed` are the first places where what is called, run or imported is only known at run time.
    """

    context: ContextRef
    terms: tuple[str, ...]
    modules: int
    lines: int
    cohesion: float
    stability: float
    tables: tuple[Aggregate, ...]
    core: tuple[MemberView, ...]
    boundary: tuple[MemberView, ...]
    by_hand: int
    rank: int
    disagree: int = 0
    seeds: float = 0.0
    resolutions: float = 0.0
    clarity: Clarity = Clarity("")
    computed: tuple[tuple[str, str], ...] = ()
    computed_left_out: int = 0
    entrances: EntrancesView = EntrancesView()


def context_views(decomposition: Decomposition, atlas: Atlas) -> tuple[ContextView, ...]:
    """Every context as this report shows it, in the order of the catalogue."""
    ranks = {step.context: step.rank for step in decomposition.plan.steps}
    tables: dict[str, list[Aggregate]] = {}
    for aggregate in decomposition.aggregates:
        tables.setdefault(aggregate.context, []).append(aggregate)
    entrances, torn = entrances_by_context(decomposition, atlas), disagreements(decomposition)
    return tuple(
        replace(
            _view(context, tuple(tables.get(context.id, ())), ranks.get(context.id, 0), atlas),
            entrances=entrances.get(context.id, EntrancesView()),
            disagree=sum(1 for member in context.members if member.unit in torn),
            computed=tuple((str(one.location), one.message) for one in computed[:COMPUTED]),
            computed_left_out=max(0, len(computed) - COMPUTED),
        )
        for context in decomposition.catalog.contexts
        for computed in (computed_in(decomposition, context),)
    )


def _view(context: BoundedContext, tables: tuple[Aggregate, ...], rank: int, atlas: Atlas) -> ContextView:
    torn = sorted((m for m in context.members if _torn(m)), key=lambda m: (m.strength - m.runner_up_strength, m.unit))
    firm = sorted((m for m in context.members if not _torn(m)), key=lambda m: (-_lines(m, atlas) * m.strength, m.unit))
    return ContextView(
        context=atlas.ref(context.id),
        terms=context.terms[:TERMS],
        modules=len(context.members),
        lines=context.lines,
        cohesion=context.cohesion,
        stability=context.stability,
        tables=tables,
        core=tuple(_member(member, atlas) for member in firm[:MEMBERS]),
        boundary=tuple(_member(member, atlas) for member in torn[:MEMBERS]),
        by_hand=sum(1 for member in context.members if member.by),
        rank=rank,
        seeds=context.seed_stability,
        resolutions=context.resolution_stability,
        clarity=context.clarity,
    )


def _torn(member: Membership) -> bool:
    """Whether a module is nearly as much at home in another context: its runner-up has three quarters of its own share."""
    return bool(member.runner_up) and member.runner_up_strength >= 0.75 * member.strength


def _lines(member: Membership, atlas: Atlas) -> int:
    unit = atlas.units.get(member.unit)
    return unit.lines if unit else 0


def _member(member: Membership, atlas: Atlas) -> MemberView:
    runner_up = atlas.ref(member.runner_up) if member.runner_up else None
    return MemberView(atlas.name(member.unit), member.unit, member.strength, runner_up, member.runner_up_strength)
