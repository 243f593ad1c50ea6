"""What couples two modules or contexts: weights with formulas, every piece of evidence, commits, tables, transactions."""

from math import fsum

from msgspec import Struct

from decompose.contexts.context import BoundedContext
from decompose.coupling.graph import Coupling
from decompose.errors import DecomposeError, Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import Unit, module_of
from decompose.evidence.words import amount, listed, number
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.explain.module import strands
from decompose.result.explain.outside import resources_between
from decompose.result.past import meeting_said, together_said
from decompose.result.wording import context_names, ended, inside, place, symbol


class End(Struct, frozen=True):
    """One end of an edge: the modules and tables it stands for; a context has the tables it owns, a module those it defines."""

    id: str
    name: str
    modules: frozenset[str]
    tables: frozenset[str]

    def holds(self, reference: str) -> bool:
        """Whether a unit id is of this end."""
        return reference in self.tables or module_of(reference) in self.modules


def edge_explanation(
    decomposition: Decomposition, one: BoundedContext | Unit, other: BoundedContext | Unit
) -> Explanation:
    """What couples these two; raises DecomposeError if they are the same or one holds the other."""
    left, right = _end(decomposition, one), _end(decomposition, other)
    if left.modules & right.modules:
        raise DecomposeError(
            f"{left.name} and {right.name} are not two separate things.", "Name two modules, or two contexts."
        )
    sections = (
        _weight(decomposition, left, right),
        _relations(decomposition, left, right),
        _channels(decomposition, left, right),
        _formulas(decomposition, left, right),
        _evidence(decomposition, left, right),
        _tables(decomposition, left, right),
        _transactions(decomposition, left, right),
        resources_between(decomposition, left.modules, right.modules),
        _commits(decomposition, left, right),
        _pairs(decomposition, left, right),
    )
    title = f"Between {left.name} and {right.name}"
    return Explanation("edge", (left.id, right.id), title, tuple(section for section in sections if section))


def _end(decomposition: Decomposition, thing: BoundedContext | Unit) -> End:
    if isinstance(thing, BoundedContext):
        owned = {table.table for table in decomposition.ownership.tables if table.owner == thing.id}
        members = frozenset(module_of(member.unit) for member in thing.members)
        return End(thing.id, context_names(decomposition)[thing.id], members, frozenset(f"table:{t}" for t in owned))
    pieces = (e for e in decomposition.evidence if e.kind == EvidenceKind.DEFINES and module_of(e.source) == thing.id)
    return End(thing.id, thing.name, frozenset({thing.id}), frozenset(piece.target for piece in pieces))


def _weight(decomposition: Decomposition, left: End, right: End) -> Section:
    couplings = _couplings(decomposition, left, right)
    if not couplings:
        apart = dict(decomposition.graph.apart)
        for module in sorted(left.modules | right.modules):
            if module in apart and (len(left.modules) == 1 or len(right.modules) == 1):
                sentence = ended(f"{module} was set apart, so its couplings have no weight: {apart[module]}")
                return Section("Weight", (sentence,))
        return Section("Weight", ("No coupling with a weight.",))
    totals: dict[str, list[float]] = {}
    for coupling in couplings:
        for strand in coupling.strands:
            totals.setdefault(strand.signal, []).append(strand.weight)
    parts = sorted(((fsum(found), signal) for signal, found in totals.items()), key=lambda part: (-part[0], part[1]))
    formula = " + ".join(f"{number(weight)} {signal}" for weight, signal in parts)
    weight = fsum(coupling.weight for coupling in couplings)
    pairs = amount(len(couplings), "pair of modules", "pairs of modules")
    return Section("Weight", (f"{number(weight)} = {formula}, over {pairs}.",))


def _couplings(decomposition: Decomposition, left: End, right: End) -> list[Coupling]:
    found = [
        coupling
        for coupling in decomposition.graph.couplings
        if (left.holds(coupling.source) and right.holds(coupling.target))
        or (right.holds(coupling.source) and left.holds(coupling.target))
    ]
    return sorted(found, key=lambda coupling: (-coupling.weight, coupling.source, coupling.target))


def _relations(decomposition: Decomposition, left: End, right: End) -> Section | None:
    names = context_names(decomposition)
    sentences = tuple(
        f"{names.get(relation.downstream, relation.downstream)} depends on "
        f"{names.get(relation.upstream, relation.upstream)} ({relation.pattern}): {ended(relation.reason)}"
        for relation in decomposition.context_map.relations
        if {relation.upstream, relation.downstream} == {left.id, right.id}
    )
    return Section("Direction", sentences) if sentences else None


def _channels(decomposition: Decomposition, left: End, right: End) -> Section | None:
    names = context_names(decomposition)
    rows = tuple(
        (f"{names.get(relation.downstream, relation.downstream)} → {names.get(relation.upstream, relation.upstream)}",
         channel.style, ended(channel.reason))
        for relation in decomposition.context_map.relations
        if {relation.upstream, relation.downstream} == {left.id, right.id}
        for channel in relation.channels
    )  # fmt: skip
    heading = "How they should talk once they run apart; until then by calls within the process"
    return Section(heading, (), ("from → to", "how", "why"), rows) if rows else None


def _formulas(decomposition: Decomposition, left: End, right: End) -> Section | None:
    """Of two modules, each strand with its formula; of contexts there would be too many, see `_pairs`."""
    couplings = _couplings(decomposition, left, right)
    if len(couplings) != 1:
        return None
    order = sorted(couplings[0].strands, key=lambda strand: (-strand.weight, strand.signal))
    rows = tuple((strand.signal, number(strand.weight), strand.formula or number(strand.amount)) for strand in order)
    return Section("What the weight is made of", (), ("signal", "weight", "formula"), rows)


def _pairs(decomposition: Decomposition, left: End, right: End) -> Section | None:
    couplings = _couplings(decomposition, left, right)
    if len(couplings) < 2:
        return None
    rows = tuple((each.source, each.target, number(each.weight), strands(each)) for each in couplings)
    sentence = "The formulas of each: `decompose explain edge` with the two modules."
    return Section("Pairs of modules, strongest first", (sentence,), ("module", "module", "weight", "made of"), rows)


def _evidence(decomposition: Decomposition, left: End, right: End) -> Section:
    rows = tuple(
        (
            place(where),
            str(piece.kind),
            inside(piece.source, where),
            symbol(piece.target),
            f"{piece.count:,}",
            _detail(piece),
        )
        for piece in _pieces(decomposition, left, right)
        for where in (piece.location or Location(piece.source),)
    )
    if not rows:
        return Section("Evidence", ("No import, call, query or commit joins them directly.",))
    columns = ("place", "kind", "in", "to", "times", "detail")
    return Section(f"Evidence: {amount(len(rows), 'piece')}", (), columns, rows)


def _pieces(decomposition: Decomposition, left: End, right: End) -> list[Evidence]:
    """What joins the two, in the order of the result; then what changed together, most often first."""
    found = [
        piece
        for piece in decomposition.evidence
        if (left.holds(piece.source) and right.holds(piece.target))
        or (right.holds(piece.source) and left.holds(piece.target))
    ]
    together = [piece for piece in found if piece.kind == EvidenceKind.CO_CHANGE]
    rest = [piece for piece in found if piece.kind != EvidenceKind.CO_CHANGE]
    return rest + sorted(together, key=lambda piece: (-piece.count, piece.source, piece.target))


def _detail(piece: Evidence) -> str:
    if piece.kind == EvidenceKind.CO_CHANGE:
        return f"{together_said(piece.count, piece.together)}, support {number(piece.support)}"
    doubt = f"confidence {number(piece.confidence)}" if piece.confidence < 1 else ""
    return "; ".join(part for part in (piece.detail, ", ".join(piece.flags), doubt) if part)


def _commits(decomposition: Decomposition, left: End, right: End) -> Section | None:
    changed: dict[str, set[str]] = {}
    for piece in _pieces(decomposition, left, right):
        for commit in piece.commits:
            changed.setdefault(commit, set()).update((piece.source, piece.target))
    order = sorted(changed.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = tuple(
        (commit, listed(sorted(files & left.modules), 3), listed(sorted(files & right.modules), 3))
        for commit, files in order
    )
    sentence = (
        "Commits that changed both, those that changed most first; the newest 10 of each pair of modules are kept."
    )
    if not rows:
        said = _never_met(decomposition, left, right)
        return Section("Commits", (said,)) if said else None
    return Section("Commits", (sentence,), ("commit", left.name, right.name), rows)


def _never_met(decomposition: Decomposition, left: End, right: End) -> str:
    """Of two modules; of contexts there is no one history to judge by."""
    if {left.id, right.id} != left.modules | right.modules:
        return ""
    return meeting_said(decomposition, left.id, right.id)


def _tables(decomposition: Decomposition, left: End, right: End) -> Section | None:
    accesses: dict[str, tuple[list[str], list[str]]] = {}
    for piece in decomposition.evidence:
        if piece.kind in (EvidenceKind.READS, EvidenceKind.WRITES):
            for side, end in enumerate((left, right)):
                if module_of(piece.source) in end.modules:
                    accesses.setdefault(piece.target, ([], []))[side].append(f"{piece.kind} {place(piece.location)}")
    owners, names = {t.table: t.owner for t in decomposition.ownership.tables}, context_names(decomposition)
    rows = tuple(
        (symbol(table), names.get(owners.get(symbol(table), ""), "–"), ", ".join(of_left), ", ".join(of_right))
        for table, (of_left, of_right) in sorted(accesses.items())
        if of_left and of_right
    )
    columns = ("table", "owner", left.name, right.name)
    return Section("Tables that both use", (), columns, rows) if rows else None


def _transactions(decomposition: Decomposition, left: End, right: End) -> Section | None:
    rows = tuple(
        (place(split.location), split.function, ", ".join(table for table, _ in split.writes), split.advice)
        for split in decomposition.transactions
        if {left.id, right.id} <= set(split.contexts)
    )
    columns = ("place", "function", "writes", "advice")
    return Section("Transactions that a boundary splits", (), columns, rows) if rows else None
