"""From the bytes of a file to text, by byte order mark and coding cookie as Python does it, or to the flaw that forbids it."""

import re
from encodings import normalize_encoding
from encodings.aliases import aliases

from msgspec import Struct

from ..facts import Flaw

COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
# Codecs that turn bytes into text one piece after another. Never utf-7, idna, rot13, unicode_escape and the like: they
# are no text encodings of files, and some of them hide code from every reader but Python.
TEXT_CODECS = re.compile(
    r"ascii|latin_1|iso8859_\d+|cp(037|\d{3,4}|1252)|koi8_[rut]|kz1048|ptcp154|mac_\w+|hp_roman8|tis_620|johab|hz"
    r"|big5(hkscs)?|gb2312|gbk|gb18030|shift_jis(x0213|_2004)?|euc_(jp|kr|jisx0213|jis_2004)|iso2022_(jp|kr)\w*"
)


class Decoded(Struct, frozen=True):
    """`source` is UTF-8 with only `\\n` for newlines, or None if the file cannot be read as text."""

    source: bytes | None
    flaws: tuple[Flaw, ...] = ()


def decode(content: bytes) -> Decoded:
    """The text of a Python file; a wrong or missing declaration is a flaw, and Latin-1 the guess that never fails."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refused("encoding", "This file is UTF-16, which Python does not read as source.")
    if b"\0" in content:
        return _refused("binary", "This file contains NUL bytes: it is not text.")
    marked = content.startswith(b"\xef\xbb\xbf")
    body = _with_unix_newlines(content[3:] if marked else content)
    cookie = _cookie(body)
    codec = _codec(cookie) if cookie else "utf_8"
    if codec is None:
        return _refused("encoding", f"The coding cookie names {cookie!r}, which is not a known encoding of text.")
    if marked and codec != "utf_8":
        return _refused("encoding", f"A UTF-8 byte order mark contradicts the coding cookie {cookie!r}.")
    return _decoded(body, codec)


def _decoded(body: bytes, codec: str) -> Decoded:
    if codec == "utf_8" and body.isascii():
        return Decoded(body)
    try:
        text = body.decode(codec)
    except UnicodeError:
        return _guessed(body, codec)
    return Decoded(body if codec == "utf_8" else text.encode("utf-8", "replace"))


def _guessed(body: bytes, codec: str) -> Decoded:
    text = body.decode("latin_1")
    control = sum(character < " " and character not in "\n\t\f\x1b" for character in text[:4096])
    if control * 20 > len(text[:4096]):
        return _refused("binary", "This file is not text.")
    message = f"Not valid {codec.replace('_', '-')}; read as Latin-1."
    return Decoded(text.encode(), (Flaw(0, "encoding", message),))


def _refused(code: str, message: str) -> Decoded:
    return Decoded(None, (Flaw(0, code, message),))


def _with_unix_newlines(content: bytes) -> bytes:
    if b"\r" not in content:
        return content
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _cookie(body: bytes) -> str:
    """The declared encoding of the first two lines, "" if there is none; the second counts only after a comment."""
    first, _, rest = body[:4096].partition(b"\n")
    found = COOKIE.match(first)
    if not found and (not first.strip() or first.lstrip().startswith(b"#")):
        found = COOKIE.match(rest.partition(b"\n")[0])
    return found[1].decode("ascii", "replace") if found else ""


def _codec(cookie: str) -> str | None:
    name = normalize_encoding(cookie).lower()
    name = aliases.get(name, name)
    if name in {"utf_8", "utf8", "utf_8_sig"} or name.startswith("utf_8_"):
        return "utf_8"
    return name if TEXT_CODECS.fullmatch(name) else None
