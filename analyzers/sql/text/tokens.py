"""SQL text in any dialect, with placeholders and template holes → its words; never fails, linear in the text."""

import re
from typing import NamedTuple

_HOLE = r"\{\{[^{}]{0,200}\}\}|\{[^{}'\"\s]{0,200}\}"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+|--[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)|\{{%[^%]{{0,400}}%\}}|\{{\#[^#]{{0,400}}\#\}}|(?m:^\#[^\n]*))
    | (?P<string>[eEnN]?'\\'(?=\s*(?:[,;)]|\Z))|[eEnNbBxX]?'(?:[^'\\]|''|\\.)*(?:'|\Z)
        |\$(?P<tag>[A-Za-z_]?\w*)\$.*?(?:\$(?P=tag)\$|\Z))
    | (?P<quoted>"(?:[^"]|"")*(?:"|\Z)|`[^`]*(?:`|\Z)|(?<![\w\]"])\[[A-Za-z_][\w $.-]{{0,127}}\])
    | (?P<word>(?:[^\W\d]|[#@]|{_HOLE})(?:[\w$#@]|{_HOLE}|%s|%\(\w+\)s)*)
    | (?P<parameter>%s|%d|%\(\w+\)[sd]|(?<![:\w]):\w+|\?|\$\d+)
    | (?P<number>\d[\w.]*)
    | (?P<mark>::|<<=|>>=|<->|<\#>|-\|-|.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One word: `kind` is string, quoted, word, parameter, number or mark; `start` is its offset in the text."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the word."""
        return self.start + len(self.text)

    @property
    def upper(self) -> str:
        """The text for comparing with keywords; "" for what is no bare word."""
        return self.text.upper() if self.kind == "word" else self.text if self.kind == "mark" else ""


def tokens_of(text: str) -> list[Token]:
    """The words of a text in order, without space and comments."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind == "tag":
            kind = "string"
        if kind != "space":
            found.append(Token(kind, match.group(), match.start()))
    return found
