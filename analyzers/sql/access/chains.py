"""One chain of steps (`Order.objects.filter(…).update(…)`) → what each step does to the tables."""

from msgspec.structs import replace

from ...python.facts import Expression
from ..values.evaluation import Evaluation
from ..values.values import ALONE, Link, Place, Value
from ..vocabulary import LOCKS, NARROWS, NO_ROWS, QUERIES, SHORTCUTS, STATEMENTS
from .chain import Chain, short
from .django_steps import of_class, of_form, of_forms, of_instance, of_prefetch, of_rows, of_shortcut
from .notes import Notes
from .sqlalchemy_steps import (
    of_constructor,
    of_query,
    of_session,
    of_statement,
    of_table,
    relation_followed,
    row_updated,
)

BUILT_ON = 0.9
"""Confidence that a statement which a method has made is run by whoever asks for it (chosen)."""


def read_chain(
    notes: Notes, evaluation: Evaluation, place: Place, start: Expression, links: list[Link], is_held: bool = False
) -> None:
    """Takes down what all steps of a chain do, in order; what a chain that locks rows reads, it locks.

    A query that is held for others to change its rows reads none of them.
    """
    noted = notes.seen.accesses
    before = len(noted)
    _read(notes, evaluation, place, start, links, is_held)
    if any(link.name in LOCKS and link.call is not None for link in links):
        noted[before:] = [
            each if each.writes else each._replace(flags=("lock", *each.flags)) for each in noted[before:]
        ]


def _read(
    notes: Notes, evaluation: Evaluation, place: Place, start: Expression, links: list[Link], is_held: bool
) -> None:
    value, used = evaluation.start(place, start, links)
    held, within = evaluation.held.looked_up(place, start, links)
    for each in held:
        _steps(Chain(notes, evaluation, place, start, list(links)), each, within, is_held)
    if not held:
        _steps(Chain(notes, evaluation, place, start, links), value, used, is_held)
    if isinstance(start, str) and links and any(link.call is not None for link in links):
        for other in evaluation.variables.others(place, start, value):
            _steps(Chain(notes, evaluation, place, start, list(links)), other, 0, is_held)


def _steps(chain: Chain, value: Value | None, used: int, is_held: bool) -> None:
    evaluation, links, start, notes = chain.evaluation, chain.links, chain.start, chain.notes
    if value is not None and value.kind == "rows" and any(link.call and link.name in QUERIES for link in links[used:]):
        asked = replace(value, name=ALONE) if _only_narrows(links[used:]) else value
        chain.ask(asked, f"{short(value.of)}: {start}" if isinstance(start, str) else short(value.of))
    for index in range(used, len(links)):
        link = links[index]
        if link.call is not None:
            chain.place = chain.place.at(link.call.line)
        _step(chain, value, link, index)
        before, value = value, evaluation.after(chain.place, value, link)
        _handed_out(chain, before, value, link)
    if is_held and value is not None and value.kind == "rows":
        return
    if any(link.name in NO_ROWS and link.call is not None and not link.call.arguments for link in links):
        return
    if chain.asked is not None:
        chain.answer()
    elif value is None and any(link.name == "objects" for link in links):
        notes.seen.opaque.append((chain.place.line, str(start)))


def _only_narrows(links: list[Link]) -> bool:
    """Whether steps make of a query one of fewer rows: what is loaded with them, those load who ask for it or exhaust it."""
    return all(link.call is not None and link.name in NARROWS for link in links)


def _handed_out(chain: Chain, before: Value | None, value: Value | None, link: Link) -> None:
    """`orders.base_statement().where(…)`: who builds on a statement that a method makes reads what that selects."""
    is_made = value is not None and value.kind == "statement" and value.name == "select" and value != before
    if is_made and value is not None and before is not None and before.kind == "object" and link.call is not None:
        chain.note(
            Value("class", value.of, confidence=value.confidence),
            False,
            (),
            f"{short(value.of)}: {link.name}()",
            BUILT_ON,
        )


def _step(chain: Chain, value: Value | None, link: Link, index: int) -> None:
    if link.call is not None and link.name != "()":
        of_session(chain, value, link)
    if value is None:
        return
    if value.kind == "function" and link.name == "()":
        _function(chain, value, link)
    elif value.kind == "function" and link.name == "prefetch_related_objects":
        of_prefetch(chain, link)
    elif value.kind == "class":
        of_class(chain, value, link)
        of_constructor(chain, value, link, index)
    elif value.kind in {"rows", "statement"}:
        of_rows(chain, value, link)
        of_query(chain, value, link)
    elif value.kind == "instance":
        of_instance(chain, value, link)
        relation_followed(chain, value, link)
        row_updated(chain, value, link)
    elif value.kind == "table":
        of_table(chain, value, link)
    elif value.kind == "object":
        of_form(chain, value, link)
    elif value.kind == "forms":
        of_forms(chain, value, link)
    elif value.kind == "parameter":
        _parameter(chain, value, link)


def _function(chain: Chain, value: Value, link: Link) -> None:
    name = value.of.rpartition(".")[2].rpartition("::")[2]
    if name == "prefetch_related_objects" and value.of.startswith("external:django."):
        of_prefetch(chain, link)
    elif name in SHORTCUTS:
        of_shortcut(chain, name, link)
    elif name in STATEMENTS and value.of.startswith(("external:sqlalchemy", "external:sqlmodel")):
        of_statement(chain, name, link)


def _parameter(chain: Chain, value: Value, link: Link) -> None:
    """`model.objects.filter(…)` of what a function is given."""
    if link.name in {"objects", "query", "_default_manager"} and link.call is None:
        chain.ask_or_change(value)
