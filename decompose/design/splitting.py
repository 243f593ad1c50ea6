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


class Absorbed(Struct, frozen=True):
    """A participant all of whose tables are written mostly together with those of another: the strongest pair of each."""

    context: str
    by: str
    tables: tuple[str, ...]
    pair: tuple[str, str]


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
    moved = _absorbed(acting, own, writings)
    if moved and len(acting) - len(moved) == 1:
        return " ".join(part for part in (*_moves(moved, names, writings), events) if part)
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


def _absorbed(acting: Sequence[str], own: Mapping[str, Sequence[str]], writings: Writings) -> list[Absorbed]:
    """Who needs no part once another owns its tables, those of fewest tables first."""
    found: list[Absorbed] = []
    left = list(acting)
    for context in sorted(acting, key=lambda context: (len(own[context]), context)):
        options = [
            _absorption(context, host, own, writings)
            for host in left
            if host != context and _binds(own[context], own[host], writings)
        ]
        if options and len(left) > 1:
            found.append(min(options, key=lambda each: (-writings.common(*each.pair), each.pair)))
            left.remove(context)
    return found


def _binds(tables: Sequence[str], others: Sequence[str], writings: Writings) -> bool:
    return all(any(writings.bound(table, other) for other in others) for table in tables)


def _absorption(context: str, host: str, own: Mapping[str, Sequence[str]], writings: Writings) -> Absorbed:
    pairs = [(min(a, b), max(a, b)) for a in own[context] for b in own[host] if writings.bound(a, b)]
    pair = min(pairs, key=lambda pair: (-writings.common(*pair), pair))
    return Absorbed(context, host, tuple(own[context]), pair)


def _moves(moved: Sequence[Absorbed], names: Mapping[str, str], writings: Writings) -> list[str]:
    """One sentence for each of them; two tables alone are named with their owners, and either may own both."""
    return [f"Move the boundary: {_reason(each, names, writings)}." for each in moved]


def _reason(each: Absorbed, names: Mapping[str, str], writings: Writings) -> str:
    one, other = each.pair
    owner = {table: each.context if table in each.tables else each.by for table in each.pair}
    text = (
        f"{one} ({names[owner[one]]}) and {other} ({names[owner[other]]}) are written together in "
        f"{writings.common(one, other)} of the {writings.either(one, other)} transactions that write either; let "
    )
    return text + ("one context own both" if len(each.tables) == 1 else f"{names[each.by]} own {listed(each.tables)}")


def _saga(acting: Sequence[str], own: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> str:
    steps = "; ".join(f"{names[context]} writes {listed(own[context], 0)}" for context in acting)
    return (
        f"Saga with {amount(len(acting), 'participant')}: {steps}. Each becomes a local transaction with a compensating one, and "
        "an outbox carries it to the next."
    )
