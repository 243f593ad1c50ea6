"""The contexts and relations of a map come in; out goes what is drawn of them: the plug-ins of one host as a single box."""

from collections.abc import Iterable, Sequence
from math import fsum

from msgspec import Struct

from decompose.contexts.context import BoundedContext, ContextKind
from decompose.design.map.context_map import ContextRelation, Flow
from decompose.design.map.families import Family
from decompose.result.decomposition import Decomposition

from .atlas import Atlas, ContextRef
from .formats import plural
from .ledger import edge_link


class Folded(Struct, frozen=True):
    """Contexts and relations to draw, `order` with the same ids, and how each is named and where it leads."""

    contexts: tuple[BoundedContext, ...]
    relations: tuple[ContextRelation, ...]
    order: tuple[str, ...]
    refs: dict[str, ContextRef]

    def link(self, relation: ContextRelation) -> str:
        """Where an arrow leads: to the evidence between two contexts, or to what is said of the plug-ins."""
        ends = (self.refs[relation.downstream], self.refs[relation.upstream])
        return next((end.link for end in ends if end.anchor), edge_link(relation.downstream, relation.upstream))


def folded(
    decomposition: Decomposition, atlas: Atlas, relations: Sequence[ContextRelation], order: Sequence[str]
) -> Folded:
    """What is drawn; without families all as it is."""
    families = {plug_ins_id(family): family for family in decomposition.context_map.families}
    home = {member: id for id, family in families.items() for member in family.members}
    contexts = [each for each in decomposition.catalog.contexts if each.id not in home]
    boxes = [_box(id, family, decomposition, atlas) for id, family in families.items()]
    refs = {each.id: atlas.ref(each.id) for each in contexts}
    refs |= {box.id: ContextRef(box.name, box.id, -1, 0, anchor=box.id) for box in boxes}
    return Folded(
        contexts=(*contexts, *boxes),
        relations=tuple(_joined(relations, home)),
        order=tuple(dict.fromkeys(home.get(id, id) for id in order)),
        refs=refs,
    )


def plug_ins_id(family: Family) -> str:
    """The place of the page that tells of them, which is the id of no context."""
    return f"plug-ins~{family.members[0]}"


def _box(id: str, family: Family, decomposition: Decomposition, atlas: Atlas) -> BoundedContext:
    parts = [each for each in decomposition.catalog.contexts if each.id in family.members]
    return BoundedContext(
        id,
        f"{plural(len(parts), 'plug-in')} of {atlas.title(family.host)}",
        ContextKind.DOMAIN,
        tuple(member for part in parts for member in part.members),
        lines=sum(part.lines for part in parts),
    )


def _joined(relations: Iterable[ContextRelation], home: dict[str, str]) -> Iterable[ContextRelation]:
    """Relations of plug-ins as relations of their box; those between two of one box vanish in it."""
    found: dict[tuple[str, str], list[ContextRelation]] = {}
    for each in relations:
        down, up = home.get(each.downstream, each.downstream), home.get(each.upstream, each.upstream)
        if down != up:
            found.setdefault((up, down), []).append(each)
    for (up, down), parts in found.items():
        if len(parts) == 1 and (parts[0].upstream, parts[0].downstream) == (up, down):
            yield parts[0]
        else:
            pieces = sum(flow.count for part in parts for flow in part.flows)
            flows = (Flow("pieces of evidence", pieces),)
            said = plural(len(parts), "relation")
            yield ContextRelation(up, down, flows, said, "", fsum(part.weight for part in parts))
