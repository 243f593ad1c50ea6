"""Each signal alone: what it counts, what it damps."""

import dataclasses
from math import log, sqrt

import pytest
from msgspec.structs import replace

from decompose.coupling.affinity import Affinity
from decompose.coupling.cochange import co_change
from decompose.coupling.cocitation import co_citation
from decompose.coupling.features import tf_idf
from decompose.coupling.layers import layers
from decompose.coupling.references import names_used, references
from decompose.coupling.tables import tables, tables_touched
from decompose.coupling.vocabulary import Along, path_words, quoted_names, vocabulary
from decompose.coupling.weigh import mixture
from decompose.evidence.evidence import Evidence, EvidenceKind
from tests.build import link, module, world

FORMS = (("a", "tax"), ("b", "tax"), ("c", "mail"), ("d", "mail"))
INDEX = {name: position for position, name in enumerate("abcdef")}


def test_a_name_counts_once_however_often_it_is_used() -> None:
    names = names_used([link("a::f", "b::X", EvidenceKind.CALL, line=n) for n in range(5)])
    assert names == {("a", "b"): {"b::X": 1.0}}


def test_a_name_counts_with_the_best_confidence_seen() -> None:
    names = names_used([link("a", "b::X", confidence=0.3), link("a::f", "b::X", EvidenceKind.CALL, confidence=0.8)])
    assert names["a", "b"] == {"b::X": 0.8}


def test_an_operator_names_nothing_whatever_method_it_calls() -> None:
    implied = link("a::f", "b::X.__add__", EvidenceKind.CALL, flags=("implied",))
    assert names_used([implied]) == {}
    assert tables_touched([link("b::X", "table:x", EvidenceKind.DEFINES), implied]).get("a") is None


def test_what_a_module_uses_of_itself_is_no_reference() -> None:
    assert names_used([link("a::f", "a::g", EvidenceKind.CALL)]) == {}


def test_a_foreign_key_is_a_reference_between_the_modules_that_define_the_tables() -> None:
    names = names_used(
        [
            link("a::A", "table:a", EvidenceKind.DEFINES),
            link("b::B", "table:b", EvidenceKind.DEFINES),
            link("table:a", "table:b", EvidenceKind.FOREIGN_KEY),
        ]
    )
    assert names == {("a", "b"): {"table:b": 1.0}}


def test_a_module_that_everybody_uses_couples_less() -> None:
    names = names_used([link("a", "b::X"), *(link(user, "c::Y") for user in "abdf")])
    signal = references(names, INDEX)
    assert signal.amounts[INDEX["a"], INDEX["b"]] == log(2)
    assert signal.amounts[INDEX["a"], INDEX["c"]] == log(2) / sqrt(4)
    assert signal.raw[INDEX["a"], INDEX["c"]] == log(2)
    assert signal.observations == 5


def test_co_change_is_a_cosine_of_shared_change() -> None:
    pieces = [("a", "b", 3.0), ("a", "c", 1.0)]
    signal = co_change([Evidence(EvidenceKind.CO_CHANGE, s, t, support=w) for s, t, w in pieces], INDEX)
    assert signal.amounts[0, 1] == 3 / sqrt(4 * 3)
    assert signal.amounts[1, 0] == signal.amounts[0, 1]
    assert signal.raw[0, 2] == 1.0
    assert signal.observations == 8.0


def test_joins_and_transactions_count_for_the_module_that_holds_them() -> None:
    touched = tables_touched(
        [
            link("table:x", "table:y", EvidenceKind.JOINS, place="a::report"),
            link("table:x", "table:y", EvidenceKind.CO_WRITES),
        ]
    )
    assert touched == {"a": {"table:x": 1.0, "table:y": 1.0}}


def test_a_module_that_uses_a_mapped_class_works_on_its_table() -> None:
    touched = tables_touched(
        [
            link("a::Order", "table:orders", EvidenceKind.DEFINES),
            link("b::OrderForm", "a::Order", EvidenceKind.REFERENCES),
            link("c::view", "a::Order.total", EvidenceKind.CALL),
            link("d", "a::another"),
            link("e", "a"),
        ]
    )
    assert touched == {module: {"table:orders": 1.0} for module in "abc"}


def test_a_rare_table_couples_more_than_one_that_all_use() -> None:
    everywhere = [link(m, "table:user", EvidenceKind.READS) for m in "abcdef"]
    signal = tables(
        tables_touched([*everywhere, *(link(m, "table:rare", EvidenceKind.WRITES) for m in "ab")]), INDEX, 5
    )
    assert signal.amounts[0, 1] > signal.amounts[0, 2] > 0


def test_words_that_follow_references_couple_more_than_words_of_a_layer() -> None:
    """a–b and c–d refer to each other and share a domain word; a, c and b, d share the word of their layer."""
    units = [
        module("a", order=3, view=3),
        module("b", order=3, model=3),
        module("c", tax=3, view=3),
        module("d", tax=3, model=3),
    ]
    units += [module("e", mail=3, view=3), module("f", mail=3, model=3)]
    ties = references(names_used([link("a", "b::X"), link("c", "d::Y"), link("e", "f::Z")]), INDEX)
    lifted = vocabulary(units, INDEX, Along.of([ties]), 5).amounts
    assert lifted[0, 1] > 0.9
    assert lifted[0, 2] == 0
    assert vocabulary(units, INDEX, Along.of([]), 5).amounts[0, 2] > 0.2


def test_names_in_quotes_couple_what_no_reference_does() -> None:
    units = [replace(module(id), names=(("invoice", 2), ("page", 1))) for id in "ab"]
    units += [replace(module(id), names=(("page", 1),)) for id in "cd"]
    signal = quoted_names([*units, module("e", invoice=9)], INDEX, Along.of([]), 5)
    assert signal.amounts[0, 1] > signal.amounts[0, 2] > 0
    assert signal.amounts[[4]].nnz == 0
    assert signal.sentence(0, 1, 1.0) == "common words of quoted names (invoice, page), cosine 1.00"


def test_a_word_that_all_modules_use_couples_nothing() -> None:
    units = [module(id, shop=1) for id in "abcdef"]
    for support in (0.1, 1 / 3, 0.7, 30.0):
        pairs = [Evidence(EvidenceKind.CO_CHANGE, one, other, support=support) for one, other in ("ab", "bc", "de")]
        assert vocabulary(units, INDEX, Along.of([co_change(pairs, INDEX)]), 5).amounts.nnz == 0


def test_words_of_a_layer_are_told_by_its_libraries() -> None:
    """Four forms refer to each other in a ring and share a word, as a domain would; but all of them use one library."""
    units = [replace(module(id, form=1, **{word: 1}), libraries=("wtforms.Form",)) for id, word in FORMS]
    units += [replace(module(id, stock=1), libraries=("sqlalchemy.Table",)) for id in "ef"]
    ties = [references(names_used([link(one, f"{other}::X") for one, other in ("ab", "bc", "cd", "da", "ef")]), INDEX)]
    plain = vocabulary(units, INDEX, Along.of(ties), 5).amounts
    told = vocabulary(units, INDEX, Along.of(ties, layers(units, INDEX, 5)), 5).amounts
    assert plain[0, 2] > 0 == told[0, 2]
    assert told[0, 1] > 0


def words_of_paths(folder: str) -> Affinity:
    """Each domain has one file in each layer; references go from layer to layer inside the domain."""
    names = ("api.awards", "api.pages", "api.teams", "forms.award", "forms.page", "forms.team")
    units = [replace(module(f"{folder}{id}"), name=name) for id, name in zip("abcdef", names, strict=True)]
    index = {unit.id: position for position, unit in enumerate(units)}
    used = [link(f"{folder}{one}", f"{folder}{other}::X") for one, other in ("ad", "be", "cf")]
    return path_words(units, index, Along.of([references(names_used(used), index)]), 5)


def test_where_folders_are_layers_a_word_of_the_domain_couples_across_them() -> None:
    signal = words_of_paths("src/")
    assert signal.amounts[0, 3] > 0.9
    assert signal.amounts[0, 1] == 0
    assert signal.sentence(0, 3, 1.0) == "common words of their paths (award), cosine 1.00"


def test_what_lies_in_no_folder_has_no_words_of_a_path() -> None:
    assert words_of_paths("").amounts.nnz == 0


def test_modules_used_together_are_co_cited() -> None:
    signal = co_citation(
        names_used([link("a", "c::X"), link("a", "d::X"), link("b", "c::X"), link("b", "d::X"), link("b", "e::X")]),
        INDEX,
        5,
    )
    assert signal.amounts[2, 3] == pytest.approx(1.0)
    assert 0 < signal.amounts[2, 4] < 0.9
    assert signal.sentence(2, 3, 1.0) == "2 modules use both, cosine 1.00"
    assert signal.weight == 0.5


def test_a_caller_that_uses_everything_says_little_of_a_pair() -> None:
    few = [link("a", f"{used}::X") for used in "cd"]
    many = [link("b", f"{used}::X") for used in "cefa"]
    amounts = co_citation(names_used([*few, *many]), INDEX, 5).amounts
    assert amounts[2, 3] == pytest.approx(1 / sqrt(1 + 1 / 3))
    assert amounts[2, 4] == pytest.approx(sqrt(1 / 3) / sqrt(1 + 1 / 3))


def test_findings_without_words_still_weigh() -> None:
    assert vocabulary(world(module("a")).units, {"a": 0}, Along.of([]), 5).amounts.nnz == 0


def test_one_of_a_kind_is_told_in_the_singular() -> None:
    names = names_used([link("c", "a"), link("c", "b"), link("a", "b::X")])
    assert references(names, INDEX).sentence(0, 2, 0.5) == "log(1+1 name)/√(1 user) = 0.50"
    assert co_citation(names, INDEX, 5).sentence(0, 1, 1.0) == "1 module uses both, cosine 1.00"
    together = co_change([Evidence(EvidenceKind.CO_CHANGE, "a", "b", count=1, support=1.0)], INDEX)
    assert together.sentence(0, 1, 1.0).startswith("1 common commit, support 1.00/")
    shared = [link(f"{module}::f", "table:t", EvidenceKind.READS) for module in "ab"]
    assert tables(tables_touched(shared), INDEX, 5).sentence(0, 1, 1.0).startswith("1 common table (t)")


def test_a_signal_that_speaks_alone_says_the_same_however_little_its_vote() -> None:
    alone = references(names_used([link("a", "b::X"), link("a", "c::X"), link("b", "c::Y")]), INDEX)
    for votes in ([0.25], [4.0], [1.0, 3.0]):
        mixed = mixture([dataclasses.replace(alone, weight=vote) for vote in votes])
        assert abs(mixed - mixture([alone])).max() < 1e-9


def test_modules_without_any_feature_make_no_other_feature_more_telling() -> None:
    said = {0: {"tax": 1.0}, 1: {"tax": 2.0}}
    assert (tf_idf(said | {2: {}}, 3)[0] != tf_idf(said, 3)[0]).nnz == 0


def test_a_short_history_has_a_small_vote_and_a_long_one_a_whole_one() -> None:
    short = [Evidence(EvidenceKind.CO_CHANGE, "a", "b", count=1, support=0.5)]
    long = [Evidence(EvidenceKind.CO_CHANGE, "a", "b", count=9, support=9.0)]
    assert co_change(short, INDEX).weight == pytest.approx(1 / 6)
    assert co_change(long, INDEX).weight == 1.0
