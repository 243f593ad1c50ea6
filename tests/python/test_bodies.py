"""An outline tells the same of a source and of the same source without bodies."""

import ast
import json
import logging
import unittest
from pathlib import Path
from textwrap import indent

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given
from msgspec.structs import replace

from decompose.analyzers.python.facts import PythonFacts
from decompose.analyzers.python.front_end.bodies import without_bodies
from decompose.analyzers.python.front_end.outline import OutlineReader
from decompose.analyzers.python.front_end.source import _read
from decompose.analyzers.python.front_end.syntax import parse


def outline(source: bytes) -> PythonFacts:
    """What the reader tells, but for flaws: those of a body go with it."""
    tree = parse(source)
    assert tree is not None
    return replace(_read(OutlineReader(source), tree.root_node, source, ()), flaws=())


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("def a():\n    b()\n    c()\nd()\n", "def a():\n\n    pass\nd()\n"),
        ("async def a() -> B:  # c\n    b()\n", "async def a() -> B:  # c\n    pass\n"),
        ('def a():\n    """Says."""\n\n    b()\n', 'def a():\n    """Says."""\n\n    pass\n'),
        (
            "class A:\n    def b(\n        self,\n    ):\n        c()\n",
            "class A:\n    def b(\n        self,\n    ):\n        pass\n",
        ),
        ("def a():\n    b()\n# c\n    d()\n", "def a():\n\n\n    pass\n"),
        ("def a():\n    b()\n    # c\n\n# d\n", "def a():\n    pass\n    # c\n\n# d\n"),
    ],
)
def test_a_body_becomes_a_pass_on_its_last_line(source: str, left: str) -> None:
    assert without_bodies(source.encode()).decode() == left


@pytest.mark.parametrize(
    "source",
    [
        "def a():\n    import b\n",
        "def a(): b()\nc()\n",
        "def a():\n    '''Says.'''\n",
        "def a():\n    'Says.'\n    b()\n",
        "def a():\n    # why\n    'Says.'\n    b()\n",
        "def a():\n    b('''\nc\n''')\n",
        "def a():\n    b(\n1)\n",
        "def a():\n    b = \\\n1\n",
        "def a():\n\tb()\n",
        "def a():\n    if b:\n\tc()\n",
        "def a():\n    b = '''\nc\n'''\n",
        f"if a:\n{41 * ' '}def b():\n{42 * ' '}c()\n",
        "def a(b=(1, 2)):\n    c()\n",
        'A = """\ndef a():\n    b()\n"""\n',
        "def a():\n    # nothing\n",
    ],
)
def test_a_body_stays_where_its_end_or_its_worth_is_in_doubt(source: str) -> None:
    assert without_bodies(source.encode()).decode() == source


SIMPLE = st.sampled_from(
    [
        "a = f(b, [1])",
        "from a import b",
        "# why\n",
        "  # further in",
        "'a text'",
        '"""a text\n  on lines\n"""',
        '"""\ndef a():\n    b()\n"""',
        "a = (1,\n2)",
        "a = '(' + \\\n  b",
        "a = {'''x''': 1}",
        "return",
        "",
        "   ",
    ]
)
HEADS = st.sampled_from(
    [
        "def a():",
        "def a(b, c):",
        "async def a() -> b:",
        "def a(b=(1)):",
        "class A:",
        "class B(a):",
        "if a:",
        "@a\ndef b():",
    ]
)


def blocks(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[str]:
    width = st.sampled_from(["  ", "    ", "\t"])
    return st.builds(lambda head, lines, by: f"{head}\n{indent(chr(10).join(lines), by)}", HEADS, inner, width)


STATEMENTS = st.recursive(
    st.lists(SIMPLE, min_size=1, max_size=4),
    lambda inner: st.lists(SIMPLE | blocks(inner), min_size=1, max_size=4),
    max_leaves=12,
)


@given(STATEMENTS)
def test_an_outline_is_the_same_without_bodies(statements: list[str]) -> None:
    source = "\n".join(statements) + "\n"
    try:
        ast.parse(source)
    except SyntaxError:
        assume(False)
    assert outline(without_bodies(source.encode())) == outline(source.encode())


@pytest.mark.parametrize("package", [json, logging, unittest])
def test_outlines_of_the_standard_library_are_the_same_without_bodies(package: object) -> None:
    sources = [file.read_bytes() for file in sorted(Path(str(package.__file__)).parent.rglob("*.py"))]  # type: ignore[attr-defined]  # a module
    assert sources
    lighter = [without_bodies(source) for source in sources]
    assert sum(map(len, lighter)) < sum(map(len, sources))
    assert [outline(source) for source in lighter] == [outline(source) for source in sources]
