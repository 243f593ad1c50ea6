"""A result that is well formed but makes no sense, as an attacker or an editor may leave it, still has every report."""

from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.errors import DecomposeError
from decompose.plugins import reports
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explain import explain_context, explain_edge, explain_module, explain_step
from decompose.result.explain.explanation import Explanation
from decompose.result.store import from_bytes
from tests.decompositions import CHECKOUT, ORDERS, shop

EXPLAIN: list[Callable[[Decomposition], Explanation]] = [
    lambda d: explain_module(d, CHECKOUT),
    lambda d: explain_edge(d, CHECKOUT, ORDERS),
    lambda d: explain_edge(d, "orders", "billing"),
    lambda d: explain_context(d, "orders"),
    lambda d: explain_step(d, 2),
]
REPORTS = [report for name, report in sorted(reports().items()) if name != "html"]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every value inside a document."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] + [place for key, item in items for place in places(item, (*path, key))]


DOCUMENT = msgspec.json.decode(msgspec.json.encode(shop()))
PLACES = places(DOCUMENT)[1:]


def others(value: Any) -> st.SearchStrategy[Any]:
    """Other values of the same kind."""
    match value:
        case str():
            return st.sampled_from(["", "orders", "nobody", "shop/orders/models.py", "table:orders", "1"])
        case int():
            return st.sampled_from([0, -1, 10**18])
        case float():
            return st.sampled_from([0.0, -1.0, 1e300, -1e300, 5e-324])
        case list():
            return st.sampled_from([[], value + value, value[::-1]])
        case _:
            return st.just(value)


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


@st.composite
def damaged(draw: st.DrawFn) -> Decomposition | None:
    document = msgspec.json.decode(msgspec.json.encode(DOCUMENT))
    for _ in range(draw(st.integers(1, 4))):
        *above, last = draw(st.sampled_from(PLACES))
        try:
            at(document, tuple(above))[last] = draw(others(at(document, (*above, last))))
        except (KeyError, IndexError):
            continue
    try:
        return from_bytes(msgspec.json.encode(document))
    except DecomposeError:
        return None


@settings(max_examples=40)
@given(damaged())
def test_no_report_and_no_explanation_breaks(decomposition: Decomposition | None) -> None:
    if decomposition is None:
        return
    for report in REPORTS:
        assert isinstance(report.render(decomposition), str)
    for explain in EXPLAIN:
        try:
            assert explain(decomposition).sections
        except DecomposeError as error:
            assert error.message
