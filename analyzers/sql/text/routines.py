"""The words of CREATE TRIGGER, FUNCTION, PROCEDURE → what is made: its name, and for a trigger when it runs what."""

from collections.abc import Sequence
from typing import NamedTuple

from ..vocabulary import words
from .names import table_name, unquoted
from .tokens import Token

_MADE = {"TRIGGER": "trigger", "FUNCTION": "routine", "PROCEDURE": "routine", "PROC": "routine"}
_BEFORE_KIND = 12
"""Words that may stand before TRIGGER or FUNCTION: `CREATE OR REPLACE DEFINER = a@b CONSTRAINT …`."""

_EVENTS = words("INSERT UPDATE DELETE TRUNCATE")
_BEGINS_BODY = _EVENTS | words("MERGE REPLACE SELECT WITH CALL EXEC PERFORM")
_CALLS = words("CALL EXEC EXECUTE PERFORM")
_NO_ROUTINES = words("IMMEDIATE FUNCTION PROCEDURE AS FORMAT USING SELECT")
_COMMON = words(
    "COUNT SUM MIN MAX AVG COALESCE NULLIF NOW CAST IN VALUES EXISTS AND OR NOT ON USING OVER AS LOWER UPPER LENGTH SUBSTR "
    "SUBSTRING CONCAT ROUND ABS DATE EXTRACT IF IFNULL GREATEST LEAST ROW_NUMBER RANK ARRAY ANY ALL SOME FROM WHERE SELECT "
    "INTO KEY REFERENCES UNIQUE CHECK INDEX TABLE DECIMAL NUMERIC VARCHAR CHAR BY INTERVAL TRIM REPLACE TO_CHAR DATE_TRUNC"
)
"""What is no routine of the system although a bracket follows."""

_BEFORE_TABLES = words("INTO TABLE UPDATE JOIN REFERENCES WITH AS COPY")
"""Words behind which a name with a bracket is a table with its columns."""

MOST_CALLED = 12
"""Routines of one statement that are noted."""


class Header(NamedTuple):
    """What a statement makes: `kind` is trigger, routine, or drop-trigger for one that it drops.

    A trigger runs on `events` (in lower case) of `table` the routine `runs`, or what its body holds (`body` is the index of its
    first word, −1 if that follows in statements of their own).
    """

    kind: str
    name: str
    table: str = ""
    events: tuple[str, ...] = ()
    runs: str = ""
    body: int = -1


def header_of(tokens: Sequence[Token]) -> Header | None:
    """What the words of a statement make, None if neither trigger nor routine."""
    if [token.upper for token in tokens[:2]] == ["DROP", "TRIGGER"]:
        parts, _ = _name(tokens, 2)
        return Header("drop-trigger", parts[-1].lower()) if parts else None
    if not tokens or tokens[0].upper not in {"CREATE", "ALTER"}:
        return None
    for at, token in enumerate(tokens[:_BEFORE_KIND]):
        kind = _MADE.get(token.upper, "")
        if kind:
            parts, end = _name(tokens, at + 1)
            name = parts[-1].lower() if parts else ""
            return (_trigger(tokens, name, end) if kind == "trigger" else Header(kind, name)) if name else None
    return None


def _trigger(tokens: Sequence[Token], name: str, at: int) -> Header | None:
    on = next((index for index in range(at, len(tokens)) if tokens[index].upper == "ON"), len(tokens))
    parts, behind = _name(tokens, on + 1)
    table = table_name(*parts) if parts else ""
    if not table:
        return None
    body, runs = _body(tokens, behind)
    end = body if body >= 0 else len(tokens)
    events = sorted({token.upper.lower() for token in tokens[at:end] if token.upper in _EVENTS})
    return Header("trigger", name, table, tuple(events), runs, body)


def _body(tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """Where the statement of a trigger begins, or else the routine that it executes."""
    depth = 0
    allowed = False
    for index in range(at, len(tokens)):
        word = tokens[index].upper
        depth += (word == "(") - (word == ")")
        if depth:
            continue
        if word == "EXECUTE" and index + 1 < len(tokens) and tokens[index + 1].upper in {"FUNCTION", "PROCEDURE"}:
            parts, _ = _name(tokens, index + 2)
            return -1, parts[-1].lower() if parts else ""
        if word in {"ROW", "AS", "STATEMENT"} or (word == ")" and allowed):
            allowed = True
        elif allowed and word in _BEGINS_BODY:
            return index, ""
        elif word in {"WHEN", "BEGIN"}:
            allowed = True
    return -1, ""


def called_in(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The routines that a statement may call, in lower case, without what every server knows."""
    found: dict[str, None] = {}
    for at, token in enumerate(tokens):
        follows = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.upper in _CALLS and follows is not None and follows.upper not in _NO_ROUTINES:
            parts, _ = _name(tokens, at + 1)
            found.update({parts[-1].lower(): None} if parts else {})
        elif _is_call(tokens, at):
            found[unquoted(token.text).lower()] = None
    return tuple(found)[:MOST_CALLED]


def _is_call(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name with a bracket behind it calls something that may be of the system."""
    follows = tokens[at + 1].text if at + 1 < len(tokens) else ""
    before = tokens[at - 1].upper if at else ""
    is_name = tokens[at].kind in {"word", "quoted"} and tokens[at].upper not in _COMMON
    return is_name and follows == "(" and before not in _BEFORE_TABLES


def _name(tokens: Sequence[Token], at: int) -> tuple[list[str], int]:
    """The parts of the name that begins at a word, `IF NOT EXISTS` passed over, and the index behind it."""
    while at < len(tokens) and tokens[at].upper in {"IF", "NOT", "EXISTS", "ONLY"}:
        at += 1
    parts: list[str] = []
    while at < len(tokens) and tokens[at].kind in {"word", "quoted"}:
        parts.append(unquoted(tokens[at].text))
        at += 1
        if at >= len(tokens) or tokens[at].text != ".":
            break
        at += 1
    return parts, at
