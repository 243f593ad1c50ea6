"""The result as a file: from a `Decomposition` to JSON bytes and back, with every fault of the file told by field."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from itertools import chain
from pathlib import Path

import msgspec

from decompose.errors import DecomposeError
from decompose.result.decomposition import SCHEMA_VERSION, Decomposition
from decompose.result.writing import write_pieces

LARGEST = 1 << 30
"""Bytes of the largest result that is read; chosen: a million lines of Python give some 100 MB."""

FAULTS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading raises where a file is no result."""

NULL = re.compile(rb"null(?=[,\]}])(?<=[:,\[]null)")
"""The word first, for it is rare: looking for what stands before it takes seven times as long."""


def save(decomposition: Decomposition, path: str | os.PathLike[str]) -> str:
    """Write the result to `path`, wholly or not at all, and tell its digest; raises DecomposeError if that cannot be done."""
    digest = blake2b(digest_size=16)

    def told() -> Iterator[bytes]:
        for piece in chain(pieces(decomposition), (b"\n",)):
            digest.update(piece)
            yield piece

    write_pieces(path, told())
    return digest.hexdigest()


def load(path: str | os.PathLike[str], *, largest: int = LARGEST) -> Decomposition:
    """The result saved at `path`; raises DecomposeError if it is not readable, too large or not a result."""
    return from_bytes(_content(Path(path), largest), os.fspath(path))


def to_bytes(decomposition: Decomposition) -> bytes:
    """The result as JSON in UTF-8 with a final newline; the same result gives the same bytes.

    Half of a surrogate pair, which no JSON can carry, becomes the text `\\udcff`. Raises ValueError for a number
    that is not finite: that would be a fault of a stage before.
    """
    return b"".join((*pieces(decomposition), b"\n"))


def escaped(value: object) -> bytes:
    """A value as JSON, with each half of a surrogate pair as the text of its escape."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(jsonable(msgspec.to_builtins(value)))


def pieces(decomposition: Decomposition, encode: Callable[[object], bytes] = escaped) -> Iterator[bytes]:
    """The JSON of the result field by field, for all of it can be a hundred megabytes; raises as `to_bytes` does."""
    nulls = absent(decomposition)
    before = "{"
    for field in msgspec.structs.fields(Decomposition):
        content = encode(getattr(decomposition, field.name))
        if len(NULL.findall(content)) > nulls.get(field.name, 0):
            _check_finite(content, field)
        yield f'{before}"{field.encode_name}":'.encode()
        yield content
        before = ","
    yield b"}"


def from_bytes(content: bytes, source: str = "the result") -> Decomposition:
    """The result that `to_bytes` wrote; `source` names it in the DecomposeError that anything else raises."""
    try:
        decomposition = msgspec.json.decode(content, type=Decomposition)
    except FAULTS as cause:
        with suppress(*FAULTS):  # another version explains every other fault
            _check_version(msgspec.json.decode(content, type=_Head).schema_version, source)
        raise DecomposeError(
            f"{source} is not a result of decompose: {_reason(cause)}.", "Make it anew with `decompose analyze`."
        ) from cause
    _check_version(decomposition.schema_version, source)
    return decomposition


def jsonable(value: object) -> object:
    r"""Strings, lists and dicts with each half of a surrogate pair, which no JSON can carry, as the text `\udcff`."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {key: jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    return value


class _Head(msgspec.Struct):
    """What must be known before the rest can be understood."""

    schema_version: str


def _check_version(found: str, source: str) -> None:
    ours = int(SCHEMA_VERSION.partition(".")[0])
    major = found.partition(".")[0]
    if not (major.isascii() and major.isdigit() and len(major) < 10):
        raise DecomposeError(
            f"{source} has no schema version this decompose knows: {found[:40]!r} at `$.schema_version`.",
            "Make it anew with `decompose analyze`.",
        )
    if int(major) > ours:
        raise DecomposeError(
            f"{source} has schema version {found[:40]}, newer than {SCHEMA_VERSION}, which this decompose reads.",
            "Upgrade decompose.",
        )
    if int(major) < ours:
        raise DecomposeError(
            f"{source} has schema version {found[:40]}, older than {SCHEMA_VERSION}, which this decompose reads.",
            "Make it anew with `decompose analyze`.",
        )


def _content(path: Path, largest: int) -> bytes:
    # Not blocking, so that a pipe somebody put in the place of the result is refused rather than waited for.
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise DecomposeError(f"{path} is not a file.", "Give the file that `decompose analyze` wrote.")
            content = file.read(largest + 1)
    except OSError as cause:
        raise DecomposeError(
            f"cannot read {path}: {cause.strerror or cause}.", "Give the file that `decompose analyze` wrote."
        ) from cause
    except ValueError as cause:  # a NUL in the path
        raise DecomposeError(f"cannot read {str(path)!r}: {cause}.", "Give another path.") from cause
    if len(content) > largest:
        raise DecomposeError(
            f"{path} is larger than {largest:,} bytes.", "Give the file that `decompose analyze` wrote."
        )
    return content


def _reason(cause: Exception) -> str:
    if isinstance(cause, RecursionError):
        return "it is nested too deeply"
    return str(cause).rstrip(".")


def absent(decomposition: Decomposition) -> dict[str, int]:
    """How many nulls the JSON of each field has rightly: of all else null would be a number that is not finite."""
    people = decomposition.topology.contexts
    return {
        "ledger": sum(cut.location is None for cut in decomposition.ledger.cuts),
        "topology": sum((each.fit, each.bus_factor, each.lost).count(None) for each in people),
        "transactions": sum(each.saga is None for each in decomposition.transactions),
        "catalog": int(decomposition.catalog.measures is None),
        "coverage": int(decomposition.coverage.history is None),
    }


def _check_finite(content: bytes, field: msgspec.structs.FieldInfo) -> None:
    # msgspec writes NaN and infinity as null, which only a reader would notice. Reading costs ten times what writing
    # does, so it is tried only where there are more nulls than there should be.
    try:
        msgspec.json.decode(content, type=field.type)
    except msgspec.ValidationError as cause:
        raise ValueError(f"a number of the result is not finite: {cause} in `{field.name}`") from cause
