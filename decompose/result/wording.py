"""Numbers, places and names in the words every report uses, so that two reports never say the same thing differently."""

from decompose.contexts.context import BoundedContext, ContextKind
from decompose.design.names import names_of
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.words import amount, percent
from decompose.plan.plan import Verdict
from decompose.result.decomposition import Decomposition

VERDICTS = {
    Verdict.EXTRACT: "extract",
    Verdict.PREPARE: "prepare first",
    Verdict.MODULARISE: "modularise in place",
    Verdict.KEEP: "keep in the core",
    Verdict.NEVER: "never alone",
}

KINDS = {
    EvidenceKind.IMPORT: ("import", "imports"),
    EvidenceKind.CALL: ("call", "calls"),
    EvidenceKind.INHERITS: ("base class", "base classes"),
    EvidenceKind.ANNOTATES: ("annotation", "annotations"),
    EvidenceKind.REFERENCES: ("reference", "references"),
    EvidenceKind.RAISES: ("raised error", "raised errors"),
    EvidenceKind.CATCHES: ("caught error", "caught errors"),
    EvidenceKind.DEFINES: ("definition", "definitions"),
    EvidenceKind.READS: ("read", "reads"),
    EvidenceKind.WRITES: ("write", "writes"),
    EvidenceKind.FOREIGN_KEY: ("foreign key", "foreign keys"),
    EvidenceKind.JOINS: ("join", "joins"),
    EvidenceKind.CO_WRITES: ("common transaction", "common transactions"),
    EvidenceKind.TRIGGERS: ("trigger", "triggers"),
    EvidenceKind.ROUTES: ("route", "routes"),
    EvidenceKind.EXERCISES: ("use case", "use cases"),
    EvidenceKind.CO_CHANGE: ("co-changing pair", "co-changing pairs"),
}


def of(part: int, whole: int, what: str = "") -> str:
    """`part` of `whole`, with thousands marked and the share: `1,200 of 1,500 files (80%)`."""
    counted = f"{part:,} of {whole:,} {what}".rstrip()
    return f"{counted} ({percent(part / whole)})" if whole else counted


def pieces(kind: str, count: int) -> str:
    """How many pieces of one kind of evidence: `2 calls`; a kind that is not known stands as it is."""
    known = {str(each): nouns for each, nouns in KINDS.items()}
    return amount(count, *known.get(kind, (kind, kind)))


def ended(sentence: str) -> str:
    """The sentence with one full stop at its end."""
    return sentence.rstrip(". ") + "."


def place(location: Location | None) -> str:
    """`path:line`, or a dash where there is no place."""
    return str(location) if location and location.path else "–"


def verdict(value: Verdict) -> str:
    """A verdict in words."""
    return VERDICTS[value]


def context_names(decomposition: Decomposition) -> dict[str, str]:
    """The name of each context by its id; the id stands beside a name that two contexts share."""
    return names_of(decomposition.catalog)


def domain_contexts(decomposition: Decomposition) -> tuple[BoundedContext, ...]:
    """The contexts that are candidates for services: all but shared kernels."""
    return tuple(c for c in decomposition.catalog.contexts if c.kind == ContextKind.DOMAIN)


def symbol(reference: str) -> str:
    """A unit id for people: without the words that only say its kind (`orders` for `table:orders`)."""
    return reference.removeprefix("table:").removeprefix("entry:")


def inside(reference: str, location: Location | None) -> str:
    """A unit id beside its place, without the path that the place says already; a dash for the top of a module."""
    module, _, name = reference.partition("::")
    if location and location.path == module:
        return name or "–"
    return symbol(reference)


def shortened(text: str, most: int) -> str:
    """The beginning of a sentence or name, in at most `most` signs."""
    return text if len(text) <= most else text[: most - 1] + "…"


def ended_by(text: str, most: int) -> str:
    """The end of a path or dotted name, which tells more than its beginning, in at most `most` signs."""
    return text if len(text) <= most else "…" + text[len(text) - most + 1 :]
