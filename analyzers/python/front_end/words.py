"""From source text to the words of its identifiers, docstrings and comments, with their counts."""

import re
from collections import Counter
from collections.abc import Iterable

from ..facts import Words

PART = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])")
# Letters stay, and bytes above ASCII, which may be parts of letters; all else separates words.
# The comments at the head of a file: lines that are empty or comments.
HEAD = re.compile(r"(?:[^\S\n]*(?:#[^\n]*)?\n)*(?:[^\S\n]*#[^\n]*)?")
LICENCE = re.compile(r"licen[cs]e|copyright|spdx-", re.IGNORECASE)
LETTERS = bytes(byte if byte > 127 or chr(byte).isalpha() else 32 for byte in range(256))
SEEN_LATELY = 50_000
"""Words whose parts are kept: some ten megabytes."""

# Keywords and builtin names say nothing about a domain. Written out, for they differ between versions of Python.
PYTHON_WORDS = frozenset(
    """and as assert async await break case class continue def del elif else except exec false finally for from global if
    import in is lambda match none nonlocal not or pass print raise return true try type while with yield self cls args
    kwargs abs all any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict
    dir divmod enumerate eval filter float format frozenset getattr globals hasattr hash help hex id init input int
    isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow property range repr
    reversed round set setattr slice sorted staticmethod str sum super tuple vars zip basestring unicode xrange long
    name main""".split()  # noqa: SIM905 - a list of quoted words reads worse
)


def words_of(text: str, strings: Iterable[int]) -> Words:
    """Sub-words of `text` split at underscores and capitals, lower case, of three letters or more.

    `text` is UTF-8 with one character a byte; `strings` are the starts and ends of string literals to leave out. Comments at
    the head that speak of a licence or copyright are left out too: they tell who wrote a file and when, not what of.
    """
    return counted(_without(text, (0, licence_end(text), *strings)))


def licence_end(text: str) -> int:
    """Where the comments at the head of a file end, if they speak of a licence; else its beginning."""
    head = HEAD.match(text)
    end = head.end() if head else 0
    return end if LICENCE.search(text, 0, end) else 0


def counted(text: str) -> Words:
    """The sub-words of a text of one character a byte in order of their first occurrence, with how often each occurs."""
    spoken = text.encode("latin_1").translate(LETTERS)
    counts: dict[str, int] = {}
    for word, count in Counter(spoken.decode("utf-8", "replace").split()).items():
        for part in _PARTS[word]:
            counts[part] = counts.get(part, 0) + count
    return Words(" ".join(counts), tuple(counts.values()))


class _Parts(dict[str, tuple[str, ...]]):
    """The telling sub-words of each word that was seen lately: programs of one system share most of theirs."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= SEEN_LATELY:
            self.clear()
        parts = (word,) if word.islower() else map(str.lower, PART.findall(word))
        self[word] = found = tuple(filter(_tells, parts))
        return found


_PARTS = _Parts()


def _tells(word: str) -> bool:
    return len(word) > 2 and word not in PYTHON_WORDS


def _without(text: str, strings: Iterable[int]) -> str:
    kept, at = [], 0
    ends = iter(strings)
    for start, end in sorted(zip(ends, ends, strict=True)):
        if start >= at:
            kept.append(text[at:start])
            at = end
    kept.append(text[at:])
    return " ".join(kept)
