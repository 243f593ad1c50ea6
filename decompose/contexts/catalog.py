"""The catalog: from findings, graph and partition to named bounded contexts with their confidence and measures."""

from collections.abc import Mapping

from decompose.contexts.confidence import memberships, stabilities
from decompose.contexts.context import BoundedContext, ContextCatalog, ContextKind, Membership
from decompose.contexts.measure import measure
from decompose.contexts.name import Name, name_blocks
from decompose.contexts.observed import observe
from decompose.contexts.partition import Partition
from decompose.contexts.quality import cohesions, conductances
from decompose.coupling.graph import CouplingGraph
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, UnitKind

KERNEL = ("shared-kernel", "Shared kernel")


def find_contexts(findings: Findings, graph: CouplingGraph, partition: Partition, *, seed: int = 0) -> ContextCatalog:
    """The catalog of a partition of the graph's units.

    Units that the graph sets apart become one shared kernel; product modules that are coupled to nothing, or contain
    no code, are unassigned with the reason. Measures are of the domain contexts.
    """
    coupled = {unit for coupling in graph.couplings for unit in (coupling.source, coupling.target)}
    blocks = [block for block in partition.blocks if coupled.intersection(block)]
    kernel = sorted(unit for unit, _ in graph.apart)
    *names, kernel_name = name_blocks(findings, [*blocks, kernel])
    ids = _distinct_from_kernel(names)
    home = {unit: name.id for name, block in zip(ids, blocks, strict=True) for unit in block}
    lines = {unit.id: unit.lines for unit in findings.units if unit.kind is UnitKind.MODULE}
    contexts = _domains(graph, partition, blocks, ids, home, lines, seed)
    if kernel:
        contexts.append(_kernel(kernel, kernel_name, lines))
    measures = measure(observe(findings, graph), home, seed)
    return ContextCatalog(tuple(contexts), _unassigned(findings, graph, home), measures)


def _domains(
    graph: CouplingGraph,
    partition: Partition,
    blocks: list[tuple[str, ...]],
    names: list[Name],
    home: Mapping[str, str],
    lines: Mapping[str, int],
    seed: int,
) -> list[BoundedContext]:
    members = memberships(graph, home)
    cohesion, conductance = cohesions(graph, home), conductances(graph, home)
    stability = stabilities(graph, blocks, partition.resolution, seed)
    contexts = [
        BoundedContext(
            id=name.id,
            name=name.title,
            kind=ContextKind.DOMAIN,
            members=tuple(members[unit] for unit in sorted(block)),
            terms=name.terms,
            lines=sum(lines.get(unit, 0) for unit in block),
            cohesion=cohesion[name.id],
            stability=stable,
            conductance=conductance[name.id],
        )
        for name, block, stable in zip(names, blocks, stability, strict=True)
    ]
    return sorted(contexts, key=lambda context: (-len(context.members), context.id))


def _kernel(units: list[str], name: Name, lines: Mapping[str, int]) -> BoundedContext:
    """The shared kernel: its units were set apart, so none of their coupling is counted and strength is 0."""
    return BoundedContext(
        id=KERNEL[0],
        name=KERNEL[1],
        kind=ContextKind.SHARED_KERNEL,
        members=tuple(Membership(unit, 0.0) for unit in units),
        terms=name.terms,
        lines=sum(lines.get(unit, 0) for unit in units),
    )


def _distinct_from_kernel(names: list[Name]) -> list[Name]:
    """The names, with one that would be mistaken for the shared kernel's spelled apart."""
    return [
        Name(f"{name.id}-domain", f"{name.title} (domain)", name.terms) if name.id == KERNEL[0] else name
        for name in names
    ]


def _unassigned(findings: Findings, graph: CouplingGraph, home: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    placed = set(home) | {unit for unit, _ in graph.apart}
    reasons = []
    for unit in findings.units:
        if unit.kind is UnitKind.MODULE and unit.role is Role.PRODUCT and unit.id not in placed:
            reasons.append((unit.id, "no coupling to any other module" if unit.lines else "no code in it"))
    return tuple(sorted(reasons))
