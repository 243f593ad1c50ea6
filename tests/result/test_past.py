"""What history tells is said in the same words everywhere, and what it cannot tell is said to be so."""

from msgspec.structs import replace

from decompose.design.past.hidden import hidden_pairs
from decompose.evidence.evidence import Together
from decompose.evidence.findings import HistorySummary
from decompose.result.explain.explain import explain_context, explain_edge, explain_module
from decompose.result.past import hidden_of, hidden_said, history_said, together_said
from tests.build import together, world
from tests.decompositions import CHECKOUT, INVOICES, KERNEL, PAYMENTS, PRODUCTS, shop


def test_what_was_left_out_is_said_with_its_counts() -> None:
    said = " ".join(history_said(shop().coverage.history))
    assert "212 of 240 commits (88%) from 2021-03-01 to 2024-05-17 were used (git)." in said
    assert "Commits left out: 6 of too many modules, 22 merges." in said
    assert (
        "14 of migrations, 310 of files that no analyzer reads (documents, translations, lock files), 95 of tests"
        in said
    )
    assert "7 of 8 modules (88%) changed often enough to tell design from chance." in said


def test_a_short_history_is_called_insufficient_and_none_is_told() -> None:
    assert "Insufficient history" in history_said(HistorySummary("git", 5, 4))[-1]
    assert history_said(None)[0].startswith("No history was read")


def test_how_often_two_changed_together_is_said_as_it_is_known() -> None:
    assert together_said(9, Together((24, 18), 8.25, 0.001)) == "9 of 24 and 18 changes, 8.2 × chance"
    assert together_said(9, Together((240, 180), 1.1, 0.6)) == "9 of 240 and 180 changes, no more than chance"
    assert together_said(2, Together((4, 90), 8.0)) == "2 of 4 and 90 changes, insufficient history"
    assert together_said(2, None) == "2 common commits"


def test_pairs_across_a_boundary_that_still_change_come_first() -> None:
    changes = [
        together(CHECKOUT, "shop/orders/models.py", 40),
        replace(together(INVOICES, PRODUCTS, 30), together=Together((50, 50), 9.0, 0.001, 0, "2020-01-01")),
        together(PAYMENTS, PRODUCTS, 9),
    ]
    units = [each for each in shop().units if each.id.endswith(".py")]
    hidden = hidden_of(replace(shop(), hidden=hidden_pairs(world(*units, *changes))))
    assert [(each.pair.common, each.crosses, each.still) for each in hidden] == [
        (9, True, True),
        (30, True, False),
        (40, False, True),
    ]
    assert hidden_said(hidden).endswith("2 lie across a boundary, 1 of them still in the last year.")
    assert hidden_said(()) == ""


def headings(explanation: object) -> dict[str, object]:
    return {section.heading: section for section in explanation.sections}  # type: ignore[attr-defined]  # any explanation


def test_a_module_and_its_context_are_explained_with_their_hidden_pairs() -> None:
    section = headings(explain_module(shop(), PAYMENTS))["What changes with it although no code joins them"]
    assert section.rows[0][:3] == (PRODUCTS, "Catalog", "9 of 24 and 18 changes, 8.2 × chance")  # type: ignore[attr-defined]
    other = headings(explain_module(shop(), PRODUCTS))["What changes with it although no code joins them"]
    assert other.rows[0][:2] == (PAYMENTS, "Billing")  # type: ignore[attr-defined]
    across = headings(explain_context(shop(), "catalog"))
    assert "What changes together across its boundary although no code joins it" in across


def test_two_modules_that_never_met_are_told_apart_from_two_that_could_not() -> None:
    def commits(one: str, other: str) -> str:
        [sentence] = headings(explain_edge(shop(), one, other))["Commits"].sentences  # type: ignore[attr-defined]
        return str(sentence)

    assert commits("shop/orders/models.py", INVOICES) == "They never changed together, in 90 and 60 commits."
    assert commits(KERNEL, INVOICES) == "They never changed together, which says nothing: insufficient history."
