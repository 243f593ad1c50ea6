"""Supplier price lists come as CSV in the form of templates/supplier_price_list.csv."""

from dataclasses import dataclass, field

from hearth import db
from hearth.lib import helpers, money
from hearth.lib.errors import Invalid
from hearth.models.catalog import Category
from hearth.models.core import Product, Variant
from hearth.services import pricing

COLUMNS = ("article_no", "ean", "name", "variant", "category", "material", "weight_g", "purchase_price", "rrp")


@dataclass
class ImportResult:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list = field(default_factory=list)

    def as_dict(self):
        return {"created": self.created, "updated": self.updated, "unchanged": self.unchanged,
                "problems": self.problems}


def check_ean(ean):
    """EAN-13 with a right check digit, or nothing."""
    ean = (ean or "").strip()
    if not ean:
        return None
    if len(ean) != 13 or not ean.isdigit():
        raise Invalid(f"EAN {ean} is not 13 digits")
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(ean[:12]))
    if (10 - total % 10) % 10 != int(ean[12]):
        raise Invalid(f"EAN {ean} has a wrong check digit")
    return ean


def find_category(path):
    """'Kitchen > Pans' -> the category; missing ones are created, the buyers tidy up later."""
    parent = None
    for name in (part.strip() for part in path.split(">")):
        slug = helpers.slugify(name if parent is None else parent.slug + " " + name)
        category = Category.query.filter_by(slug=slug).one_or_none()
        if category is None:
            category = Category(name=name, slug=slug, parent=parent)
            db.session.add(category)
            db.session.flush()
        parent = category
    return parent


def import_line(row, supplier, brand):
    """One article; returns 'created', 'updated' or 'unchanged'."""
    sku = row["article_no"].strip().upper()
    cost = money.to_cents(row["purchase_price"])
    variant = Variant.query.filter_by(sku=sku).one_or_none()
    if variant is None:
        slug = helpers.slugify(f"{brand} {row['name']}")
        product = Product.query.filter_by(slug=slug).one_or_none()
        if product is None:
            product = Product(
                name=row["name"].strip(), slug=slug, brand=brand, supplier=supplier,
                material=row["material"].strip() or None, category=find_category(row["category"]),
                created_at=helpers.utcnow(),
            )
            db.session.add(product)
        variant = Variant(
            product=product, sku=sku, title=row["variant"].strip(), ean=check_ean(row["ean"]),
            weight_grams=int(row["weight_g"] or 0), list_price_cents=0,
        )
        variant.bulky = variant.weight_grams > 30000
        rrp = money.to_cents(row["rrp"]) if row["rrp"] else 0
        variant.list_price_cents = rrp or pricing.suggest_price(variant, cost)
        db.session.add(variant)
        return "created"
    before = (variant.ean, variant.weight_grams)
    variant.ean = check_ean(row["ean"]) or variant.ean
    variant.weight_grams = int(row["weight_g"] or variant.weight_grams)
    return "unchanged" if before == (variant.ean, variant.weight_grams) else "updated"


def import_price_list(text, supplier, brand):
    rows = helpers.read_csv(text)
    if rows and set(COLUMNS) - set(rows[0]):
        raise Invalid("columns missing", columns=sorted(set(COLUMNS) - set(rows[0])))
    result = ImportResult()
    for number, row in enumerate(rows, start=2):
        try:
            outcome = import_line(row, supplier, brand)
        except (Invalid, ArithmeticError, ValueError) as problem:
            result.problems.append({"line": number, "article_no": row["article_no"], "problem": str(problem)})
            continue
        setattr(result, outcome, getattr(result, outcome) + 1)
    db.session.commit()
    return result
