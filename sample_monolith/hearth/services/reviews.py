"""Product reviews: who may write one, what is published without a human looking at it."""

import re

from hearth import db
from hearth.lib import helpers
from hearth.lib.errors import Conflict, Forbidden, Invalid
from hearth.models.catalog import Review
from hearth.models.core import Order, OrderLine, Variant

BANNED = re.compile(r"https?://|www\.|\b(idiot|betrug|scam)\b", re.IGNORECASE)
AUTO_PUBLISH_STARS = 3
LONGEST_TEXT = 4000


def has_bought(customer, product):
    bought = (
        db.session.query(OrderLine.id)
        .join(Order)
        .join(Variant, Variant.id == OrderLine.variant_id)
        .filter(
            Order.customer_id == customer.id,
            Order.state.in_(["shipped", "completed"]),
            Variant.product_id == product.id,
        )
    )
    return bought.first() is not None


def write_review(customer, product, stars, title="", text=""):
    if not 1 <= int(stars) <= 5:
        raise Invalid("one to five stars")
    if len(text) > LONGEST_TEXT:
        raise Invalid("too long", longest=LONGEST_TEXT)
    if customer.blocked:
        raise Forbidden("blocked customers cannot write reviews")
    if Review.query.filter_by(customer_id=customer.id, product_id=product.id).first():
        raise Conflict("you have reviewed this already")
    review = Review(
        customer=customer, product=product, stars=int(stars), title=title.strip(), text=text.strip(),
        written_at=helpers.utcnow(), verified_purchase=int(has_bought(customer, product)),
    )
    review.state = "published" if can_publish_unseen(review) else "pending"
    db.session.add(review)
    db.session.commit()
    return review


def can_publish_unseen(review):
    """Bought it, is not unhappy, and no link in it. All others are read by the catalogue team."""
    if BANNED.search(review.title) or BANNED.search(review.text):
        return False
    return bool(review.verified_purchase) and review.stars >= AUTO_PUBLISH_STARS


def moderate(review, publish, user):
    if review.state != "pending":
        raise Conflict(f"already {review.state}")
    review.state = "published" if publish else "rejected"
    review.moderated_by_id = user.id
    db.session.commit()
    return review


def pending(page=1):
    return helpers.paginate(Review.query.filter_by(state="pending").order_by(Review.written_at), page)


def distribution(product):
    counts = {stars: 0 for stars in range(5, 0, -1)}
    for review in product.reviews:
        if review.state == "published":
            counts[review.stars] += 1
    return counts
