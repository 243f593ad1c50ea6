"""What a reader is told first: each doubt with its number, and no doubt where there is none."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from decompose.design.map.families import Family
from decompose.evidence.findings import Ratio
from decompose.plan.plan import Verdict
from decompose.reports.sentences import (
    flows,
    what_it_costs,
    what_to_do_first,
    what_to_doubt,
    what_was_found,
    what_was_read,
    what_was_understood,
    whether_closer,
)
from decompose.result.decomposition import Decomposition
from tests.decompositions import shop
from tests.reports.test_formats import nothing


def changed(decomposition: Decomposition, *path: str, **fields: Any) -> Decomposition:
    """The decomposition with fields replaced in the value at the path."""
    if not path:
        return msgspec.structs.replace(decomposition, **fields)
    inner = changed(getattr(decomposition, path[0]), *path[1:], **fields)
    return msgspec.structs.replace(decomposition, **{path[0]: inner})


def sound() -> Decomposition:
    """A shop about which there is nothing to doubt."""
    decomposition = changed(shop(), "coverage", files_read=12)
    decomposition = changed(decomposition, "coverage", "history", limits=())
    return changed(decomposition, "catalog", unassigned=())


def steady(decomposition: Decomposition, stability: float) -> Decomposition:
    contexts = tuple(msgspec.structs.replace(c, stability=stability) for c in decomposition.catalog.contexts)
    return changed(decomposition, "catalog", contexts=contexts)


def test_a_sound_result_is_not_doubted() -> None:
    assert what_to_doubt(sound()) == ()


DOUBTS: dict[str, Callable[[Decomposition], Decomposition]] = {
    "Only 10 of 12 files (83%) were read": lambda d: changed(d, "coverage", files_read=10),
    "Only 9 of 52 (17%): calls resolved": lambda d: changed(
        d, "coverage", understood=(Ratio("calls resolved", 9, 52),)
    ),
    "There is no history": lambda d: changed(d, "coverage", history=None),
    "There is no history: what": lambda d: changed(d, "coverage", "history", commits=0, used=0),
    "The history is limited: shallow and since 2020": lambda d: changed(
        d, "coverage", "history", limits=("shallow", "since 2020")
    ),
    "The history is short: 99 commits used": lambda d: changed(d, "coverage", "history", used=99),
    "One context holds 51% of the modules": lambda d: changed(d, "catalog", "measures", largest_share=0.51),
    "The boundaries are unsteady: pairs of modules stay together 59%": lambda d: steady(d, 0.59),
    "1 module fits into no context": lambda d: changed(d, "catalog", unassigned=(("a.py", "no coupling"),)),
}


@pytest.mark.parametrize("said", DOUBTS)
def test_each_reason_for_doubt_is_told_with_its_number(said: str) -> None:
    (doubt,) = what_to_doubt(DOUBTS[said](sound()))
    assert doubt.startswith(said)


def test_a_ratio_of_few_is_no_doubt_and_neither_are_commits_that_were_left_out() -> None:
    few = changed(sound(), "coverage", understood=(Ratio("dynamic imports resolved", 0, 5),))
    left_out = changed(sound(), "coverage", "history", used=100)
    left_out = changed(left_out, "coverage", understood=(Ratio("commits used", 100, 240),))
    assert what_to_doubt(few) == what_to_doubt(left_out) == ()
    assert "commits" not in what_was_understood(left_out)


def test_a_reason_for_what_is_not_understood_is_told_but_is_no_ratio_to_be_doubted() -> None:
    ratios = (Ratio("calls resolved", 900, 1000), Ratio("calls unresolved: type unknown", 100, 1000, lack=True))
    found = changed(sound(), "coverage", understood=ratios)
    assert what_was_understood(found) == (
        "Understood: calls resolved 900 of 1,000 (90%); calls unresolved: type unknown 100."
    )
    assert what_to_doubt(found) == ()


def test_what_can_be_extracted_is_named_beside_what_ranks_higher() -> None:
    steps = shop().plan.steps
    prepare_first = tuple(
        msgspec.structs.replace(s, verdict=v)
        for s, v in zip(steps, (Verdict.PREPARE, Verdict.EXTRACT, Verdict.KEEP), strict=True)
    )
    said = what_to_do_first(changed(shop(), "plan", steps=prepare_first))
    assert said.startswith(
        "The plan begins with Catalog (prepare first); Billing is the first that can leave as it is: it writes"
    )
    assert said.endswith("All verdicts: 1 extract, 1 prepare first, 1 keep in the core.")


def test_where_the_simplest_thing_is_not_to_split_that_comes_first() -> None:
    said = what_to_do_first(changed(shop(), "plan", instead="Modularise in place: there are only 2 contexts."))
    assert said.startswith(
        "Modularise in place: there are only 2 contexts. If something has to leave, begin with Catalog (extract): others only"
    )


def test_that_nothing_is_ready_is_said() -> None:
    steps = tuple(msgspec.structs.replace(step, verdict=Verdict.MODULARISE) for step in shop().plan.steps)
    said = what_to_do_first(changed(shop(), "plan", steps=steps))
    assert said.startswith(
        "Nothing is ready to be extracted; begin with Catalog (modularise in place): others only call it"
    )
    assert said.endswith("All verdicts: 3 modularise in place.")


def test_a_history_of_one_day_is_told_with_that_day() -> None:
    one_day = changed(shop(), "coverage", "history", commits=2, used=1, first="2024-02-03", last="2024-02-03")
    assert what_was_read(one_day).endswith("1 of 2 commits used, on 2024-02-03.")


def test_an_empty_system_is_told_without_numbers_that_do_not_exist() -> None:
    assert what_was_read(nothing()) == "Read 0 of 0 files, no tables; no history."
    assert what_was_found(nothing()) == "No bounded contexts were found."
    assert what_to_do_first(nothing()) == "There is no plan: nothing to extract."


def test_plug_ins_are_told_among_the_contexts() -> None:
    families = (
        Family("orders.py::Payment", "orders", ("billing", "catalog")),
        Family("b.py::B", "billing", ("catalog",)),
    )
    assert "of 7 modules, with 2 plug-ins of Orders and 1 of Billing, beside" in what_was_found(
        changed(shop(), "context_map", families=families)
    )


def test_what_was_read_and_found_is_counted() -> None:
    assert what_was_read(shop()) == (
        "Read 10 of 12 files (83%), 5 tables (1 of no context); 212 of 240 commits used, 2021-03-01 to 2024-05-17."
    )
    assert what_was_found(shop()) == (
        "3 candidate contexts of 7 modules, beside 1 shared kernel; 25% of the coupling crosses them, "
        "modularity 0.41 (folders as they are: 0.38)."
    )


def test_flows_with_a_direction_come_before_those_without() -> None:
    relation = shop().context_map.relations[0]
    flowing = msgspec.structs.replace(
        relation,
        flows=tuple(msgspec.structs.replace(f, count=9) if f.kind == "co-change" else f for f in relation.flows),
    )
    assert flows(flowing) == "2 calls, 1 import, 9 co-changing pairs"
    assert flows(flowing, 2) == "2 calls, 1 import, …"


def test_tables_that_no_context_uses_are_told_from_the_others() -> None:
    tables = (msgspec.structs.replace(table, owner="orders") for table in shop().ownership.tables)
    assert "5 tables;" in what_was_read(changed(shop(), "ownership", tables=tuple(tables)))
    assert "5 tables (1 of no context);" in what_was_read(shop())


def test_a_reason_after_a_colon_begins_small() -> None:
    (first, *rest) = shop().plan.steps
    steps = (
        msgspec.structs.replace(first, verdict=Verdict.EXTRACT, why="No table it writes has another writer."),
        *rest,
    )
    said = what_to_do_first(changed(shop(), "plan", steps=steps))
    assert "first: no table it writes" in said


def test_the_cost_is_told_from_the_cheapest_to_the_dearest_context() -> None:
    said = what_it_costs(shop())
    assert said.startswith("10 cuts, 20 points of effort where a simple edit is 1; to cut one context loose from")
    assert "1 of 5 tables is written by a context that does not own it." in said
    assert what_it_costs(nothing()) == ""


def test_whether_the_team_gets_closer_is_told_or_how_to_learn_it() -> None:
    assert whether_closer(shop()).startswith("Further away since")
    assert "decompose track" in whether_closer(changed(shop(), "trend", snapshots=()))
