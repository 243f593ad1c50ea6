"""One function per sink: text of the analysed tree made harmless where it is going to stand.

Each takes any string and gives one line. What cannot be seen is spelled out first (`decompose.result.plain`).
"""

import re

from decompose.result.plain import plain

MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$!]")
"""Every sign with which inline Markdown, or HTML in it, can begin something."""

BLOCK = re.compile(r"^(?:(?=[-+](?:\s|$)|[-=]+\s*$)|(\d+)(?=[.)](?:\s|$)))")
"""Where a line would become an item of a list, a heading or a definition."""

LINKING = re.compile(r"([@#!$%~&:](?=\w)|GH-(?=\d)|:(?=//)|www(?=\.))", re.IGNORECASE)
"""What forges turn into mentions, issues, labels, emoji or links even where it was escaped: they look at the HTML."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""


def markdown(text: str) -> str:
    """Text that Markdown shows as it is: no markup, HTML, mention, issue number or link comes of it.

    An empty comment stands inside what would become a link or mention; it survives copying, unlike a zero-width space.
    """
    pieces = [MARKUP.sub(r"\\\g<0>", piece) for piece in LINKING.split(plain(text).strip())]
    pieces[1::2] = [f"{piece}<!-- -->" for piece in pieces[1::2]]
    return BLOCK.sub(r"\1\\", "".join(pieces), count=1)


def markdown_code(text: str) -> str:
    """Text as a code span that may also stand in a table; a dash for nothing."""
    shown = plain(text)
    if shown.strip() in ("", "–"):
        return "–"
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{fence}{space}{shown}{space}{fence}".replace("|", "\\|")


def mermaid(text: str) -> str:
    """Text for a quoted Mermaid label: all but letters, digits, spaces and a little punctuation as `#code;`."""
    return "".join(sign if sign.isalnum() or sign in " _-./,()" else f"#{ord(sign)};" for sign in plain(text))


def xml(text: str) -> str:
    """Text that XML 1.0 can carry; the writer of the XML escapes `<`, `&` and quotes."""
    return plain(text)


def csv(text: str) -> str:
    """Text for a cell that no spreadsheet takes for a formula; the writer of the CSV quotes it."""
    shown = plain(text)
    return f"'{shown}" if shown.lstrip().startswith(FORMULA) else shown
