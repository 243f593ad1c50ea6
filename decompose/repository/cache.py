"""A cache of facts on disk: from front end and content digest to the encoded facts of that content.

Keys say nothing of paths or projects, so that all checkouts of one user share one cache. Values are opaque bytes, never
pickles. The folder can be deleted at any time; whatever is wrong with it costs time and never a result.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from decompose.errors import Location, Problem
from decompose.repository.cache_file import FILE, ForeignFileError, discard, open_database, user_folder

SIZE_LIMIT = 1_000_000_000
"""Bytes on disk: facts of some ten million lines; beyond, those that were not used for longest go first."""

LOAD = """
SELECT id, digest, facts, coalesce(run, 0) FROM facts LEFT JOIN uses ON fact = id
WHERE front_end = ? AND digest IN (SELECT value FROM json_each(?))
"""

FORGET = """
DELETE FROM facts WHERE front_end = ? AND id NOT IN
    (SELECT id FROM facts WHERE front_end = ? ORDER BY id DESC LIMIT ?)
"""


class FactsCache:
    """Facts by front end and digest. Never fails: what is wrong with the file on disk ends up in `problems`."""

    def __init__(
        self, connection: sqlite3.Connection | None, file: Path, problems: tuple[Problem, ...], limit: int
    ) -> None:
        self._connection = connection
        self._file = file
        self._limit = limit
        self._run = _run_of(connection)
        self._counted = False
        self._used: list[int] = []
        self.problems = problems

    def load(self, front_end: str, digests: Iterable[str]) -> dict[str, bytes]:
        """The encoded facts of those digests that are known."""
        return dict(self.each(front_end, digests))

    def each(self, front_end: str, digests: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The same one after the other, so that they need not all be in memory before they are decoded."""
        if self._connection is None:
            return
        try:
            for id, digest, facts, run in self._connection.execute(LOAD, (front_end, json.dumps(sorted(set(digests))))):
                if run < self._run:
                    self._used.append(id)
                if isinstance(facts, bytes):
                    yield digest, facts
        except sqlite3.Error as error:
            self._give_up(error)

    def store(self, front_end: str, facts: Iterable[tuple[str, bytes]]) -> None:
        """Remember encoded facts by digest."""
        if self._connection is None:
            return
        try:
            with self._connection as connection:
                [before] = connection.execute("SELECT coalesce(max(id), 0) FROM facts").fetchone()
                connection.executemany(
                    "INSERT OR REPLACE INTO facts (front_end, digest, facts) VALUES (?, ?, ?)",
                    ((front_end, digest, encoded) for digest, encoded in facts),
                )
                connection.execute(
                    "INSERT OR REPLACE INTO uses SELECT id, ? FROM facts WHERE id > ?", (self._run, before)
                )
                self._count_run(connection)
        except sqlite3.Error as error:
            self._give_up(error)

    def keep_newest(self, front_end: str, count: int) -> None:
        """Forget all facts of one front end but the last `count` that were stored."""
        if self._connection is None:
            return
        try:
            with self._connection as connection:
                connection.execute(FORGET, (front_end, front_end, count))
        except sqlite3.Error as error:
            self._give_up(error)

    def close(self) -> None:
        """Make room if the cache has grown too large, and let go of the file."""
        if self._connection is None:
            return
        try:
            self._note_uses(self._connection)
            if _size(self._connection) > self._limit:
                _prune(self._connection, self._limit)
            self._connection.close()
        except sqlite3.Error as error:
            self._give_up(error)
        self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _note_uses(self, connection: sqlite3.Connection) -> None:
        """Without this the facts that every run needs would be the oldest of all, and the first to go.

        Runs are counted when they store, so that a run after which nothing new was stored has nothing to note.
        """
        if self._used:
            with suppress(sqlite3.OperationalError), connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO uses VALUES (?, ?)", [(id, self._run) for id in self._used]
                )

    def _count_run(self, connection: sqlite3.Connection) -> None:
        if not self._counted:
            connection.execute("UPDATE runs SET count = max(count, ?)", (self._run,))
            self._counted = True

    def _give_up(self, error: sqlite3.Error) -> None:
        """Go on without a cache; a damaged one makes way for the next run's."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        if _damaged(error):
            discard(self._file)
        self.problems += (_problem(error),)


def open_cache(folder: Path | None = None, *, limit: int = SIZE_LIMIT) -> FactsCache:
    """The cache in `folder`, else (None, or a folder that cannot hold one) in the user's cache folder, else one that forgets.

    `problems` of what comes back tell in one warning what was wrong. `folder` is trusted: whoever can write there can
    make the facts say anything, so it should not be part of a tree that comes from someone else.
    """
    problems: list[Problem] = []
    for place in (folder, user_folder()):
        if place is None:
            continue
        try:
            connection, rebuilt = open_database(place)
        except (OSError, sqlite3.Error, ForeignFileError) as error:
            problems = problems or [_problem(error)]
            continue
        problems += [_REBUILT] if rebuilt else []
        return FactsCache(connection, place / FILE, tuple(problems), limit)
    return FactsCache(None, Path(FILE), tuple(problems) or (_problem(OSError()),), limit)


_REBUILT = Problem(
    Location(""), "cache-rebuilt", "the cache of facts was damaged or of another version; a new one was begun"
)


def _run_of(connection: sqlite3.Connection | None) -> int:
    try:
        return int(connection.execute("SELECT count FROM runs").fetchone()[0]) + 1 if connection else 0
    except (sqlite3.Error, TypeError, ValueError):
        return 1


def _size(connection: sqlite3.Connection) -> int:
    [pages], [bytes_each] = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    return int(pages) * int(bytes_each)


def _prune(connection: sqlite3.Connection, limit: int) -> None:
    """Delete the longest unused facts until three quarters of the limit are left, so that this happens rarely."""
    rows = connection.execute(
        "SELECT id, length(facts) FROM facts LEFT JOIN uses ON fact = id ORDER BY coalesce(run, 0) DESC, id DESC"
    )
    kept, oldest = 0, []
    for id, size in rows:
        kept += size
        if kept > 3 * limit // 4:
            oldest.append((id,))
    with connection:
        connection.executemany("DELETE FROM facts WHERE id = ?", oldest)
        connection.execute("DELETE FROM uses WHERE fact NOT IN (SELECT id FROM facts)")
    # executescript runs a pragma to its end; execute would free one page
    connection.executescript("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);")


def _damaged(error: Exception) -> bool:
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)


def _problem(error: Exception) -> Problem:
    """One sentence without a path, which would be absolute."""
    if isinstance(error, ForeignFileError):
        return Problem(
            Location(""), "cache-foreign", "something else has the name of the cache of facts; it was left alone"
        )
    if _damaged(error):
        return Problem(Location(""), "cache-damaged", "the cache of facts is damaged; it is not used")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Problem(
        Location(""),
        "cache-unavailable",
        f"facts are not kept for the next run: {reason or 'there is no folder for it'}",
    )
