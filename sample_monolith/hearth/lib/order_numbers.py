"""Order numbers: HK-25-000123-7. The last digit is a check digit, for the telephone."""

import re

from hearth.lib import helpers

PATTERN = re.compile(r"HK-(\d{2})-(\d{6})-(\d)")


def check_digit(year, running):
    """Luhn over year and running number."""
    total = 0
    for place, digit in enumerate(reversed(f"{year:02d}{running:06d}")):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return (10 - total % 10) % 10


def new_order_number():
    year = helpers.today().year % 100
    running = helpers.next_number("order")
    return f"HK-{year:02d}-{running:06d}-{check_digit(year, running)}"


def is_order_number(text):
    match = PATTERN.fullmatch((text or "").strip().upper())
    if not match:
        return False
    year, running, digit = (int(part) for part in match.groups())
    return check_digit(year, running) == digit


def find_order_numbers(text):
    """All valid order numbers in a text, also when somebody typed blanks for the dashes."""
    loose = re.sub(r"HK[\s-]*(\d{2})[\s-]*(\d{6})[\s-]*(\d)", r"HK-\1-\2-\3", (text or "").upper())
    return [m.group(0) for m in PATTERN.finditer(loose) if is_order_number(m.group(0))]
