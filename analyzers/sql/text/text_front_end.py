"""The front end for .sql files: from the bytes of one file to the statements found in it."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from decompose.evidence.contract import Contract
from decompose.evidence.unit import Role, Unit
from decompose.repository.source import SourceFile

from .reading import statements_with_starts, transactions_in
from .statement import Statement

LARGEST_FILE = 8_000_000
"""Characters of a file that are read; what is behind is told as a flaw."""


class SqlFacts(Struct, frozen=True, array_like=True):
    """The statements of one .sql file; `flaws` are (line, code, message) of what was not understood.

    `transactions` are, of each that the file begins and commits, the first and last line, and of its statements the place
    of the first among all and that of the first behind it.
    """

    statements: tuple[Statement, ...] = ()
    flaws: tuple[tuple[int, str, str], ...] = ()
    lines: int = 0
    transactions: tuple[tuple[int, int, int, int], ...] = ()


NAMED_SQL = re.compile(r"\.sql(\.(postgres(ql)?|pgsql|psql|sqlite3?|mysql|mariadb|mssql|oracle))?$|\.(pgsql|psql|ddl)$")
"""Ends of the names of such files; `full.sql.postgres` stands beside `full.sql.sqlite` where a system knows both."""


class SqlTextFrontEnd(Struct, frozen=True):
    """Reads `.sql` files and their like, of any dialect; connects to nothing."""

    name: str = "sql"
    version: str = "6"
    facts: type[SqlFacts] = SqlFacts
    is_source: bool = True

    def wants(self, path: str, told: Role | None = None) -> bool:  # noqa: ARG002 - the protocol's
        """Whether the path is that of SQL text."""
        return NAMED_SQL.search(path.lower()) is not None

    def extract(self, file: SourceFile) -> SqlFacts:
        """The statements of one file; a statement that touches no table is left out."""
        text = _decoded(file.content)
        flaws, lines = [], text.count("\n") + 1
        if "\0" in text:
            return SqlFacts(flaws=((0, "binary", "This .sql file holds no text."),))
        if len(text) > LARGEST_FILE:
            flaws.append((0, "too-large", f"Only the first {LARGEST_FILE} characters were read."))
        text = text[:LARGEST_FILE]
        found = list(statements_with_starts(text))
        flaws += [
            (each.line, "sql-not-parsed", f"No grammar accepts: {each.summary}")
            for _, each in found
            if not each.parsed and not each.tables and not each.calls
        ]
        kept = [(start, each) for start, each in found if each.tables or each.changes or (each.calls and each.inside)]
        starts = [start for start, _ in kept]
        transactions = (
            (span.first, span.last, bisect_left(starts, span.start), bisect_left(starts, span.end))
            for span in transactions_in(text)
        )
        return SqlFacts(tuple(each for _, each in kept), tuple(flaws), lines, tuple(transactions))

    def contracts(self, file: SourceFile, units: Sequence[Unit]) -> tuple[Contract, ...]:  # noqa: ARG002 - the protocol's
        """None: SQL text defines nothing that is called."""
        return ()


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


SQL_TEXT = SqlTextFrontEnd()
