"""Markdown: what an architect needs of a result, for a wiki, a pull request or an issue, within a comment's size."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from decompose.evidence.words import amount, number, percent
from decompose.plan.plan import Step, most_telling
from decompose.result import escaping
from decompose.result.apart import Apart
from decompose.result.areas import areas_of
from decompose.result.decomposition import Decomposition
from decompose.result.explain.people import heat_said
from decompose.result.explain.teams import contended
from decompose.result.outside import (
    outside_in_short,
    outside_of,
    sentences_of_context,
    title_of,
    users_said,
    what_to_decide,
)
from decompose.result.past import hidden_of, hidden_said, history_said, together_said
from decompose.result.people import INSUFFICIENT, by_quarter, changes_by, fit_of, spread_of, who_changes
from decompose.result.roles import roles_said
from decompose.result.steps import callers, leaving, staying
from decompose.result.trend import COLUMNS, NO_TREND, row_of, sentences_of
from decompose.result.wording import (
    context_names,
    domain_contexts,
    ended,
    ended_by,
    inside,
    of,
    place,
    shortened,
    symbol,
    verdict,
)

from . import sentences
from .to_mermaid import diagram

LARGEST = 60_000
"""Characters; GitHub takes 65,536 in a comment, and a caller may want to add a line."""

LIMITS = (40, 25, 15, 8, 4, 2, 1)
"""Rows per list, tried in this order until the document is small enough."""

RANKS, DETAILED = 40, 3
"""Steps with a line, and steps told whole, that every document has room for: a plan is read from its first ones."""

LONGEST, LONGEST_NAME = 500, 120
"""Characters of a sentence and of a name in code; chosen: the longest that still read as one."""


class Verbatim(str):
    """Text that is Markdown already; all other text is escaped where the template prints it."""

    __slots__ = ()


class Excerpt:
    """The first rows of a list, and how many there are more."""

    def __init__(self, rows: Sequence[Any], most: int) -> None:
        self.rows = rows[:most]
        self.more = len(rows) - len(self.rows)


def render(decomposition: Decomposition) -> str:
    """The document, at most 60,000 characters: long lists are cut, and say how much is missing."""
    text, apart = "", Apart(decomposition)
    for most in LIMITS:
        text = _render(decomposition, most, apart)
        if len(text) <= LARGEST:
            return text
    return text[: LARGEST - 100].rpartition("\n")[0] + "\n\n… cut here: the JSON result has all of it.\n"


def _render(decomposition: Decomposition, most: int, apart: Apart) -> str:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        undefined=StrictUndefined,
        finalize=_escaped,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - `finalize` escapes for Markdown, which HTML's escaping would not do
    )
    environment.filters.update(_filters(decomposition))
    source = Path(__file__).with_name("markdown.jinja").read_text(encoding="utf-8")
    return environment.from_string(source).render(_content(decomposition, most, apart))


OUR_COMMANDS = re.compile(r"\\`(decompose [a-z ]+)\\`")
"""What was escaped although our own sentences say it: `decompose accept`."""


def _escaped(value: object) -> str:
    if isinstance(value, Verbatim):
        return value
    return OUR_COMMANDS.sub(r"`\1`", escaping.markdown(shortened(str(value), LONGEST)))


def _filters(decomposition: Decomposition) -> dict[str, Any]:
    names = context_names(decomposition)
    return {
        "name": lambda context: shortened(names.get(context, context or "–"), LONGEST_NAME),
        "code": lambda text: Verbatim(_code(text)),
        "codes": lambda texts: Verbatim(", ".join(map(_code, texts))),
        "place": lambda location: Verbatim(_code(place(location))),
        "ended": ended,
        "flows": sentences.flows,
        "number": number,
        "share": percent,
        "symbol": symbol,
        "together": lambda pair: together_said(pair.common, pair.history),
        "thousands": lambda value: f"{value:,}",
        "verbatim": Verbatim,
        "who": who_changes,
        "fit": fit_of,
        "changes": changes_by,
        "quarters": by_quarter,
        "verdict": verdict,
    }


def _trend(decomposition: Decomposition, most: int) -> dict[str, Any]:
    """What is said of the trend, the newest trees first, or nothing where none was asked for."""
    trend = decomposition.trend
    return {
        "trend": bool(trend.snapshots),
        "trend_sentences": sentences_of(trend) if trend.snapshots else (NO_TREND,),
        "trend_columns": COLUMNS,
        "trend_rows": Excerpt([row_of(snapshot) for snapshot in reversed(trend.snapshots)], most),
    }


def _code(text: str) -> str:
    return escaping.markdown_code(ended_by(text, LONGEST_NAME))


def _content(decomposition: Decomposition, most: int, apart: Apart) -> dict[str, Any]:
    owned: dict[str, int] = {}
    for table in decomposition.ownership.tables:
        owned[table.owner] = owned.get(table.owner, 0) + 1
    drawn = diagram(decomposition)
    return {
        "result": decomposition,
        "read": sentences.what_was_read(decomposition),
        "roles": roles_said(decomposition),
        "weighed": sentences.what_was_weighed(decomposition),
        "entrances": sentences.what_comes_in(decomposition),
        "found": sentences.what_was_found(decomposition),
        "first": sentences.what_to_do_first(decomposition),
        "costs": sentences.what_it_costs(decomposition),
        "closer": sentences.whether_closer(decomposition),
        "doubts": sentences.what_to_doubt(decomposition),
        "ratios": [(ratio.name, of(ratio.part, ratio.whole)) for ratio in sentences.code_ratios(decomposition)],
        "skipped": Excerpt(decomposition.coverage.skipped, most),
        "contexts": Excerpt(decomposition.catalog.contexts, 2 * most),
        "areas": areas_of(decomposition),
        "domain": {context.id for context in domain_contexts(decomposition)},
        "owned": owned,
        "diagram": Verbatim(drawn.text),
        "undrawn": (drawn.contexts_left_out, drawn.relations_left_out),
        "relations": Excerpt(decomposition.context_map.relations, most),
        "cycles": Excerpt(decomposition.context_map.cycles, most),
        "families": Excerpt(decomposition.context_map.families, most),
        "tables": Excerpt(_tables(decomposition), most),
        "contested": sum(table.contested for table in decomposition.ownership.tables),
        "transactions": Excerpt(decomposition.transactions, most),
        "outside": Excerpt(_outside(decomposition), most),
        "outside_note": outside_in_short(decomposition),
        "calls_out": Excerpt([(call, title_of(call)) for call in decomposition.calls_out], most),
        "ranks": Excerpt(leaving(decomposition), max(2 * most, RANKS)),
        "staying": Excerpt(staying(decomposition), max(2 * most, RANKS)),
        "steps": Excerpt(
            [_step(decomposition, step, most, apart) for step in leaving(decomposition)], max(DETAILED, most // 3)
        ),
        **_trend(decomposition, most),
        "people_note": _people(decomposition),
        "people": Excerpt(decomposition.topology.contexts, most),
        "contended": Excerpt(contended(decomposition.topology), min(most, 10)),
        "heat": heat_said(decomposition),
        "hotspots": Excerpt(decomposition.hotspots, min(most, 10)),
        "cuts": Excerpt(_cuts(decomposition), most),
        "totals": Excerpt(decomposition.ledger.totals, most),
        "history": history_said(decomposition.coverage.history),
        "hidden_note": hidden_said(hidden_of(decomposition)),
        "hidden": Excerpt([each for each in hidden_of(decomposition) if each.crosses], most),
        "parameters": [(name, value) for name, value in decomposition.run.parameters if value][:20],
        "problems": Excerpt(_problems(decomposition), most),
    }


def _tables(decomposition: Decomposition) -> list[Any]:
    return sorted(decomposition.ownership.tables, key=lambda table: (not table.contested, table.table))


def _outside(decomposition: Decomposition) -> list[tuple[str, str, str]]:
    names = context_names(decomposition)
    return [
        (one.title, users_said(one, names) or "settings only", what_to_decide(one, names))
        for one in outside_of(decomposition)
    ]


def _step(decomposition: Decomposition, step: Step, most: int, apart: Apart) -> dict[str, Any]:
    return {
        "step": step,
        "drivers": [
            (dimension, " ".join(ended(driver.explanation) for driver in drivers[:3]))
            for dimension in ("effort", "risk", "value")
            if (drivers := most_telling(d for d in step.drivers if d.dimension == dimension))
        ],
        "facade": Excerpt([symbol(unit) for unit in step.facade], min(most, 8)),
        "callers": Excerpt(callers(decomposition, step), min(most, 8)),
        "tables": Excerpt(step.tables, min(most, 12)),
        "outside": Excerpt(sentences_of_context(decomposition, step.context), min(most, 6)),
        "apart": apart.sentences(step),
    }


def _people(decomposition: Decomposition) -> str:
    if not decomposition.topology.contexts:
        return f"{INSUFFICIENT.capitalize()}: who works on what is not known."
    return f"{decomposition.topology.note} {spread_of(decomposition.topology)}".strip()


def _cuts(decomposition: Decomposition) -> list[Any]:
    cuts = decomposition.ledger.cuts
    order = sorted(cuts, key=lambda cut: (-cut.effort, place(cut.location), cut.kind, cut.source, cut.target))
    return [(cut, inside(cut.source, cut.location)) for cut in order]


def _problems(decomposition: Decomposition) -> list[tuple[str, str, list[str]]]:
    places: dict[str, list[str]] = {}
    for problem in decomposition.problems:
        places.setdefault(problem.code, []).append(place(problem.location))
    order = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(code, amount(len(found), "time"), found[:3]) for code, found in order]
