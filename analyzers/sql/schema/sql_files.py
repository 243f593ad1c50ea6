"""Statements of .sql files, or of texts in code → where the tables that they make are not those of the models.

Nothing is told of a table that several files make.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from decompose.errors import Location, Problem

from ..text.statement import Statement
from ..text.text_front_end import SqlFacts
from .disagreement import disagreements
from .schema import Table
from .table_fold import TableFold

TESTS = frozenset({"test", "tests", "testing", "fixtures"})


Lines = Mapping[str, Sequence[tuple[int, Statement]]]
"""Statements with their lines, by file."""


def of_files(models: list[Table], files: Mapping[str, SqlFacts]) -> Iterator[Problem]:
    """Where the models and the .sql files tell different columns."""
    return of_statements(
        models, {path: [(each.line, each) for each in facts.statements] for path, facts in files.items()}
    )


def of_statements(models: list[Table], files: Lines) -> Iterator[Problem]:
    """Where the models and statements tell different columns."""
    known = {table.name for table in models}
    by_file: dict[str, list[Table]] = {}
    for table in _made(files):
        if table.name in known:
            by_file.setdefault(table.location.path, []).append(table)
    for path, made in sorted(by_file.items()):
        names = {table.name for table in made}
        yield from disagreements(
            [model for model in models if model.name in names], made, (), lambda _: True, f"statements of {path}"
        )


def _made(files: Lines) -> Iterator[Table]:
    """The tables at the end of all files in the order of their paths; not whole where a change was not understood."""
    fold = TableFold()
    makers: dict[str, set[str]] = {}
    doubted: set[str] = set()
    for path, statements in sorted(files.items()):
        if TESTS & set(path.lower().split("/")[:-1]):
            continue
        for line, statement in statements:
            fold.apply(statement.changes, Location(path, line))
            for name in statement.creates:
                makers.setdefault(name, set()).add(path)
            if not statement.parsed:
                doubted.update((*statement.alters, *statement.creates))
    for table in fold.schema().tables:
        if len(makers.get(table.name, ())) == 1 and table.columns:
            yield replace(table, complete=table.name not in doubted)
