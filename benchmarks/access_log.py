"""A log of statements → who touched which table: events, each with the functions that may be told to have done it."""

from collections.abc import Iterator
from functools import cache

import sqlglot
from msgspec import Struct
from sqlglot import exp

from decompose.analyzers.python.files.roles import role_of
from decompose.evidence.unit import Role

INNER = frozenset(("<locals>", "<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>", "<lambda>", "<module>"))
LEFT_OUT = frozenset(("template", "refresh"))


class Log(Struct, frozen=True):
    """What a traced run wrote; see trace_statements.py. `beside` are beginnings of paths that are there for tests."""

    sites: list[tuple[str, str, int]]
    texts: list[str]
    statements: list[tuple[int, list[int], list[int], str]]
    rows: list[tuple[int, str]]
    built: list[tuple[int, str]]
    spans: list[tuple[list[int], str, list[int]]]
    lines: dict[str, list[int]]
    inside: dict[str, dict[str, list[int]]]
    through: dict[str, list[int]] = {}
    beside: tuple[str, ...] = ()

    def place(self, number: int) -> "Place | None":
        """A site as a unit; None outside product code, and in the folders `beside` it."""
        path, name, line = self.sites[number]
        return None if path.startswith(self.beside) else place_of(path, name, line)

    def changed_by(self, number: int) -> list[int]:
        """The sites behind a written statement: of what is flushed those that changed it since the flush before, or called
        who did, and not who only had it flushed."""
        _, stack, origins, circumstance = self.statements[number]
        return [*stack, *origins] if circumstance != "flush" else self.through.get(str(number), [])


class Place(Struct, frozen=True):
    """A function or class of product code, and the line it was at; 0 for a class whose inherited method ran."""

    unit: str
    line: int


class Event(Struct, frozen=True):
    """A table that a statement touched: who ran it, innermost first, and who is behind it besides.

    `through` are those who called whoever changed a row that is flushed later: where a statement runs at once, they are on
    its stack.

    `counts` is whether it has to be found: it was product code that had it run, and neither a template nor a library that
    loads a row again.
    """

    stack: tuple[Place, ...]
    origins: tuple[Place, ...]
    table: str
    writes: bool
    text: int
    counts: bool
    through: tuple[Place, ...] = ()

    @property
    def behind(self) -> tuple[str, ...]:
        """Who may be told to touch the table: the innermost function, classes below it, origins."""
        near = []
        for place in self.stack:
            near.append(place.unit)
            if place.line:
                break
        return (*near, *(place.unit for place in self.origins))


def events_of(log: Log) -> Iterator[Event | str]:
    """Every table of every statement, or why a statement is left out."""
    places = [log.place(number) for number in range(len(log.sites))]
    tables = [tuple(tables_of(text)) for text in log.texts]
    for number, (text, stack, origins, circumstance) in enumerate(log.statements):
        sites = log.through.get(str(number), ()) if circumstance == "flush" else ()
        through = tuple(place for site in sites if site not in stack and (place := places[site]))
        on_stack = tuple(place for number in stack if (place := places[number]))
        behind = tuple(place for number in origins if (place := places[number]))
        if circumstance == "flush" and origins:  # who changed the objects wrote them, not who had them flushed
            behind = tuple(place for number in origins if number not in stack and (place := places[number])) or behind
            on_stack = ()
        ours = bool(on_stack) or len(behind) == len(origins)  # else a test has a query run that it went on building
        if not on_stack and not behind:
            yield "no product code"
            continue
        if circumstance in LEFT_OUT:
            yield circumstance
        for table, writes in tables[text]:
            yield Event(on_stack, behind, table, writes, text, ours and circumstance not in LEFT_OUT, through)


def place_of(path: str, name: str, line: int) -> Place | None:
    """A site of the log as a unit; None outside product code."""
    if not is_product(path):
        return None
    parts = [part for part in name.split(".") if part not in INNER]
    return Place(f"{path}::{'.'.join(parts)}" if parts else path, line)


@cache
def is_product(path: str) -> bool:
    """Whether a file is deployed and written by people."""
    return role_of(path, generated=False) is Role.PRODUCT


def tables_of(text: str) -> Iterator[tuple[str, bool]]:
    """The tables of a statement, and whether each is written."""
    try:
        trees = sqlglot.parse(text.replace("%s", "?"), dialect="sqlite")
    except sqlglot.errors.SqlglotError:
        return
    for tree in trees:
        if isinstance(tree, exp.Insert | exp.Update | exp.Delete | exp.Query):
            written = tree.this if isinstance(tree, exp.Insert | exp.Update | exp.Delete) else None
            target = written.find(exp.Table) if written is not None else None
            ctes = {cte.alias_or_name.lower() for cte in tree.find_all(exp.CTE)}
            for table in tree.find_all(exp.Table):
                if table.name.lower() not in ctes:
                    yield table.name.lower(), table is target
