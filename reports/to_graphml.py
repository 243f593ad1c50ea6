"""GraphML: modules and the couplings between them, for Gephi, yEd, Cytoscape and networkx.

Nodes have `label`, `context` (its name, or empty) and `lines`; edges have `weight` and one number per signal
that it is the sum of, such as `strand_references`.
"""

from decompose.evidence.unit import UnitKind
from decompose.result.decomposition import Decomposition
from decompose.result.escaping import xml
from decompose.result.wording import context_names

MAKER = "<!-- The coupling graph of a system, by decompose -->"


def render(decomposition: Decomposition) -> str:
    """The coupling graph with its contexts; modules without any coupling are in it too."""
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    context_of, names = decomposition.catalog.context_of(), context_names(decomposition)
    modules = {unit.id: unit for unit in decomposition.units if unit.kind == UnitKind.MODULE}
    ids = _distinct(_ids(decomposition))
    for id, shown in ids.items():
        context, module = names.get(context_of.get(id, ""), ""), modules.get(id)
        label, lines = (module.name, module.lines) if module else (id, 0)
        graph.add_node(shown, label=xml(label), context=xml(context), lines=lines)
    for coupling in decomposition.graph.couplings:
        strands = {f"strand_{xml(strand.signal)}": strand.weight for strand in coupling.strands}
        graph.add_edge(ids[coupling.source], ids[coupling.target], weight=coupling.weight, **strands)
    return "\n".join((MAKER, *networkx.generate_graphml(graph, named_key_ids=True))) + "\n"


def _distinct(ids: list[str]) -> dict[str, str]:
    """Each id as XML can carry it, numbered where two would become the same."""
    taken: dict[str, int] = {}
    shown = {}
    for id in ids:
        text = xml(id)
        taken[text] = taken.get(text, 0) + 1
        shown[id] = text if taken[text] == 1 else f"{text} ({taken[text]})"
    return shown


def _ids(decomposition: Decomposition) -> list[str]:
    ends = {end for coupling in decomposition.graph.couplings for end in (coupling.source, coupling.target)}
    return sorted({*decomposition.graph.units, *decomposition.catalog.context_of(), *ends})
