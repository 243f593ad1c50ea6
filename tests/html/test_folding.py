"""The plug-ins of one host are one box of the map, with all that flows to and from them, and lead to what is said of them."""

from math import fsum

from msgspec.structs import replace

from decompose.contexts.context import BoundedContext
from decompose.design.map.context_map import ContextRelation
from decompose.design.map.families import Family
from decompose.reports import html
from decompose.reports.html.atlas import atlas_of
from decompose.reports.html.folding import Folded, folded
from decompose.result.decomposition import Decomposition
from tests.decompositions import shop

FAMILY = Family("shop/orders/models.py::Payment", "orders", ("billing", "catalog"))
BOX = "plug-ins~billing"


def plugged() -> Decomposition:
    return replace(shop(), context_map=replace(shop().context_map, families=(FAMILY,)))


def drawn(decomposition: Decomposition, *relations: ContextRelation) -> Folded:
    order = [context.id for context in decomposition.catalog.contexts]
    return folded(decomposition, atlas_of(decomposition), relations, order)


def ends(found: Folded) -> list[tuple[str, str, float]]:
    return [(each.downstream, each.upstream, each.weight) for each in found.relations]


def of(down: str, up: str, weight: float) -> ContextRelation:
    return ContextRelation(up, down, (), "conformist", "it does", weight)


def test_without_families_everything_is_drawn_as_it_is() -> None:
    relations = shop().context_map.relations
    found = drawn(shop(), *relations)
    assert (found.contexts, found.relations) == (shop().catalog.contexts, relations)


def test_plug_ins_are_one_box_as_large_as_all_of_them() -> None:
    found = drawn(plugged())
    (box,) = [context for context in found.contexts if context.id == BOX]
    parts: list[BoundedContext] = [each for each in shop().catalog.contexts if each.id in FAMILY.members]
    assert box.name == "2 plug-ins of Orders"
    assert box.lines == sum(part.lines for part in parts)
    assert len(box.members) == sum(len(part.members) for part in parts)
    assert {context.id for context in found.contexts}.isdisjoint(FAMILY.members)
    assert found.order.count(BOX) == 1
    assert set(found.order) == {context.id for context in found.contexts} == set(found.refs)


def test_what_flows_between_a_box_and_the_rest_is_summed_and_nothing_else_changes() -> None:
    relations = [
        of("billing", "orders", 1.0),
        of("catalog", "orders", 2.0),
        of("orders", "catalog", 0.5),
        of("billing", "catalog", 8.0),
    ]
    found = drawn(plugged(), *relations)
    assert ends(found) == [(BOX, "orders", 3.0), ("orders", BOX, 0.5)]
    assert found.relations[0].pattern == "2 relations"
    assert fsum(weight for *_, weight in ends(found)) == 3.5


def test_a_box_and_its_arrows_lead_to_what_is_said_of_the_plug_ins() -> None:
    found = drawn(plugged(), of("billing", "orders", 1.0))
    assert found.link(found.relations[0]) == found.refs[BOX].link == "#plug-ins%7Ebilling"
    page = html.render(plugged())
    assert f'<p id="{BOX}"' in page
    assert 'class="box k-1" href="#plug-ins%7Ebilling"' in page
