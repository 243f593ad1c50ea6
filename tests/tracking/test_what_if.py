"""What if: what a move does is told before anyone commits to it, and the lines it prints do just that."""

from pathlib import Path

import pytest

from decompose.contexts.hand.hand import Apart, ContextBoundary, Hand, Merge, Pin, Split, Together
from decompose.errors import DecomposeError
from decompose.evidence.evidence import EvidenceKind
from decompose.pipeline.deciding import conclude, reconsider
from decompose.repository.source import Repository
from decompose.result.decomposition import Decomposition
from decompose.settings import Settings
from decompose.tracking import moves
from decompose.tracking.boundary_file import parse
from decompose.tracking.boundary_trial import Trial
from decompose.tracking.moves import Move
from decompose.tracking.store import CONTEXTS
from decompose.tracking.what_if import Change, Effect, effect
from decompose.tracking.what_if_told import told
from tests.build import link, module, table, world
from tests.contexts.test_catalog import ring

K = EvidenceKind
SYSTEM = world(
    *ring("orders", 6),  # type: ignore[arg-type]
    *ring("users", 5),  # type: ignore[arg-type]
    table("order", "orders/m0.py"),
    table("account", "users/m0.py"),
    link("orders/m0.py", "table:order", K.DEFINES),
    link("users/m0.py", "table:account", K.DEFINES),
    link("orders/m2.py::buy", "table:order", K.WRITES),
    link("orders/m2.py::buy", "table:account", K.WRITES),
    link("table:account", "table:order", K.CO_WRITES, place="orders/m2.py::buy"),
    link("users/m1.py::f", "table:account", K.WRITES),
    link("users/m2.py::f", "table:account", K.WRITES),
    link("orders/m2.py::buy", "users/m0.py::Account", K.CALL, 9),
)
RESULT = conclude(Repository("shop", (), 0), SYSTEM, Settings())


def tried(*wanted: Move, result: Decomposition = RESULT) -> Effect:
    trial = Trial(result, None)
    before, after = reconsider(result, trial.hand), reconsider(result, trial.hand_with(wanted))
    return effect("", trial.lines(wanted), before, after, result.graph)


def test_a_move_tells_what_crosses_then_and_what_does_not_any_more() -> None:
    found = tried(moves.move(RESULT, "orders.m2=users"))
    assert [(each.module, each.before, each.after) for each in found.moved] == [("orders/m2.py", "orders", "users")]
    assert "orders/m2.py::buy" in {cut.source for cut in found.gone_cuts}
    assert {(cut.source, cut.target) for cut in found.new_cuts} >= {("orders/m2.py", "orders/m3.py::f")}
    measures = {change.name: (change.before, change.after) for change in found.measures}
    assert measures["modularity"][0] > measures["modularity"][1]
    balance = {change.name: (change.before, change.after) for change in found.balance}
    assert balance["cuts"] == (
        len(RESULT.ledger.cuts),
        len(RESULT.ledger.cuts) + len(found.new_cuts) - len(found.gone_cuts),
    )


def test_a_cut_that_stays_is_neither_new_nor_gone_and_what_differs_is_told_with_its_sign() -> None:
    found = tried(moves.move(RESULT, "users.m3=orders"))
    assert found.gone_cuts == ()
    assert "orders/m2.py::buy" not in {cut.source for cut in found.new_cuts}
    rows = {row[0]: row[1:] for each in told(found).sections if each.heading == "Sizes and ledger" for row in each.rows}
    assert rows["cuts"] == ("3", "7", "+4")
    assert rows["effective number"] == ("2", "1.9", "-0.07")
    assert rows["contexts"] == ("2", "2", "–")
    (measures,) = [each for each in told(found).sections if each.heading == "Measures"]
    assert measures.rows[0] == ("Modularity", "higher", "0.464", "0.273", "worse")


def test_a_table_that_moves_makes_a_transaction_whole() -> None:
    found = tried(moves.move(RESULT, "table:account=orders"))
    assert [(each.module, each.before, each.after) for each in found.tables] == [("account", "users", "orders")]
    assert [split.function for split in found.joined] == ["orders/m2.py::buy"]
    assert not found.moved and not found.split


def test_a_merge_leaves_one_context_and_no_cut() -> None:
    found = tried(moves.merge(RESULT, "users=orders"))
    assert {each.after for each in found.moved} == {"orders"}
    assert len(found.gone_cuts) == len(RESULT.ledger.cuts) > 0
    assert not found.new_cuts


def test_a_split_cuts_where_coupling_is_weakest() -> None:
    one = Hand(merges=(Merge(("users", "orders"), "orders"),))
    both = reconsider(RESULT, one)
    merged = conclude(Repository("shop", (), 0), SYSTEM, Settings(), hand=one)
    assert both.catalog == merged.catalog
    found = tried(moves.split(merged, "orders"), result=merged)
    assert {each.module for each in found.moved} == {f"users/m{n}.py" for n in range(5)}


@pytest.mark.parametrize(
    ("folder", "named"), [("shop", [f"shop/b{n}.py" for n in range(4)]), ("shop/b", ["shop/b/**"])]
)
def test_a_part_that_shares_a_folder_with_the_rest_is_named_module_by_module(folder: str, named: list[str]) -> None:
    parts = [[f"shop/a{n}.py" for n in range(5)], [f"{folder}/b{n}.py" for n in range(4)]]
    uses = [
        link(paths[n], f"{paths[(n + step) % len(paths)]}::f")
        for paths in parts
        for n in range(len(paths))
        for step in (1, 2)
    ]
    one = Hand(contexts=(ContextBoundary("shop", ("shop/**",)),))
    system = world(*(module(path) for paths in parts for path in paths), *uses)
    [split] = moves.split(conclude(Repository("shop", (), 0), system, Settings(), hand=one), "shop").entries
    assert isinstance(split, Split)
    assert list(split.modules) == named


def test_a_context_whose_modules_would_not_hang_together_is_told() -> None:
    found = tried(moves.move(RESULT, "users.m1=+lost"), moves.move(RESULT, "orders.m4=+lost"))
    assert found.pieces == (("lost", 2),)
    assert "would not hang together" in str(told(found))


def test_the_lines_that_are_told_are_what_makes_it_so() -> None:
    wanted = (
        moves.move(RESULT, "orders.m2=users"),
        moves.apart(RESULT, "users.m0,users.m3"),
        moves.name(RESULT, "users=People"),
    )
    found = tried(*wanted)
    hand = parse("\n".join(["version = 1", *found.lines]), CONTEXTS).hand()
    after = reconsider(RESULT, hand).catalog.context_of()
    assert {each.module: each.after for each in found.moved} == {
        unit: home for unit, home in after.items() if home != RESULT.catalog.context_of()[unit]
    }


def test_written_lines_come_after_what_people_wrote(tmp_path: Path) -> None:
    before = 'version = 1\n# ours\n[[context]]\nid = "users"\nmodules = ["users/**"]  # all of it\n'
    (tmp_path / CONTEXTS).write_text(before)
    trial = Trial(RESULT, tmp_path)
    trial.write([moves.explained(moves.move(RESULT, "orders.m2=users"), "they said so")])
    text = (tmp_path / CONTEXTS).read_text()
    assert text.startswith(before)
    assert parse(text, CONTEXTS).pins == (Pin("users", ("orders/m2.py",), why="they said so", line=7),)


def test_a_line_that_contradicts_one_that_is_there_is_told_with_both_and_not_written(tmp_path: Path) -> None:
    before = 'version = 1\n[[pin]]\ncontext = "users"\nmodules = ["orders/m2.py"]\n'
    (tmp_path / CONTEXTS).write_text(before)
    trial = Trial(RESULT, tmp_path)
    with pytest.raises(DecomposeError, match=r"toml:8: 'orders/m2.py' is in 'users' too \(line 4\)"):
        trial.hand_with([moves.move(RESULT, "orders.m2=orders")])


WRONG = {
    "user=orders": (moves.merge, "users"),
    "orders.m22=users": (moves.move, "orders.m2"),
    "orders.m2=user": (moves.move, "+user"),
    "orders.m2": (moves.move, "UNIT=CONTEXT"),
    "nothing/*=users": (moves.move, "slashes"),
    "table:acount=users": (moves.move, "account"),
    "users=many": (moves.split, "2 to 50"),
    "users=40": (moves.split, "--move"),
    "use": (moves.kernel, "among others"),
}


@pytest.mark.parametrize("value", WRONG)
def test_what_cannot_be_tried_is_told_with_what_may_be_meant(value: str) -> None:
    make, remedy = WRONG[value]
    with pytest.raises(DecomposeError) as caught:
        make(RESULT, value)
    assert remedy in str(caught.value)


def test_kernel_together_and_apart_are_entries() -> None:
    assert moves.kernel(RESULT, "users.m1").entries == (Pin("shared-kernel", ("users/m1.py",)),)
    assert moves.together(RESULT, "users.m1,orders.m1").entries == (Together(("users/m1.py", "orders/m1.py")),)
    assert moves.apart(RESULT, "users.m1, orders/*").entries == (Apart(("users/m1.py", "orders/*")),)


def test_a_module_in_the_kernel_is_no_end_of_a_cut() -> None:
    found = tried(moves.kernel(RESULT, "users/m0.py"))
    assert [(each.module, each.after) for each in found.moved][-1] == ("users/m0.py", "shared-kernel")
    assert any(cut.target == "users/m0.py::Account" for cut in found.gone_cuts)


def test_a_share_and_its_difference_have_one_unit() -> None:
    sized = Effect("", (), (), (), (Change("largest context", 0.55, 0.64),), (), (), (), (), (), (), ())
    (sizes,) = (section for section in told(sized).sections if section.heading == "Sizes and ledger")
    assert sizes.rows == (("largest context", "55%", "64%", "+9 points"),)
