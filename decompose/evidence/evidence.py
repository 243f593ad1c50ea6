"""Evidence: one reason why two units belong together, with the place that proves it."""

from enum import StrEnum

from msgspec import Struct

from decompose.errors import Location


class EvidenceKind(StrEnum):
    """The kinds of coupling that analyzers report; `source` → `target` in the sense of each line."""

    IMPORT = "import"  # module → module it imports (or the symbol it imports)
    CALL = "call"  # function → function or class
    INHERITS = "inherits"  # class → base class
    ANNOTATES = "annotates"  # function or class → class named in an annotation
    REFERENCES = "references"  # any other use of a name, or a dotted string that names one
    RAISES = "raises"  # function → class of errors that it raises
    CATCHES = "catches"  # function → class of errors that it handles
    DEFINES = "defines"  # class or module → table
    READS = "reads"  # function → table
    WRITES = "writes"  # function → table
    FOREIGN_KEY = "foreign-key"  # table → table it points to
    JOINS = "joins"  # table – table in one statement (source < target)
    CO_WRITES = "co-writes"  # table – table in one transaction (source < target)
    TRIGGERS = "triggers"  # function → task, signal receiver, event handler
    ROUTES = "routes"  # entry point → handler
    EXERCISES = "exercises"  # entry point or use case → what was seen to run for it
    CO_CHANGE = "co-change"  # module – module (source < target)


USES = frozenset(
    {
        EvidenceKind.IMPORT,
        EvidenceKind.CALL,
        EvidenceKind.INHERITS,
        EvidenceKind.ANNOTATES,
        EvidenceKind.REFERENCES,
        EvidenceKind.RAISES,
        EvidenceKind.CATCHES,
        EvidenceKind.TRIGGERS,
    }
)
"""What makes one module depend on another by the names it uses."""

ENOUGH_CHANGES = 5
"""Changes of either of two modules below which history cannot tell whether they change together by chance.

code-maat's default (`--min-revs`); even if all four were common, chance would explain it too often.
"""


class Together(Struct, frozen=True, order=True, omit_defaults=True, gc=False):
    """How two modules changed, as far as that tells whether they changed together by chance.

    `changes` are those of source and target since both exist; `lift` says for one common change by chance how many there
    were, `chance` is the rate of false discoveries among all pairs at which this one is more than chance (0…1; 1.0 where
    history is too short to tell). `recent` counts the common changes of the last 365 days before the newest change of the
    system, `last` is the day of the newest common one (ISO).
    """

    changes: tuple[int, int]
    lift: float = 0.0
    chance: float = 1.0
    recent: int = 0
    last: str = ""

    @property
    def enough(self) -> bool:
        """Whether both changed often enough to tell anything."""
        return min(self.changes) >= ENOUGH_CHANGES


class Evidence(Struct, frozen=True, omit_defaults=True, gc=False):
    """One reason why `source` and `target` are coupled.

    `source` and `target` are unit ids, as fine as known (`path::Class.method` where the method is known, although only
    top-level definitions are units: readers roll up with `module_of`). `count` says how often at that place;
    `confidence` is 0…1. `flags` are from: type-checking, lazy, conditional, string, star,
    dynamic, dispatch (the object decides what is called), implied (Python calls it for an operator or a statement),
    delete, create, ddl, orm, sql, discarded (a call whose result nobody uses), cascade (done with rows that point to
    deleted ones), unenforced (a foreign key that no database checks), lock (a read that locks the rows until the
    transaction ends), view (a read through a view), trigger (done by a trigger or routine of the database).
    `detail` is what a person wants to see (the imported name, the called name, a shortened statement).
    `commits` are up to 10 commit ids of 12 digits, newest first, for co-change, whose `count` is the number of changes
    (commits, or several that belong together) of both and whose `support` is the sum over those of 1/(modules changed − 1).
    `together` is for co-change only; `confidence` then is the share of the changes of the one that changed the other too,
    for whichever of both it is larger, since both exist.
    `columns` are what a write sets of rows that are there, as far as it says so.
    `place` tells where inside what: for JOINS and CO_WRITES the function that holds the statement or transaction.
    """

    kind: EvidenceKind
    source: str
    target: str
    location: Location | None = None
    count: int = 1
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    detail: str = ""
    place: str = ""
    commits: tuple[str, ...] = ()
    support: float = 0.0
    together: Together | None = None
    columns: tuple[str, ...] = ()


def by_itself(flags: tuple[str, ...]) -> bool:
    """Whether the database does it because of another write: to rows that point to deleted ones, or by a trigger."""
    return "cascade" in flags or "trigger" in flags


def in_order(evidence: Evidence) -> tuple[str, str, str, str, int, str, str]:
    """A total order for output: by source, target, kind and place."""
    where = evidence.location or Location("", 0)
    return (evidence.source, evidence.target, evidence.kind, where.path, where.line, evidence.detail, evidence.place)
