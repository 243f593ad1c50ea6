"""From the string literals of a file to the words of those that are names.

Of templates, URLs, routes, permissions, settings, events, queues, columns, keys: what one part of a system is called by
another without an import. A name has no white space; sentences, SQL, mark-up and formats have.
"""

import re
from collections.abc import Sequence

from ..facts import Words
from .words import counted

# From three letters, for shorter ones are modes and flags; to 200, for longer ones are data. No quotes, for a literal in
# three of them is prose; no backslash, for what is escaped is a pattern or a text.
NAME = re.compile(r"""[a-zA-Z]{0,2}(["'])[^\s"'\\]{3,200}\1""")


def quoted_words(text: str, strings: Sequence[int]) -> Words:
    """Sub-words as `words_of` makes them; `strings` are the starts and ends of the literals in `text`."""
    bounds = iter(strings)
    literals = (text[start:end] for start, end in zip(bounds, bounds, strict=True))
    return counted(" ".join(literal for literal in literals if NAME.fullmatch(literal)))
