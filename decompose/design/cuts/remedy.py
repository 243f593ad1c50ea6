"""Remedies: for each kind of crossing evidence the class of remedy and its price in points."""

from msgspec import Struct

from decompose.evidence.evidence import EvidenceKind, by_itself


class Remedy(Struct, frozen=True):
    """What mends one cut: the class of remedy, and its price in points for each time it is needed."""

    name: str
    points: float


INVERT = "invert-dependency"
MOVE = "move"
# Rows that go with what they point to follow the event that tells of its end.
FOLLOW = Remedy("event", 1)
UNENFORCED = 2.0

# The unit is one simple edit of one call site. The other prices are ratios chosen by what the remedy entails, not
# fitted to any system: a query needs a method on the façade and a changed caller (2), a command also has to keep its
# transaction in mind (3), an error that crosses becomes a code that both sides know (1), a base class has to become
# composition (3), a definition moves with its importers (3), a foreign key needs a migration and a check that replaces
# the database's (5), one that no database checks is an id already and only its lookups change (2), a join becomes two
# queries and their merge (5), a transaction needs steps, compensations and their tests (8). Co-change names no place
# to edit, so it has no remedy here and counts as risk.
REMEDIES: dict[EvidenceKind, Remedy] = {
    EvidenceKind.IMPORT: Remedy("call-through-facade", 1),
    EvidenceKind.CALL: Remedy("call-through-facade", 1),
    EvidenceKind.REFERENCES: Remedy("call-through-facade", 1),
    EvidenceKind.ANNOTATES: Remedy("publish-type", 0.5),
    EvidenceKind.INHERITS: Remedy("replace-inheritance", 3),
    EvidenceKind.RAISES: Remedy("error-in-contract", 1),
    EvidenceKind.CATCHES: Remedy("error-in-contract", 1),
    EvidenceKind.TRIGGERS: Remedy("event", 1),
    EvidenceKind.ROUTES: Remedy(MOVE, 1),
    EvidenceKind.DEFINES: Remedy(MOVE, 3),
    EvidenceKind.READS: Remedy("query-through-facade", 2),
    EvidenceKind.WRITES: Remedy("command-through-facade", 3),
    EvidenceKind.FOREIGN_KEY: Remedy("replace-foreign-key-by-id", 5),
    EvidenceKind.JOINS: Remedy("split-query", 5),
    EvidenceKind.CO_WRITES: Remedy("saga", 8),
}


def remedy_for(kind: EvidenceKind, flags: tuple[str, ...], from_kernel: bool) -> Remedy:
    """The remedy for one crossing; a shared kernel that reaches into a domain context must be turned round."""
    remedy = FOLLOW if by_itself(flags) else REMEDIES[kind]
    if kind is EvidenceKind.IMPORT and "type-checking" in flags:
        remedy = REMEDIES[EvidenceKind.ANNOTATES]
    if kind is EvidenceKind.FOREIGN_KEY and "unenforced" in flags:
        remedy = Remedy(remedy.name, UNENFORCED)
    return Remedy(INVERT, remedy.points) if from_kernel and kind is not EvidenceKind.DEFINES else remedy
