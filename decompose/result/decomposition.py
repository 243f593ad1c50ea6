"""Decomposition: the whole answer about one system; it can be saved, schema-checked, loaded and rendered later."""

from msgspec import Struct

from decompose.contexts.context import ContextCatalog
from decompose.contexts.detection.partition import Partition
from decompose.contexts.hand.hand import Hand
from decompose.coupling.graph import CouplingGraph
from decompose.design.aggregates import Aggregate
from decompose.design.cuts.ledger import CutLedger
from decompose.design.data.ownership import DataOwnership
from decompose.design.map.context_map import ContextMap
from decompose.design.past.hidden import HiddenPair
from decompose.design.past.trend import Trend
from decompose.design.people.topology import Hotspot, TeamTopology
from decompose.design.transactions.calls_out import CallOut
from decompose.design.transactions.transactions import SplitTransaction
from decompose.errors import Problem
from decompose.evidence.contract import Contract
from decompose.evidence.evidence import Evidence
from decompose.evidence.findings import Activity, HistorySummary, Ratio
from decompose.evidence.passage import Passage
from decompose.evidence.reach import Reach
from decompose.evidence.resource import ResourceUse
from decompose.evidence.transaction import Transaction
from decompose.evidence.unit import Unit
from decompose.plan.plan import MigrationPlan

SCHEMA_VERSION = "1.0"


class Tool(Struct, frozen=True):
    """What made the result: additive changes of the schema raise the minor, removals the major version."""

    name: str
    version: str


class Run(Struct, frozen=True):
    """The parameters that shaped the result, as (name, value) pairs sorted by name; no clock, host or absolute path."""

    system: str
    parameters: tuple[tuple[str, str], ...] = ()


class Coverage(Struct, frozen=True):
    """How much was understood: `files_read` of `files_listed`, skipped files by reason code, ratios, history."""

    files_listed: int
    files_read: int
    skipped: tuple[tuple[str, int], ...]
    understood: tuple[Ratio, ...]
    history: HistorySummary | None = None


class Decomposition(Struct, frozen=True):
    """The answer: evidence, graph, contexts, design and plan of one system at one moment.

    `contracts` are those of the units that the façades of the plan would offer, by unit. `hand` is what people said in
    the boundary file; `partition` was found without it, `catalog` obeys it. `transactions` are those that a boundary
    splits, `all_transactions` all that write, `passages` the ways on which functions reach a table. `hidden` are pairs of
    modules that change together although no code joins them. `resources` are uses of what lies outside of the database,
    `calls_out` those that happen while a transaction is open. `trend` is empty unless it was asked for.
    """

    schema_version: str
    tool: Tool
    run: Run
    coverage: Coverage
    units: tuple[Unit, ...]
    evidence: tuple[Evidence, ...]
    graph: CouplingGraph
    partition: Partition
    catalog: ContextCatalog
    context_map: ContextMap
    ownership: DataOwnership
    ledger: CutLedger
    transactions: tuple[SplitTransaction, ...]
    plan: MigrationPlan
    problems: tuple[Problem, ...] = ()
    activity: tuple[Activity, ...] = ()
    contracts: tuple[Contract, ...] = ()
    topology: TeamTopology = TeamTopology()
    hotspots: tuple[Hotspot, ...] = ()
    reach: tuple[Reach, ...] = ()
    hidden: tuple[HiddenPair, ...] = ()
    hand: Hand = Hand()
    aggregates: tuple[Aggregate, ...] = ()
    all_transactions: tuple[Transaction, ...] = ()
    passages: tuple[Passage, ...] = ()
    resources: tuple[ResourceUse, ...] = ()
    calls_out: tuple[CallOut, ...] = ()
    trend: Trend = Trend()
