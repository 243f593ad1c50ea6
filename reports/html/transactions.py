"""Split transactions come in; out they go with names in place of ids."""

from collections.abc import Iterable

from msgspec import Struct

from decompose.design.transactions.saga import SagaStep
from decompose.result.decomposition import Decomposition

from .atlas import Atlas, ContextRef


class TransactionView(Struct, frozen=True):
    """One transaction; `writes` are the tables by owner, `steps` those of its saga with names of what undoes each."""

    function: str
    location: str
    writes: tuple[tuple[ContextRef, tuple[str, ...]], ...]
    contexts: tuple[ContextRef, ...]
    advice: str
    alternative: str
    steps: tuple[tuple[ContextRef, SagaStep, tuple[str, ...]], ...]
    seen_by: tuple[tuple[ContextRef, int], ...]
    turns: int
    follows: tuple[tuple[str, ContextRef], ...]
    unplaced: tuple[tuple[str, ContextRef], ...]


def transaction_views(decomposition: Decomposition, atlas: Atlas) -> tuple[TransactionView, ...]:
    """Every split transaction, those over most contexts first."""
    ordered = sorted(
        decomposition.transactions, key=lambda t: (-len(t.contexts), -len(t.writes), t.function, str(t.location))
    )
    return tuple(
        TransactionView(
            function=atlas.name(split.function),
            location=str(split.location),
            writes=_by_owner(split.writes, atlas),
            contexts=tuple(atlas.ref(context) for context in split.contexts),
            advice=split.advice,
            alternative=split.alternative,
            steps=tuple(
                (atlas.ref(step.context), step, tuple(map(atlas.name, step.undone_by)))
                for step in (split.saga.steps if split.saga else ())
            ),
            seen_by=tuple((atlas.ref(id), places) for id, places in (split.saga.seen_by if split.saga else ())),
            turns=split.saga.turns if split.saga else 0,
            follows=tuple((table, atlas.ref(id)) for id, table in (split.saga.follows if split.saga else ())),
            unplaced=tuple((table, atlas.ref(id)) for id, table in (split.saga.unplaced if split.saga else ())),
        )
        for split in ordered
    )


def _by_owner(writes: Iterable[tuple[str, str]], atlas: Atlas) -> tuple[tuple[ContextRef, tuple[str, ...]], ...]:
    tables: dict[str, list[str]] = {}
    for table, context in writes:
        tables.setdefault(context, []).append(table)
    return tuple((atlas.ref(context), tuple(tables[context])) for context in tables)
