"""Whatever a name is, each sink shows it as text and nothing comes of it."""

import csv
import re
import xml.etree.ElementTree
from io import StringIO

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from decompose.result import escaping
from decompose.result.plain import plain
from tests.strategies import HOSTILE, names

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def leaves(text: str) -> list[Token]:
    return [leaf for token in PARSER.parse(text) for leaf in token.children or ()]


def shown(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens if token.type in ("text", "text_special", "code_inline"))


@given(names)
def test_plain_text_is_one_printable_line_and_stays_as_it_is(text: str) -> None:
    assert plain(text).isprintable()
    assert plain(plain(text)) == plain(text)
    assert text.isprintable() is (plain(text) == text)


@pytest.mark.parametrize(
    "sign", ["\x00", "\t", "\n", "\x1b", "\x7f", "\x85", "\x9b", "\u200e", "\u202e", "\u2066", "\u2028", "\ufeff"]
)
def test_what_moves_or_hides_text_is_spelled_out(sign: str) -> None:
    assert plain(f"a{sign}b") == "a" + sign.encode("unicode_escape").decode() + "b"


@given(names)
def test_markdown_shows_the_text_itself_and_makes_nothing_of_it(text: str) -> None:
    for document in (escaping.markdown(text), f"- {escaping.markdown(text)}", f"x {escaping.markdown(text)} y"):
        tokens = leaves(document)
        assert {token.type for token in tokens} <= {"text", "text_special", "html_inline"}
        assert {token.content for token in tokens if token.type == "html_inline"} <= {"<!-- -->"}
    assert shown(leaves(escaping.markdown(text))) == plain(text).strip()


@given(names)
def test_a_table_cell_of_markdown_stays_one_cell(text: str) -> None:
    for cell in (escaping.markdown(text), escaping.markdown_code(text)):
        tokens = PARSER.parse(f"| a | b |\n|---|---|\n| {cell} | end |\n")
        cells = [token for token in tokens if token.type == "inline"]
        assert [token.content for token in cells[:2]] == ["a", "b"]
        assert len(cells) == 4
        assert cells[3].content == "end"
        assert shown(cells[2].children or []) in (plain(text).strip(), plain(text), plain(text) + " ", "–")


@given(names)
def test_no_mention_issue_or_link_is_left_for_a_forge_to_find(text: str) -> None:
    html = PARSER.render(escaping.markdown(text))
    assert not re.search(
        r"[@#]\w|GH-\d|://|www\.|:\w+:", html.replace("&amp;#", "").replace("&#x27;", ""), re.IGNORECASE
    )


@pytest.mark.parametrize(("text", "escaped"), [
    ("@octocat and #1", "@<!-- -->octocat and \\#<!-- -->1"),
    ("order_line*", "order\\_line\\*"),
    ("1. item", "1\\. item"),
    ("- item", "\\- item"),
    ("---", "\\---"),
    ("0.5 of it - and 1.", "0.5 of it - and 1."),
    ("a|b", "a\\|b"),
])  # fmt: skip
def test_markdown_is_escaped_no_more_than_it_must(text: str, escaped: str) -> None:
    assert escaping.markdown(text) == escaped


@given(names)
def test_a_mermaid_label_has_no_sign_with_a_meaning_but_entities(text: str) -> None:
    label = escaping.mermaid(text)
    assert re.fullmatch(r"(?:[\w _\-./,()]|[^\W\d_]|#\d+;)*", label)
    assert re.sub(r"#(\d+);", lambda match: chr(int(match.group(1))), label) == plain(text)


@given(names)
def test_xml_can_carry_the_text(text: str) -> None:
    element = xml.etree.ElementTree.Element("a", b=escaping.xml(text))
    assert xml.etree.ElementTree.fromstring(xml.etree.ElementTree.tostring(element)).get("b") == plain(text)


@given(names)
def test_a_csv_cell_is_read_back_and_is_no_formula(text: str) -> None:
    written = StringIO()
    csv.writer(written).writerow([escaping.csv(text), "end"])
    (cell, end) = next(iter(csv.reader(StringIO(written.getvalue()))))
    assert end == "end"
    assert cell.removeprefix("'") == plain(text).removeprefix("'")
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_hostile_names_are_many() -> None:
    assert len(set(HOSTILE)) > 30
