"""What the statements of a file become: imports, definitions, assignments, uses, with-blocks, words."""

import re

import pytest

from decompose.analyzers.python.facts import Call, Group, Parameter, Subscript, Text, With, Words
from tests.python.test_expressions import facts_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a.b", ("a.b", 0, "", "", "a")),
        ("import a.b as c", ("a.b", 0, "", "c", "c")),
        ("from a.b import c", ("a.b", 0, "c", "", "c")),
        ("from a import (b as c,)", ("a", 0, "b", "c", "c")),
        ("from . import a", ("", 1, "a", "", "a")),
        ("from .. a.b import c", ("a.b", 2, "c", "", "c")),
        ("from ... import *", ("", 3, "*", "", "")),
        ("from __future__ import annotations", ("__future__", 0, "annotations", "", "annotations")),
        ("from a \\\n  import b", ("a", 0, "b", "", "b")),
    ],
)
def test_every_form_of_import(text: str, expected: tuple[str, int, str, str, str]) -> None:
    (found,) = facts_of(text).imports
    assert (found.module, found.level, found.name, found.alias, found.bound) == expected


def test_definitions_nest_and_tell_all_about_themselves() -> None:
    facts = facts_of(
        '"""About the\nmodule."""\n'
        "@wrap(1)\nclass A(B, metaclass=M):\n    '''Of A.'''\n"
        "    async def f(self, a: int, *b, c: 'X' = d, **e) -> list[Y]:\n"
        "        def inner(): pass\n"
    )
    module, outer, method, inner = facts.definitions
    assert (module.name, module.kind, module.parent, module.end_line) == ("", "module", -1, 7)
    assert (outer.name, outer.kind, outer.line, outer.end_line) == ("A", "class", 4, 7)
    assert (outer.bases, outer.keywords) == (("B",), (("metaclass", "M"),))
    assert outer.decorators == (Call("wrap", (None,), (), 3),)
    assert (method.name, method.parent, method.returns) == ("A.f", 1, Subscript("list", ("Y",)))
    assert method.parameters == (
        Parameter("self"),
        Parameter("a", "int"),
        Parameter("*b"),
        Parameter("c", Text("X"), "d"),
        Parameter("**e"),
    )
    assert (inner.name, inner.parent, inner.line) == ("A.f.inner", 2, 7)


def test_assignments_of_every_kind() -> None:
    found = facts_of(
        "a = b = c\nd: int = e\nf: int\ng += h\ni, j = k\nfor l in m: pass\nn.o = p\ntype Q = r"
    ).assignments
    assert [(one.targets, one.value, one.annotation, one.how) for one in found] == [
        (("a", "b"), "c", None, "="),
        (("d",), "e", "int", "="),
        (("f",), None, "int", "="),
        (("g",), "h", None, "+="),
        ((Group(("i", "j"), "tuple"),), "k", None, "="),
        (("l",), "m", None, "for"),
        (("n.o",), "p", None, "="),
        (("Q",), "r", None, "="),
    ]


def test_other_statements_are_uses() -> None:
    facts = facts_of(
        "def f():\n    global g\n    if a: b()\n    while c: pass\n    assert d, e\n    raise E from h\n"
        "    try: pass\n    except (F, G) as i: pass\n    del j.k\n    yield l\n    return m\n    match n:\n        case O(): p\n"
    )
    kinds = [(use.kind, use.expression) for use in facts.uses if use.scope == 1]
    assert kinds == [
        ("global", Group(("g",), "tuple")),
        ("condition", "a"),
        ("expression", Call("b", (), (), 3)),
        ("condition", "c"),
        ("condition", "d"),
        ("condition", "e"),
        ("raise", "E"),
        ("raise", "h"),
        ("except", Group(("F", "G"), "tuple")),
        ("delete", "j.k"),
        ("yield", "l"),
        ("return", "m"),
        ("condition", "n"),
        ("match", Group(("n", "O"), "pair")),
        ("condition", Group((Group(("O",), "other"),), "other")),
        ("expression", "p"),
    ]


def test_the_keyword_of_a_pattern_is_no_name_of_this_module() -> None:
    facts = facts_of("match a:\n    case Base(name=Other(kind=b)): pass\n")
    said = re.findall(r"'(\w+)'", " ".join(str(use.expression) for use in facts.uses))
    assert set(said) - {"other", "pair"} == {"a", "Base", "Other", "b"}


def test_a_with_block_spans_its_lines() -> None:
    facts = facts_of("with a() as b, c:\n    d\n    e\nf\nwith (g as h): pass\n")
    assert facts.withs == (
        With(1, 3, 0, ((Call("a", (), (), 1), "b"), ("c", None))),
        With(5, 5, 0, (("g", "h"),)),
    )


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("#!/usr/bin/python\n# Copyright 2019 Acme\n\n# Licensed to Jane\nimport orders", "orders"),
        ("# Orders of the shop\nimport orders", "orders shop the"),
        ("import orders  # by Jane\n# Copyright law", "copyright jane law orders"),  # not at the head
        ("# Copyright 2019 Acme", ""),
        ("", ""),
    ],
)
def test_comments_at_the_head_that_tell_of_a_licence_say_nothing(head: str, words: str) -> None:
    assert " ".join(sorted(word for word, _ in facts_of(head).words.each())) == words


def test_words_are_those_of_names_comments_and_docstrings() -> None:
    facts = facts_of(
        '"""Ships orders."""\n# Größe of HTTPServer\norderLine_total = "secret words" + other.order2\nif len(it): pass'
    )
    assert dict(facts.words.each()) == {
        "ships": 1, "orders": 1, "größe": 1, "http": 1, "server": 1, "order": 2, "line": 1, "total": 1, "other": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("literal", "words"),
    [
        ("'order/lineItems.html'", "html items line order"),
        ('u"shop:order-detail"', "detail order shop"),
        ("f'order.{self.kind}.paid'", "kind order paid"),
        ("'größe_id'", "größe"),
        ("'an order'", ""),
        (r"r'^order\d+$'", ""),
        ('"""orders"""', ""),
        ("'id'", ""),
        (f"'{'order' * 41}'", ""),
        ("('orders' 'paid')", "orders paid"),
    ],
)
def test_a_literal_without_white_space_is_a_name(literal: str, words: str) -> None:
    assert " ".join(sorted(word for word, _ in facts_of(f"x = {literal}").quoted.each())) == words


def test_names_of_docstrings_and_comments_are_not_in_quotes() -> None:
    assert facts_of("'orders'\n# 'orders'\ndef f():\n    'orders'\n").quoted == Words()


@pytest.mark.parametrize(
    ("text", "has_code"),
    [("", False), ("# only\n", False), ('"""Doc."""\n# and\n', False), ("import a", True), ("'a'\n'b'", True)],
)
def test_a_file_of_comments_has_no_code(text: str, has_code: bool) -> None:
    assert facts_of(text).has_code is has_code


@pytest.mark.parametrize(
    ("text", "generated"),
    [
        ("# @generated by a tool\n", True),
        ("# Code generated by x. DO NOT EDIT.\n", True),
        ("# Generated by the protocol buffer compiler.  DO NOT EDIT!\n", True),
        ("# Generated by Django 3.2\n", False),
        ("x = '# @generated'\n", False),
    ],
)
def test_generated_files_say_so_at_their_head(text: str, generated: bool) -> None:
    assert facts_of(text).generated is generated
