"""What expressions become in the facts: names, calls and texts are kept, the rest is dropped in its place."""

import re

import pytest

from decompose.analyzers.python import PYTHON_SOURCE
from decompose.analyzers.python.facts import Attribute, Call, Expression, Group, PythonFacts, Subscript, Text
from decompose.repository.source import SourceFile


def facts_of(text: str) -> PythonFacts:
    return PYTHON_SOURCE.extract(SourceFile("a.py", text.encode(), ""))


def value_of(text: str) -> Expression:
    """The value of the last assignment in `x = text`."""
    return facts_of(f"x = {text}").assignments[-1].value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("order.total", "order.total"),
        ("(order\n  # why\n  .total)", "order.total"),
        (
            "Order(x).save(force=True)",
            Call(Attribute(Call("Order", ("x",), (), 1), "save"), (), (("force", "True"),), 1),
        ),
        ("f(1, *a, **b)", Call("f", (None, Group(("a",), "star")), (("**", "b"),), 1)),
        ("f(a for a in b)", Call("f", (Group(("a",), "comprehension"),), (), 1)),
        ("f().a.b", Attribute(Call("f", (), (), 1), "a.b")),
        ("[a, 1]", Group(("a", None), "list")),
        ("{'a': b, **c}", Group((Group((Text("a"), "b"), "pair"), Group(("c",), "star")), "dict")),
        ("a and not b", Group(("a", Group(("b",), "operation")), "operation")),
        ("a or b or c", Group(("a", "b", "c"), "choice")),
        ("a if c else b", Group(("a", "b", Group(("c",), "condition")), "choice")),
        ("a < b <= c", Group(("a", "b", "c"), "operation", "…")),
        ("a + 1 - b", Group(("a", "b"), "operation", "…")),
        ("a not in b", Group(("a", "b"), "operation", "in")),
        ("a != b", Group(("a", "b"), "operation", "!=")),
        ("a >= 1", Group(("a",), "operation", ">=")),
        ("a in 12", Group(("a",), "operation", "…")),
        ("a | b", Group(("a", "b"), "operation", "|")),
        ("-a", "a"),
        ("Mapped[list['Order']]", Subscript("Mapped", (Subscript("list", (Text("Order"),)),))),
        ("a[1:b]", Subscript("a", (Group((None, "b"), "slice"),))),
        ("lambda a, b=c: a.d", Group(("a.d", "c"), "lambda")),
        ("1 + 2", None),
        ("...", None),
        ("äöü.größe", "äöü.größe"),
    ],
)
def test_an_expression_keeps_names_and_calls(text: str, expected: Expression) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'a' \"b\"\\\n'''c'''", Text("abc")),
        ("f'a {b!r:>{w}} {{c}}' 'd'", Text("a {} {c}d", ("b",))),
        ("'a' + b + 'c'", Text("a{}c", ("b",))),
        ("a + 'b' + c", Text("{}b{}", ("a", "c"))),
        ("'%s of %(n)d at 5%%' % (a, b.c)", Text("{} of {} at 5%", ("a", "b.c"))),
        ("'%(a)s' % {'a': b}", Text("{}", ("b",))),
        ("'%s' % a", Text("{}", ("a",))),
        ("'{} {x} {{y}}'.format(a, x=b)", Text("{} {} {y}", ("a", "b"))),
        ("'{0.x.y} {b.c:>3}'.format(a, b=d().e)", Text("{} {}", ("a.x.y", Attribute(Call("d", (), (), 1), "e.c")))),
        ("'{:.2f} {.b}'.format(a, c)", Text("{} {}", ("a", "c.b"))),
        ("'a\\tb\\'c\\\\d'", Text("a\tb'c\\d")),
        ("r'\\d+'", Text("\\d+")),
        ("u'é' b'x'", Text("éx")),
        (
            "('SELECT *'\n ' FROM ' + table + ' WHERE a = %s' % 1)",
            Text("SELECT * FROM {} WHERE a = {}", ("table", None)),
        ),
        ("'a' * 3", Group((Text("a"),), "operation", "*")),
        ("''", Text("")),
    ],
)
def test_a_text_is_folded_and_its_holes_are_kept(text: str, expected: Expression) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a if c else b", "'a ' + b + 'c'", "'%s' % a", "a and b and c", "a or b", "a not in b", "a < b < c", "a * b", "( a )",
        "[ a , b ]", "a [ b , c ]", "( b for a in b if c )", "f ( a , b = c )", "lambda a , b = c : a.d", "not a", "{ a : b }",
        "a . b", "f ( ) . a",
    ],
)  # fmt: skip
def test_a_line_that_goes_on_behind_a_backslash_says_what_one_line_says(text: str) -> None:
    blanks = [at for at, character in enumerate(text) if character == " " and text[:at].count("'") % 2 == 0]
    for at in blanks:
        broken = f"{text[:at]} \\\n{text[at + 1 :]}"
        assert re.sub(r"line=\d+", "", str(value_of(broken))) == re.sub(r"line=\d+", "", str(value_of(text))), broken


def test_the_line_of_a_call_is_that_of_its_bracket() -> None:
    call = value_of("(a.filter(\n  b\n).order_by\n(c))")
    assert isinstance(call, Call)
    assert call.line == 4
    assert isinstance(call.function, Attribute)
    assert isinstance(call.function.value, Call)
    assert call.function.value.line == 1


def test_what_an_expression_binds_is_an_assignment() -> None:
    found = facts_of("if (a := f()):\n  x = [b for b, c in d if e]\n  y = lambda g: g").assignments
    assert [(one.targets, one.value, one.how) for one in found] == [
        (("a",), Call("f", (), (), 1), "="),
        ((Group(("b", "c"), "tuple"),), "d", "for"),
        (("x",), Group(("b", "e"), "comprehension"), "="),
        (("g",), None, "for"),
        (("y",), Group(("g",), "lambda"), "="),
    ]
