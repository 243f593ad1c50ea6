"""VAT: rates by country and class, exemption for businesses abroad."""

from decimal import Decimal

from hearth import db
from hearth.billing.models import TaxRate
from hearth.lib import helpers, money
from hearth.lib.errors import Invalid

# used where the table has nothing; the accountant keeps the table
FALLBACK = {
    ("DE", "standard"): "19", ("DE", "reduced"): "7",
    ("AT", "standard"): "20", ("AT", "reduced"): "10",
    ("CH", "standard"): "8.1", ("CH", "reduced"): "2.6",
}
EU = {"AT", "BE", "DE", "DK", "ES", "FR", "IT", "LU", "NL", "PL"}
VAT_ID_LENGTH = {"AT": 11, "DE": 11, "NL": 14, "FR": 13, "BE": 12, "IT": 13}


def rate_for(country, tax_class, day=None):
    day = day or helpers.today()
    row = (
        TaxRate.query.filter(
            TaxRate.country == country, TaxRate.tax_class == tax_class, TaxRate.valid_from <= day
        )
        .order_by(TaxRate.valid_from.desc())
        .first()
    )
    if row is not None:
        return Decimal(row.percent)
    try:
        return Decimal(FALLBACK[(country, tax_class)])
    except KeyError:
        raise Invalid(f"no VAT rate for {tax_class} in {country}") from None


def plausible_vat_id(vat_id):
    """Form only; whether it exists is asked once a quarter by hand."""
    vat_id = (vat_id or "").replace(" ", "").upper()
    country = vat_id[:2]
    return country in EU and len(vat_id) == VAT_ID_LENGTH.get(country, len(vat_id)) and len(vat_id) > 8


class TaxCalculator:
    """Tax of one delivery: country of destination and customer decide."""

    def __init__(self, country, customer):
        self.country = country
        self.customer = customer
        self._rates = {}

    @property
    def reverse_charge(self):
        abroad = self.country != helpers.setting("HOME_COUNTRY") and self.country in EU
        return abroad and self.customer.is_business and plausible_vat_id(self.customer.vat_id)

    def rate(self, tax_class):
        if self.reverse_charge:
            return Decimal(0)
        if tax_class not in self._rates:
            self._rates[tax_class] = rate_for(self.country, tax_class)
        return self._rates[tax_class]

    def tax(self, gross_cents, tax_class):
        """(rate, tax inside the gross amount)"""
        rate = self.rate(tax_class)
        return rate, money.tax_inside(gross_cents, rate)


def enter_rate(country, tax_class, percent, valid_from):
    if not 0 <= Decimal(percent) <= 30:
        raise Invalid("a VAT rate is between 0 and 30 percent")
    rate = TaxRate(country=country, tax_class=tax_class, percent=str(percent), valid_from=valid_from)
    db.session.add(rate)
    db.session.commit()
    return rate
