"""What a variant costs: for whom, how many, on which day."""

from hearth import db
from hearth.lib import helpers, money
from hearth.lib.errors import Invalid
from hearth.models.catalog import PriceChange, PriceEntry

TRADE_MINIMUM_QUANTITY = 3
CHARM_ENDING = 90  # shop prices end in ,90; see the pricing memo of 2023
LOWEST_MARGIN_PERCENT = 8


def price_list_of(customer):
    if customer is not None and customer.is_business:
        return "trade"
    return "retail"


def unit_price(variant, quantity=1, customer=None, day=None):
    """The best price the customer may have; never above the list price."""
    day = day or helpers.today()
    allowed = {price_list_of(customer), "outlet"}
    if "trade" in allowed and quantity < TRADE_MINIMUM_QUANTITY:
        allowed = {"retail", "outlet"}
    candidates = [
        entry.price_cents
        for entry in variant.prices
        if entry.price_list in allowed and entry.applies(quantity, day)
    ]
    return min(candidates + [variant.list_price_cents])


def price_table(variant, customer=None):
    """The quantity breaks to show under the product, best first."""
    breaks = sorted({1} | {e.from_quantity for e in variant.prices if e.price_list == price_list_of(customer)})
    table = []
    for quantity in breaks:
        price = unit_price(variant, quantity, customer)
        if not table or price < table[-1]["unit_price_cents"]:
            table.append({"from_quantity": quantity, "unit_price_cents": price})
    return table


def charm(cents):
    """Round up to the next price that ends in ,90. Below five euros prices stay as they are."""
    if cents < 500:
        return cents
    whole = cents // 100 * 100 + CHARM_ENDING
    return whole if whole >= cents else whole + 100


def suggest_price(variant, cost_cents):
    """Cost plus the margin the category aims at, with tax, rounded to a charm price."""
    category = variant.product.category
    target = category.margin_target_percent if category else 35
    net = cost_cents * 100 // (100 - target)
    return charm(net + money.percent_of(net, 19))


def set_price(variant, price_cents, price_list="retail", from_quantity=1, valid_from=None, cost_cents=None):
    """Enter a price into a list; what was valid until then ends the day before."""
    if price_cents <= 0:
        raise Invalid("a price must be positive")
    if cost_cents is not None:
        net = price_cents - money.tax_inside(price_cents, 19)
        if net - cost_cents < money.percent_of(net, LOWEST_MARGIN_PERCENT):
            raise Invalid("below the lowest margin", lowest_percent=LOWEST_MARGIN_PERCENT)
    valid_from = valid_from or helpers.today()
    for entry in variant.prices:
        same = entry.price_list == price_list and entry.from_quantity == from_quantity
        if same and entry.valid_to is None and entry.valid_from < valid_from:
            entry.valid_to = valid_from.fromordinal(valid_from.toordinal() - 1)
    entry = PriceEntry(
        variant=variant, price_list=price_list, from_quantity=from_quantity,
        price_cents=price_cents, valid_from=valid_from,
    )
    db.session.add(entry)
    db.session.commit()
    return entry


def plan_change(variant, new_price_cents, effective_on, user=None):
    if effective_on <= helpers.today():
        raise Invalid("price changes are planned for tomorrow at the earliest")
    change = PriceChange(
        variant=variant, new_price_cents=charm(new_price_cents), effective_on=effective_on,
        planned_by_id=user.id if user else None,
    )
    db.session.add(change)
    db.session.commit()
    return change


def apply_due_changes(day=None):
    """Make the planned changes of the day the list prices; returns the variants touched."""
    day = day or helpers.today()
    due = (
        PriceChange.query.filter(PriceChange.applied_at.is_(None), PriceChange.effective_on <= day)
        .order_by(PriceChange.effective_on, PriceChange.id)
        .all()
    )
    for change in due:
        change.old_price_cents = change.variant.list_price_cents
        change.variant.list_price_cents = change.new_price_cents
        change.applied_at = helpers.utcnow()
    db.session.commit()
    return [change.variant for change in due]
