"""Text that came from the analysed tree, made safe to show on one line of a terminal or a page."""


def plain(text: str) -> str:
    r"""`text` with all that cannot be seen, or that moves what can, written as an escape.

    Control characters (C0, ESC, C1), line and paragraph separators, bidirectional and zero-width controls, unassigned
    characters, odd spaces and halves of surrogate pairs become `\n`, `\x1b`, `\u202e` and so on.

    >>> plain("ok\x1b[31m\u202e")
    'ok\\x1b[31m\\u202e'
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else _escape(sign) for sign in text)


def _escape(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
