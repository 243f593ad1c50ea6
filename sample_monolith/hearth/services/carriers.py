"""The carriers we ship with: what they take, what they cost, how their labels look."""

import importlib

from hearth.lib import helpers
from hearth.lib.errors import Invalid


class Carrier:
    """Base of all carriers; chosen by dotted name in the settings."""

    code = ""
    name = ""
    heaviest_grams = 0
    countries = ()
    tariffs = ()  # (up to grams, cents)
    abroad_surcharge_cents = 0

    def takes(self, weight_grams, country, bulky=False):
        return weight_grams <= self.heaviest_grams and country in self.countries and not bulky

    def tariff(self, weight_grams, country):
        for up_to, cents in self.tariffs:
            if weight_grams <= up_to:
                return cents + (self.abroad_surcharge_cents if country != "DE" else 0)
        raise Invalid(f"{self.name} does not take {weight_grams} g")

    def tracking_code(self, parcel_id):
        return f"{self.code[:2].upper()}{helpers.token_for(self.code, parcel_id)[:10].upper()}"

    def label(self, address, parcel):
        lines = [f"*** {self.name} ***", parcel.tracking_code, ""] + address.lines()
        return "\n".join(lines + ["", f"{parcel.weight_grams / 1000:.1f} kg"])


class ParcelPost(Carrier):
    code = "parcelpost"
    name = "Parcel Post"
    heaviest_grams = 31500
    countries = ("DE", "AT", "CH")
    tariffs = ((2000, 399), (5000, 489), (10000, 749), (31500, 1290))
    abroad_surcharge_cents = 650


class BlitzCourier(Carrier):
    code = "blitz"
    name = "Blitz Courier"
    heaviest_grams = 10000
    countries = ("DE",)
    tariffs = ((5000, 990), (10000, 1390))

    def label(self, address, parcel):
        # their scanners want the postcode first
        return f"{address.postcode}\n" + super().label(address, parcel)


class FreightForwarder(Carrier):
    """Two strong people and a van. For ranges and tables."""

    code = "freight"
    name = "Hansen Freight"
    heaviest_grams = 400000
    countries = ("DE", "AT")
    tariffs = ((50000, 3900), (100000, 5900), (400000, 9900))
    abroad_surcharge_cents = 4500

    def takes(self, weight_grams, country, bulky=False):
        return weight_grams <= self.heaviest_grams and country in self.countries


def load(code):
    try:
        dotted = helpers.setting("CARRIERS")[code]
    except KeyError:
        raise Invalid(f"unknown carrier {code}") from None
    module, name = dotted.rsplit(".", 1)
    return getattr(importlib.import_module(module), name)()


def cheapest(weight_grams, country, bulky=False, express=False):
    """The cheapest carrier that takes it; express is the courier or nobody."""
    if express:
        courier = load("blitz")
        return courier if courier.takes(weight_grams, country, bulky) else None
    able = [load(code) for code in sorted(helpers.setting("CARRIERS"))]
    able = [c for c in able if c.code != "blitz" and c.takes(weight_grams, country, bulky)]
    return min(able, key=lambda c: (c.tariff(weight_grams, country), c.code), default=None)
