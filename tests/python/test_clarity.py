"""A call of a method leaves the tree where nothing of the tree takes it so; else its reason is told, per module."""

import pytest

from decompose.evidence.findings import Clarity
from tests.python.cases import findings_of

TREE = """
class Lookup:
    def filter(self, queryset, value): pass
    def get(self, request): pass
    def close(self, *, now): pass
    def open(self, *names, **more): pass
    def save(self, commit=1): pass
    loads = None
    items: list[str] = []
    sent = make_sender()
    held: Callable[[], None] = None
def split(text): pass
"""


def clarity_of(line: str) -> Clarity:
    """What is understood of the only call of a function with a parameter nobody knows."""
    files = {"a.py": TREE, "b.py": f"def f(x, **more): {line}\n"}
    (found,) = (one for one in findings_of(files).clarity if one.unit == "b.py")
    return found


@pytest.mark.parametrize(
    "line",
    [
        "x.filter(name=1)",
        "x.filter(1, 2, 3)",
        "x.filter(1)",
        "x.get()",
        "x.get('name')",
        "x.close(later=1)",
        "x.loads(1)",
        "x.items()",
        "x.split(',')",
        "x.unheard_of()",
        "x.cleaned_data.get(1)",
        "more.get(1)",
    ],
)
def test_a_call_that_nothing_of_the_tree_takes_leaves_it(line: str) -> None:
    assert clarity_of(line) == Clarity("b.py", 1)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x.filter(1, 2)", "method of a name that builtin values and queries have too"),
        ("x.get(x)", "method of a name that builtin values and queries have too"),
        ("x.open(1, 2, a=3)", "method of a name that builtin values and queries have too"),
        ("x.profile.save()", "method of a name that builtin values and queries have too"),
        ("x.sent()", "type of a variable unknown"),
        ("x.held()", "type of a variable unknown"),
        ("x()", "function held by a variable or parameter"),
        ("nowhere()", "name bound nowhere"),
    ],
)
def test_a_call_that_something_of_the_tree_may_take_is_told_with_its_reason(line: str, reason: str) -> None:
    assert clarity_of(line) == Clarity("b.py", 1, 0, 1, 0, ((reason, 1),))
