"""Held: from transactions to what each function holds on to: rows locked until the end, and work that waits for the commit."""

from collections.abc import Collection, Iterable

from msgspec import Struct

from decompose.evidence.transaction import Transaction
from decompose.evidence.words import listed, said


class Held(Struct, frozen=True):
    """Tables whose rows a function's transactions lock, and what they start once they are committed."""

    locks: tuple[str, ...] = ()
    afterwards: tuple[str, ...] = ()

    @property
    def advice(self) -> str:
        """What both mean for a saga, as sentences with a space in front."""
        text = ""
        if self.locks:
            text = f" It locks rows of {listed(self.locks)}; no lock holds across a boundary, only a reservation with a time-out."
        if self.afterwards:
            started = listed([said(unit) for unit in self.afterwards])
            text += f" What it starts after its commit ({started}) can be an event as it is."
        return text


def held_by(transactions: Iterable[Transaction], owned: Collection[str]) -> dict[str, Held]:
    """By function; of the locked tables those that are owned."""
    locks: dict[str, set[str]] = {}
    later: dict[str, set[str]] = {}
    for transaction in transactions:
        locks.setdefault(transaction.function, set()).update(each for each in transaction.locks if each in owned)
        later.setdefault(transaction.function, set()).update(transaction.afterwards)
    return {
        function: Held(tuple(sorted(locks[function])), tuple(sorted(later[function]))) for function in sorted(locks)
    }
