"""Names: distinct, telling, from the words of the code."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from decompose.contexts.naming.name import name_blocks
from decompose.contexts.naming.speech import Speech
from decompose.contexts.naming.spelling import Spelling
from decompose.contexts.naming.words_said import words_said
from decompose.coupling.words import split_words, stem
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit, UnitKind
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
    names = name_blocks(Speech(findings), [["a/x.py", "a/y.py"], ["b/x.py", "b/y.py"]])
    assert [(name.id, name.title) for name in names] == [("order", "Order"), ("ship", "Ship")]
    assert "view" not in names[0].terms


def test_a_folder_and_a_table_say_what_a_block_is_about() -> None:
    modules = [module(f"{area}/m{n}.py", common=5) for area in ("billing", "stock") for n in range(3)]
    reads = [link(f"stock/m{n}.py", "table:warehouse", EvidenceKind.READS) for n in range(3)]
    names = name_blocks(Speech(world(*modules, *reads)), [[m.id for m in modules[:3]], [m.id for m in modules[3:]]])
    assert names[0].title == "Billing"
    assert set(names[1].terms[:2]) == {"stock", "warehouse"}


def test_an_entry_point_says_what_its_handler_is_about() -> None:
    findings = world(
        module("a.py", x=1), module("b.py", x=1), link("entry:GET /refunds", "a.py::f", EvidenceKind.ROUTES)
    )
    assert "refunds" in name_blocks(Speech(findings), [["a.py"], ["b.py"]])[0].terms


def test_a_word_of_most_modules_comes_before_a_rarer_one_that_no_other_block_says() -> None:
    block = [module(f"m{n}.py", order=3) for n in range(5)] + [module("m5.py", order=3, quirk=9)]
    others = [module(f"q{n}.py", mail=3, **({"order": 1} if n < 4 else {})) for n in range(30)]
    (name, _) = name_blocks(Speech(world(*block, *others)), [[unit.id for unit in block], [unit.id for unit in others]])
    assert name.terms == ("order", "quirk")


def test_a_name_that_most_modules_do_not_say_gets_a_second_word_that_paths_or_classes_have() -> None:
    block = [
        module("stock1.py", stock=3),
        module("stock2.py", stock=3, margin=5),
        module("parcel1.py", parcel=3),
        module("parcel2.py", parcel=3, margin=5),
        module("m5.py", margin=5),
    ]
    others = [module(f"q{n}.py", mail=3) for n in range(30)]
    (name, _) = name_blocks(Speech(world(*block, *others)), [[unit.id for unit in block], [unit.id for unit in others]])
    assert (name.id, name.title) == ("parcel-stock", "Parcel & stock")
    half = [*block, module("parcel3.py", parcel=3)]
    assert of(half, others)[0] == "Parcel"


def test_blocks_that_speak_alike_get_a_second_word_or_a_number() -> None:
    findings = world(module("p/m1.py", order=3, tax=1), module("q/m2.py", order=3), module("r/m3.py", mail=3))
    names = name_blocks(Speech(findings), [["p/m1.py"], ["q/m2.py"], ["r/m3.py"], [], []])
    assert len({name.id for name in names}) == len({name.title for name in names}) == 5
    assert [name.title for name in names[3:]] == ["Unnamed", "Unnamed 2"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["order", "orders", "tax", "user"]), st.integers(1, 9)), max_size=9))
def test_names_are_distinct_slugs_whatever_is_said(vocabularies: list[dict[str, int]]) -> None:
    modules = [module(f"m{number}.py", **words) for number, words in enumerate(vocabularies)]
    names = name_blocks(Speech(world(*modules)), [[unit.id] for unit in modules])
    assert len({name.id for name in names}) == len(modules)
    assert all(name.id and name.id == name.id.lower() and " " not in name.id for name in names)
    assert all(len(name.terms) <= 12 for name in names)


def block(area: str, size: int = 3, **words: int) -> list[Unit]:
    return [module(f"{area}/m{n}.py", **words) for n in range(size)]


def of(*blocks: list[Unit], extra: tuple[Unit, ...] = ()) -> list[str]:
    """The titles of blocks."""
    units = [unit for units in blocks for unit in units]
    return [
        name.title
        for name in name_blocks(Speech(world(*units, *extra)), [[unit.id for unit in units] for units in blocks])
    ]


def class_of(path: str, name: str) -> Unit:
    dotted = f"{path.removesuffix('.py').replace('/', '.')}.{name}"
    return Unit(f"{path}::{name}", UnitKind.CLASS, dotted, Location(path, 1), parent=path)


@pytest.mark.parametrize(
    ("folder", "classes", "title"),
    [
        ("ipam", (), "IPAM"),
        ("csv", ("CsvError",), "CSV"),
        ("dnssec", ("DNSSECKey",), "DNSSEC"),
        ("dnssec", ("DnssecKey", "DnssecZone", "DNSSECKey"), "Dnssec"),
        ("giftcards", ("GiftCard",), "Gift cards"),
        ("ipsecprofile", ("IPSecProfile",), "IPsec profile"),
        ("vpntunnel", ("VPNTunnel",), "VPN tunnel"),
        ("giftcards", ("Giftcard",), "Giftcards"),
        ("timetable", ("TimetableEntry", "TimetableBreak", "TimeTable"), "Timetable"),
        ("sqlalchemy", ("SQLAlchemy",), "SQLAlchemy"),
        ("graphql", (), "GraphQL"),
        ("urls", (), "URLs"),
        ("query_runner", (), "Query runner"),
        ("pages_api", (), "Pages API"),
        ("one_two_three_four", (), "Four"),
    ],
)
def test_words_are_written_as_people_write_them(folder: str, classes: tuple[str, ...], title: str) -> None:
    extra = tuple(class_of(f"{folder}/m0.py", name) for name in classes)
    assert of(block(folder), block("users", 4), extra=extra)[0] == title


def test_a_word_that_classes_write_apart_as_often_as_whole_is_written_apart() -> None:
    def written(*classes: str) -> str:
        extra = tuple(class_of(f"giftcard/m{n}.py", name) for n, name in enumerate(classes))
        return of(block("giftcard", 4), block("mail", 9), extra=extra)[0]

    assert written("GiftCard", "GiftcardTag") == "Gift card"
    assert written("GiftCard", "GiftcardTag", "GiftcardNote") == "Giftcard"


def test_the_name_of_the_system_itself_stays_one_word() -> None:
    system = world(*block("netbox/netbox", 4, netbox=3), class_of("netbox/netbox/m0.py", "NetBoxModel"))
    other = world(*block("shop/netbox", 4), *block("lib", 4), class_of("shop/netbox/m0.py", "NetBoxModel"))
    assert [Spelling(each, words_said(each)).written("netbox") for each in (system, other)] == ["netbox", "net box"]


def test_a_layer_is_called_by_the_folder_above_it_too() -> None:
    commands = block("shop/management/commands", 4, command=9)
    tags = [module(f"shop/templatetags/{name}_tags.py", tag=5) for name in ("basket", "offer", "order")]
    assert of(commands, tags, block("shop/users", 9, user=5)) == ["Management commands", "Template tags", "Users"]


def test_of_two_blocks_that_claim_a_name_the_smaller_says_what_tells_it_from_the_other() -> None:
    blocks = [
        block("apps/dashboard/offers", 3, offer=9, discount=4),
        block("apps/offer", 8, offer=9, discount=5),
        block("apps/dashboard/users", 9, user=9),
    ]
    assert of(*blocks) == ["Offers (dashboard)", "Offer", "Users"]


def test_a_name_in_the_plural_is_no_other_name() -> None:
    titles = of(block("one/offers", 3, offer=5), block("two/offer", 5, offer=5), block("users", 3))
    assert len({stem(title.lower()) for title in titles}) == 3


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_blocks_does_not_matter(order: list[int]) -> None:
    blocks = [block("a/orders", 3, order=5), block("b/order", 4, order=4), block("tax", 3), block("users", 3, order=1)]
    titles = of(*blocks)
    assert of(*[blocks[number] for number in order]) == [titles[number] for number in order]


def test_a_module_more_elsewhere_renames_nobody() -> None:
    blocks = [block(area, 6, **{area: 5}) for area in ("orders", "tax", "users", "mail")]
    before = of(*blocks)
    assert of(*blocks[:3], [*blocks[3], module("mail/spool.py", order=3, tax=9, queue=4)]) == before


def test_a_name_that_is_taken_is_not_given_again_in_the_plural_either() -> None:
    units = [*block("users", 4), *block("tax", 4)]
    blocks = [[unit.id for unit in units[:4]], [unit.id for unit in units[4:]]]
    names = name_blocks(Speech(world(*units)), blocks, taken=["users", "tax"])
    assert not {"users", "user", "tax"} & {name.id for name in names}


def test_words_that_only_join_others_name_nothing() -> None:
    (first, _) = name_blocks(
        Speech(world(*block("tiles", 4, the=90, into=80, tile=70), *block("users", 4))),
        [[f"tiles/m{n}.py" for n in range(4)], [f"users/m{n}.py" for n in range(4)]],
    )
    assert first.title == "Tiles"
    assert not {"the", "into"} & set(first.terms)


def test_the_authors_name_for_most_of_a_block_is_its_name_whatever_layers_it_is_spread_over() -> None:
    orders = [module(f"shop/{layer}/order.py", request=9, queryset=8) for layer in ("views", "models", "forms")]
    users = [module(f"shop/{layer}/user.py", request=9, queryset=8) for layer in ("views", "models", "forms")]
    assert of(orders, users) == ["Order", "User"]


def test_everyday_words_name_a_block_only_where_nothing_else_does() -> None:
    spoken = [module(f"m{n}.py", value=90, invoice=3) for n in range(4)]
    silent = [module(f"n{n}.py", value=1, row=9) for n in range(4)]
    assert of(spoken, silent, block("mail", 9))[:2] == ["Invoice", "Row"]


def test_verbs_name_no_block_that_a_noun_can_name() -> None:
    verify = [Unit(f"m{n}.py::verify_{n}", UnitKind.FUNCTION, "verify", Location(f"m{n}.py", 1)) for n in range(4)]
    alone = [module(f"m{n}.py", verify=9) for n in range(4)]
    beside = [module(f"m{n}.py", verify=9, warranty=8) for n in range(4)]
    assert [of(units, block("mail", 9), extra=tuple(verify))[0] for units in (alone, beside)] == ["Verify", "Warranty"]


@pytest.mark.parametrize(
    "licence",
    [("apache", "license", "licensed", "compliance", "obtain", "writing", "warranties"), ("spdx", "license", "agpl")],
)
def test_a_licence_at_the_head_of_modules_names_nothing(licence: tuple[str, ...]) -> None:
    modules = block("a", 4, invoice=1, **dict.fromkeys(licence, 2))
    assert of(modules, block("mail", 9))[0] == "Invoice"
    assert not set(licence) & set(terms_of(modules, block("mail", 9)))


def test_words_that_stand_together_in_classes_stand_together_in_the_name() -> None:
    cards = [module(f"m{n}.py", card=9) for n in range(3)]
    classes = tuple(class_of(f"m{n}.py", name) for n, name in enumerate(("GiftCard", "GiftCardEvent", "GiftCardTag")))
    assert of(cards, block("mail", 9), extra=classes)[0] == "Gift card"


def test_what_stands_after_a_word_in_classes_stands_after_it_in_the_name() -> None:
    zones = [module(f"m{n}.py", shipping=9) for n in range(3)]
    names = ("ShippingZone", "ShippingZoneRate", "ShippingZoneTag")
    classes = tuple(class_of(f"m{n}.py", name) for n, name in enumerate(names))
    assert of(zones, block("mail", 9), extra=classes)[0] == "Shipping zone"


def test_an_everyday_word_that_comes_with_many_others_stands_after_none_of_them() -> None:
    def called(*more: str) -> str:
        modules = [module(f"m{n}.py", shipping=9) for n in range(3)]
        names = ("ShippingValue", "ShippingValueRate", "ShippingValueTag", "ShippingZone", *more)
        classes = tuple(class_of(f"m{n % 3}.py", name) for n, name in enumerate(names))
        return of(modules, block("mail", 9), extra=classes)[0]

    assert called() == "Shipping value"
    assert called("TaxValue", "NetValue", "OldValue") == "Shipping"


@pytest.mark.parametrize(
    ("folder", "title"),
    [("db", "Database"), ("www", "Web"), ("cmd", "Commands"), ("utils", "Utilities"), ("mpd", "MPD"), ("v2", "Invoice"),
     ("i18n", "Internationalization")],
)  # fmt: skip
def test_abbreviations_are_written_out_and_versions_name_nothing(folder: str, title: str) -> None:
    assert of(block(folder, 4, invoice=3), block("mail", 9))[0] == title


def terms_of(*blocks: list[Unit], extra: tuple[Unit, ...] = ()) -> tuple[str, ...]:
    """The terms of the first block."""
    system = world(*(unit for units in blocks for unit in units), *extra)
    return name_blocks(Speech(system), [[unit.id for unit in units] for units in blocks])[0].terms


def test_terms_are_whole_as_classes_have_them() -> None:
    said = dict.fromkeys(("gift", "cards", "tunnels", "invoice", "balance", "zones"), 5)
    modules = [*block("giftcard", 2, **said), module("giftcard/m2.py", **said)]
    classes = ("GiftCard", "GiftCardTag", "ShippingZone", "ShippingZoneRate")
    found = terms_of(modules, block("mail", 9), extra=tuple(class_of("giftcard/m0.py", name) for name in classes))
    assert {"gift card", "gift cards"} & set(found)
    assert "shipping zones" in found
    assert not {"gift", "card", "cards", "zones"} & set(found)


def test_terms_leave_out_everyday_words_and_libraries_where_there_are_others() -> None:
    words = dict.fromkeys(("invoice", "ledger", "dunning", "balance", "payment", "celery", "value"), 5)
    spoken = [replace(unit, libraries=("celery.app",)) for unit in block("billing", 4, **words)]
    assert {"ledger", "dunning"} <= set(terms_of(spoken, block("mail", 9)))
    assert not {"celery", "value"} & set(terms_of(spoken, block("mail", 9)))
