"""From the source of a file to the same source without those function bodies of which an outline tells nothing.

A body becomes one `pass` on its last line, so that every definition keeps its lines. Parsing is most of what reading a file
costs, and most of the text of tests is bodies. Where a glance does not show where a body ends, it stays.
"""

import re
from functools import cache

# The end of a header that one pattern can follow: neither brackets nor texts among the parameters.
HEADER = re.compile(rb"def \w+\([^()#'\"\\]*\)(?: -> [^:#\n()]+)?:(?: *#[^\n]*)?\n")
BEFORE = rb"(?: *(?:#[^\n]*)?\n)*"  # blank lines and comments
DOCSTRING = re.compile(BEFORE + rb" +[rRuU]{0,2}(?:\"\"\"[^\\]*?\"\"\"|'''[^\\]*?''') *\n")
INDENTATION = re.compile(BEFORE + rb"( +)(?![ #\n]|[bBrRuU]{0,2}['\"])")
QUOTES = (b'"""', b"'''")
BRACKETS = (b"()", b"[]", b"{}")
DEEPEST = 40
"""Columns of a `def`, so that bodies in bodies are not gone through again and again."""


def without_bodies(source: bytes) -> bytes:
    """The source without bodies that import nothing; docstrings stay."""
    if b"\t" in source:  # wide as any number of spaces
        return source
    kept: list[bytes] = []
    at, counted, quotes = 0, 0, [0, 0]
    for header in HEADER.finditer(source):
        begin = header.start()
        if begin < at:
            continue
        quotes = [before + source.count(mark, counted, begin) for before, mark in zip(quotes, QUOTES, strict=True)]
        counted = begin
        if any(number % 2 for number in quotes):  # code in a text
            continue
        indent = source[source.rfind(b"\n", 0, begin) + 1 : begin].removesuffix(b"async ")
        if indent.strip(b" ") or len(indent) > DEEPEST:
            continue
        body = _body(source, header.end(), len(indent))
        if body is not None:
            start, end, replacement = body
            kept += (source[at:start], replacement)
            at = end
    return b"".join((*kept, source[at:]))


def _body(source: bytes, start: int, width: int) -> tuple[int, int, bytes] | None:
    """Where a body begins and ends without its docstring and what follows its last statement, and what stands for it."""
    outside = _outside(width).search(source, start - 1)
    end = outside.start() if outside else len(source)
    docstring = DOCSTRING.match(source, start, end)
    begin = docstring.end() if docstring else start
    text = _without_comments_behind(source[begin:end])
    indentation = INDENTATION.match(text)
    if indentation is None or b"import" in source[start:end] or not _is_whole(text):
        return None
    return begin, begin + len(text), b"\n" * text.count(b"\n") + indentation[1] + b"pass"


@cache
def _outside(width: int) -> re.Pattern[bytes]:
    """Finds the first line that is not further in; comments stand wherever they like."""
    return re.compile(rb"\n {0,%d}[^ \n#]" % width)


def _without_comments_behind(text: bytes) -> bytes:
    """Up to the last character of the last statement."""
    while True:
        text = text.rstrip(b" \n")
        line = text.rfind(b"\n") + 1
        if not text[line:].lstrip(b" ").startswith(b"#"):
            return text
        text = text[:line]


def _is_whole(text: bytes) -> bool:
    """Whether no bracket or text is open at the end."""
    return (
        not any(mark in text for mark in QUOTES)
        and not text.endswith(b"\\")
        and all(text.count(pair[:1]) == text.count(pair[1:]) for pair in BRACKETS)
    )
