"""What commits changed, kept for the next run: from the ids of commits to their changes, never to who made them or why.

A commit never changes, so neither does what is remembered of it: whatever becomes of a branch, each of its commits that was
ever read is known by its id. Names, mails and subjects are not stored; git tells them anew.
"""

from collections.abc import Iterable
from hashlib import blake2b

import msgspec
from msgspec import Struct

from decompose.repository.cache import FactsCache
from decompose.repository.history import Change, Commit, is_merge

LAYOUT = "changes 1"
"""Raised whenever a commit may be read differently than before."""


class Changed(Struct, frozen=True):
    """What a commit changed: files that analyzers read, and how many others."""

    changes: tuple[Change, ...]
    others: int


Packed = tuple[int, list[tuple[str, str, str, bytes]]]


class ChangeMemory:
    """The changes of commits in the cache of facts; `version` tells of which files changes are kept.

    What cannot be read counts as unknown.
    """

    def __init__(self, cache: FactsCache, version: str) -> None:
        self._cache = cache
        self._version = version

    def recall(self, folder: bytes, ids: Iterable[str]) -> dict[str, Changed]:
        """What is known of these commits, as seen from the analysed folder."""
        decoder = msgspec.msgpack.Decoder(Packed)
        names: dict[str, str] = {}
        known: dict[str, Changed] = {}
        for id, packed in self._cache.load(self._kind(folder), ids).items():
            try:
                others, changes = decoder.decode(packed)
            except msgspec.MsgspecError:
                continue
            # the same few thousand paths again and again: one string each
            known[id] = Changed(
                tuple(
                    Change(
                        names.setdefault(path, path),
                        names.setdefault(status, status),
                        names.setdefault(old, old),
                        blob.hex(),
                    )
                    for path, status, old, blob in changes
                ),
                others,
            )
        return known

    def learn(self, folder: bytes, commits: Iterable[Commit]) -> None:
        """Remember what these commits changed."""
        encoder = msgspec.msgpack.Encoder()
        rows = ((commit.id, encoder.encode(_packed(commit))) for commit in commits if not is_merge(commit))
        self._cache.store(self._kind(folder), rows)

    def _kind(self, folder: bytes) -> str:
        view = blake2b(folder + b"\0" + self._version.encode(), digest_size=12)
        return f"{LAYOUT} {view.hexdigest()}"


def _packed(commit: Commit) -> Packed:
    return (
        commit.others,
        [(change.path, change.status, change.old_path, bytes.fromhex(change.blob)) for change in commit.changes],
    )
