"""Columns: from who sets what of a table's rows to the groups of columns that one other context has to itself."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from decompose.evidence.evidence import Evidence
from decompose.evidence.words import amount, listed

WHOLE_ROWS = frozenset(("create", "delete", "cascade", "ddl"))


class ColumnGroup(Struct, frozen=True, order=True):
    """Columns of a table that this context sets at so many places, and no other context as far as writes name columns.

    `unnamed` counts the places where others save rows that are there without naming what they set.
    """

    context: str
    columns: tuple[str, ...]
    places: int
    unnamed: int = 0


class Setters:
    """Who sets which columns of one table."""

    def __init__(self) -> None:
        self._set: dict[str, set[str]] = {}
        self._places: Counter[str] = Counter()
        self._unnamed: Counter[str] = Counter()
        self._whole: set[str] = set()

    def add(self, context: str, write: Evidence) -> None:
        """A write by a context: of named columns, of whatever has changed, or of whole rows that come or go."""
        if not WHOLE_ROWS.isdisjoint(write.flags):
            self._whole.add(context)
        elif write.columns:
            self._set.setdefault(context, set()).update(write.columns)
            self._places[context] += max(1, write.count)
        else:
            self._unnamed[context] += max(1, write.count)

    def groups(self, owner: str) -> tuple[ColumnGroup, ...]:
        """Those of contexts other than the owner that set some columns, all of them theirs alone, and nothing else of it."""
        found = []
        for context, columns in sorted(self._set.items()):
            others = set[str]().union(*(self._set[other] for other in self._set if other != context))
            alone = context not in self._whole and context not in self._unnamed and not columns & others
            if context != owner and alone:
                found.append(ColumnGroup(context, tuple(sorted(columns)), self._places[context], self._unnamed.total()))
        return tuple(found)


def split_said(groups: Iterable[ColumnGroup], names: dict[str, str]) -> str:
    """The remedy in words, with a space in front; "" where there is none."""
    return "".join(f" {_said(group, names[group.context])}" for group in groups)


def _said(group: ColumnGroup, name: str) -> str:
    check = ""
    if group.unnamed:
        check = f", once it is known what others save at {amount(group.unnamed, 'place')} without naming columns"
    return (
        f"{name} sets only {listed(group.columns)} of it (at {amount(group.places, 'place')}), which nobody else names: it can "
        f"be split by these columns{check}, and both parts have one writer."
    )
