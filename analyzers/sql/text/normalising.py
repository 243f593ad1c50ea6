"""The words of a statement → text a grammar accepts: placeholders become values, holes names, long lists one row."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ..vocabulary import words
from .names import HOLE
from .tokens import Token

LONGEST_LIST = 24
"""Words an IN list may have before only its first element is kept (chosen: a list of values says nothing of tables)."""

_IN_WORD = re.compile(r"\{\{[^{}]*\}\}|\{[^{}]*\}|%\(\w+\)s|%s")
_BEFORE_NAME = frozenset({"FROM", "JOIN", "INTO", "UPDATE", "TABLE", "VIEW", "REFERENCES", "."})
_OPERATORS_OF_EXTENSIONS = frozenset({"<<=", ">>=", "<->", "<#>", "-|-"})
"""Comparisons that no grammar knows and that say nothing of tables."""

_WANTS_MORE = (
    _BEFORE_NAME
    | words(
        "SELECT WHERE AND OR NOT ON BY SET IN LIKE ILIKE LIMIT OFFSET AS INTERVAL BETWEEN HAVING THEN ELSE WHEN CASE"
    )
    | frozenset("=<>+-*/|,(%")
)
"""Words behind which a hole must stand for something, or the text would break."""
_SELECT = frozenset({"SELECT", "select", "Select"})
_BEFORE_LIST = frozenset({"IN", "VALUES"})


def shortened(tokens: Sequence[Token]) -> list[Token]:
    """The words without the rows of VALUES behind the first and the elements of long IN lists behind the first."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        kept.append(token)
        at += 1
        if token.upper == "VALUES" and _opens(tokens, at):
            end = _closing(tokens, at)
            kept.extend(tokens[at:end])
            at = _behind_rows(tokens, end)
        elif token.upper == "IN" and _opens(tokens, at):
            end = _closing(tokens, at)
            kept.extend(_first_of_long(tokens[at:end]))
            at = end
    return kept


def without_variables(tokens: Sequence[Token]) -> list[Token]:
    """The words without the variables of a procedure that a query fills behind its FROM: `… FROM orders INTO found WHERE …`.

    A query that makes a table names it before its FROM.
    """
    kept: list[Token] = []
    at, queries = 0, [False]
    is_query = bool(tokens) and tokens[0].upper in {"SELECT", "WITH"}
    while at < len(tokens):
        token = tokens[at]
        queries = [*queries, False] if token.text == "(" else queries[:-1] or [False] if token.text == ")" else queries
        if token.upper == "FROM":
            queries[-1] = True
        if is_query and token.upper == "INTO" and queries[-1]:
            at = _behind_names(tokens, at + 1)
        else:
            kept.append(token)
            at += 1
    return kept


def _behind_names(tokens: Sequence[Token], at: int) -> int:
    """The index behind a list of names, each with one word."""
    at += at < len(tokens) and tokens[at].upper == "STRICT"
    while at + 1 < len(tokens) and tokens[at + 1].text == ",":
        at += 2
    return at + 1


def sql_text(tokens: Iterable[Token], *, keep_holes: bool = True) -> str:
    """The words as text with one space where there was any; `keep_holes` False leaves out lone holes."""
    return "".join(_parts(tokens, keep_holes))


def _parts(tokens: Iterable[Token], keep_holes: bool) -> Iterator[str]:
    before, end = "", -1
    for token in tokens:
        if end != -1 and token.start != end:
            yield " "
        end = token.end
        text = _acceptable(token, before)
        if keep_holes or text != HOLE or before in _WANTS_MORE:
            yield text
        before = token.upper or token.kind


def _acceptable(token: Token, before: str) -> str:
    if token.kind == "parameter":
        if before in _BEFORE_NAME:
            return HOLE
        return "('?')" if before in _BEFORE_LIST else "'?'"
    if token.text in _OPERATORS_OF_EXTENSIONS:
        return "="
    if token.kind in {"word", "quoted"}:
        return _IN_WORD.sub(HOLE, token.text)
    return token.text


def _opens(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].text == "("


def _closing(tokens: Sequence[Token], at: int) -> int:
    """The index behind the group that opens at `at`."""
    depth = 0
    while at < len(tokens):
        text = tokens[at].text
        at += 1
        if text == "(":
            depth += 1
        elif text == ")":
            depth -= 1
            if depth == 0:
                break
    return at


def _first_of_long(group: Sequence[Token]) -> Sequence[Token]:
    """A group `( a, b, … )` as `( a )` if it is a long list, else as it is."""
    if len(group) <= LONGEST_LIST or group[1].upper in {"SELECT", "WITH", "(", "VALUES"}:
        return group
    commas = (index for index, token in enumerate(group) if token.text == ",")
    first = next(commas, len(group) - 1)
    return [*group[:first], group[-1]] if all(token.upper != "(" for token in group[1:first]) else group


def _behind_rows(tokens: Sequence[Token], at: int) -> int:
    """The index behind the rows that follow, up to the first with a query of its own."""
    while at + 1 < len(tokens) and tokens[at].text == "," and tokens[at + 1].text == "(":
        end = _closing(tokens, at + 1)
        if any(token.text in _SELECT for token in tokens[at:end]):
            break
        at = end
    return at
