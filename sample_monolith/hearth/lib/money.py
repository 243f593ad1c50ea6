"""Money is whole cents. Rates are per mille of a percent, because of a Swiss VAT rate."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal


def to_cents(text):
    """'12,90' or '12.90' or Decimal -> 1290."""
    if isinstance(text, str):
        text = text.strip().replace(" ", "")
        if "," in text:
            text = text.replace(".", "").replace(",", ".")
    return int((Decimal(text) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def format_cents(cents, currency="EUR"):
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}".replace(",", ".") + f",{rest:02d} {currency}"


def percent_of(cents, rate):
    """The part of an amount; rate in percent, as Decimal, int or text."""
    part = Decimal(cents) * Decimal(str(rate)) / 100
    return int(part.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def tax_inside(gross, rate):
    """How much of a gross amount is tax. Shop prices are gross prices."""
    rate = Decimal(str(rate))
    tax = Decimal(gross) * rate / (100 + rate)
    return int(tax.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def spread(total, weights):
    """Split an amount in proportion to weights so that the parts sum up to it exactly."""
    weights = list(weights)
    if not weights:
        return []
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    parts = [int((Decimal(total) * w / whole).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)) for w in weights]
    parts[weights.index(max(weights))] += total - sum(parts)
    return parts
