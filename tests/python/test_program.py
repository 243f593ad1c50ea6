"""The public questions to a program: what a name means, which type a value has, who the ancestors are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.analyzers.python.facts import Call, Expression, Parameter, Subscript, Text
from decompose.analyzers.python.names.given import Given
from decompose.analyzers.python.names.program import Program
from tests.python.cases import findings_of, program, told

SHOP = {
    "shop/__init__.py": "from .models import Order\n",
    "shop/models.py": (
        "import sqlalchemy.orm as orm\n"
        "from django.db import models\n"
        "class Base(models.Model): pass\n"
        "class Order(Base):\n"
        "    def save(self) -> 'Order': pass\n"
        "session: orm.Session = make()\n"
        "LIMIT = 3\n"
    ),
    "shop/use.py": (
        "from shop import Order\nfrom shop.models import session, LIMIT\nimport shop\nimport requests\n"
        "def f(order: Order, x):\n    get = requests.get\n    copy = order.save()\n"
    ),
}


@pytest.fixture(name="shop")
def _shop() -> Program:
    return program(SHOP)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Order", "shop/models.py::Order"),
        ("order.save", "shop/models.py::Order.save"),
        ("copy.save", "shop/models.py::Order.save"),
        ("shop.models.Order", "shop/models.py::Order"),
        ("shop", "shop/__init__.py"),
        ("LIMIT", "shop/models.py::LIMIT"),
        ("order.objects", "external:django.db.models.Model.objects"),
        ("session.execute", "external:sqlalchemy.orm.Session.execute"),
        ("get", "external:requests.get"),
        ("len", "external:builtins.len"),
        (Subscript("Order", ("x",)), "shop/models.py::Order"),
        ("order", None),
        ("x", None),
        ("x.save", None),
        ("nowhere", None),
        (Text("Order"), None),
        (None, None),
    ],
)
def test_resolve_leads_to_the_definition(shop: Program, expression: Expression, expected: str | None) -> None:
    assert shop.resolve("shop/use.py", 1, expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("order", "shop/models.py::Order"),
        (Call("Order", (), (), 1), "shop/models.py::Order"),
        (Call("order.save", (), (), 1), "shop/models.py::Order"),
        ("session", "external:sqlalchemy.orm.Session"),
        (Call("requests.Session", (), (), 1), "external:requests.Session"),
        ("Order", None),
        ("x", None),
    ],
)
def test_type_of_is_the_evident_class(shop: Program, expression: Expression, expected: str | None) -> None:
    assert shop.type_of("shop/use.py", 1, expression) == expected


def test_bases_are_all_ancestors_nearest_first(shop: Program) -> None:
    assert shop.bases("shop/models.py::Order") == ("shop/models.py::Base", "external:django.db.models.Model")


def test_a_diamond_has_each_ancestor_once_and_the_common_one_last() -> None:
    tree = program({"a.py": "class Top: pass\nclass L(Top): pass\nclass R(Top): pass\nclass X(L, R): pass\n"})
    assert tree.bases("a.py::X") == ("a.py::L", "a.py::R", "a.py::Top")


def test_definitions_modules_and_members_are_found_by_reference(shop: Program) -> None:
    found = shop.definition("shop/models.py::Order.save")
    assert found is not None
    assert (found.kind, found.line) == ("function", 5)
    assert shop.definition("shop/models.py::LIMIT") is None
    assert shop.module_named("shop.models") == "shop/models.py"
    assert shop.named("shop.Order") == "shop/models.py::Order"
    assert shop.member("shop/__init__.py", "Order") == "shop/models.py::Order"
    assert [module.name for module in shop.modules.values()] == ["shop", "shop.models", "shop.use"]


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": "from b import x\n", "b.py": "from a import x\n"},
        {"a.py": "from a import x\n"},
        {"a.py": "from b import *\n", "b.py": "from a import *\n"},
        {"a.py": "x = x.y\n"},
        {"a.py": "class x(x): pass\n"},
        {"a.py": "class x(y): pass\nclass y(x): pass\n"},
        {"a.py": "def x() -> 'x': return x()\n"},
        {"a.py": "def f(): return g()\ndef g(): return f()\nx = f()\n"},
    ],
)
def test_questions_that_lead_back_to_themselves_have_an_end(files: dict[str, str]) -> None:
    tree = program(files)
    tree.resolve("a.py", 0, "x.y.z")
    tree.type_of("a.py", 0, Call("x", (), (), 1))
    assert tree.bases("a.py::x") in ((), ("a.py::y",))


def test_a_long_chain_of_re_exports_is_followed_to_its_end() -> None:
    files = {f"m{n}.py": f"from m{n + 1} import x\n" for n in range(500)} | {"m500.py": "def x(): pass\n"}
    tree = program(files)
    assert tree.resolve("m0.py", 0, "x") == "m500.py::x"


FUNCTIONS = [f"f{n}" for n in range(5)]
VALUES = [
    *(f"{one}(x)" for one in FUNCTIONS), "f0(f1(x))", "Base()", "Order()", "Order().make()", "Order().next", "x", "x.make()", "y",
    "y.make()", "y.next", "y.next.next", "y.last", "y[0]", "[y]", "next(iter(y))",
]  # fmt: skip
LOOPS = ["", "    for y in f0(x): pass\n", "    while y: y = {}\n"]


@st.composite
def _leaning_on_each_other(draw: st.DrawFn) -> str:
    """Functions and methods that return and keep what others return and have kept."""

    def body(indent: str, kept: str) -> str:
        loop = draw(st.sampled_from(LOOPS)).format(*values)
        start = f"    y = {draw(value)}\n    {kept}.next = {draw(value)}\n{loop}"
        end = f"    if x: return {draw(value)}\n    return {draw(value)}\n"
        return "".join(indent + line for line in (start + end).splitlines(keepends=True))

    value = st.sampled_from(VALUES)
    values = [draw(value)]
    classes = f"class Base:\n    last = None\nclass Order(Base):\n    def make(self, x=None):\n{body('    ', 'self')}"
    return classes + "".join(f"def {one}(x):\n{body('', 'y')}" for one in FUNCTIONS)


HANDED_ON = """class Base:
    def make(self): return Base()
class Order(Base): pass
def made(x): return works_off(x)
def again(x): return made(x)
def works_off(x):
    y = made(again(x))
    if x: return Order()
    return x.make()
"""


@pytest.mark.parametrize("first", ["made", "again", "works_off"])
def test_a_circle_of_functions_returns_what_covers_all_its_ways_out(first: str) -> None:
    tree = program({"a.py": HANDED_ON})
    kinds = {one: tree.type_of("a.py", 0, Call(one, (), (), 1)) for one in (first, "made", "again", "works_off")}
    assert set(kinds.values()) == {"a.py::Base"}


@settings(max_examples=300)
@given(text=_leaning_on_each_other(), order=st.permutations([*FUNCTIONS, "Order.make"]))
def test_the_kind_of_a_value_is_the_same_whatever_was_asked_before(text: str, order: list[str]) -> None:
    tree, other = program({"a.py": text}), program({"a.py": text})
    asked = {one: other.type_of("a.py", 0, Call(one, (), (), 1)) for one in order}
    assert asked == {one: tree.type_of("a.py", 0, Call(one, (), (), 1)) for one in sorted(order)}


def test_many_packages_that_star_import_each_other_take_no_exponential_time() -> None:
    stars = "".join(f"from m{n} import *\n" for n in range(25))
    tree = program({f"m{n}.py": stars for n in range(25)})
    assert tree.resolve("m0.py", 0, "missing") is None


LATER = "class Later:\n    def __init__(self, run): self.run = run\n    def work(self): self.run()\ndef f0(run): Later(run)\n"
GIVEN = "def go(): pass\ndef stop(): pass\ndef start():\n    f3(go)\n    f3(stop)\n"


def test_callers_that_hand_on_what_they_were_handed_are_looked_at_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    handed = Given.handed

    def counted(given: Given, path: str, at: int, parameter: Parameter) -> object:
        asked.append(at)
        assert len(asked) < 50, "as many as there are ways through all callers"
        return handed(given, path, at, parameter)

    monkeypatch.setattr(Given, "handed", counted)
    through = "".join(f"def f{n}(run):\n" + f"    f{n - 1}(run)\n" * 12 for n in range(1, 4))
    rows = told(findings_of({"app.py": f"{LATER}{through}{GIVEN}"}))
    assert {
        "call app.py::Later.work -> app.py::go [dispatch]",
        "call app.py::Later.work -> app.py::stop [dispatch]",
    } <= set(rows)


def test_the_findings_do_not_depend_on_the_order_of_files() -> None:
    forward, backward = findings_of(SHOP), findings_of(dict(reversed(SHOP.items())))
    assert forward == backward
    assert told(forward)


def test_units_tell_what_a_tree_is_made_of() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/models.py": "class Order:\n    def save(self):\n        mail('order_paid')\ndef f(): pass\ndef f(): pass\n",
        "tests/test_shop.py": "def test_it(): pass\n",
        "broken.py": "x = '\0'",
    }
    findings = findings_of(files)
    assert [(unit.id, str(unit.kind), unit.name, unit.lines, str(unit.role)) for unit in findings.units] == [
        ("shop/__init__.py", "module", "shop", 0, "product"),
        ("shop/models.py", "module", "shop.models", 5, "product"),
        ("shop/models.py::Order", "class", "shop.models.Order", 3, "product"),
        ("shop/models.py::f", "function", "shop.models.f", 1, "product"),
        ("tests/test_shop.py", "module", "tests.test_shop", 1, "test"),
        ("tests/test_shop.py::test_it", "function", "tests.test_shop.test_it", 1, "test"),
    ]
    assert dict(findings.units[1].words) == {"order": 1, "save": 1, "mail": 1}
    assert dict(findings.units[1].names) == {"order": 1, "paid": 1}
    assert told(findings) == ("problem binary broken.py",)


def test_what_was_understood_is_counted() -> None:
    files = {"a.py": "import os, b, json\nfrom b import f, g\nf()\nunknown()\nos.getcwd()\n", "b.py": "def f(): pass\n"}
    ratios = {ratio.name: (ratio.part, ratio.whole) for ratio in findings_of(files).understood}
    assert ratios["imports resolved"] == (2, 3)
    assert ratios["calls resolved"] == (2, 3)


def test_the_same_thing_twice_on_a_line_is_one_row_with_a_count() -> None:
    (row,) = (
        row
        for row in findings_of({"a.py": "import b\nb.f(), b.f()\n", "b.py": "def f(): pass\n"}).evidence
        if row.kind == "call"
    )
    assert (row.count, row.detail) == (2, "b.f")


def test_libraries_are_what_a_product_module_imports_from_outside() -> None:
    text = "from __future__ import annotations\nimport json, wtforms.fields as f\nfrom flask import Flask\nfrom shop import a\n"
    units = findings_of({"shop/__init__.py": "", "shop/a.py": text, "tests/test_a.py": text}).units
    assert {unit.id: unit.libraries for unit in units} == {
        "shop/__init__.py": (),
        "shop/a.py": ("flask.Flask", "json", "wtforms.fields"),
        "tests/test_a.py": (),
    }


def test_a_name_that_only_a_function_binds_by_global_is_a_variable_of_the_module() -> None:
    shop = program(
        {
            "shop/models.py": "class Order:\n    def pay(self): pass\n",
            "shop/use.py": (
                "from shop.models import Order\n"
                "def start():\n    global order\n    order = Order()\n"
                "def work():\n    order.pay()\n"
                "def around():\n    kept: Order\n    def inner():\n        nonlocal kept\n        kept = 1\n"
            ),
        }
    )
    assert shop.resolve("shop/use.py", 2, "order.pay") == "shop/models.py::Order.pay"
    assert shop.resolve("shop/use.py", 4, "kept.pay") == "shop/models.py::Order.pay"
    assert shop.resolve("shop/use.py", 2, "kept") is None
