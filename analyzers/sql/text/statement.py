"""What one SQL statement does to tables, as a value."""

from msgspec import Struct

from .changes import Change

Pair = tuple[str, str]


class Statement(Struct, frozen=True, omit_defaults=True):
    """One statement: the tables it touches by what it does to them, and which of them it brings together.

    `verb` is the first word in lower case (`select`, `insert`, `create`, …). Table names are normalised as in `names`;
    common table expressions, temporary tables and the server's own catalogues are not tables. `deletes` are rows
    deleted (DELETE, TRUNCATE, MERGE … THEN DELETE), `drops` whole tables. `joins` are pairs (a < b) that together connect
    all tables of the statement; `foreign_keys` are (table, table it points to), the former "" where it is not named.
    `changes` are those of the schema. `inside` is the routine or trigger whose body it is in, `calls` are the routines of the
    system that it may call. `locks` tells that what it reads stays locked (`FOR UPDATE`, `LOCK TABLE`),
    `dynamic` that at least one table's name is only known at run time. `line` counts from 1 within the text.
    `sets` are the columns that an UPDATE of one table sets.
    `confidence` is 1.0 for a parsed statement and at most .5 for one that was only scanned word by word.
    """

    verb: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    deletes: tuple[str, ...] = ()
    creates: tuple[str, ...] = ()
    alters: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    joins: tuple[Pair, ...] = ()
    foreign_keys: tuple[Pair, ...] = ()
    changes: tuple[Change, ...] = ()
    inside: str = ""
    calls: tuple[str, ...] = ()
    locks: bool = False
    dynamic: bool = False
    sets: tuple[str, ...] = ()
    line: int = 1
    confidence: float = 1.0
    summary: str = ""

    @property
    def parsed(self) -> bool:
        """Whether a grammar accepted the statement."""
        return self.confidence > SCANNED

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table the statement touches, sorted."""
        return tuple(sorted({*self.reads, *self.writes, *self.deletes, *self.creates, *self.alters, *self.drops}))


SCANNED = 0.5
"""The highest confidence of a statement that no grammar accepted."""


class Roles(Struct):
    """A statement in the making: tables collected by role while walking it, later frozen into a `Statement`."""

    reads: set[str]
    writes: set[str]
    deletes: set[str]
    creates: set[str]
    alters: set[str]
    drops: set[str]
    foreign_keys: set[Pair]
    dynamic: bool = False

    @classmethod
    def empty(cls) -> "Roles":
        """No table in any role."""
        return cls(set(), set(), set(), set(), set(), set(), set())

    def all(self) -> set[str]:
        """The tables of every role."""
        return self.reads | self.writes | self.deletes | self.creates | self.alters | self.drops

    def frozen(self, verb: str, joins: set[Pair], confidence: float) -> Statement:
        """The statement with these roles."""
        return Statement(
            verb=verb,
            reads=tuple(sorted(self.reads)),
            writes=tuple(sorted(self.writes)),
            deletes=tuple(sorted(self.deletes)),
            creates=tuple(sorted(self.creates)),
            alters=tuple(sorted(self.alters)),
            drops=tuple(sorted(self.drops)),
            joins=tuple(sorted(joins)),
            foreign_keys=tuple(sorted(self.foreign_keys)),
            dynamic=self.dynamic,
            confidence=confidence,
        )
