"""Numbers come in, the few ways in which this report prints them go out."""


def count(value: float) -> str:
    """A whole number with thousands marked: `12,400`."""
    return f"{round(value):,}"


def share(value: float) -> str:
    """A share of 1 in per cent, with one decimal only where a whole number would hide it: `18%`, `0.4%`, `99.6%`, `>99.9%`."""
    percent = value * 100
    if 0 < percent < 0.05:
        return "<0.1%"
    if 99.95 <= percent < 100:
        return ">99.9%"
    if 0 < percent < 1 or 99 < percent < 100:
        return f"{percent:.1f}%"
    return f"{percent:.0f}%"


def figure(value: float) -> str:
    """A measure with about three digits: `0.41`, `8.5`, `63.4`, `1,204`."""
    text = f"{value:,.2f}" if abs(value) < 10 else f"{value:,.1f}" if abs(value) < 100 else f"{value:,.0f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def grade(value: float) -> str:
    """Effort, risk or value, 0…1 among the contexts of a system, always with two decimals, so that columns of them compare."""
    return f"{value:.2f}"


def coordinate(value: float) -> str:
    """A length in a drawing, to a tenth."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def plural(number: int, one: str, many: str = "") -> str:
    """`1 table`, `2 tables`, `3 boundaries` (with `many` given)."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
