"""SQL text → its statements as lists of words, each with its line; bulk data between them is left out."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from .tokens import Token, tokens_of

_COPY_DATA = re.compile(r"(?im)(^[ \t]*COPY\b[^;]*\bFROM\s+STDIN\b[^;]*;)(.*?)(^\\\.[ \t]*$|\Z)", re.DOTALL)
_CLIENT_COMMAND = re.compile(r"(?im)^(?:\\[^\n]*|[ \t]*DELIMITER[ \t]+\S+[ \t]*|[ \t]*GO[ \t]*)$")
OPENS_BLOCK = frozenset({"BEGIN", "LOOP"})
"""Words behind which the statements of a block begin."""

_NOT_NEWLINE = re.compile(r"[^\n]+")


class Piece(NamedTuple):
    """One statement: its words and the line of the first, counted from 1."""

    tokens: list[Token]
    line: int


def pieces_of(text: str) -> Iterator[Piece]:
    """The statements of a text, split at semicolons and at lines that only say GO; empty ones are left out.

    What a block belongs to (`CREATE TRIGGER … BEGIN`) is a piece of its own, before the statements in the block.
    """
    text = _without_data(text.removeprefix("\ufeff"))
    newlines = [match.start() for match in re.finditer("\n", text)]
    piece: list[Token] = []
    for token in tokens_of(text):
        if piece and piece[-1].upper in OPENS_BLOCK and token.kind == "word":
            if piece[0].upper == "CREATE":
                yield Piece(piece, bisect_right(newlines, piece[0].start) + 1)
            piece = []
        if token.text != ";":
            piece.append(token)
        elif piece:
            yield Piece(piece, bisect_right(newlines, piece[0].start) + 1)
            piece = []
    if piece:
        yield Piece(piece, bisect_right(newlines, piece[0].start) + 1)


def _without_data(text: str) -> str:
    if "stdin" in text or "STDIN" in text:
        text = _COPY_DATA.sub(lambda match: match[1] + _blank(match[2] + match[3]), text)
    return _CLIENT_COMMAND.sub(lambda match: ";" + _blank(match[0][1:]), text)


def _blank(text: str) -> str:
    """Spaces in place of the text, so that every offset behind it stays."""
    return _NOT_NEWLINE.sub(lambda match: " " * len(match[0]), text)
