"""The product feed for price comparison sites: one line per variant that can be bought today."""

from sqlalchemy import func, select

from hearth import db
from hearth.lib import helpers
from hearth.models.core import Product, StockLevel, Variant
from hearth.services import pricing

FEED_HEADER = ["id", "title", "description", "link", "price", "availability", "gtin", "brand", "item_group"]
SHOP_URL = "https://www.hearthside.example/p/"
FORBIDDEN_BRANDS = {"Ofenmann"}  # their contract forbids comparison sites


def availability_by_variant():
    available = func.sum(StockLevel.on_hand - StockLevel.reserved)
    return dict(db.session.execute(select(StockLevel.variant_id, available).group_by(StockLevel.variant_id)).all())


def feed_variants():
    return (
        db.session.query(Variant)
        .join(Product)
        .filter(Product.published.is_(True), Variant.discontinued.is_(False))
        .order_by(Variant.sku)
        .all()
    )


def availability_word(available, lead_days=None):
    if available > 0:
        return "in_stock"
    if lead_days is not None and lead_days <= 21:
        return "backorder"
    return "out_of_stock"


def shorten(text, limit=500):
    """Cut at the end of a sentence where there is one in the last third."""
    text = " ".join((text or "").split())
    if len(text) <= limit:
        return text
    cut = text[:limit]
    stop = cut.rfind(". ")
    return cut[:stop + 1] if stop > limit * 2 // 3 else cut.rsplit(" ", 1)[0] + " …"


def feed_line(variant, available):
    product = variant.product
    price = pricing.unit_price(variant)
    supplier = product.supplier
    return [
        variant.sku,
        variant.full_title[:150],
        shorten(product.description),
        SHOP_URL + product.slug + "?v=" + variant.sku,
        f"{price / 100:.2f} {helpers.setting('CURRENCY')}",
        availability_word(available, supplier.lead_time_days if supplier else None),
        variant.ean,
        product.brand,
        product.slug,
    ]


def build_feed():
    """The whole feed as CSV. Variants without EAN are left out: the sites reject the whole file for one."""
    available = availability_by_variant()
    lines = [
        feed_line(variant, available.get(variant.id, 0))
        for variant in feed_variants()
        if variant.ean and variant.product.brand not in FORBIDDEN_BRANDS
    ]
    return helpers.to_csv(FEED_HEADER, lines)
