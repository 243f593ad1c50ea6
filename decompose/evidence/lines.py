"""The line format of evidence from elsewhere: what one line of JSON may be, and what each kind of evidence connects."""

from typing import Annotated

from msgspec import Meta, Struct

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, UnitKind

VERSION = 1
TABLE, ENTRY = "table:", "entry:"

Id = Annotated[
    str,
    Meta(min_length=1, max_length=1000, pattern=r"^[^\x00-\x1f\x7f]+$", description="No control characters."),
]
Count = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Lines = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Share = Annotated[float, Meta(ge=0, le=1)]
RelativePath = Annotated[str, Meta(max_length=1000, pattern=r"^(?!/)(?!(.*/)?\.\.(/|$))[^\x00-\x1f\x7f]*$")]


class FormatLine(Struct, frozen=True, tag_field="type", tag="format", forbid_unknown_fields=True):
    """The version of the format; may stand on the first line, and nowhere else."""

    version: int


class UnitLine(Struct, frozen=True, tag_field="type", tag="unit", forbid_unknown_fields=True):
    """A unit of the system; contexts are made of those of kind `module`, whatever a module is in the language.

    `id` is the path of a module, `path::Name` for a class or function in it, `table:NAME` for a table, `entry:NAME` for an
    entry point or use case. `name` is for people (the id unless given), `file` and `line` the place, `file` relative to
    the root of the system. A module of 0 `lines` holds no code and is in no context. `words` is the vocabulary with
    its counts.
    """

    id: Id
    kind: UnitKind = UnitKind.MODULE
    name: str = ""
    file: RelativePath = ""
    line: Lines = 0
    parent: str = ""
    lines: Lines = 1
    role: Role = Role.PRODUCT
    words: dict[str, Count] = {}


class EvidenceLine(Struct, frozen=True, tag_field="type", tag="evidence", forbid_unknown_fields=True):
    """One reason why `source` and `target` are coupled, in the sense of its kind.

    The ends are ids of units, or `path::Name` inside one; tables and entry points need no line of their own. `count` says how
    often (calls made, commits that changed both), `confidence` how sure it is; `file` and `line` are the place, this line unless
    given. `place` is the function that holds a statement or transaction. `support` of a co-change is the sum over its commits
    of 1/(files changed − 1), the count unless given.
    """

    kind: EvidenceKind
    source: Id
    target: Id
    count: Count = 1
    confidence: Share = 1.0
    file: RelativePath = ""
    line: Lines = 0
    detail: str = ""
    place: str = ""
    flags: tuple[str, ...] = ()
    support: Annotated[float, Meta(ge=0, le=1e9)] = 0.0


Line = FormatLine | UnitLine | EvidenceLine

CODE, DATA, START = "a module or what is in it", "a table", "an entry point"

ENDS = {
    EvidenceKind.IMPORT: (CODE, CODE),
    EvidenceKind.CALL: (CODE, CODE),
    EvidenceKind.INHERITS: (CODE, CODE),
    EvidenceKind.ANNOTATES: (CODE, CODE),
    EvidenceKind.REFERENCES: (CODE, CODE),
    EvidenceKind.RAISES: (CODE, CODE),
    EvidenceKind.CATCHES: (CODE, CODE),
    EvidenceKind.DEFINES: (CODE, DATA),
    EvidenceKind.READS: (CODE, DATA),
    EvidenceKind.WRITES: (CODE, DATA),
    EvidenceKind.FOREIGN_KEY: (DATA, DATA),
    EvidenceKind.JOINS: (DATA, DATA),
    EvidenceKind.CO_WRITES: (DATA, DATA),
    EvidenceKind.TRIGGERS: (CODE, CODE),
    EvidenceKind.ROUTES: (START, CODE),
    EvidenceKind.EXERCISES: (START, CODE),
    EvidenceKind.CO_CHANGE: (CODE, CODE),
}
"""What each kind leads from and to."""


def sort_of(id: str) -> str:
    """What an id names: a table, an entry point, or code."""
    return DATA if id.startswith(TABLE) else START if id.startswith(ENTRY) else CODE
