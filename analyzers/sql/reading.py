"""SQL text → its statements, each read through a grammar where one accepts it and word by word where none does."""

from collections.abc import Iterator

from msgspec.structs import replace

from .parsing import syntax_tree
from .reading_tree import statement_of
from .scanning import scanned
from .splitting import Piece, pieces_of
from .statement import Statement

_BODY_MARK = "$"
SUMMARY = 120
"""Characters of a statement that evidence shows."""


def statements_of(text: str) -> tuple[Statement, ...]:
    """The statements of a text in order; words that begin no statement (`BEGIN`, `END`, `SET …`) give none."""
    return tuple(_statements(text))


def _statements(text: str) -> Iterator[Statement]:
    for piece in pieces_of(text):
        verb = piece.tokens[0].text.lower()
        if verb == "(":
            verb = "select"
        if verb not in _VERBS and not any(token.upper.lower() in _VERBS for token in piece.tokens):
            continue
        locks = verb == "lock" or _locks_rows(piece)
        yield replace(_statement(piece, verb), locks=locks, line=piece.line, summary=_summary(text, piece))
        yield from _statements_in_bodies(piece)


_VERBS = frozenset(
    {
        *("select", "insert", "update", "delete", "merge", "replace", "upsert", "with", "create", "alter", "drop"),
        *("truncate", "copy", "lock", "values", "explain", "refresh", "call", "exec", "execute", "declare", "load"),
    }
)


def _statement(piece: Piece, verb: str) -> Statement:
    tree = syntax_tree(piece.tokens) if verb in _VERBS else None
    if tree is not None:
        try:
            return statement_of(tree, verb)
        except RecursionError:
            pass  # a tree of queries within queries deeper than Python's stack: the scan needs none
    return scanned(piece.tokens, verb)


def _locks_rows(piece: Piece) -> bool:
    """Whether `FOR UPDATE`, `FOR NO KEY UPDATE`, `FOR SHARE` stands in a query; in a trigger it is `OR UPDATE`."""
    words = [token.upper for token in piece.tokens]
    return any(
        word == "FOR" and words[at + 1 : at + 2] in (["UPDATE"], ["NO"], ["SHARE"]) for at, word in enumerate(words)
    )


def transactions_in(text: str) -> tuple[tuple[int, int], ...]:
    """The first and last line of each transaction that a script begins and commits."""
    spans, begin = [], 0
    for piece in pieces_of(text):
        words = [token.upper for token in piece.tokens]
        if not begin and (words in _BEGIN_ALONE or words[:2] == ["START", "TRANSACTION"]):
            begin = piece.line
        elif begin and (words[0] == "COMMIT" or words == ["END"]):
            spans.append((begin, piece.line))
            begin = 0
    return tuple(spans)


# the splitter drops a BEGIN that another word follows, for then it opens a block
_BEGIN_ALONE = (["BEGIN"], ["TRANSACTION"], ["TRAN"], ["WORK"], ["IMMEDIATE"], ["EXCLUSIVE"])


def _statements_in_bodies(piece: Piece) -> Iterator[Statement]:
    """Statements in the `$$ … $$` of a function; a body cannot hold itself, so this ends."""
    if piece.tokens[0].upper not in {"CREATE", "DO"}:
        return
    for token in piece.tokens:
        if token.kind == "string" and token.text.startswith(_BODY_MARK):
            opening = token.text[: token.text.index(_BODY_MARK, 1) + 1]
            body = token.text[len(opening) :].removesuffix(opening)
            for statement in _statements(body):
                if statement.tables:
                    yield replace(statement, line=piece.line + statement.line - 1)


def _summary(text: str, piece: Piece) -> str:
    start, end = piece.tokens[0].start, piece.tokens[-1].end
    words = " ".join(text[start : min(end, start + 4 * SUMMARY)].split())
    return words if len(words) <= SUMMARY else words[: SUMMARY - 1] + "…"
