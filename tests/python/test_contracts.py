"""Contracts are the exact signatures of a definition, on one line each, whatever its body holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.analyzers.python.front_end.contracts import contracts_of
from decompose.errors import Location
from decompose.evidence.unit import Unit, UnitKind
from decompose.repository.source import SourceFile


def signatures(text: str, line: int = 1) -> tuple[str, ...]:
    """The signatures of what is defined at `line`."""
    unit = Unit("a.py::it", UnitKind.FUNCTION, "a.it", Location("a.py", line))
    found = contracts_of(SourceFile("a.py", text.encode(), ""), [unit])
    return found[0].signatures if found else ()


def test_a_signature_keeps_annotations_and_defaults_as_written() -> None:
    text = "def price(net: Decimal, *, rate: float = 0.19, note='a,  b') -> Decimal:\n    return net\n"
    assert signatures(text) == ("def price(net: Decimal, *, rate: float = 0.19, note='a,  b') -> Decimal",)


def test_a_signature_of_many_lines_becomes_one_without_comments() -> None:
    text = "def f(\n    a,  # first\n    b=(\n        1,\n        2,\n    ),\n    **rest,\n):\n    pass\n"
    assert signatures(text) == ("def f(a, b=( 1, 2, ), **rest)",)


@given(
    st.lists(st.sampled_from(["a", "b: int", "c=(1, 2)", "d: dict[str, int] = {}", "e='x,'"]), min_size=1, unique=True)
)
def test_a_header_reads_the_same_whether_it_stands_on_one_line_or_on_many(parameters: list[str]) -> None:
    parameters = sorted(parameters, key=lambda each: "=" in each)
    tight, loose = ", ".join(parameters), ",\n    ".join(parameters)
    for result in ("", " -> list[int]"):
        (read,) = signatures(f"def f({tight}){result}: ...\n")
        assert read == f"def f({tight}){result}"
        assert signatures(f"def f(\n    {loose},\n){result}: ...\n") == (read,)
        assert signatures(f"def f( {tight}, ){result}: ...\n") == (read,)


def test_a_class_shows_its_bases_and_public_methods() -> None:
    text = (
        "class Order(\n    Model,\n):\n    x = 1\n    def __init__(self): ...\n    def total(self): ...\n"
        "    def _hidden(self): ...\n    @property\n    def open(self) -> bool: ...\n"
        "    @cache\n    async def load(self): ...\n"
    )
    assert signatures(text) == (
        "class Order(Model)",
        "def __init__(self)",
        "def total(self)",
        "@property def open(self) -> bool",
        "async def load(self)",
    )


def test_a_comment_that_begins_a_body_is_no_part_of_the_header() -> None:
    text = "class Order:\n    # why\n    def total(self) -> int:  # cents\n        # how\n        return 1\n"
    assert signatures(text) == ("class Order", "def total(self) -> int")


def test_a_definition_below_a_condition_is_found_by_its_line() -> None:
    assert signatures("if x:\n    def f(a): ...\nelse:\n    def f(b): ...\n", line=4) == ("def f(b)",)


def test_the_summary_is_the_first_line_of_the_docstring() -> None:
    unit = Unit("a.py::f", UnitKind.FUNCTION, "a.f", Location("a.py", 2))
    text = '\ndef f():\n    """What it does.\n\n    And more.\n    """\n'
    [contract] = contracts_of(SourceFile("a.py", text.encode(), ""), [unit])
    assert contract.summary == "What it does."


def test_a_body_that_no_recursive_parser_survives_costs_nothing() -> None:
    text = f"def f(a):\n    x = {'[' * 50_000}{']' * 50_000}\n    return {'-' * 50_000}a\n"
    assert signatures(text) == ("def f(a)",)


def test_a_header_that_no_recursive_parser_survives_has_no_signature() -> None:
    assert signatures(f"def f(a={'(' * 500}1{')' * 500}): pass\n") == ()
    assert signatures(f"def f(a={'-' * 5000}1): pass\n") == ()


def test_python_2_and_broken_headers_have_no_signature() -> None:
    assert signatures("def f((a, b), c): pass\n") == ()
    assert signatures("def f(a b): pass\n") == ()


@pytest.mark.skipif("\U0002ebf0".isidentifier(), reason="this Python knows it: it came with Unicode 15.1")
def test_a_letter_that_is_younger_than_the_parser_has_no_signature() -> None:
    assert signatures("def f(\U0002ebf0): pass\n") == ()


def test_binary_files_have_no_contracts() -> None:
    assert signatures("def f(a): pass\n\0") == ()


@given(st.text())
def test_whatever_the_text_nothing_is_raised(text: str) -> None:
    signatures(text)
    signatures(f"def f({text}): pass\n")
