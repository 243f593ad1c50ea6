"""What a context is: how firmly it holds together, its members and words, what it owns, needs, and gives to others."""

from collections.abc import Iterator

from decompose.contexts.context import BoundedContext
from decompose.evidence.unit import names_by_id
from decompose.evidence.words import amount, listed, number, percent, said
from decompose.result.decomposition import Decomposition
from decompose.result.entrances import entrances_of
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.explain.hidden import hidden_of_context
from decompose.result.explain.outside import calls_out_of, resources_of_context
from decompose.result.explain.people import hotspots_of_context, people_of_context
from decompose.result.explain.unseen import unseen_of_context
from decompose.result.leanings import TELLING, disagreements
from decompose.result.wording import context_names, ended, pieces, place, symbol, verdict


def context_explanation(decomposition: Decomposition, context: BoundedContext) -> Explanation:
    """What this context is made of and how it stands to the others."""
    sections = (
        _holding(decomposition, context),
        _members(decomposition, context),
        _placed(context),
        _torn(decomposition, context),
        _relations(decomposition, context),
        _entrances(decomposition, context),
        _owned(decomposition, context),
        _aggregates(decomposition, context),
        _foreign(decomposition, context),
        _cuts(decomposition, context),
        _kernel(decomposition, context),
        unseen_of_context(decomposition, context),
        _transactions(decomposition, context),
        resources_of_context(decomposition, context.id),
        calls_out_of(decomposition, context.id),
        hidden_of_context(decomposition, context.id),
        people_of_context(decomposition, context.id),
        hotspots_of_context(decomposition, context.id),
        _step(decomposition, context),
    )
    title = f"{context_names(decomposition)[context.id]} ({context.id}, {context.kind})"
    return Explanation("context", (context.id,), title, tuple(section for section in sections if section))


def _holding(decomposition: Decomposition, context: BoundedContext) -> Section:
    size = f"{amount(len(context.members), 'module')}, {amount(context.lines, 'line')}."
    words = (f"Its words: {listed(context.terms, 0)}.",) if context.terms else ()
    apart = dict(decomposition.graph.apart)
    if any(member.unit in apart for member in context.members):
        apart_for = "Set apart: so much else uses it that it would tie all together."
        return Section("What it is", (size, *words, apart_for))
    cohesion = f"Cohesion {percent(context.cohesion)}: the share of its members' coupling that stays inside."
    steady = f"Stability {percent(context.stability)}: how often two members stay together when all weights are shaken at random."
    ways = (
        f"With the same evidence and another start {percent(context.seed_stability)}, "
        f"on a coarser or finer map {percent(context.resolution_stability)}."
    )
    repeated = (ways,) if context.seed_stability or context.resolution_stability else ()
    return Section("What it is", (size, *words, cohesion, steady, *repeated, *_plugged(decomposition, context)))


def _plugged(decomposition: Decomposition, context: BoundedContext) -> Iterator[str]:
    """Whose plug-in it is, and which are its own."""
    names, called = context_names(decomposition), names_by_id(decomposition.units)
    for family in decomposition.context_map.families:
        base = said(family.base, called)
        if context.id in family.members:
            others = amount(len(family.members) - 1, "other")
            yield f"A plug-in of {names[family.host]}: with {others} it extends {base}; it owns no tables, nobody else uses it."
        if context.id == family.host:
            plug_ins = listed([names[id] for id in family.members])
            yield f"{amount(len(family.members), 'context')} are plug-ins of it: {plug_ins} extend {base}."


def _members(decomposition: Decomposition, context: BoundedContext) -> Section:
    lines = {unit.id: unit.lines for unit in decomposition.units}
    names = context_names(decomposition)
    members = sorted(context.members, key=lambda member: (member.strength, member.unit))
    rows = tuple(
        (member.unit, f"{lines.get(member.unit, 0):,}", percent(member.strength),
         names.get(member.runner_up, member.runner_up) or "–",
         percent(member.runner_up_strength) if member.runner_up else "–")
        for member in members
    )  # fmt: skip
    columns = ("module", "lines", "inside", "runner-up", "share")
    return Section("Its modules, loosest first", (), columns, rows)


def _torn(decomposition: Decomposition, context: BoundedContext) -> Section | None:
    names, torn = context_names(decomposition), disagreements(decomposition)
    rows = []
    for member in context.members:
        leanings = {leaning.signal: leaning for leaning in torn.get(member.unit, ())}
        if leanings:
            told = (leanings.get(signal) for signal in TELLING)
            cells = (f"{names.get(each.context, each.context)} {percent(each.share)}" if each else "–" for each in told)
            rows.append((member.unit, *cells))
    sentence = (
        "Where each kind of evidence alone would put them, with its share of the module's coupling there; – where it is not "
        "clear. Yours to settle: `decompose what-if --move` tells what a move does."
    )
    return Section("Where evidence disagrees", (sentence,), ("module", *TELLING), tuple(rows)) if rows else None


def _placed(context: BoundedContext) -> Section | None:
    rows = tuple((member.unit, member.by) for member in context.members if member.by)
    return Section("Put there by people", (), ("module", "place"), rows) if rows else None


def _relations(decomposition: Decomposition, context: BoundedContext) -> Section | None:
    names = context_names(decomposition)
    rows = []
    for relation in decomposition.context_map.relations:
        if context.id in (relation.upstream, relation.downstream):
            needs = relation.downstream == context.id
            other = relation.upstream if needs else relation.downstream
            flows = ", ".join(pieces(flow.kind, flow.count) for flow in relation.flows)
            direction = "depends on" if needs else "is used by"
            rows.append((direction, names.get(other, other), flows, relation.pattern, relation.reason))
    columns = ("it", "context", "through", "pattern", "reason")
    return Section("Its relations", (), columns, tuple(rows)) if rows else None


def _entrances(decomposition: Decomposition, context: BoundedContext) -> Section | None:
    names = context_names(decomposition)
    entrances = [one for one in entrances_of(decomposition) if one.context == context.id]
    rows = tuple(
        (symbol(one.id), ", ".join(map(symbol, one.handlers)), place(one.location),
         ", ".join(f"{names.get(other, other)} {count:,}" for other, count in one.abroad) or "–")
        for one in entrances
    )  # fmt: skip
    inside = sum(not one.abroad for one in entrances)
    contained = (
        f"{inside:,} of {amount(len(entrances), 'entry point')} can reach no other context, shared kernels aside."
    )
    columns = ("entry point", "handler", "place", "functions it can reach elsewhere")
    return Section("What comes in here", (contained,), columns, rows) if rows else None


def _owned(decomposition: Decomposition, context: BoundedContext) -> Section | None:
    names = context_names(decomposition)
    rows = tuple(
        (table.table, "contested" if table.contested else "", percent(table.confidence), table.reason,
         ", ".join(f"{names.get(a.context, a.context)} {a.reads} r {a.writes} w"
                   for a in table.accesses if a.context != context.id) or "–")
        for table in decomposition.ownership.tables
        if table.owner == context.id
    )  # fmt: skip
    columns = ("table", "", "confidence", "reason", "others (reads, writes)")
    return Section("Tables it should own", (), columns, rows) if rows else None


def _aggregates(decomposition: Decomposition, context: BoundedContext) -> Section | None:
    rows = tuple(
        (one.root,
         ", ".join(f"{part.table} ({part.together} of {amount(part.writers, 'writer')} write the root)" for part in one.parts)
         or ("reference data: no code writes it" if one.reference else "–"))
        for one in decomposition.aggregates
        if one.context == context.id
    )  # fmt: skip
    heading = "Its aggregates: what changes as one, under a root that others refer to"
    return Section(heading, (), ("root", "parts"), rows) if rows else None


def _foreign(decomposition: Decomposition, context: BoundedContext) -> Section | None:
    names = context_names(decomposition)
    rows = tuple(
        (table.table, names.get(table.owner, "–"), str(access.reads), str(access.writes))
        for table in decomposition.ownership.tables
        for access in table.accesses
        if access.context == context.id and table.owner != context.id
    )
    return Section("Tables of others it uses", (), ("table", "owner", "reads", "writes"), rows) if rows else None


def _cuts(decomposition: Decomposition, context: BoundedContext) -> Section | None:
    names = context_names(decomposition)
    rows = tuple(
        (names.get(total.from_context, "–"), names.get(total.to_context, "–"), f"{total.cuts:,}", number(total.effort))
        for total in decomposition.ledger.totals
        if context.id in (total.from_context, total.to_context)
    )
    sentence = "Each cut, with its place and remedy: `decompose explain edge`."
    return Section("What its boundary cuts", (sentence,), ("from", "to", "cuts", "points"), rows) if rows else None


def _kernel(decomposition: Decomposition, context: BoundedContext) -> Section | None:
    names = context_names(decomposition)
    rows = tuple(
        (names.get(use.context, use.context), names.get(use.kernel, use.kernel), pieces(use.kind, use.uses))
        for use in decomposition.ledger.kernel
        if context.id in (use.context, use.kernel)
    )
    sentence = "No cuts: a shared kernel travels with each context as a package."
    return Section("Uses of a shared kernel", (sentence,), ("context", "kernel", "through"), rows) if rows else None


def _transactions(decomposition: Decomposition, context: BoundedContext) -> Section | None:
    rows = tuple(
        (place(split.location), split.function, ", ".join(table for table, _ in split.writes), split.advice)
        for split in decomposition.transactions
        if context.id in split.contexts
    )
    columns = ("place", "function", "writes", "advice")
    return Section("Transactions its boundary splits", (), columns, rows) if rows else None


def _step(decomposition: Decomposition, context: BoundedContext) -> Section | None:
    for step in decomposition.plan.steps:
        if step.context == context.id:
            return Section("In the plan", (f"Step {step.rank}, {verdict(step.verdict)}: {ended(step.why)}",))
    return None
