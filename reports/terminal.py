"""The summary for a terminal: what an architect needs of a `Decomposition` on one or two screens, 80 columns or more."""

from io import StringIO
from typing import TYPE_CHECKING

from decompose.design.map.context_map import ContextRelation
from decompose.evidence.unit import names_by_id
from decompose.evidence.words import amount, listed, number, percent, said
from decompose.plan.plan import Step, most_telling
from decompose.result.areas import areas_of
from decompose.result.costs import costs_of
from decompose.result.decomposition import Decomposition
from decompose.result.outside import outside_in_short, outside_of, title_of, what_to_decide
from decompose.result.past import hidden_of, hidden_said, history_said
from decompose.result.roles import roles_said
from decompose.result.steps import leaving, staying
from decompose.result.wording import context_names, domain_contexts, ended, ended_by, place, verdict

from .drawing import answers, heading, item, line, more, table
from .sentences import (
    flows,
    marks,
    what_comes_in,
    what_it_costs,
    what_to_do_first,
    what_to_doubt,
    what_was_found,
    what_was_read,
    what_was_understood,
    what_was_weighed,
    whether_closer,
    who_works_there,
)
from .split_rows import split_rows

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100
"""Columns of the summary where no terminal says how many it has."""

CONTEXTS, WORDS, RELATIONS, TABLES, TRANSACTIONS, HIDDEN, RANKS, STAYING, STEPS, ADVICE, REASONS, RESOURCES = (
    15,
    5,
    8,
    6,
    5,
    5,
    12,
    8,
    3,
    4,
    5,
    4,
)
"""How many are shown of each; chosen: together about two screens. What is left out is counted."""

QUESTIONS = (
    ("Seams", what_was_found),
    ("Cost", what_it_costs),
    ("First", what_to_do_first),
    ("Closer?", whether_closer),
)
"""Where the seams are, what each cut would cost, what goes first, and whether the team gets closer."""

REST = "Areas, relations, contested tables, transactions, what is shared and hidden, advice, what was not understood"

NARROW = 72
"""Columns of a terminal below which the widest table does without its words; chosen."""

COSTING = "Contexts, and what cutting each loose costs in points (a simple edit is 1)"

PAIR = 34
"""Signs of a module's name where two stand in one row of 100 columns; the end of a dotted name tells most."""


def render(decomposition: Decomposition) -> str:
    """The summary as plain text."""
    from rich.console import Console

    text = StringIO()
    console = Console(file=text, width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    summarise(decomposition, console)
    return "\n".join(each.rstrip() for each in text.getvalue().splitlines()) + "\n"


def first_screen(decomposition: Decomposition, console: "Console") -> None:
    """Print what an architect asks first, and where the rest stands; the console decides on width and colour."""
    _opening(decomposition, console)
    for doubt in what_to_doubt(decomposition):
        line(console, f"! {doubt}", "yellow")
    _contexts(decomposition, console)
    _plan(decomposition, console, 1)
    _next(decomposition, console)
    line(console, f"{REST}: `decompose report -o text=-`", "dim", indent=2)


def summarise(decomposition: Decomposition, console: "Console") -> None:
    """Print the whole summary; the console decides on width and colour."""
    _opening(decomposition, console)
    _grounds(decomposition, console)
    _contexts(decomposition, console)
    _areas(decomposition, console)
    _relations(decomposition, console)
    _contested(decomposition, console)
    _transactions(decomposition, console)
    _outside(decomposition, console)
    _hidden(decomposition, console)
    _plan(decomposition, console)
    _advice(decomposition, console)
    _not_understood(decomposition, console)
    _next(decomposition, console)


def _opening(decomposition: Decomposition, console: "Console") -> None:
    """The four questions that the tool is there for, each with its answer."""
    line(console, decomposition.run.system, "bold")
    answers(console, [(question, said) for question, say in QUESTIONS if (said := say(decomposition))])
    line(console, what_was_read(decomposition))


def _grounds(decomposition: Decomposition, console: "Console") -> None:
    """What the answers stand on, and what to doubt."""
    for say in (roles_said, what_was_weighed, what_comes_in, outside_in_short, who_works_there):
        if sentence := say(decomposition):
            line(console, sentence)
    for doubt in what_to_doubt(decomposition):
        line(console, f"! {doubt}", "yellow")


def _contexts(decomposition: Decomposition, console: "Console") -> None:
    """A row for each; what their words are is left out where there is hardly room for the numbers."""
    owned: dict[str, int] = {}
    for each in decomposition.ownership.tables:
        owned[each.owner] = owned.get(each.owner, 0) + 1
    names, costs = context_names(decomposition), {cost.context: cost.points for cost in costs_of(decomposition)}
    domain = {context.id for context in domain_contexts(decomposition)}
    rows = [
        (names[context.id], f"{len(context.members):,}", f"{context.lines:,}", f"{owned.get(context.id, 0):,}",
         *((percent(context.cohesion), percent(context.stability)) if context.id in domain else ("–", "–")),
         f"{round(costs[context.id]):,}" if context.id in costs else "–",
         ", ".join(context.terms[:WORDS]))
        for context in decomposition.catalog.contexts
    ]  # fmt: skip
    columns = ("<context", ">modules", ">lines", ">tables", ">cohesion", ">stability", ">cost", "<words")
    shown = len(columns) if console.width >= NARROW else -1
    table(console, COSTING, columns[:shown], [row[:shown] for row in rows], CONTEXTS, "context")


def _areas(decomposition: Decomposition, console: "Console") -> None:
    rows = [
        (f"{area.modules:,}", f"{area.lines:,}", percent(area.cohesion), area.said) for area in areas_of(decomposition)
    ]
    columns = (">modules", ">lines", ">cohesion", "<contexts")
    table(console, "Areas of contexts that hang together", columns, rows, len(rows), "area")


def _relations(decomposition: Decomposition, console: "Console") -> None:
    """One row for each pair of domain contexts, with what flows in its stronger direction; everybody uses a shared kernel."""
    names, domain = context_names(decomposition), {context.id for context in domain_contexts(decomposition)}
    pairs: dict[frozenset[str], list[ContextRelation]] = {}
    for relation in decomposition.context_map.relations:
        if not {relation.upstream, relation.downstream} <= domain:
            continue
        pairs.setdefault(frozenset((relation.upstream, relation.downstream)), []).append(relation)
    rows = []
    for relations in pairs.values():
        main = min(relations, key=lambda r: (-sum(flow.count for flow in r.flows), r.downstream, r.upstream))
        arrow = "⇄" if len(relations) > 1 else "→"
        ends = f"{names.get(main.downstream, main.downstream)} {arrow} {names.get(main.upstream, main.upstream)}"
        rows.append((ends, number(main.weight), main.pattern, flows(main, 3)))
    columns = ("<context → what it depends on", ">weight", "<pattern", "<mostly through")
    table(console, "Strongest relations", columns, rows, RELATIONS, "relation")


def _contested(decomposition: Decomposition, console: "Console") -> None:
    names = context_names(decomposition)
    rows = [
        (each.table, names.get(each.owner, "–"), percent(each.confidence),
         listed([f"{names.get(a.context, a.context)} ({amount(a.writes, 'place')})"
                 for a in each.accesses if a.writes and a.context != each.owner]))
        for each in decomposition.ownership.tables
        if each.contested
    ]  # fmt: skip
    table(console, "Contested tables", ("<table", "<owner", ">confidence", "<also written by"), rows, TABLES, "table")


def _transactions(decomposition: Decomposition, console: "Console") -> None:
    rows = split_rows(decomposition, context_names(decomposition))
    columns = ("<place", ">tables", "<written for")
    table(console, "Transactions that the boundaries split", columns, rows, TRANSACTIONS, "transaction")


def _outside(decomposition: Decomposition, console: "Console") -> None:
    """What is shared outside the database, and what leaves it while a transaction is open."""
    names = context_names(decomposition)
    rows = [
        (one.title, ", ".join(names.get(user.context, user.context or "–") for user in one.users), what_to_decide(one, names))
        for one in outside_of(decomposition)
        if one.shared
    ]  # fmt: skip
    columns = ("<resource", "<used by", "<what to decide")
    table(console, "Shared outside the database", columns, rows, RESOURCES, "resource")
    calls = [(place(call.transaction), place(call.place), title_of(call)) for call in decomposition.calls_out]
    columns = ("<transaction", "<at", "<uses before its end")
    table(console, "Calls that leave while a transaction is open", columns, calls, RESOURCES, "call")


def _hidden(decomposition: Decomposition, console: "Console") -> None:
    """Those across a boundary; within one they are no obstacle."""
    hidden, called = hidden_of(decomposition), names_by_id(decomposition.units)
    rows = [
        (ended_by(said(each.pair.source, called), PAIR), ended_by(said(each.pair.target, called), PAIR), each.pair.history.last,
         f"{each.pair.common:,} of {'/'.join(f'{changes:,}' for changes in each.pair.history.changes)}")
        for each in hidden
        if each.crosses
    ]  # fmt: skip
    columns = ("<module", "<module", "<last", "<common of all changes")
    table(console, "Hidden pairs: no code joins them, yet they change together", columns, rows, HIDDEN, "pair")
    if rows:
        line(console, hidden_said(hidden), "dim")


def _plan(decomposition: Decomposition, console: "Console", most: int = STEPS) -> None:
    """A table of what leaves, what stays in one line for each verdict, and the `most` first steps with their reasons."""
    steps = decomposition.plan.steps
    if not steps:
        return
    names = context_names(decomposition)
    rows = [
        (f"{step.rank}", names.get(step.context, step.context), verdict(step.verdict),
         *(f"{mark:.2f}" for mark in (step.effort, step.risk, step.value)), percent(step.remaining_coupling),
         ", ".join(names.get(id, id) for id in step.after) or "–")
        for step in leaving(decomposition)
    ]  # fmt: skip
    columns = (">step", "<context", "<verdict", ">effort", ">risk", ">value", ">coupling left", "<after")
    table(console, "Plan", columns, rows, RANKS, "step")
    if not rows:
        heading(console, "Plan")
    _stays(decomposition, console)
    for step in (leaving(decomposition) or steps)[:most]:
        console.print()
        _step(step, names, console)


def _advice(decomposition: Decomposition, console: "Console") -> None:
    advice = decomposition.plan.advice
    if advice:
        heading(console, "Advice")
    for each in advice[:ADVICE]:
        item(console, ended(each))
    more(console, len(advice) - ADVICE, "advice", "advice")


def _stays(decomposition: Decomposition, console: "Console") -> None:
    names = context_names(decomposition)
    by_verdict: dict[str, list[str]] = {}
    for step in staying(decomposition):
        by_verdict.setdefault(verdict(step.verdict), []).append(names.get(step.context, step.context))
    for said_so, contexts in by_verdict.items():
        line(console, f"{said_so}: {listed(contexts, STAYING)}", "dim")


def _step(step: Step, names: dict[str, str], console: "Console") -> None:
    name = names.get(step.context, step.context)
    line(console, f"{step.rank:>2}. {name}: {verdict(step.verdict)} ({marks(step)})", "bold")
    line(console, ended(step.why), indent=4)
    for dimension in ("effort", "risk", "value"):
        drivers = most_telling(d for d in step.drivers if d.dimension == dimension)
        if drivers:
            line(console, f"{dimension}: {ended(drivers[0].explanation)}", "dim", indent=4)
    if step.after:
        line(console, f"after: {', '.join(names.get(id, id) for id in step.after)}", "dim", indent=4)


def _not_understood(decomposition: Decomposition, console: "Console") -> None:
    examples: dict[str, list[str]] = {}
    for problem in decomposition.problems:
        examples.setdefault(problem.code, []).append(f"{place(problem.location)} {problem.message}")
    order = sorted(examples.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = [(code, f"{len(found):,}", found[0]) for code, found in order]
    table(console, "Not understood", ("<reason", ">times", "<for example"), rows, REASONS, "reason")
    if understood := what_was_understood(decomposition):
        console.print()
        line(console, understood, "dim")
    line(console, f"History: {' '.join(history_said(decomposition.coverage.history))}", "dim")


def _next(decomposition: Decomposition, console: "Console") -> None:
    heading(console, "Next, in the folder that was analysed")
    steps, contexts = decomposition.plan.steps, domain_contexts(decomposition)
    line(console, "decompose report -o html=report.html", indent=2)
    for step in steps[:1]:
        line(console, f"decompose explain step {step.rank}", indent=2)
    for context in contexts[:1]:
        line(console, f"decompose explain context {context.id}", indent=2)
    for relation in decomposition.context_map.relations[:1]:
        line(console, f"decompose explain edge {relation.downstream} {relation.upstream}", indent=2)
