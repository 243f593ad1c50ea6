"""Bad input: whatever the bytes are, there are facts, in bounded time, with a flaw that says what was not understood."""

import codecs

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from decompose.analyzers.python import PYTHON_SOURCE
from decompose.analyzers.python.facts import PythonFacts
from decompose.analyzers.python.front_end.syntax import parse
from decompose.repository.source import SourceFile
from tests.python.cases import findings_of as findings_of_files
from tests.python.test_expressions import facts_of


def extract(content: bytes) -> PythonFacts:
    return PYTHON_SOURCE.extract(SourceFile("a.py", content, ""))


def codes(facts: PythonFacts) -> list[str]:
    return [flaw.code for flaw in facts.flaws]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"# coding: latin-1\nimport gr\xfc\xdfe\n", []),
        (b"import a # \xfc\n", ["encoding"]),
        (b"# -*- coding: utf-8 -*-\nimport a # \xfc\n", ["encoding"]),
        (codecs.BOM_UTF8 + b"import a\n", []),
        (codecs.BOM_UTF8 + b"# coding: utf-8\nimport a\n", []),
        (b"import a\r\nimport b\r\n", []),
        (b"import a\rimport b\r", []),
        (b"import a\n\x0cimport b\n", []),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nimport a # \x80\n", []),
    ],
)
def test_a_readable_encoding_gives_imports(content: bytes, expected: list[str]) -> None:
    facts = extract(content)
    assert facts.imports
    assert codes(facts) == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (codecs.BOM_UTF8 + b"# coding: latin-1\nimport a\n", "encoding"),
        ("import a\n".encode("utf-16"), "encoding"),
        (b"# coding: utf-7\nimport a\n", "encoding"),
        (b"# coding: rot13\nvzcbeg n\n", "encoding"),
        (b"# coding: idna\nimport a\n", "encoding"),
        (b"# coding: unicode_escape\nimport a\n", "encoding"),
        (b"# coding: undefined\nimport a\n", "encoding"),
        (b"# coding: no-such-thing\nimport a\n", "encoding"),
        (b"import a\0\n", "binary"),
        (bytes(range(1, 256)) * 20, "binary"),
    ],
)
def test_what_is_no_readable_text_is_refused(content: bytes, code: str) -> None:
    facts = extract(content)
    assert codes(facts) == [code]
    assert facts.imports == ()
    assert not facts.has_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x = " + "[" * 100_000, "syntax-error"),
        ("x = " + "-" * 100_000 + "1", "too-complex"),
        ("x = " + "(" * 5_000 + ")" * 5_000, "too-complex"),
        ("x = a" + "()" * 30_000, "too-complex"),
        ("".join(" " * depth + "if a:\n" for depth in range(300)) + " " * 300 + "b", "too-complex"),
        ("x = " + "lambda: " * 5_000 + "a", "too-complex"),
        ("x = f" + "'{" * 3_000, "syntax-error"),
        ("x = " + "not " * 20_000 + "a", "too-complex"),
        ("x = " + "a if b else " * 5_000 + "c", "too-complex"),
        ("x = " + "{1: " * 5_000, "syntax-error"),
    ],
    ids=lambda text: text[:12] if len(text) > 20 else text,
)
def test_nesting_beyond_reason_is_cut_and_told(text: str, code: str) -> None:
    facts = facts_of(f"import before\n{text}\nimport after\n")
    assert code in codes(facts)
    assert facts.imports[0].module == "before"


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "1+" * 60_000 + "1",
        "x = " + "a + " * 10_000 + "b",
        "x = " + "'a' + " * 5_000 + "b",
        "x = " + "a or " * 10_000 + "b",
        "x = a" + ".b" * 30_000,
        "if a: pass\n" + "elif b: pass\n" * 6_000,
        "x = [" + "1," * 100_000 + "]",
        "x = '" + "%(" * 20_000 + "' % a",
        "x = '" + "{" * 20_000 + "'.format(a)",
        "".join(" " * depth + "if a:\n" for depth in range(99)) + " " * 99 + "import deep",
    ],
    ids=lambda text: text[:12],
)
def test_long_is_not_deep(text: str) -> None:
    facts = facts_of(f"{text}\nimport after\n")
    assert codes(facts) == []
    assert facts.imports[-1].module == "after"


@pytest.mark.parametrize("line", ["x = '{}'", "x = [{}]", "x = f({})", "# {}"], ids=["text", "list", "call", "comment"])
def test_five_megabytes_in_one_line_are_parsed(line: str) -> None:
    within = "7, " * (5_000_000 // 3) if line == "x = '{}'" or line == "# {}" else "n" * 5_000_000
    facts = facts_of(f"import before\n{line.format(within)}\nimport after\n")
    assert codes(facts) == []
    assert [one.module for one in facts.imports] == ["before", "after"]
    assert facts.lines == 3


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"# only a comment\n", b'"""Only a docstring."""\n', b"\xef\xbb\xbf"]
)
def test_a_file_without_code_is_a_module_all_the_same(content: bytes) -> None:
    facts = extract(content)
    assert ([one.kind for one in facts.definitions], facts.flaws, facts.has_code) == (["module"], (), False)
    findings = findings_of_files({"shop/__init__.py": content.decode("utf-8-sig"), "shop/a.py": "import shop\n"})
    assert "shop/__init__.py" in {unit.id for unit in findings.units}
    assert [row for row in findings.evidence if row.source == "shop/__init__.py"] == []
    assert findings.problems == ()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("import a\nprint 'b'\n", "python2", 2),
        ("exec 'b' in c\n", "python2", 1),
        ("try: pass\nexcept A, b: pass\n", "python2", 2),
        ("raise A, 'b'\n", "python2", 1),
        ("a = `b`\n", "python2", 1),
        ("a = b <> c\n", "python2", 1),
        ("try: pass\nexcept A, B: pass\n", "newer-syntax", 2),
        ("a = t'b {c}'\n", "newer-syntax", 1),
        ("lazy import a\n", "newer-syntax", 1),
        ("a = 1\nb = = 2\n", "syntax-error", 2),
        ("def f(:\n", "syntax-error", 1),
    ],
)
def test_other_syntax_is_told_with_its_line(text: str, code: str, line: int) -> None:
    assert [(flaw.code, flaw.line) for flaw in facts_of(text).flaws] == [(code, line)]


def test_python_2_and_3_are_told_apart() -> None:
    assert codes(facts_of("print(a)\nprint\nexec('b')\nx = '<>'\ny = a < 'b <> c'\n")) == []


def test_a_broken_file_still_gives_what_stands_around_the_error() -> None:
    facts = facts_of(
        "import a\nclass A:\n    def f(self):\n        x = (\n\nclass B(C):\n    import b\nfrom c import d\n"
    )
    assert [one.module for one in facts.imports] == ["a", "b", "c"]
    assert {one.name for one in facts.definitions} >= {"A", "A.f", "B"}


def test_a_text_that_takes_too_many_steps_is_given_up() -> None:
    text = b"a = f(1, 2, 3)\n" * 1_000
    assert parse(text) is not None
    assert parse(text, at_least=-len(text)) is None


PIECES = st.sampled_from(
    """def class import from as if elif else try except with for while lambda yield await async return raise print exec
    global del match case type lazy f" f''' ''' \\ " ' ( ) [ ] { } : ; , . = := == + - * ** / % @ # -> a B é self None
    0 1.5 ... ` <> ! \r \x0c""".split(" ")  # noqa: SIM905 - a list of quoted pieces reads worse
)
SOUP = st.lists(PIECES | st.sampled_from(["\n", "\n    ", "\n        ", " "]), max_size=60).map(" ".join)


@given(st.binary(max_size=300) | SOUP.map(str.encode))
@example(b"try:\n pass\nexcept as b:\n pass")
@example(b"x = a if else b")
@example(b"with as a: pass")
@example(b"@\ndef f(): pass")
@example(b"f''")
def test_facts_of_any_bytes_survive_writing_and_reading(content: bytes) -> None:
    facts = extract(content)
    assert extract(content) == facts
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(facts), type=PythonFacts) == facts
    assert msgspec.json.decode(msgspec.json.encode(facts), type=PythonFacts) == facts
    scopes, lines = range(len(facts.definitions)), range(1, max(facts.lines, 1) + 1)
    for found in (facts.imports, facts.assignments, facts.uses, facts.withs):
        assert {one.scope for one in found} <= set(scopes)
        assert {one.line for one in found} <= set(lines)
    assert all(definition.parent < index for index, definition in enumerate(facts.definitions))
