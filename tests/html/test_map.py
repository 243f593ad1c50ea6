"""Laws of the drawing: orders that fit, boxes that do not touch, the same drawing every time."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from decompose.design.map.precedence import downstream_first
from decompose.reports.html.layers import Size, lay_out
from decompose.reports.html.wrapping import wrapped

NODES = [f"n{i:02}" for i in range(14)]
PAIRS = st.dictionaries(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda pair: pair[0] != pair[1]),
    st.floats(0.1, 9),
    max_size=40,
)


@given(PAIRS)
def test_boxes_do_not_touch_and_no_arrow_is_lost(weights: dict[tuple[str, str], float]) -> None:
    sizes = {node: Size(100 + 7 * index, 50 + index) for index, node in enumerate(NODES)}
    layout = lay_out(sizes, downstream_first(NODES, weights), list(weights), gap=40)
    assert set(layout.routes) == set(weights)
    for one, other in combinations(NODES, 2):
        (x, y), (u, v) = layout.centres[one], layout.centres[other]
        apart_across = abs(x - u) >= (sizes[one].width + sizes[other].width) / 2 - 1e-6
        assert apart_across or abs(y - v) >= (sizes[one].height + sizes[other].height) / 2 - 1e-6
    assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in layout.centres.values())


@given(PAIRS)
def test_the_drawing_does_not_depend_on_the_order_of_its_input(weights: dict[tuple[str, str], float]) -> None:
    sizes = {node: Size(120, 60) for node in NODES}
    turned = dict(reversed(weights.items()))
    order = downstream_first(NODES, weights)
    assert order == downstream_first(NODES[::-1], turned)
    assert lay_out(sizes, order, list(weights), 40) == lay_out(dict(reversed(sizes.items())), order, list(turned), 40)


def test_an_arrow_passes_the_layers_between_its_ends_clear_of_their_boxes() -> None:
    sizes = {node: Size(100, 50) for node in "abc"}
    layout = lay_out(sizes, ["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c")], gap=40)
    middle = layout.routes["a", "c"][1:-1]
    assert middle[1][1] - middle[0][1] == 50  # straight down for as long as the box beside it is high
    assert all(abs(x - layout.centres["b"][0]) > 50 for x, _ in middle)


@given(st.text(min_size=1), st.integers(4, 30), st.integers(1, 3))
def test_a_label_keeps_to_its_lines_and_width(name: str, width: int, most: int) -> None:
    lines = wrapped(name, width, most)
    assert len(lines) <= most
    assert all(len(line) <= width for line in lines)


def test_a_long_name_is_broken_where_a_reader_would_break_it() -> None:
    assert wrapped("Order fulfilment and returns", 18, 2) == ("Order fulfilment", "and returns")
    assert wrapped("a_very_long_identifier_without_spaces", 12, 2)[-1].endswith("…")
