"""The catalog: from findings, graph and partition to named bounded contexts with their confidence and measures."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from decompose.contexts.areas import areas_of
from decompose.contexts.context import NO_CODE, BoundedContext, ContextCatalog, ContextKind, Membership
from decompose.contexts.detection.partition import Partition
from decompose.contexts.hand.corrected import corrected
from decompose.contexts.hand.decree import NOTHING, Decrees
from decompose.contexts.measures.confidence import Steadiness, memberships, steadiness
from decompose.contexts.measures.measure import measure
from decompose.contexts.measures.observed import observe
from decompose.contexts.measures.quality import cohesions, conductances, flows_of
from decompose.contexts.naming.name import Name
from decompose.coupling.graph import CouplingGraph
from decompose.errors import Location
from decompose.evidence.findings import Clarity, Findings, clarity_of
from decompose.evidence.reach import Reach
from decompose.evidence.unit import Role, UnitKind


def find_contexts(
    findings: Findings,
    graph: CouplingGraph,
    partition: Partition,
    *,
    seed: int = 0,
    decrees: Decrees = NOTHING,
    reach: Iterable[Reach] = (),
) -> ContextCatalog:
    """The catalog of a partition of the graph's units, with what people decreed.

    Units that the graph sets apart become shared kernels; product modules that are coupled to nothing, or contain
    no code, are unassigned with the reason unless somebody placed them. Measures are of the domain contexts.
    """
    coupled = {unit for coupling in graph.couplings for unit in (coupling.source, coupling.target)}
    blocks = [block for block in partition.blocks if coupled.intersection(block)]
    named = corrected(findings, graph, blocks, decrees)
    home = {unit: name.id for name, block in named.domains for unit in block}
    steady = steadiness(graph, [block for _, block in named.domains], partition, seed)
    lines = {unit.id: unit.lines for unit in findings.units if unit.kind is UnitKind.MODULE}
    contexts = [
        *_domains(graph, named.domains, home, lines, named.by, steady),
        *(_kernel(units, name, lines, named.by) for name, units in named.kernels),
    ]
    contexts = _with_clarity(contexts, findings.clarity)
    measures = measure(observe(findings, graph, reach), home, seed)
    areas = areas_of(graph, home, {context.id: context.lines for context in contexts})
    return ContextCatalog(tuple(contexts), _unassigned(findings, graph, home), measures, named.problems, areas)


def _domains(
    graph: CouplingGraph,
    blocks: Sequence[tuple[Name, tuple[str, ...]]],
    home: Mapping[str, str],
    lines: Mapping[str, int],
    by: Mapping[str, Location],
    steady: Sequence[Steadiness],
) -> list[BoundedContext]:
    members, flows = memberships(graph, home), flows_of(graph, home)
    cohesion, conductance = cohesions(flows), conductances(flows)
    contexts = [
        BoundedContext(
            id=name.id,
            name=name.title,
            kind=ContextKind.DOMAIN,
            members=tuple(
                replace(members[unit], by=_place(unit, by), stability=again.units[unit]) for unit in sorted(block)
            ),
            terms=name.terms,
            lines=sum(lines.get(unit, 0) for unit in block),
            cohesion=cohesion[name.id],
            stability=again.resampled,
            seed_stability=again.seeds,
            resolution_stability=again.resolutions,
            conductance=conductance[name.id],
        )
        for (name, block), again in zip(blocks, steady, strict=True)
    ]
    return sorted(contexts, key=lambda context: (-len(context.members), context.id))


def _kernel(units: tuple[str, ...], name: Name, lines: Mapping[str, int], by: Mapping[str, Location]) -> BoundedContext:
    """A shared kernel: its units were set apart, so none of their coupling is counted and strength is 0."""
    return BoundedContext(
        id=name.id,
        name=name.title,
        kind=ContextKind.SHARED_KERNEL,
        members=tuple(Membership(unit, 0.0, by=_place(unit, by)) for unit in units),
        terms=name.terms,
        lines=sum(lines.get(unit, 0) for unit in units),
    )


def _with_clarity(contexts: Iterable[BoundedContext], clarity: Iterable[Clarity]) -> list[BoundedContext]:
    """The contexts with how far the calls of their members are understood."""
    by_unit = {one.unit: one for one in clarity}
    return [
        replace(
            context,
            clarity=clarity_of(context.id, (by_unit[m.unit] for m in context.members if m.unit in by_unit)),
        )
        for context in contexts
    ]


def _place(unit: str, by: Mapping[str, Location]) -> str:
    return str(by[unit]) if unit in by else ""


def _unassigned(findings: Findings, graph: CouplingGraph, home: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    placed = set(home) | {unit for unit, _ in graph.apart}
    reasons = []
    for unit in findings.units:
        if unit.kind is UnitKind.MODULE and unit.role is Role.PRODUCT and unit.id not in placed:
            reasons.append((unit.id, "no coupling to any other module" if unit.lines else NO_CODE))
    return tuple(sorted(reasons))
