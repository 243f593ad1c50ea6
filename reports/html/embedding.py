"""Values come in, text goes out that may stand inside `<script type="application/json">`, and the CSP hash of any text."""

import base64
import hashlib
import json
from collections.abc import Iterable

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PAIRS = ("", *_DIGITS[1:], *(a + b for a in _DIGITS[1:] for b in _DIGITS))


def json_block(value: object) -> str:
    """JSON in ASCII without `<`, `>` and `&`, so that no text in it can end the element or start a comment.

    What `JSON.parse` makes of it is `value` again, for any text: lone surrogates and U+2028 included.
    Raises ValueError for numbers that JSON does not have.
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def packed(numbers: Iterable[int]) -> str:
    """Whole numbers in base 36 with a space between; 0 is nothing at all, because most counts of a sparse table are 0."""
    return " ".join(map(_base36, numbers))


def _base36(number: int) -> str:
    if number < 1296:
        return _PAIRS[number] if number >= 0 else "-" + _base36(-number)
    high, low = divmod(number, 1296)
    return _base36(high) + _DIGITS[low // 36] + _DIGITS[low % 36]


def csp_hash(content: str) -> str:
    """The source expression that lets an inline script or style of exactly this content through a CSP."""
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
