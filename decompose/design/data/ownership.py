"""Data ownership: for each table the context that should own it, and who else touches it."""

from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from decompose.contexts.context import ContextCatalog, ContextKind
from decompose.contexts.hand.decree import NOTHING, Decrees
from decompose.design.data.columns import ColumnGroup, Setters, split_said
from decompose.design.data.hanging import hung
from decompose.design.names import names_of
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.evidence.findings import Findings
from decompose.evidence.reach import only_reached
from decompose.evidence.unit import UnitKind, module_of, top_level
from decompose.evidence.words import amount, listed

TABLE = "table:"

# What a claim is made of, as shares that sum to 1: changing data is the strongest sign of owning it, then defining it,
# then reading it. Chosen: a context that makes most of the writes outweighs one that only defines and reads the table. Where
# the definer writes it too, the first two change places: it holds the rules, and an administration that writes more is its
# customer.
WRITES, DEFINES, READS = 0.5, 0.35, 0.15
# Data in a shared kernel is a shared database, so a kernel owns a table only when no domain context has a third of its claim.
KERNEL = 1 / 3
MADE_OURS = frozenset((EvidenceKind.DEFINES, EvidenceKind.WRITES, EvidenceKind.FOREIGN_KEY))


class TableAccess(Struct, frozen=True, order=True):
    """How often one context reads and writes one table (places in code, not calls at run time).

    `commands` counts places besides that write it only when somebody runs a command: seeds, repairs, clean-ups.
    """

    context: str
    reads: int
    writes: int
    commands: int = 0


class TableOwnership(Struct, frozen=True):
    """The proposed owner of one table.

    `owner` is a context id, or "" when nothing touches the table nor what it points to, or nothing here but reads. `confidence`
    is 0…1; `contested` when another context than the owner writes it. `accesses` are per context, most writes first;
    `defined_at` are the places that define it. `groups` are columns that another writer has to itself, by which the table could
    be split.
    """

    table: str
    owner: str
    confidence: float
    reason: str
    contested: bool
    accesses: tuple[TableAccess, ...]
    defined_at: tuple[Location, ...] = ()
    groups: tuple[ColumnGroup, ...] = ()


class DataOwnership(Struct, frozen=True):
    """Every table of the system, contested ones first, then by name."""

    tables: tuple[TableOwnership, ...]


class _Table:
    """What is known of one table: reads, writes and defining modules by context, and where it is defined.

    It is ours where anything, tests and migrations too, defines it, writes it or points to it. `by_itself` are the reads and
    writes of the class that defines it, by the context in which that lies today.
    """

    def __init__(self) -> None:
        self.reads: Counter[str] = Counter()
        self.writes: Counter[str] = Counter()
        self.commands: Counter[str] = Counter()
        self.by_itself: dict[EvidenceKind, Counter[str]] = {
            EvidenceKind.READS: Counter(),
            EvidenceKind.WRITES: Counter(),
        }
        self.is_ours = False
        self.definers: dict[str, str] = {}
        self.defined_at: set[Location] = set()
        self.setters = Setters()

    def main_writer(self) -> str:
        return min(self.writes, key=lambda context: (-self.writes[context], context), default="")

    def counted(self, kind: EvidenceKind, owner: str) -> Counter[str]:
        """Reads or writes by context; those of the class that defines the table count if it lies with the owner."""
        places = self.reads if kind is EvidenceKind.READS else self.writes
        return places + Counter({owner: self.by_itself[kind][owner]})


class _Definer:
    """A module that defines tables: of those that anything writes, how many its own context writes most."""

    def __init__(self, module: str) -> None:
        self.module, self.own, self.written = module, 0, 0

    @property
    def trust(self) -> float:
        """Near 1 for a module whose tables its own context writes, near 0 for a module of everybody's models."""
        return (1 + self.own) / (1 + self.written)


def own_tables(findings: Findings, catalog: ContextCatalog, decrees: Decrees = NOTHING) -> DataOwnership:
    """The owner of each table: the context with the largest claim from who writes, defines and reads it.

    What a deletion does to rows that point to the deleted ones claims nothing: it follows from their foreign keys. Nor does
    DDL, which changes no row (a script that drops fifty tables owns none of them), nor what only commands write, which
    somebody runs by hand while the system serves nobody or does not mind, nor what the class that defines a table does to
    it, as it moves with the table.
    A claim is ½ × share of the writes + 0.35 × trust in the definition + 0.15 × share of the reads; ½ is the part of the
    definition where a context that defines the table writes it too, and 0.35 that of the writes. Who only reads what nothing
    defines, writes or points to (a catalogue of a server, another system's data) claims nothing. Trust falls with the
    share of the defining module's tables that other contexts write most, so that one module of everybody's models does
    not own everything; a shared kernel's claim counts a third. What nobody claims goes with the rows it hangs on (`hanging`).
    What people decreed is so, whoever claims what.
    Confidence is the owner's part of all claims × n / (n + 1), where n counts the accesses and definitions known.
    """
    kernels = frozenset(context.id for context in catalog.contexts if context.kind is ContextKind.SHARED_KERNEL)
    tables = _known(findings, catalog.context_of())
    definers = _definers(tables)
    names = names_of(catalog)
    owned = [_own(name, tables[name], definers, kernels, names) for name in sorted(tables)]
    owned = hung(owned, findings.evidence, names)
    owned = [_decreed(table, decrees, names) for table in owned]
    return DataOwnership(tuple(sorted(owned, key=lambda table: (not table.contested, table.table))))


def _decreed(table: TableOwnership, decrees: Decrees, names: dict[str, str]) -> TableOwnership:
    """The table with the owner that people gave it, if they gave it to a context that there is."""
    decree = decrees.tables.get(table.table)
    if decree is None or decree.context not in names:
        return table
    said = f"{decrees.hand.at(decree.line)} gives it to {names[decree.context]}."
    if table.owner == decree.context:
        return replace(table, confidence=1.0, reason=f"{said} {table.reason}")
    claimed = f" By evidence alone it would be {names[table.owner]}'s: {table.reason}" if table.owner else ""
    contested = any(access.writes and access.context != decree.context for access in table.accesses)
    return replace(table, owner=decree.context, confidence=1.0, reason=f"{said}{claimed}", contested=contested)


def rows_of(findings: Findings) -> frozenset[tuple[str, str]]:
    """Each class that stands for the rows of a table, with that table: what it does to it moves along."""
    defines = (each for each in findings.evidence if each.kind is EvidenceKind.DEFINES and "::" in each.source)
    return frozenset((each.source, each.target) for each in defines)


def _known(findings: Findings, context_of: dict[str, str]) -> dict[str, _Table]:
    tables = {u.id.removeprefix(TABLE): _Table() for u in findings.units if u.kind is UnitKind.TABLE}
    by_hand = only_reached(findings, ("command",))
    rows = rows_of(findings)
    for evidence in findings.evidence:
        for end in (evidence.source, evidence.target):
            if end.startswith(TABLE) and (name := end.removeprefix(TABLE)) not in tables:
                tables[name] = _Table()
        if evidence.kind in MADE_OURS and evidence.target.startswith(TABLE):
            tables[evidence.target.removeprefix(TABLE)].is_ours = True
        if not evidence.target.startswith(TABLE) or by_itself(evidence.flags):
            continue
        table, module = tables[evidence.target.removeprefix(TABLE)], module_of(evidence.source)
        context = context_of.get(module, "")
        if evidence.kind is EvidenceKind.DEFINES:
            table.defined_at.update([evidence.location] if evidence.location else [])
            if context:
                table.definers[module] = context
        elif context and evidence.kind in table.by_itself and (top_level(evidence.source), evidence.target) in rows:
            table.by_itself[evidence.kind][context] += max(1, evidence.count)
        elif context and evidence.kind is EvidenceKind.READS:
            table.reads[context] += max(1, evidence.count)
        elif context and evidence.kind is EvidenceKind.WRITES and "ddl" not in evidence.flags:
            writes = table.commands if evidence.source in by_hand else table.writes
            writes[context] += max(1, evidence.count)
            if writes is table.writes:
                table.setters.add(context, evidence)
    return tables


def _definers(tables: dict[str, _Table]) -> dict[str, _Definer]:
    definers: dict[str, _Definer] = {}
    for table in tables.values():
        for module, context in table.definers.items():
            definer = definers.setdefault(module, _Definer(module))
            definer.written += bool(table.writes)
            definer.own += table.main_writer() == context
    return definers


def _own(
    name: str, table: _Table, definers: dict[str, _Definer], kernels: frozenset[str], names: dict[str, str]
) -> TableOwnership:
    claims = _claims(table, definers, kernels)
    places = tuple(sorted(table.defined_at))
    if not claims:
        return TableOwnership(name, "", 0.0, "No module of a context reads, writes or defines it.", False, (), places)
    if not table.is_ours:
        return TableOwnership(name, "", 0.0, _foreign(table, names), False, _accesses(table, ""))
    owner = min(claims, key=lambda context: (-claims[context], context))
    accesses = _accesses(table, owner)
    known = table.reads.total() + table.writes.total() + len(table.definers)
    share = claims[owner] / sum(claims[context] for context in sorted(claims))
    contested = any(access.writes and access.context != owner for access in accesses)
    groups = table.setters.groups(owner)
    reason = (
        _reason(owner, table, definers, kernels, names) + split_said(groups, names) + _by_commands(owner, table, names)
    )
    return TableOwnership(name, owner, share * known / (known + 1), reason, contested, accesses, places, groups)


def _foreign(table: _Table, names: dict[str, str]) -> str:
    readers = sorted(table.reads, key=lambda context: (-table.reads[context], names[context]))
    read_by = listed([f"{names[one]} (at {amount(table.reads[one], 'place')})" for one in readers], 0)
    read = "reads" if len(readers) == 1 else "read"
    return f"Nothing here defines or writes it: a library, another system or somebody fills it; {read_by} {read} it."


def _accesses(table: _Table, owner: str) -> tuple[TableAccess, ...]:
    """Those of the class that defines the table are its owner's, or nobody's where it lies elsewhere and has to move."""
    reads, writes = (table.counted(kind, owner) for kind in (EvidenceKind.READS, EvidenceKind.WRITES))
    found = (TableAccess(c, reads[c], writes[c], table.commands[c]) for c in {*reads, *writes, *table.commands})
    return tuple(sorted(found, key=lambda each: (-each.writes, -each.reads, -each.commands, each.context)))


def _by_commands(owner: str, table: _Table, names: dict[str, str]) -> str:
    others = sorted(context for context in table.commands if context != owner)
    said = listed([f"{names[context]} (at {amount(table.commands[context], 'place')})" for context in others], 0)
    return f" Commands of {said} write it too." if others else ""


def _claims(table: _Table, definers: dict[str, _Definer], kernels: frozenset[str]) -> dict[str, float]:
    claims: dict[str, float] = {}
    keeps = any(context in table.writes and context not in kernels for context in table.definers.values())
    writes, defines = (DEFINES, WRITES) if keeps else (WRITES, DEFINES)
    for context in sorted({*table.reads, *table.writes, *table.definers.values()}):
        trusts = [definers[module].trust for module, home in table.definers.items() if home == context]
        claim = (
            writes * _share(table.writes, context)
            + defines * max(trusts, default=0.0)
            + READS * _share(table.reads, context)
        )
        claims[context] = claim * (KERNEL if context in kernels else 1.0)
    return claims


def _share(counts: Counter[str], context: str) -> float:
    return counts[context] / counts.total() if counts else 0.0


def _reason(
    owner: str, table: _Table, definers: dict[str, _Definer], kernels: frozenset[str], names: dict[str, str]
) -> str:
    parts = [
        _part("makes", table.counted(EvidenceKind.WRITES, owner), owner, "write", "writes"),
        _part("makes", table.counted(EvidenceKind.READS, owner), owner, "read", "reads"),
        _definition(owner, table, kernels),
    ]
    text = f"{names[owner]} {listed([part for part in parts if part])}"
    return f"{text}.{_other_writers(owner, table, names)}{_foreign_definition(owner, table, definers, names)}"


def _part(verb: str, counts: Counter[str], owner: str, one: str, many: str) -> str:
    total = counts.total()
    if not counts[owner]:
        return ""
    if counts[owner] == total:
        return f"{verb} the only {one}" if total == 1 else f"{verb} {'both' if total == 2 else f'all {total}'} {many}"
    return f"{verb} {counts[owner]} of {total} {many}"


def _definition(owner: str, table: _Table, kernels: frozenset[str]) -> str:
    own = sorted(module for module, home in table.definers.items() if home == owner)
    if not own:
        return ""
    kernel = " (a shared kernel, so its claim counts a third)" if owner in kernels else ""
    return f"defines it in {own[0]}{kernel}"


def _other_writers(owner: str, table: _Table, names: dict[str, str]) -> str:
    others = sorted((context for context in table.writes if context != owner), key=lambda c: (-table.writes[c], c))
    said = listed([f"{names[context]} (at {amount(table.writes[context], 'place')})" for context in others], 0)
    return f" {said} {'writes' if len(others) == 1 else 'write'} it too." if others else ""


def _foreign_definition(owner: str, table: _Table, definers: dict[str, _Definer], names: dict[str, str]) -> str:
    foreign = sorted(module for module, home in table.definers.items() if home != owner)
    if not foreign:
        return ""
    definer = definers[foreign[0]]
    weak = (
        f", where {definer.own} of {amount(definer.written, 'written table')} "
        f"{'is' if definer.own == 1 else 'are'} written most by that context"
        if definer.written
        else ""
    )
    return f" It is defined by {names[table.definers[definer.module]]} in {definer.module}{weak}."
