"""The context map: which context depends on which, through what, the pattern the evidence supports, and who plugs into whom."""

from msgspec import Struct

from decompose.contexts.context import ContextCatalog
from decompose.coupling.graph import CouplingGraph
from decompose.design.cuts.crossing import Crossing, Homes, crossings
from decompose.design.cuts.ledger import CutLedger
from decompose.design.cuts.uses import SIDELESS, Uses
from decompose.design.data.ownership import DataOwnership
from decompose.design.map.breaks import Break, breaks_of
from decompose.design.map.communication import Channel, Waiting, channels_of
from decompose.design.map.cycles import shortest_cycles
from decompose.design.map.families import Family, families_of
from decompose.design.map.pattern import Neighbourhood, pattern_of
from decompose.evidence.findings import Findings


class Flow(Struct, frozen=True, order=True):
    """How much of one kind of evidence flows along a relation."""

    kind: str
    count: int


class ContextRelation(Struct, frozen=True):
    """`downstream` depends on `upstream`; flows are counts of evidence by kind, `pattern` the DDD pattern with its reason.

    `channels` are the ways the two should talk once they run apart, that with most places first.
    """

    upstream: str
    downstream: str
    flows: tuple[Flow, ...]
    pattern: str
    reason: str
    weight: float = 0.0
    channels: tuple[Channel, ...] = ()


class ContextMap(Struct, frozen=True):
    """All relations, strongest first, and the cycles between contexts (each as the ids along it).

    `breaks` are the cheapest dependencies without which there would be no cycle, `families` the plug-ins of one host, largest
    family first.
    """

    relations: tuple[ContextRelation, ...]
    cycles: tuple[tuple[str, ...], ...] = ()
    breaks: tuple[Break, ...] = ()
    families: tuple[Family, ...] = ()


def map_contexts(
    findings: Findings,
    catalog: ContextCatalog,
    ownership: DataOwnership,
    graph: CouplingGraph | None = None,
    ledger: CutLedger | None = None,
) -> ContextMap:
    """Every pair of contexts where one uses the other, its pattern, and for each context the shortest cycle it is in.

    The user is downstream: it imports, calls, inherits from, annotates with, or reads, writes or points foreign keys to
    what the upstream context has. Joins, common transactions, triggers, definitions and co-change show no direction: they
    are told with the direction that has more of the rest, and alone make no relation (the cut ledger has them all). A flow
    counts pieces of evidence.
    `weight` is the coupling of the graph between the two, or without a graph the number of pieces of evidence.
    Cycles leave shared kernels out; what breaking them costs is known from the ledger.
    """
    homes = Homes.found(catalog, ownership)
    uses = _uses(findings, homes)
    around = Neighbourhood.of(findings, catalog, ownership, uses)
    weights = _weights(graph, homes) if graph else {}
    waiting = Waiting.of(findings)
    relations = [_relation(one, around, weights, waiting) for one in uses.values()]
    domain = [pair for pair in uses if not homes.kernels.intersection(pair)]
    ordered = sorted(relations, key=lambda r: (-r.weight, -sum(f.count for f in r.flows), r.upstream, r.downstream))
    return ContextMap(
        relations=tuple(ordered),
        cycles=shortest_cycles(domain),
        breaks=breaks_of(domain, ledger) if ledger else (),
        families=families_of(findings, homes, {table.owner for table in ownership.tables}),
    )


def _uses(findings: Findings, homes: Homes) -> dict[tuple[str, str], Uses]:
    """What each downstream context uses of each upstream one, by (downstream, upstream)."""
    uses: dict[tuple[str, str], Uses] = {}
    sideless: dict[tuple[str, str], list[Crossing]] = {}
    for crossing in crossings(findings, homes):
        pair = (crossing.from_context, crossing.to_context)
        if crossing.evidence.kind in SIDELESS:
            sideless.setdefault((min(pair), max(pair)), []).append(crossing)
        else:
            uses.setdefault(pair, Uses(*pair)).add(crossing)
    for one, other in sorted(sideless):
        found = [uses[pair] for pair in ((one, other), (other, one)) if pair in uses]
        if found:
            heavier = max(found, key=lambda use: use.total)
            for crossing in sideless[one, other]:
                heavier.add_sideless(crossing)
    return {pair: uses[pair] for pair in sorted(uses)}


def _weights(graph: CouplingGraph, homes: Homes) -> dict[tuple[str, str], float]:
    weights: dict[tuple[str, str], float] = {}
    for coupling in graph.couplings:
        one, other = homes.of(coupling.source), homes.of(coupling.target)
        if one and other and one != other:
            pair = (min(one, other), max(one, other))
            weights[pair] = weights.get(pair, 0.0) + coupling.weight
    return weights


def _relation(
    uses: Uses, around: Neighbourhood, weights: dict[tuple[str, str], float], waiting: Waiting
) -> ContextRelation:
    pattern, reason = pattern_of(uses, around)
    pair = (min(uses.downstream, uses.upstream), max(uses.downstream, uses.upstream))
    flows = tuple(Flow(kind, uses.kinds[kind]) for kind in sorted(uses.kinds))
    weight = weights.get(pair, 0.0) if weights else float(uses.total)
    channels = channels_of(uses.crossings, uses.upstream in around.kernels, waiting)
    return ContextRelation(uses.upstream, uses.downstream, flows, pattern, reason, weight, channels)
