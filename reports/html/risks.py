"""A Decomposition comes in; out go the things most likely to make the plan fail, worst first, each with its numbers."""

from collections.abc import Iterator

from msgspec import Struct

from decompose.result.decomposition import Decomposition
from decompose.result.wording import domain_contexts

from .atlas import Atlas
from .formats import count, listed, plural, share


class Risk(Struct, frozen=True):
    """One risk: `size` is 0…1 and orders risks of different kinds, `link` leads to the section with the evidence."""

    size: float
    title: str
    sentence: str
    link: str


def risks_of(decomposition: Decomposition, atlas: Atlas) -> tuple[Risk, ...]:
    """Every risk that shows, worst first. The size is always a share of something, so unlike kinds compare roughly."""
    found = [risk for source in SOURCES for risk in source(decomposition, atlas)]
    return tuple(sorted(found, key=lambda risk: (-risk.size, risk.title)))


def _blob(decomposition: Decomposition, _: Atlas) -> Iterator[Risk]:
    domain = domain_contexts(decomposition)
    members = sum(len(context.members) for context in domain)
    largest = max(domain, key=lambda context: (len(context.members), context.id), default=None)
    if largest and len(domain) > 1 and len(largest.members) > 0.35 * members:
        part = len(largest.members) / members
        sentence = f"{largest.name} holds {share(part)} of all modules: no seam inside it was strong enough to show."
        yield Risk(part, "One context is very large", sentence, "#contexts")


def _contested(decomposition: Decomposition, _: Atlas) -> Iterator[Risk]:
    tables = decomposition.ownership.tables
    contested = [table for table in tables if table.contested]
    if contested:
        writers = max(contested, key=lambda table: (sum(access.writes > 0 for access in table.accesses), table.table))
        number = sum(access.writes > 0 for access in writers.accesses)
        sentence = (
            f"{count(len(contested))} of {plural(len(tables), 'table')} are written from outside their owner; "
            f"{writers.table} by {plural(number, 'context')}."
        )
        yield Risk(len(contested) / len(tables), "Contested data", sentence, "#ownership")


def _split(decomposition: Decomposition, _: Atlas) -> Iterator[Risk]:
    split = decomposition.transactions
    contexts = domain_contexts(decomposition)
    touched = {context for transaction in split for context in transaction.contexts} & {
        context.id for context in contexts
    }
    if split and contexts:
        sentence = (
            f"{plural(len(split), 'transaction writes', 'transactions write')} data of several contexts, "
            f"{count(len(touched))} of {plural(len(contexts), 'context')} in all: consistency would have to be rebuilt there."
        )
        yield Risk(min(1.0, len(touched) / len(contexts)), "Transactions across boundaries", sentence, "#transactions")


def _cycles(decomposition: Decomposition, atlas: Atlas) -> Iterator[Risk]:
    cycles = decomposition.context_map.cycles
    if cycles:
        tangled = {context for cycle in cycles for context in cycle}
        shortest = min(cycles, key=lambda cycle: (len(cycle), cycle))
        candidates = len(domain_contexts(decomposition))
        example = listed([atlas.title(context) for context in shortest[:4]])
        sentence = (
            f"{count(len(tangled))} of {plural(candidates, 'context')} depend on each other in a "
            f"circle, for example {example}: neither can be released without the other."
        )
        yield Risk(len(tangled) / max(1, candidates), "Circular dependencies", sentence, "#map")


def _shaky(decomposition: Decomposition, _: Atlas) -> Iterator[Risk]:
    domain = domain_contexts(decomposition)
    shaky = sorted((context.stability, context.name) for context in domain if 0 < context.stability < 0.6)
    if shaky:
        names = listed([name for __, name in shaky[:3]])
        sentence = (
            f"{count(len(shaky))} of {plural(len(domain), 'context')} come out differently when weights are shaken at random, "
            f"first {names}."
        )
        yield Risk(len(shaky) / len(domain), "Unstable boundaries", sentence, "#contexts")


def _blind(decomposition: Decomposition, _: Atlas) -> Iterator[Risk]:
    """The ratio that leaves most not understood, in numbers and not in per cent: 5 of 5 unknown imports hide little."""
    ratios = [
        ratio
        for ratio in decomposition.coverage.understood
        if ratio.whole and not (ratio.lack or ratio.name.startswith("commits"))
    ]
    worst = max(ratios, key=lambda ratio: (ratio.whole - ratio.part, ratio.name), default=None)
    if worst and worst.whole - worst.part > 0.1 * max(ratio.whole for ratio in ratios):
        known = f"{worst.name}: {count(worst.part)} of {count(worst.whole)}"
        gap = (worst.whole - worst.part) / worst.whole
        yield Risk(gap, "Blind spots", f"{known}. Coupling through the rest is in no number here.", "#quality")


def _no_history(decomposition: Decomposition, _: Atlas) -> Iterator[Risk]:
    history = decomposition.coverage.history
    if history is None or not history.used:
        sentence = "What changes together was not measured: boundaries rest on code and data access alone."
        yield Risk(0.5, "No usable history", sentence, "#quality")


SOURCES = (_blob, _contested, _split, _cycles, _shaky, _blind, _no_history)
