"""Splitting: from what a split transaction writes, and how often that is written together, to what to do about it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from decompose.evidence.words import amount, listed


class Writings(Struct, frozen=True):
    """How often transactions write each table, and each two of them (in order of their names)."""

    single: Mapping[str, int]
    together: Mapping[tuple[str, str], int]

    @staticmethod
    def of(transactions: Iterable[Iterable[str]]) -> "Writings":
        """By the tables of each transaction."""
        single: Counter[str] = Counter()
        together: Counter[tuple[str, str]] = Counter()
        for written in transactions:
            tables = sorted(written)
            single.update(tables)
            together.update(combinations(tables, 2))
        return Writings(single, together)

    def common(self, one: str, other: str) -> int:
        """The transactions that write both."""
        return self.together.get((min(one, other), max(one, other)), 0)

    def either(self, one: str, other: str) -> int:
        """The transactions that write one of them, or both."""
        return self.single.get(one, 0) + self.single.get(other, 0) - self.common(one, other)

    def bound(self, one: str, other: str) -> bool:
        """Whether two or more transactions write both, and these are half of those that write either."""
        return self.common(one, other) >= 2 and 2 * self.common(one, other) >= self.either(one, other)


def advice_on(
    writes: Sequence[tuple[str, str]],
    contexts: Sequence[str],
    follows: Sequence[tuple[str, str]],
    names: Mapping[str, str],
    writings: Writings,
) -> str:
    """The simplest thing that keeps what is written consistent: events alone, a moved boundary, or else a saga of what is left.

    `writes` are (table, owner), `contexts` the owners that are domain contexts, `follows` the (context, table) that only
    receivers of signals write: what happened is not undone because one of them is late, so they need no part in a saga.
    """
    own = {context: [table for table, owner in writes if owner == context] for context in contexts}
    late = {table for _, table in follows}
    told = [context for context in contexts if own[context] and late.issuperset(own[context])]
    acting = [context for context in contexts if context not in told]
    events = _events(told, own, names)
    if told and len(acting) == 1:
        return f"Events instead of a saga: {names[acting[0]]} commits what it writes by itself. {events}"
    if len(acting) == 2 and (moved := _moved(acting, own, names, writings)):
        return " ".join(part for part in (moved, events) if part)
    common = [table for table, owner in writes if owner not in contexts]
    return " ".join(
        part
        for part in (
            _saga(acting or contexts, own, names),
            events,
            f"Each keeps a copy of {listed(common)}, which the shared kernel brings along." if common else "",
        )
        if part
    )


def _events(told: Sequence[str], own: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> str:
    if not told:
        return ""
    said = listed([f"{listed(own[context])} ({names[context]})" for context in told], 0)
    many = sum(len(own[context]) for context in told) > 1
    return (
        f"Only receivers of signals write {said}: {'they follow' if many else 'that follows'} as an event through an outbox, "
        "and nothing has to be undone, unless a receiver may refuse."
    )


def _moved(
    acting: Sequence[str], own: Mapping[str, Sequence[str]], names: Mapping[str, str], writings: Writings
) -> str:
    """Where all tables of one of two participants are written mostly together with those of the other: fewer tables move."""
    for context in sorted(acting, key=lambda context: (len(own[context]), context)):
        (host,) = (other for other in acting if other != context)
        if _binds(own[context], own[host], writings):
            return _move(own[context], context, host, own[host], names, writings)
    return ""


def _binds(tables: Sequence[str], others: Sequence[str], writings: Writings) -> bool:
    return all(any(writings.bound(table, other) for other in others) for table in tables)


def _move(
    tables: Sequence[str],
    context: str,
    host: str,
    others: Sequence[str],
    names: Mapping[str, str],
    writings: Writings,
) -> str:
    """By the two tables that are written together most often."""
    pairs = [sorted((a, b)) for a in tables for b in others if writings.bound(a, b)]
    one, other = min(pairs, key=lambda pair: (-writings.common(*pair), pair))
    owner = {table: names[context if table in tables else host] for table in (one, other)}
    return (
        f"Move the boundary: {one} ({owner[one]}) and {other} ({owner[other]}) are written together in "
        f"{writings.common(one, other)} of the {writings.either(one, other)} transactions that write either; let "
        + (f"{names[host]} own {listed(tables)}." if len(tables) > 1 else "one context own both.")
    )


def _saga(acting: Sequence[str], own: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> str:
    steps = "; ".join(f"{names[context]} writes {listed(own[context], 0)}" for context in acting)
    return (
        f"Saga with {amount(len(acting), 'participant')}: {steps}. Each becomes a local transaction with a compensating one, and "
        "an outbox carries it to the next."
    )
