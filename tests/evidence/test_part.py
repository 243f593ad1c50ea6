"""Which functions and classes changed between two versions of a file."""

from hypothesis import given
from hypothesis import strategies as st

from decompose.analyzers.python import PYTHON
from decompose.evidence.part import Part, PartReader, touched
from decompose.repository.source import SourceFile

[READER] = [each for each in PYTHON.front_ends if isinstance(each, PartReader) and each.wants("shop.py")]

OLD = """import os

LIMIT = 3

def free(x):
    return x

class Order:
    paid = False

    def pay(self):
        def inner():
            return 1
        self.paid = True

    def cancel(self):
        self.paid = False
"""


def parts(text: str) -> tuple[Part, ...]:
    return READER.parts(SourceFile("shop.py", text.encode(), ""))


def changed(old: str, new: str) -> set[str]:
    return set(touched(old.encode(), parts(old), new.encode(), parts(new)))


def test_the_parts_are_functions_classes_and_methods() -> None:
    assert [(part.name, part.line, part.end_line) for part in parts(OLD)] == [
        ("free", 5, 6),
        ("Order", 8, 17),
        ("Order.pay", 11, 14),
        ("Order.cancel", 16, 17),
    ]
    assert parts("\x00 def (") == ()


def test_a_change_is_of_the_innermost_part_that_holds_it() -> None:
    assert changed(OLD, OLD.replace("return 1", "return 2")) == {"Order.pay"}
    assert changed(OLD, OLD.replace("    paid = False\n\n", "    paid = None\n\n")) == {"Order"}
    assert changed(OLD, OLD.replace("LIMIT = 3", "LIMIT = 4")) == {""}
    assert changed(OLD, OLD.replace("return x", "return -x").replace("import os", "import re")) == {"", "free"}


def test_what_only_moved_was_not_touched() -> None:
    assert changed(OLD, "# new\n\n\n" + OLD) == {""}
    assert changed(OLD, "\n\n" + OLD) == set()


def test_what_came_and_went_was_touched() -> None:
    assert changed(OLD, OLD + "\ndef more():\n    pass\n") == {"more"}
    assert changed(OLD, OLD.partition("    def cancel")[0]) == {"Order.cancel"}
    assert changed(OLD, OLD.replace("def free", "def bound")) == {"free", "bound"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_compared(old: str, new: str) -> None:
    assert changed(old, old) == set()
    assert changed(old, new) == changed(new, old)
