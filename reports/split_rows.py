"""From transactions that boundaries split to one row for each place: a method that is inherited is another one in each class."""

from collections import Counter
from collections.abc import Mapping, Sequence

from decompose.design.transactions.transactions import SplitTransaction
from decompose.evidence.words import listed
from decompose.result.decomposition import Decomposition
from decompose.result.wording import place

Row = tuple[str, str, str]


def split_rows(decomposition: Decomposition, names: Mapping[str, str]) -> list[Row]:
    """Where it is, how many tables it writes, and the contexts that it writes for, in the order of the result."""
    by_place: dict[str, list[SplitTransaction]] = {}
    for split in decomposition.transactions:
        by_place.setdefault(place(split.location), []).append(split)
    return [_one(where, splits[0], names) if len(splits) == 1 else _several(where, splits, names)
            for where, splits in by_place.items()]  # fmt: skip


def _one(where: str, split: SplitTransaction, names: Mapping[str, str]) -> Row:
    return where, f"{len(split.writes):,}", ", ".join(names.get(id, id) for id in split.contexts)


def _several(where: str, splits: Sequence[SplitTransaction], names: Mapping[str, str]) -> Row:
    """Hardly a class writes for all of them: how many each writes for, and those that most write for, with how many do."""
    tables = sorted({len(split.writes) for split in splits})
    spans = sorted({len(split.contexts) for split in splits})
    times = Counter(names.get(id, id) for split in splits for id in split.contexts)
    most = sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))
    written = listed([name if number == len(splits) else f"{name} ({number:,})" for name, number in most])
    return f"{where} ({len(splits):,} classes)", _range(tables), f"{_range(spans)} contexts each: {written}"


def _range(numbers: Sequence[int]) -> str:
    return f"{numbers[0]:,}" if len(numbers) == 1 else f"{numbers[0]:,}–{numbers[-1]:,}"
