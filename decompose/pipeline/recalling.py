"""What an earlier run found of the same facts, else worked out and kept: findings of analyzers, contracts of files.

Of the commits to a main branch a fifth to a half touch no file that analyzers read, and then nothing is resolved anew.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeVar

import msgspec

from decompose.evidence.analyzer import Analyzer, Corpus, FrontEnd
from decompose.evidence.contract import Contract
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Unit
from decompose.pipeline.account import analysing_code
from decompose.pipeline.asked import mining_of
from decompose.repository.cache import FactsCache
from decompose.repository.digest import digest_of
from decompose.repository.source import SourceFile
from decompose.settings import Settings

FINDINGS, CONTRACTS = "findings 1", "contracts 1"
"""Raised whenever what is kept is packed otherwise."""

NEWEST, MOST_CONTRACTS = 60, 20_000
"""Findings and files whose contracts are kept: those of some twenty trees, of a million lines four megabytes each."""

Asked = tuple[FrontEnd, SourceFile, Sequence[Unit]]
"""Whose contracts are asked for: some units of one file, read by one front end."""

Kept = TypeVar("Kept")


class Memory:
    """Findings and contracts in the cache of facts, if there is one; `by` tells what made them.

    What cannot be read counts as unknown.
    """

    def __init__(self, cache: FactsCache | None, by: str) -> None:
        self._cache = cache
        self._by = by

    def findings(self, analyzer: Analyzer, corpus: Corpus) -> Findings:
        """What the analyzer says of the corpus.

        What it says after anybody has asked for the history is not kept: that changes with every commit, and names people.
        """
        key = self._key(type(analyzer).__module__, analyzer.name, corpus.digest)
        known = _unpacked(self._load(FINDINGS, (key,)).get(key), msgspec.msgpack.Decoder(Findings))
        if known is not None:
            return known
        found = analyzer.analyze(corpus)
        if not corpus.history_asked:
            self._keep(FINDINGS, {key: found}, NEWEST)
        return found

    def contracts(self, asked: Iterable[Asked]) -> tuple[Contract, ...]:
        """All that is asked for, in that order."""
        by_key = {
            self._key(front_end.name, file.digest, units): (front_end, file, units) for front_end, file, units in asked
        }
        packed, decoder = self._load(CONTRACTS, by_key), msgspec.msgpack.Decoder(tuple[Contract, ...])
        known = {key: _unpacked(packed.get(key), decoder) for key in by_key}
        new = {
            key: front_end.contracts(file, units)
            for key, (front_end, file, units) in by_key.items()
            if known[key] is None
        }
        self._keep(CONTRACTS, new, MOST_CONTRACTS)
        return tuple(chain.from_iterable(new[key] if key in new else known[key] or () for key in by_key))

    def _key(self, *read: object) -> str:
        return digest_of((self._by, read))

    def _load(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        return self._cache.load(kind, keys) if self._cache else {}

    def _keep(self, kind: str, found: Mapping[str, object], newest: int) -> None:
        packed = [(key, content) for key, each in found.items() if (content := _packed(each)) is not None]
        if packed and self._cache:
            self._cache.store(kind, packed)
            self._cache.keep_newest(kind, newest)


def memory_of(cache: FactsCache | None, settings: Settings) -> Memory:
    """What is kept in a cache of what the installed code found, told the same of the tree."""
    # not the options made of these: a pattern does not show all of itself
    told = (settings.source_roots, settings.roles, mining_of(settings))
    return Memory(cache, repr((analysing_code(), told)) if cache else "")


def _packed(found: object) -> bytes | None:
    """None where a name is no text (half a surrogate)."""
    try:
        return zlib.compress(msgspec.msgpack.encode(found), 1)
    except UnicodeEncodeError:
        return None


def _unpacked(packed: bytes | None, decoder: "msgspec.msgpack.Decoder[Kept]") -> Kept | None:
    if packed is None:
        return None
    try:
        return decoder.decode(zlib.decompress(packed))
    except (zlib.error, msgspec.MsgspecError):
        return None
