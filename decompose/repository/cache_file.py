"""From a folder to an open database of facts in it: made, checked to be ours, or rebuilt if damaged."""

import contextlib
import os
import sqlite3
import stat
from pathlib import Path

FILE = "facts.sqlite"

APPLICATION = 0x64636D70
"""`dcmp` in the header of the file: tells a cache of ours from a database that someone keeps under the same name."""

LAYOUT = 1
"""Raised whenever the tables change; a cache of another layout is emptied."""

SECONDS = 2.0
"""To wait for another run that is writing at this moment."""

TAG = """Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of decompose and can be deleted at any time. For the tag see https://bford.info/cachedir/
"""

TABLES = """
CREATE TABLE facts (id INTEGER PRIMARY KEY, front_end TEXT NOT NULL, digest TEXT NOT NULL, facts BLOB NOT NULL);
CREATE UNIQUE INDEX facts_by_content ON facts (front_end, digest);
CREATE TABLE uses (fact INTEGER PRIMARY KEY, run INTEGER NOT NULL);
CREATE TABLE runs (count INTEGER NOT NULL);
INSERT INTO runs VALUES (0);
"""


class ForeignFileError(Exception):
    """Something that is not ours stands where the cache should be; it is left alone."""


def user_folder() -> Path | None:
    """The user's own cache folder; None for a user without a home, for whom it would be a folder named `~` here."""
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("decompose", appauthor=False)
    except RuntimeError:  # platformdirs since 4.14; before, it hands out the `~`
        return None
    return folder if folder.is_absolute() else None


def open_database(folder: Path) -> tuple[sqlite3.Connection, bool]:
    """The database in `folder`, and whether a damaged one had to make way for it.

    Raises ForeignFileError, OSError or sqlite3.Error if there can be none.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _mark(folder)
    file = folder / FILE
    _check_owner(file)
    try:
        return _connect(file), False
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        discard(file)
        return _connect(file), True


def discard(file: Path) -> None:
    """Remove a database with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):
            file.with_name(file.name + suffix).unlink()


def _mark(folder: Path) -> None:
    """Tell backup programs and git to pass by."""
    for name, text in (("CACHEDIR.TAG", TAG), (".gitignore", "*\n")):
        file = folder / name
        if not os.path.lexists(file):
            file.write_text(text, encoding="utf-8")


def _check_owner(file: Path) -> None:
    """A file that came with the analysed tree could be a link, a pipe or someone else's."""
    try:
        status = file.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
        raise ForeignFileError


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=SECONDS)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        _adopt(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _adopt(connection: sqlite3.Connection) -> None:
    [application] = connection.execute("PRAGMA application_id").fetchone()
    [layout] = connection.execute("PRAGMA user_version").fetchone()
    [tables] = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if (application, layout) == (APPLICATION, LAYOUT):
        connection.execute("PRAGMA synchronous = NORMAL")
    elif application == APPLICATION:
        raise sqlite3.DatabaseError("another layout")
    elif application or tables:
        raise ForeignFileError
    else:
        _make(connection)


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.executescript(
        f"BEGIN IMMEDIATE; {TABLES} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {LAYOUT}; COMMIT;"
    )
