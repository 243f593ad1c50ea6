"""Passages: a place in a function from which the run of a program goes on in another."""

from msgspec import Struct


class Passage(Struct, frozen=True, order=True, array_like=True, gc=False):
    """A function, class or module, what may run because of it, and the first line where it may (0 if none is known).

    `committed` tells that it only runs once the transaction of the place is committed.
    """

    source: str
    target: str
    line: int = 0
    committed: bool = False
