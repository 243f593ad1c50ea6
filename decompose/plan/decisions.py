"""Decisions: from findings, graph, partition and what people decreed to everything that follows from where things belong."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from msgspec import Struct

from decompose.contexts.catalog import find_contexts
from decompose.contexts.context import ContextCatalog
from decompose.contexts.detection.partition import Partition
from decompose.contexts.hand.decree import NOTHING, Decrees
from decompose.coupling.graph import CouplingGraph
from decompose.design.cuts.ledger import CutLedger, ledger_of
from decompose.design.data.ownership import DataOwnership, own_tables
from decompose.design.map.context_map import ContextMap, map_contexts
from decompose.design.past.hidden import HiddenPair
from decompose.design.people.hotspots import hotspots_of
from decompose.design.people.topology import Hotspot, TeamTopology
from decompose.design.transactions.transactions import SplitTransaction, split_transactions
from decompose.evidence.findings import Findings
from decompose.evidence.reach import Reach
from decompose.plan.judging import NO_WEIGHTS
from decompose.plan.plan import MigrationPlan
from decompose.plan.rank import make_plan

Outcome = TypeVar("Outcome")


class Stage(Protocol):
    """Does a named piece of work, and may tell that it begins and ends."""

    def __call__(self, name: str, work: Callable[[], Outcome], /) -> Outcome: ...


Staff = Callable[[ContextCatalog], TeamTopology]


class Decisions(Struct, frozen=True):
    """Contexts, and what they mean for data, cuts, transactions, people and the order of extraction."""

    catalog: ContextCatalog
    context_map: ContextMap
    ownership: DataOwnership
    ledger: CutLedger
    transactions: tuple[SplitTransaction, ...]
    plan: MigrationPlan
    topology: TeamTopology
    hotspots: tuple[Hotspot, ...]


def untold(_name: str, work: Callable[[], Outcome], /) -> Outcome:
    """A stage that nobody watches."""
    return work()


def nobody(_catalog: ContextCatalog) -> TeamTopology:
    """The topology of a system of which it is not known who works on it."""
    return TeamTopology()


def decide(
    findings: Findings,
    graph: CouplingGraph,
    partition: Partition,
    *,
    decrees: Decrees = NOTHING,
    seed: int = 0,
    reach: tuple[Reach, ...] = (),
    weights: Mapping[str, float] = NO_WEIGHTS,
    staff: Staff = nobody,
    hidden: tuple[HiddenPair, ...] = (),
    stage: Stage = untold,
) -> Decisions:
    """Everything that follows from a partition; raises DecomposeError where decrees contradict each other.

    `staff` tells who works on the contexts of a catalog.
    """
    catalog = stage(
        "naming contexts",
        lambda: find_contexts(findings, graph, partition, seed=seed, decrees=decrees, reach=reach),
    )
    ownership = own_tables(findings, catalog, decrees)
    ledger = stage("counting cuts", lambda: ledger_of(findings, catalog, ownership))
    context_map = map_contexts(findings, catalog, ownership, graph, ledger)
    transactions = split_transactions(findings, catalog, ownership)
    topology, hotspots = staff(catalog), hotspots_of(findings, catalog.context_of())
    plan = stage(
        "ranking the plan",
        lambda: make_plan(
            findings, catalog, context_map, ownership, ledger, transactions, graph, topology, hotspots, weights, hidden
        ),
    )
    return Decisions(catalog, context_map, ownership, ledger, transactions, plan, topology, hotspots)
