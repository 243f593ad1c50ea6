"""An explanation keeps the places of its evidence whole, however narrow the terminal."""

from io import StringIO

import pytest
from rich.console import Console

from decompose.cli.explanation import show
from decompose.result.explain.explanation import Explanation, Section

PLACE = "shop/quite/a/long/way/down/orders.py:1234"
ROWS = tuple(
    (PLACE, "foreign-key", "a_function_with_a_long_name", "shop/b.py::Other.long_name", "1", "d" * 60) for _ in "ab"
)
COLUMNS = ("place", "kind", "in", "to", "times", "detail")


def drawn(width: int, terminal: bool) -> str:
    text = StringIO()
    section = Section("Evidence", (), COLUMNS, ROWS)
    show(
        Explanation("edge", ("a", "b"), "Between", (section,)), Console(file=text, width=width, force_terminal=terminal)
    )
    return text.getvalue()


@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_place_is_never_cut_on_a_terminal(width: int) -> None:
    text = drawn(width, terminal=True)
    assert text.count(PLACE) == 2
    assert text.count("foreign-key") == 2


def test_nothing_is_cut_where_there_is_no_terminal() -> None:
    lines = drawn(100, terminal=False).splitlines()
    assert sum(all(cell in line for cell in ROWS[0]) for line in lines) == 2
