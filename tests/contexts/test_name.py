"""Names: distinct, telling, from the words of the code."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.contexts.name import name_blocks, split_words, stem
from decompose.evidence.evidence import EvidenceKind
from tests.build import link, module, world


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("orders", "order"), ("categories", "category"), ("boxes", "box"), ("addresses", "address"), ("status", "status"),
     ("address", "address"), ("analysis", "analysis"), ("gas", "gas"), ("series", "sery"), ("ties", "tie")],
)  # fmt: skip
def test_regular_plurals_have_the_stem_of_their_singular(plural: str, singular: str) -> None:
    assert stem(plural) == singular


def test_identifiers_are_split_into_words() -> None:
    assert split_words("ShippingHTTPMethod_listing2 of x") == ["shipping", "http", "method", "listing"]


def test_a_block_is_named_by_what_only_it_says() -> None:
    findings = world(
        module("a/x.py", orders=5, view=9), module("a/y.py", order=2, model=9),
        module("b/x.py", ship=5, view=9), module("b/y.py", ship=2, model=9),
    )  # fmt: skip
    names = name_blocks(findings, [["a/x.py", "a/y.py"], ["b/x.py", "b/y.py"]])
    assert [(name.id, name.title) for name in names] == [("order", "Order"), ("ship", "Ship")]
    assert "view" not in names[0].terms


def test_a_folder_and_a_table_say_what_a_block_is_about() -> None:
    modules = [module(f"{area}/m{n}.py", common=5) for area in ("billing", "stock") for n in range(3)]
    reads = [link(f"stock/m{n}.py", "table:warehouse", EvidenceKind.READS) for n in range(3)]
    names = name_blocks(world(*modules, *reads), [[m.id for m in modules[:3]], [m.id for m in modules[3:]]])
    assert names[0].title == "Billing"
    assert set(names[1].terms[:2]) == {"stock", "warehouse"}


def test_an_entry_point_says_what_its_handler_is_about() -> None:
    findings = world(
        module("a.py", x=1), module("b.py", x=1), link("entry:GET /refunds", "a.py::f", EvidenceKind.ROUTES)
    )
    assert "refunds" in name_blocks(findings, [["a.py"], ["b.py"]])[0].terms


def test_a_word_of_most_modules_comes_before_a_rarer_one_that_no_other_block_says() -> None:
    block = [module(f"m{n}.py", order=3) for n in range(5)] + [module("m5.py", order=3, quirk=9)]
    others = [module(f"q{n}.py", mail=3, **({"order": 1} if n < 4 else {})) for n in range(30)]
    (name, _) = name_blocks(world(*block, *others), [[unit.id for unit in block], [unit.id for unit in others]])
    assert name.terms == ("order", "quirk")


def test_a_name_that_most_modules_do_not_say_gets_a_second_word() -> None:
    block = [
        module("m1.py", stock=3),
        module("m2.py", stock=3),
        module("m3.py", parcel=3),
        module("m4.py"),
        module("m5.py"),
    ]
    others = [module(f"q{n}.py", mail=3) for n in range(30)]
    (name, _) = name_blocks(world(*block, *others), [[unit.id for unit in block], [unit.id for unit in others]])
    assert (name.id, name.title) == ("stock-parcel", "Stock & Parcel")


def test_blocks_that_speak_alike_get_a_second_word_or_a_number() -> None:
    findings = world(module("p/m1.py", order=3, tax=1), module("q/m2.py", order=3), module("r/m3.py", mail=3))
    names = name_blocks(findings, [["p/m1.py"], ["q/m2.py"], ["r/m3.py"], [], []])
    assert len({name.id for name in names}) == len({name.title for name in names}) == 5
    assert [name.title for name in names[3:]] == ["Unnamed", "Unnamed 2"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["order", "orders", "tax", "user"]), st.integers(1, 9)), max_size=9))
def test_names_are_distinct_slugs_whatever_is_said(vocabularies: list[dict[str, int]]) -> None:
    modules = [module(f"m{number}.py", **words) for number, words in enumerate(vocabularies)]
    names = name_blocks(world(*modules), [[unit.id] for unit in modules])
    assert len({name.id for name in names}) == len(modules)
    assert all(name.id and name.id == name.id.lower() and " " not in name.id for name in names)
    assert all(len(name.terms) <= 12 for name in names)
