"""Mermaid: the context map as a flowchart, small enough for GitHub and GitLab to draw it.

An arrow runs from the context that depends to the one it depends on; its label is what flows most, and how much.
"""

from msgspec import Struct

from decompose.contexts.context import BoundedContext, ContextKind
from decompose.design.map.context_map import ContextRelation
from decompose.evidence.words import amount
from decompose.result.decomposition import Decomposition
from decompose.result.escaping import mermaid
from decompose.result.wording import context_names, pieces, shortened

from .sentences import by_weight

MAKER = "%% The context map of a system, by decompose"

NODES, EDGES = 40, 80
"""Most that is drawn: GitHub stops at 500 edges and 50,000 characters, readers far earlier."""

LONGEST = 60
"""Signs of a context's name; chosen: more makes boxes that push all else off the page."""


class Diagram(Struct, frozen=True):
    """The text of the diagram, and how many contexts and relations are not in it."""

    text: str
    contexts_left_out: int
    relations_left_out: int


def render(decomposition: Decomposition) -> str:
    """The diagram; who drew it and what is left out of it is told in comments at its top."""
    drawn = diagram(decomposition)
    left_out = (
        f"{amount(drawn.contexts_left_out, 'context')} and {amount(drawn.relations_left_out, 'relation')} left out"
    )
    told = f"%% {left_out}\n" if drawn.contexts_left_out or drawn.relations_left_out else ""
    return f"{MAKER}\n{told}{drawn.text}"


def diagram(decomposition: Decomposition) -> Diagram:
    """The largest contexts and the strongest relations between them."""
    contexts, relations = decomposition.catalog.contexts, decomposition.context_map.relations
    numbers = {context.id: f"n{index}" for index, context in enumerate(contexts[:NODES], start=1)}
    drawn = [r for r in relations if r.upstream in numbers and r.downstream in numbers][:EDGES]
    names = context_names(decomposition)
    lines = ["flowchart LR"]
    lines += [_node(numbers[context.id], names[context.id], context) for context in contexts[:NODES]]
    lines += [_edge(numbers, relation) for relation in drawn]
    return Diagram("\n".join(lines) + "\n", len(contexts) - len(numbers), len(relations) - len(drawn))


def _node(id: str, name: str, context: BoundedContext) -> str:
    opening, closing = ("[", "]") if context.kind == ContextKind.DOMAIN else ("([", "])")
    return f'  {id}{opening}"{mermaid(shortened(name, LONGEST))}<br/>{amount(len(context.members), "module")}"{closing}'


def _edge(numbers: dict[str, str], relation: ContextRelation) -> str:
    ends = f"{numbers[relation.downstream]} -->", numbers[relation.upstream]
    label = "".join(f'|"{mermaid(pieces(flow.kind, flow.count))}"|' for flow in by_weight(relation)[:1])
    return f"  {ends[0]}{label} {ends[1]}"
