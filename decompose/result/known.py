"""Results of earlier runs: from the key of all inputs to the result they gave, kept in the cache of facts.

The same input gives the same result, so nothing is analysed twice. A result that an accident shaped is not kept: the next
run may have more luck.
"""

import zlib

import msgspec

from decompose.errors import DecomposeError
from decompose.repository.cache import FactsCache
from decompose.result.decomposition import SCHEMA_VERSION, Decomposition
from decompose.result.store import from_bytes, pieces

KIND = f"result {SCHEMA_VERSION}"

NEWEST = 20
"""Results that are kept: of a million lines one takes some ten megabytes."""

ACCIDENTS = frozenset(
    {
        *("timeout", "worker-died", "analyzer-failed", "changed", "unreadable"),
        *("git-failed", "git-incomplete", "git-renames", "ignore-rules"),
        *("cache-rebuilt", "cache-foreign", "cache-damaged", "cache-unavailable"),
    }
)
"""Problems that the same input need not give again: they come from load, memory, other programs or missing objects."""


def recall(cache: FactsCache, key: str) -> Decomposition | None:
    """The result of these inputs; None if there is none that can be read."""
    packed = cache.load(KIND, (key,)).get(key)
    if packed is None:
        return None
    try:
        return from_bytes(zlib.decompress(packed))
    except (zlib.error, DecomposeError):
        return None


def remember(cache: FactsCache, key: str, decomposition: Decomposition) -> None:
    """Keep a result for the same inputs, unless an accident shaped it or a name in it is no text (half a surrogate)."""
    if any(problem.code in ACCIDENTS for problem in decomposition.problems):
        return
    packing = zlib.compressobj(1)
    try:
        packed = [packing.compress(piece) for piece in pieces(decomposition, msgspec.json.encode)]
    except UnicodeEncodeError:
        return
    cache.store(KIND, ((key, b"".join((*packed, packing.flush()))),))
    cache.keep_newest(KIND, NEWEST)
