"""SQL text → its statements, each read through a grammar where one accepts it and word by word where none does."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from .changes import Change
from .macros import without_macros
from .parsing import syntax_tree
from .reading_tree import statement_of
from .routines import Header, called_in, header_of
from .scanning import scanned
from .splitting import OPENS_BLOCK, Piece, pieces_of
from .statement import Statement

_BODY_MARK = "$"
LOCKED = 0.9
"""Confidence of LOCK TABLE (chosen)."""

SUMMARY = 120
"""Characters of a statement that evidence shows."""


def statements_of(text: str) -> tuple[Statement, ...]:
    """The statements of a text in order; words that begin no statement (`BEGIN`, `END`, `SET …`) give none."""
    return tuple(statement for _, statement in statements_with_starts(text))


def statements_with_starts(text: str, around: str = "") -> Iterator[tuple[int, Statement]]:
    """The statements of a text that stands in the body of a routine, or in none (""), each with the offset where it, or
    what makes the routine whose body it is in, begins."""
    inside = around
    for piece in pieces_of(without_macros(text)):
        header = header_of(piece.tokens)
        if header is not None:
            inside = header.name if piece.tokens[-1].upper in OPENS_BLOCK else around
        elif _ends_block(piece):
            inside = around
        for statement in _statements_in(text, piece, header, inside):
            yield piece.tokens[0].start, statement


def _statements_in(text: str, piece: Piece, header: Header | None, inside: str) -> Iterator[Statement]:
    """The statement of a piece, which stands in the body of a routine or in none (""), and those in bodies that it has."""
    if header is not None:
        yield from _made(text, piece, header, piece.tokens[-1].upper in OPENS_BLOCK)
        return
    verb = piece.tokens[0].text.lower()
    if verb == "(":
        verb = "select"
    if _is_of_no_rows(piece):
        return
    if verb in _VERBS or any(token.upper.lower() in _VERBS for token in piece.tokens):
        yield _whole(text, piece, verb, inside)
        yield from _statements_in_bodies(piece, "")


def _ends_block(piece: Piece) -> bool:
    """Whether a statement is the `END` of a body, not that of an `IF` in it."""
    words = [token.upper for token in piece.tokens[:2]]
    return words[0] == "END" and not (len(words) > 1 and words[1] in _ENDS_INNER)


def _is_of_no_rows(piece: Piece) -> bool:
    """Whether a statement is about rights, or about something that holds no rows; a schema may be made with its tables."""
    words = [token.upper for token in piece.tokens]
    makes = words[0] in {"CREATE", "ALTER", "DROP"} and len(words) > 1 and words[1] in _WITHOUT_ROWS
    return words[0] in {"GRANT", "REVOKE"} or (makes and "TABLE" not in words)


_WITHOUT_ROWS = frozenset(
    {
        *("SEQUENCE", "EXTENSION", "SCHEMA", "DATABASE", "ROLE", "USER", "GROUP", "DOMAIN", "TYPE", "LANGUAGE"),
        *("COLLATION", "TABLESPACE", "PUBLICATION", "SUBSCRIPTION", "SERVER", "OPERATOR", "AGGREGATE", "CAST"),
    }
)


_ENDS_INNER = frozenset({"IF", "LOOP", "CASE", "WHILE", "REPEAT", "FOR"})


def _made(text: str, piece: Piece, header: Header, opens: bool) -> Iterator[Statement]:
    """A trigger as a change of the schema, and the statements in the body of what is made."""
    body = header.body
    if header.kind != "routine":
        change = Change(header.kind, header.table, header.name, " ".join(header.events), runs=header.runs)
        yield Statement("create", changes=(change,), line=piece.line, summary=_summary(text, piece))
    if header.kind == "trigger" and body >= 0:
        tokens = piece.tokens[body:]
        line = piece.line + text.count("\n", piece.tokens[0].start, tokens[0].start)
        yield _whole(text, Piece(tokens, line), tokens[0].text.lower(), header.name)
    elif not opens:
        yield from _statements_in_bodies(piece, header.name)
        yield from _plain_body(text, piece, header)


def _plain_body(text: str, piece: Piece, header: Header) -> Iterator[Statement]:
    """The first statement of `CREATE PROCEDURE … AS UPDATE …`, which has no block around it."""
    words = [token.upper for token in piece.tokens]
    if "AS" in words and (at := words.index("AS") + 1) < len(words) and words[at].lower() in _VERBS - {"declare"}:
        tokens = piece.tokens[at:]
        line = piece.line + text.count("\n", piece.tokens[0].start, tokens[0].start)
        yield _whole(text, Piece(tokens, line), words[at].lower(), header.name)


def _whole(text: str, piece: Piece, verb: str, inside: str) -> Statement:
    found = _statement(piece, verb)
    if inside and verb in {"select", "with"} and found.creates:  # SELECT … INTO a variable of the routine
        joins = tuple(pair for pair in found.joins if not set(pair) & set(found.creates))
        found = replace(found, creates=(), joins=joins)
    locks = verb == "lock" or _locks_rows(piece)
    summary = _summary(text, piece)
    return replace(found, locks=locks, line=piece.line, summary=summary, inside=inside, calls=called_in(piece.tokens))


_VERBS = frozenset(
    {
        *("select", "insert", "update", "delete", "merge", "replace", "upsert", "with", "create", "alter", "drop"),
        *(
            "truncate",
            "copy",
            "lock",
            "values",
            "explain",
            "refresh",
            "call",
            "exec",
            "execute",
            "declare",
            "load",
            "perform",
        ),
    }
)


def _statement(piece: Piece, verb: str) -> Statement:
    tree = syntax_tree(piece.tokens) if verb in _VERBS else None
    if tree is not None:
        try:
            return statement_of(tree, verb)
        except RecursionError:
            pass  # a tree of queries within queries deeper than Python's stack: the scan needs none
    found = scanned(piece.tokens, verb)
    # no grammar knows LOCK TABLE, of which the scan understands all there is
    return replace(found, confidence=LOCKED) if verb == "lock" and found.tables else found


def _locks_rows(piece: Piece) -> bool:
    """Whether `FOR UPDATE`, `FOR NO KEY UPDATE`, `FOR SHARE` stands in a query; in a trigger it is `OR UPDATE`."""
    words = [token.upper for token in piece.tokens]
    return any(
        word == "FOR" and words[at + 1 : at + 2] in (["UPDATE"], ["NO"], ["SHARE"]) for at, word in enumerate(words)
    )


class Span(NamedTuple):
    """A transaction of a script: the lines of its begin and of its end, and the offsets of what begins and what ends it."""

    first: int
    last: int
    start: int
    end: int


def transactions_in(text: str) -> Iterator[Span]:
    """Each transaction that a script begins and commits."""
    begin: Piece | None = None
    for piece in pieces_of(text):
        words = [token.upper for token in piece.tokens]
        if begin is None and (words in _BEGIN_ALONE or words[:2] == ["START", "TRANSACTION"]):
            begin = piece
        elif begin is not None and (words[0] == "COMMIT" or words == ["END"]):
            yield Span(begin.line, piece.line, begin.tokens[0].start, piece.tokens[0].start)
            begin = None


# the splitter drops a BEGIN that another word follows, for then it opens a block
_BEGIN_ALONE = (["BEGIN"], ["TRANSACTION"], ["TRAN"], ["WORK"], ["IMMEDIATE"], ["EXCLUSIVE"])


def _statements_in_bodies(piece: Piece, inside: str) -> Iterator[Statement]:
    """Statements in the `$$ … $$` of a routine; a body cannot hold itself, so this ends."""
    if piece.tokens[0].upper not in {"CREATE", "DO"}:
        return
    for token in piece.tokens:
        if token.kind == "string" and token.text.startswith(_BODY_MARK):
            opening = token.text[: token.text.index(_BODY_MARK, 1) + 1]
            body = token.text[len(opening) :].removesuffix(opening)
            for _, statement in statements_with_starts(body, inside):
                if statement.tables or statement.calls:
                    yield replace(statement, line=piece.line + statement.line - 1)


def _summary(text: str, piece: Piece) -> str:
    start, end = piece.tokens[0].start, piece.tokens[-1].end
    words = " ".join(text[start : min(end, start + 4 * SUMMARY)].split())
    return words if len(words) <= SUMMARY else words[: SUMMARY - 1] + "…"
