"""Words: numbers with their nouns, and lists cut short, as the plan's sentences say them."""

from collections.abc import Sequence


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 table`, `2 tables`, `1,200 lines`; "no tables" for none."""
    if number == 1:
        return f"1 {noun}"
    return f"{f'{number:,}' if number else 'no'} {plural or noun + 's'}"


def listed(names: Sequence[str], most: int = 3) -> str:
    """`a`, `a and b`, `a, b and c`, or the first of them and how many more there are."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def percent(share: float) -> str:
    """A share of 0…1 as a whole percentage."""
    return f"{share:.0%}"


def said(unit: str) -> str:
    """A unit id as people write it: `shop/orders.py::Order` as `shop.orders.Order`, `table:orders` as `orders`."""
    path, _, name = unit.removeprefix("table:").partition("::")
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return f"{module}.{name}" if name else module
