"""The summary is readable at 80 columns, plain off a terminal, and the analysed tree cannot write on the terminal."""

from io import StringIO

import msgspec
import pytest
from hypothesis import given, settings
from rich.cells import cell_len
from rich.console import Console

from decompose.reports import terminal
from decompose.reports.drawing import table
from decompose.reports.split_rows import split_rows
from decompose.result.decomposition import Decomposition
from tests.decompositions import renamed, shop
from tests.reports.test_formats import large, nothing
from tests.strategies import names


def drawn(decomposition: Decomposition, width: int = 80, coloured: bool = False) -> str:
    text = StringIO()
    console = Console(file=text, width=width, force_terminal=coloured, color_system="standard" if coloured else None)
    terminal.summarise(decomposition, console)
    return text.getvalue()


@settings(max_examples=20)
@given(names)
def test_no_name_writes_a_control_character_or_leaves_the_width(name: str) -> None:
    for text in (
        drawn(renamed(shop(), lambda old: name + old)),
        terminal.render(renamed(shop(), lambda old: old + name)),
    ):
        assert all(line.isprintable() for line in text.split("\n"))
    assert all(cell_len(line) <= 80 for line in drawn(renamed(shop(), lambda old: name + old)).split("\n"))


@pytest.mark.parametrize("name", ["[red]x[/red]", "[bold", ":smile:", "[link=http://x]y[/link]", "[/]"])
def test_markup_and_emoji_names_of_a_name_are_shown_as_they_are(name: str) -> None:
    decomposition = renamed(
        shop(), lambda text: text + name if text in ("shop", "Orders", "Billing", "orders", "order") else text
    )
    text = drawn(decomposition, 200)
    assert f"shop{name}" in text
    assert f"\nOrders{name} " in text
    assert f"order{name}, line" in text
    assert f"Billing{name} (1 place)" in text
    assert f"shop{name}" in terminal.render(decomposition)


def test_colour_is_the_decision_of_the_console() -> None:
    assert "\x1b[" in drawn(shop(), coloured=True)
    assert "\x1b" not in drawn(shop())


@pytest.mark.parametrize("width", [60, 80, 120])
def test_contexts_are_whole_and_every_section_is_there(width: int) -> None:
    text = drawn(shop(), width)
    for said in ("Orders", "Catalog", "Billing", "Shared kernel", "Strongest relations", "Contested tables", "Plan",
                 "Transactions that the boundaries split", "Not understood", "Next", "decompose explain step 1"):  # fmt: skip
        assert said in text


def test_a_place_keeps_its_line_however_narrow_it_is() -> None:
    long = renamed(shop(), lambda text: text.replace("shop/", "a/very/long/way/down/into/the/tree/of/some/old/system/"))
    assert "invoices.py:108" in drawn(long, 60)


def test_a_large_system_takes_about_two_screens_and_counts_the_rest() -> None:
    text = terminal.render(large(100))
    assert "… and 85 more contexts" in text
    assert "… and 88 more steps" in text
    assert "… and 1 more context\n" in terminal.render(large(16))
    assert "more context" not in terminal.render(large(15))
    assert len(text.splitlines()) < 132


def test_the_first_screen_answers_the_four_questions_before_all_else() -> None:
    console = Console(file=(text := StringIO()), width=100, force_terminal=True, color_system=None)
    terminal.first_screen(shop(), console)
    lines = text.getvalue().splitlines()
    assert [line.split()[0] for line in lines[1:12] if line[:1].strip()][:4] == ["Seams", "Cost", "First", "Closer?"]
    assert "points of effort where a simple edit is 1" in text.getvalue()
    assert "decompose report -o text=-" in text.getvalue()
    assert "Strongest relations" not in text.getvalue()


def test_the_first_screen_of_a_large_system_is_two_screens_at_most() -> None:
    console = Console(file=(text := StringIO()), width=100)
    terminal.first_screen(large(100), console)
    assert len(text.getvalue().splitlines()) < 68


def test_an_empty_system_is_told_as_such() -> None:
    text = terminal.render(nothing())
    assert "No bounded contexts were found." in text
    assert "nothing to extract" in text


def test_the_text_has_no_blanks_at_the_end_of_its_lines() -> None:
    assert all(line == line.rstrip() for line in terminal.render(shop()).splitlines())


def test_relations_with_the_shared_kernel_are_not_among_the_strongest() -> None:
    relation = shop().context_map.relations[0]
    kernel = msgspec.structs.replace(relation, upstream="shared-kernel", pattern="everybody")
    context_map = msgspec.structs.replace(shop().context_map, relations=(kernel, relation))
    text = drawn(msgspec.structs.replace(shop(), context_map=context_map))
    assert relation.pattern in text
    assert "everybody" not in text


def test_a_transaction_that_classes_inherit_is_one_row_that_counts_them() -> None:
    (split, *_) = shop().transactions
    heirs = tuple(msgspec.structs.replace(split, function=f"shop/views.py::{name}.post") for name in ("New", "Edit"))
    text = drawn(msgspec.structs.replace(shop(), transactions=heirs), 120)
    assert text.count(f"{split.location} (2 classes)") == 1
    assert f"{len(split.contexts)} contexts each:" in text
    assert "classes)" not in drawn(shop(), 120)


def test_a_transaction_of_many_classes_tells_those_that_most_of_them_write_for() -> None:
    (split, *_) = shop().transactions
    heirs = [
        msgspec.structs.replace(
            split, function=f"a.py::H{n}.post", writes=(("t", "x"),) * (1 + n), contexts=("shop", f"c{n}")
        )
        for n in range(9)
    ]
    (row,) = split_rows(msgspec.structs.replace(shop(), transactions=tuple(heirs)), {"shop": "Shop"})
    assert row == (
        f"{split.location} (9 classes)",
        "1–9",
        "2 contexts each: Shop, c0 (1), c1 (1) and 7 more",
    )


def test_a_long_name_of_words_is_told_whole_and_a_long_path_by_its_end() -> None:
    console = Console(file=(text := StringIO()), width=80)
    names = "Recommendations & personal offers ⇄ Returning customers & baskets"
    table(
        console,
        "Relations",
        ("<which", "<where", "<how"),
        [(names, "shop/" * 20 + "offers.py", "1 call")],
        5,
        "relation",
    )
    told = " ".join(text.getvalue().split())
    assert all(word in told for word in names.split())
    assert "…" in told
    assert "offers.py" in told
    assert all(cell_len(line) <= 80 for line in text.getvalue().split("\n"))
