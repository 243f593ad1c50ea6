"""Texts of a program that are SQL → what they do to the tables; each distinct text is parsed once a run."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from ...python.facts import Text
from ..text.reading import statements_of
from ..text.recognising import looks_like_sql, starts_like_sql
from ..text.statement import Statement
from ..text.text_front_end import SqlFacts
from .effects import Access, Joined

SHORTEST_PATTERN = 3
"""Characters a pattern for names of .sql files must at least have besides its wildcards."""


class SqlTexts:
    """The texts of one run: their statements, found by text or by the name of a .sql file."""

    def __init__(self, files: Mapping[str, SqlFacts]) -> None:
        self._files = files
        self._known: dict[str, tuple[Statement, ...]] = {}
        self.loaded: set[str] = set()

    def statements(self, text: Text | str, *, sink: bool) -> tuple[Statement, ...]:
        """The statements of a text that is SQL; `sink` tells that a database is evidently what receives it."""
        value = text if isinstance(text, str) else text.value
        if not (starts_like_sql(value) if sink else looks_like_sql(value)):
            return ()
        if value not in self._known:
            self._known[value] = statements_of(value)
        return self._known[value]

    def of_file(self, text: Text) -> list[tuple[str, Statement]]:
        """The statements of every .sql file that a text names, with its path; holes and `*` match anything."""
        pattern = text.value.replace("{}", "*").lstrip("./")
        name = pattern.rpartition("/")[2]
        if len(name.removesuffix(".sql").strip("*")) < SHORTEST_PATTERN and "/" not in pattern.strip("*/"):
            return []
        paths = [path for path in self._files if fnmatchcase(path, pattern) or fnmatchcase(path, f"*/{pattern}")]
        self.loaded.update(paths)
        return [(path, statement) for path in paths for statement in self._files[path].statements]


def accesses_of(statement: Statement, scope: int, line: int, confidence: float = 1.0) -> Iterable[Access]:
    """The reads and writes of a statement at a place of the code; the body of a routine runs elsewhere."""
    return () if statement.inside else effects_of(statement, scope, line, confidence)


def effects_of(statement: Statement, scope: int, line: int, confidence: float) -> Iterable[Access]:
    """What a statement does wherever it runs."""
    sure = statement.confidence * confidence
    roles = (
        (statement.reads, False, ("lock", "sql") if statement.locks else ("sql",)),
        (statement.writes, True, ("create", "sql") if statement.verb in {"insert", "replace", "copy"} else ("sql",)),
        (statement.deletes, True, ("delete", "sql")),
        ((*statement.creates, *statement.alters, *statement.drops), True, ("ddl", "sql")),
    )
    for tables, writes, flags in roles:
        for table in tables:
            columns = statement.sets if tables is statement.writes else ()
            yield Access(scope, line, table, writes, flags, sure, statement.summary, columns=columns)


def joins_of(statement: Statement, scope: int, line: int, confidence: float = 1.0) -> Iterable[Joined]:
    """The tables that a statement brings together at a place of the code."""
    flags = ("ddl", "sql") if statement.creates else ("sql",)
    for one, other in statement.joins if not statement.inside else ():
        yield Joined(scope, line, one, other, flags, statement.confidence * confidence, statement.summary)
