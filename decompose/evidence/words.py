"""Words: from numbers, lists and unit ids to how every sentence of the tool says them, so that no two say them differently."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

UNNAMED: Mapping[str, str] = MappingProxyType({})
"""Names where none are known."""

FEW = 3
"""Names that a sentence gives before it only counts the rest."""


def number(value: float) -> str:
    """A number as short as it may be: thousands marked, at most two decimals, but two digits of what is below 0.1."""
    if 0 < abs(value) < 0.1:
        return f"{value:.2g}"
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def amount(count: float, one: str, many: str = "") -> str:
    """A number with its noun: `1 cut`, `2 cuts`, `3.5 points`, `no cuts`; `many` where it is not `one` with an s."""
    return f"{number(count) if count else 'no'} {one if count == 1 else many or one + 's'}"


def percent(part: float) -> str:
    """A share 0…1 in percent; never 0% or 100% of something that is not exactly none or all."""
    if 0 < part < 0.005:
        return "<1%"
    if 0.995 <= part < 1:
        return ">99%"
    return f"{part:.0%}"


def listed(names: Sequence[str], most: int = FEW) -> str:
    """`a`, `a and b`, `a, b and c`, or the first `most` and how many more there are (0: all)."""
    if most and len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most:,} more"
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def said(unit: str, names: Mapping[str, str] = UNNAMED) -> str:
    """A unit id as people write it: `src/shop/orders.py::Order` as `shop.orders.Order`, `table:orders` as `orders`.

    `names` are those of modules by id, as they are imported: only they know from which folder.
    """
    path, _, name = unit.removeprefix("table:").partition("::")
    module = names.get(path) or path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace(
        "/", "."
    )
    return f"{module}.{name}" if name else module
