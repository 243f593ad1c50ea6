"""From the bytes of a file name to a path that every output can hold: printable, valid Unicode, one for one."""

from unicodedata import category

ESCAPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that would break a line, a terminal or JSON: controls, bidi marks, surrogates, line separators."""


def display_path(name: bytes) -> str:
    r"""The path for people and results; `\` starts an escape, so that no two names look alike.

    Bytes that are not UTF-8 become `\xff`, controls `\n` or `\x1b`, invisible characters `\u202e`, a backslash `\\`.
    """
    text = name.decode("utf-8", "surrogateescape")
    if text.isprintable() and "\\" not in text:
        return text
    return "".join(map(_escaped, text))


def plain_text(words: bytes) -> str:
    r"""Words that are data (a subject, an author): bytes that are not UTF-8 become `\xff`, the rest stays as it is."""
    return words.decode("utf-8", "backslashreplace")


def _escaped(character: str) -> str:
    code = ord(character)
    if character == "\\" or (code < 0x80 and category(character) in ESCAPED):
        return character.encode("unicode_escape").decode("ascii")
    if category(character) not in ESCAPED:
        return character
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
