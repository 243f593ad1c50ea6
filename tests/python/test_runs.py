"""Who may run what, method by method."""

import pytest

from decompose.evidence.passage import Passage
from tests.python.cases import findings_of


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("def f():\n    g()\ndef g(): pass", ("a.py::f", "a.py::g")),
        ("class A:\n    def f(self):\n        self.g()\n    def g(self): pass", ("a.py::A.f", "a.py::A.g")),
        # an inherited method runs where it is defined
        ("class B:\n    def g(self): pass\nclass A(B): pass\ndef f(a: A):\n    a.g()", ("a.py::f", "a.py::B.g")),
        ("class A:\n    @property\n    def g(self): pass\ndef f(a: A):\n    a.g", ("a.py::f", "a.py::A.g")),
        (
            "class A:\n    @property\n    def g(self) -> 'A': pass\n    def h(self): pass\ndef f(a: A):\n    a.g.h()",
            ("a.py::f", "a.py::A.g"),
        ),
        (
            "class A:\n    def get(self): pass\n    g = property(get)\ndef f(a: A):\n    a.g.h",
            ("a.py::f", "a.py::A.get"),
        ),
        ("class A:\n    def __init__(self): pass\ndef f():\n    A()", ("a.py::f", "a.py::A")),
        ("class A:\n    def __init__(self): pass\ndef f():\n    A()", ("a.py::A", "a.py::A.__init__")),
        (
            "class B:\n    def __init__(self): pass\nclass A(B): pass\ndef f():\n    A()",
            ("a.py::A", "a.py::B.__init__"),
        ),
        ("def f(x):\n    x.each(g)\ndef g(): pass", ("a.py::f", "a.py::g")),
        ("def f():\n    def g(): pass", ("a.py::f", "a.py::f.g")),
        ("def g(h): pass\n@g\ndef f(): pass", ("a.py::f", "a.py::g")),
    ],
)
def test_what_may_run(text: str, pair: tuple[str, str]) -> None:
    assert pair in [(passage.source, passage.target) for passage in findings_of({"a.py": text}).runs]


def test_a_passage_is_at_the_first_line_where_it_happens() -> None:
    text = "def g(): pass\ndef f():\n    1\n    g()\n    g()"
    assert findings_of({"a.py": text}).runs == (Passage("a.py::f", "a.py::g", 4),)


@pytest.mark.parametrize("made", ["FastAPI(", "APIRouter("])
def test_a_handler_runs_what_its_routers_depend_on(made: str) -> None:
    text = (
        "from fastapi import APIRouter, Depends, FastAPI\ndef f(): pass\ndef g(): pass\ndef h(): pass\n"
        f"outer = {made}dependencies=[Depends(f)])\nrouter = APIRouter()\n"
        "outer.include_router(router, dependencies=(Depends(g),))\n"
        '@router.get("/", dependencies=[Depends(h)])\ndef handle(): pass'
    )
    found = {(one.source, one.target) for one in findings_of({"a.py": text}).runs}
    assert {("a.py::handle", f"a.py::{name}") for name in "fgh"} <= found


@pytest.mark.parametrize(
    "text",
    [
        "class A: pass\ndef f(a):\n    isinstance(a, A)",  # a class that is only mentioned
        "class A: pass\ndef f(a: A): pass",
        "import os\ndef f():\n    os.getcwd()",
        "def f():\n    f()",
        "class A:\n    x = 1\ndef f(a: A):\n    a.x",
    ],
)
def test_what_runs_nothing(text: str) -> None:
    assert findings_of({"a.py": text}).runs == ()
