"""What if: from the decisions as they are and as they would be to everything that would be different."""

from collections.abc import Iterable, Mapping
from math import fsum

from msgspec import Struct

from decompose.contexts.context import ContextCatalog
from decompose.contexts.detection.detect import neighbours_of
from decompose.contexts.detection.tidy import connected
from decompose.contexts.measures.measure import FOUND
from decompose.coupling.graph import CouplingGraph
from decompose.design.cuts.ledger import Cut
from decompose.design.transactions.transactions import SplitTransaction
from decompose.plan.decisions import Decisions


class Moved(Struct, frozen=True, order=True):
    """A module that would be in another context; "" where it is in none."""

    module: str
    before: str
    after: str


class Change(Struct, frozen=True, order=True):
    """A number that would be different; `better` says which way is: higher, lower or "" where neither is."""

    name: str
    before: float
    after: float


class Effect(Struct, frozen=True):
    """Everything that would be different.

    `said` is what would be said, `lines` the entries of the boundary file that say it. `measures` are all measures of the
    contexts, `balance` how many contexts there are, how large the largest is and so on. Cuts are new or gone by place;
    `split` are transactions that would be split and are not now, `joined` the reverse; `tables` and `verdicts` are those
    with another owner or verdict; `pieces` are contexts whose modules would not hang together, with the number of parts.
    """

    said: str
    lines: tuple[str, ...]
    moved: tuple[Moved, ...]
    measures: tuple[Change, ...]
    balance: tuple[Change, ...]
    new_cuts: tuple[Cut, ...]
    gone_cuts: tuple[Cut, ...]
    split: tuple[SplitTransaction, ...]
    joined: tuple[SplitTransaction, ...]
    tables: tuple[Moved, ...]
    verdicts: tuple[Moved, ...]
    pieces: tuple[tuple[str, int], ...]
    notes: tuple[str, ...] = ()


def effect(said: str, lines: Iterable[str], before: Decisions, after: Decisions, graph: CouplingGraph) -> Effect:
    """What is different between the two; what only has another name is not."""
    new, gone = _cuts(before, after)
    known = {(each.function, each.location) for each in before.transactions}
    still = {(each.function, each.location) for each in after.transactions}
    return Effect(
        said,
        tuple(lines),
        moved=_moved(before.catalog.context_of(), after.catalog.context_of()),
        measures=_measures(before.catalog, after.catalog),
        balance=_balance(before, after),
        new_cuts=new,
        gone_cuts=gone,
        split=tuple(each for each in after.transactions if (each.function, each.location) not in known),
        joined=tuple(each for each in before.transactions if (each.function, each.location) not in still),
        tables=_moved(*({t.table: t.owner for t in each.ownership.tables} for each in (before, after))),
        verdicts=_verdicts(before, after),
        pieces=_pieces(before.catalog, after.catalog, graph),
        notes=tuple(problem.message for problem in after.catalog.problems if problem not in before.catalog.problems),
    )


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Moved, ...]:
    every = sorted(before.keys() | after.keys())
    found = (Moved(each, before.get(each, ""), after.get(each, "")) for each in every)
    return tuple(moved for moved in found if moved.before != moved.after)


def _measures(before: ContextCatalog, after: ContextCatalog) -> tuple[Change, ...]:
    now, then = _values(before), _values(after)
    return tuple(Change(name, now[name], then[name]) for name in now if name in then)


def _values(catalog: ContextCatalog) -> dict[str, float]:
    scores = catalog.measures.scores if catalog.measures else ()
    return {name: value for score in scores if score.partition == FOUND for name, value in score.values}


def _balance(before: Decisions, after: Decisions) -> tuple[Change, ...]:
    now, then = _counts(before), _counts(after)
    return tuple(Change(name, now[name], then[name]) for name in now)


def _counts(decisions: Decisions) -> dict[str, float]:
    measures = decisions.catalog.measures
    return {
        "contexts": float(len(decisions.catalog.contexts)),
        "largest context": measures.largest_share if measures else 0.0,
        "effective number": measures.effective_contexts if measures else 0.0,
        "cuts": float(len(decisions.ledger.cuts)),
        "effort points of cuts": fsum(total.effort for total in decisions.ledger.totals),
        "split transactions": float(len(decisions.transactions)),
        "contested tables": float(sum(table.contested for table in decisions.ownership.tables)),
        "cycles between contexts": float(len(decisions.context_map.cycles)),
    }


def _cuts(before: Decisions, after: Decisions) -> tuple[tuple[Cut, ...], tuple[Cut, ...]]:
    """The cuts that only the second has, and those that only the first has, costliest first."""
    now, then = ({_identity(cut): cut for cut in each.ledger.cuts} for each in (before, after))
    return _costliest(cut for key, cut in then.items() if key not in now), _costliest(
        cut for key, cut in now.items() if key not in then
    )


def _identity(cut: Cut) -> tuple[object, ...]:
    """What makes two cuts the same although contexts have other names or sides."""
    ends = sorted((cut.source, cut.target))
    return (cut.kind, *ends, cut.location, cut.detail, cut.flags)


def _costliest(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    return tuple(sorted(cuts, key=lambda cut: (-cut.effort, cut.source, cut.target, cut.kind, str(cut.location))))


def _verdicts(before: Decisions, after: Decisions) -> tuple[Moved, ...]:
    now, then = ({step.context: step.verdict.value for step in each.plan.steps} for each in (before, after))
    return _moved(now, then)


def _pieces(before: ContextCatalog, after: ContextCatalog, graph: CouplingGraph) -> tuple[tuple[str, int], ...]:
    """The contexts that hang together now and would not, or that would be new and do not."""
    neighbours = neighbours_of(graph)
    now, then = ({each.id: [m.unit for m in each.members] for each in c.contexts} for c in (before, after))
    counts = {id: len(connected([units], neighbours)) for id, units in then.items() if now.get(id) != units}
    kernels = {each.id for each in after.contexts if each.kind == "shared-kernel"}
    return tuple((id, count) for id, count in counts.items() if count > 1 and id not in kernels)
