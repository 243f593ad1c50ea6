"""Numbers and names are short, and never say more than is known."""

import msgspec

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.plan.plan import Verdict
from decompose.result import wording
from tests.decompositions import shop


def test_a_part_is_told_with_its_share_unless_there_is_no_whole() -> None:
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
