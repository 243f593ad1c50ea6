"""Numbers and names are short, and never say more than is known."""

import msgspec
import pytest

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.plan.plan import Verdict
from decompose.result import wording
from tests.decompositions import shop


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0, "0%"),
        (1e-9, "<1%"),
        (0.004, "<1%"),
        (0.006, "1%"),
        (0.5, "50%"),
        (0.994, "99%"),
        (0.996, ">99%"),
        (1, "100%"),
    ],
)
def test_a_share_is_none_or_all_only_if_it_is(part: float, said: str) -> None:
    assert wording.share(part) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (3, "3"),
        (3.10, "3.1"),
        (1234.5, "1,234.5"),
        (2 / 3, "0.67"),
        (0.0123, "0.012"),
        (-0.5, "-0.5"),
        (100, "100"),
    ],
)
def test_a_number_is_short_and_loses_nothing_small(value: float, said: str) -> None:
    assert wording.number(value) == said


def test_counts_agree_with_their_nouns() -> None:
    assert wording.amount(1, "cut") == "1 cut"
    assert wording.amount(1200, "cut") == "1,200 cuts"
    assert wording.amount(2, "pair of modules", "pairs of modules") == "2 pairs of modules"
    assert wording.of(1200, 1500, "files") == "1,200 of 1,500 files (80%)"
    assert wording.of(0, 0, "files") == "0 of 0 files"


def test_every_kind_of_evidence_and_every_verdict_has_its_word() -> None:
    assert set(wording.KINDS) == set(EvidenceKind)
    assert set(wording.VERDICTS) == set(Verdict)
    assert wording.pieces("foreign-key", 2) == "2 foreign keys"
    assert wording.pieces("telepathy", 2) == "2 telepathy"


def test_of_a_name_the_end_is_kept_and_of_a_sentence_the_beginning() -> None:
    assert wording.ended_by("a/b/c.py:12", 8) == "…c.py:12"
    assert wording.shortened("a sentence", 5) == "a se…"
    for shorten in (wording.ended_by, wording.shortened):
        assert shorten("12345", 5) == "12345"


def test_a_list_tells_how_many_it_leaves_out() -> None:
    assert wording.listed(("a", "b", "c")) == "a, b, c"
    assert wording.listed(("a", "b", "c"), 2) == "a, b … and 1 more"


def test_a_sentence_ends_with_one_full_stop() -> None:
    assert [wording.ended(said) for said in ("So", "So.", "So.. ")] == ["So."] * 3


def test_a_unit_beside_its_place_is_named_without_the_path() -> None:
    assert wording.inside("a.py::f", Location("a.py", 3)) == "f"
    assert wording.inside("a.py", Location("a.py", 3)) == "–"
    assert wording.inside("a.py::f", Location("b.py", 3)) == "a.py::f"
    assert wording.inside("table:orders", None) == "orders"


def test_contexts_of_one_name_are_told_apart_by_their_ids() -> None:
    contexts = [
        msgspec.structs.replace(c, name=name)
        for c, name in zip(shop().catalog.contexts, ("A", "A", "B", ""), strict=True)
    ]
    decomposition = msgspec.structs.replace(
        shop(), catalog=msgspec.structs.replace(shop().catalog, contexts=tuple(contexts))
    )
    assert wording.context_names(decomposition) == {
        "orders": "A (orders)", "catalog": "A (catalog)", "billing": "B", "shared-kernel": "(shared-kernel)",
    }  # fmt: skip
