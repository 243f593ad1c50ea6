"""Why a step stands where it does in the plan, what it takes, and how one knows that it worked."""

from itertools import chain, repeat

from decompose.design.cuts.ledger import Cut
from decompose.evidence.words import amount, number
from decompose.plan.plan import LEAVES, Step
from decompose.result.apart import Apart
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.explain.outside import resources_of_step
from decompose.result.steps import callers
from decompose.result.wording import context_names, ended, inside, place, symbol, verdict


def step_explanation(decomposition: Decomposition, step: Step) -> Explanation:
    """Why this step, with every driver and every cut behind its numbers."""
    sections = (
        _why(decomposition, step),
        _drivers(step),
        _before(decomposition, step),
        _operations(step),
        _facade(decomposition, step),
        _callers(decomposition, step),
        _tables(decomposition, step),
        _tests(step),
        resources_of_step(decomposition, step.context),
        _remedies(decomposition, step),
        _cuts(decomposition, step),
        _transactions(decomposition, step),
        _apart(decomposition, step),
        _after(step),
    )
    name = context_names(decomposition).get(step.context, step.context)
    title = f"Step {step.rank}: {name}, {verdict(step.verdict)}"
    return Explanation("step", (step.context,), title, tuple(section for section in sections if section))


def _why(decomposition: Decomposition, step: Step) -> Section:
    marks = (
        f"Effort {step.effort:.2f}, risk {step.risk:.2f}, value {step.value:.2f}: each 0 to 1 among the contexts here."
    )
    names = context_names(decomposition)
    nearby = [
        f"Step {other.rank} ({names.get(other.context, other.context)}) has score {number(other.score)}."
        for other in decomposition.plan.steps
        if abs(other.rank - step.rank) == 1
    ]
    return Section("Why", (ended(step.why), marks, f"Its score is {number(step.score)}.", *nearby, *_firm(step)))


def _firm(step: Step) -> tuple[str, ...]:
    """How much of its place hangs on the weights of the plan."""
    first, last = step.ranks
    trial = "any one weight of the plan half as large or half as large again"
    if not first:
        return ()
    if first == last:
        return (f"It would keep its place with {trial}.",)
    return (f"With {trial} it would stand between place {first} and place {last}.",)


def _drivers(step: Step) -> Section | None:
    order = {"effort": 0, "risk": 1, "value": 2}
    drivers = sorted(step.drivers, key=lambda d: (order.get(d.dimension, 3), -d.points, d.name))
    rows = tuple((d.dimension, d.name, number(d.amount), number(d.points), d.explanation) for d in drivers)
    return Section("Drivers", (), ("of", "driver", "measured", "points", "in words"), rows) if rows else None


def _before(decomposition: Decomposition, step: Step) -> Section | None:
    names = context_names(decomposition)
    ranks = {other.context: other.rank for other in decomposition.plan.steps}
    waits = tuple(f"After {names.get(id, id)} (step {ranks.get(id, '–')})." for id in step.after)
    sentences = waits + tuple(map(ended, step.preconditions))
    return Section("Before it", sentences) if sentences else None


def _operations(step: Step) -> Section | None:
    numbered = tuple(f"{number}. {ended(sentence)}" for number, sentence in enumerate(step.operations, 1))
    alone = tuple(f"Leave alone: {ended(sentence)}" for sentence in step.leave_alone)
    return Section("What to do, in this order", (*numbered, *alone)) if numbered or alone else None


def _facade(decomposition: Decomposition, step: Step) -> Section | None:
    """What the façade offers, each unit with its exact signatures where they are known."""
    contracts = {contract.unit: contract.signatures for contract in decomposition.contracts}
    rows = tuple(
        (symbol(unit) if first else "", signature)
        for unit in step.facade
        for first, signature in zip(chain((True,), repeat(False)), contracts.get(unit, ("",)), strict=False)
    )
    heading = "What others call today: its façade, most called first"
    return Section(heading, (), ("unit", "signature"), rows) if rows else None


def _callers(decomposition: Decomposition, step: Step) -> Section | None:
    rows = tuple((where, f"{times:,}") for where, times in callers(decomposition, step))
    heading = f"Callers to redirect, in {amount(len(rows), 'file')}: the first place in each, and how many it has"
    return Section(heading, (), ("place", "places"), rows) if rows and step.verdict in LEAVES else None


def _tables(decomposition: Decomposition, step: Step) -> Section | None:
    known, names = {t.table: t for t in decomposition.ownership.tables}, context_names(decomposition)
    rows = []
    for name in step.tables:
        accesses = known[name].accesses if name in known else ()
        others = [
            f"{names.get(a.context, a.context)} {a.reads} r {a.writes} w" for a in accesses if a.context != step.context
        ]
        rows.append((name, ", ".join(others) or "–"))
    columns = ("table", "others that use it (reads, writes)")
    return Section("Tables that go with it", (), columns, tuple(rows)) if rows else None


def _tests(step: Step) -> Section | None:
    rows = tuple((test,) for test in step.tests)
    return Section("Test modules that go with it", (), ("module",), rows) if rows else None


def _of(decomposition: Decomposition, step: Step) -> list[Cut]:
    cuts = (cut for cut in decomposition.ledger.cuts if step.context in (cut.from_context, cut.to_context))
    return sorted(cuts, key=lambda c: (-c.effort, c.kind, place(c.location), c.source, c.target))


def _remedies(decomposition: Decomposition, step: Step) -> Section | None:
    sums: dict[str, tuple[int, float]] = {}
    for cut in _of(decomposition, step):
        count, effort = sums.get(cut.remedy, (0, 0.0))
        sums[cut.remedy] = (count + 1, effort + cut.effort)
    order = sorted(sums.items(), key=lambda item: (-item[1][1], item[0]))
    rows = tuple((remedy, f"{count:,}", number(effort)) for remedy, (count, effort) in order)
    return Section("Work by remedy", (), ("remedy", "cuts", "points"), rows) if rows else None


def _cuts(decomposition: Decomposition, step: Step) -> Section | None:
    names, cuts = context_names(decomposition), _of(decomposition, step)
    rows = tuple(
        (place(cut.location), cut.kind, inside(cut.source, cut.location), symbol(cut.target),
         f"{names.get(cut.from_context, '–')} → {names.get(cut.to_context, '–')}", cut.remedy, number(cut.effort))
        for cut in cuts
    )  # fmt: skip
    columns = ("place", "kind", "in", "to", "contexts", "remedy", "points")
    return Section(f"What its boundary cuts: {amount(len(cuts), 'place')}", (), columns, rows) if rows else None


def _transactions(decomposition: Decomposition, step: Step) -> Section | None:
    rows = tuple(
        (place(split.location), split.function, ", ".join(table for table, _ in split.writes), split.advice)
        for split in decomposition.transactions
        if step.context in split.contexts
    )
    columns = ("place", "function", "writes", "advice")
    return Section("Transactions its boundary splits", (), columns, rows) if rows else None


def _apart(decomposition: Decomposition, step: Step) -> Section | None:
    said = Apart(decomposition).sentences(step)
    return Section("Once it runs as a service of its own", said) if said else None


def _after(step: Step) -> Section:
    return Section(
        "How it ends",
        (
            ended(f"Communication: {step.communication}"),
            *((ended(f"Package or service: {step.later}"),) if step.later else ()),
            *((f"In company: {step.together}",) if step.together else ()),
            ended(f"It worked when: {step.success_metric}"),
            ended(f"Way back: {step.rollback}"),
            f"Coupling that remains across the boundary: {number(step.remaining_coupling)}.",
        ),
    )
