"""Browsing: categories, products, search and reviews."""

from flask import Blueprint, Response, jsonify, request

from hearth import db
from hearth.catalog import feeds
from hearth.lib import helpers
from hearth.lib.auth import audit, current_user, login_required, permission_required
from hearth.lib.errors import NotFound
from hearth.models.catalog import Category, Review
from hearth.models.core import Product, Variant
from hearth.services import pricing, product_import, reviews, search
from hearth.tasks import enqueue
from hearth.warehouse import stock
from hearth.warehouse.models import Supplier

bp = Blueprint("products", __name__)


def variant_data(variant, customer=None):
    return {
        "sku": variant.sku,
        "title": variant.full_title,
        "price_cents": pricing.unit_price(variant, 1, customer),
        "prices": pricing.price_table(variant, customer),
        "available": stock.available(variant.id) > 0,
    }


def product_data(product):
    user = current_user()
    customer = user.customer if user else None
    return {
        "slug": product.slug,
        "name": product.name,
        "brand": product.brand,
        "rating": product.rating,
        "breadcrumb": [c.name for c in product.category.path()] if product.category else [],
        "variants": [variant_data(v, customer) for v in product.variants if not v.discontinued],
    }


def by_slug(slug):
    product = Product.query.filter_by(slug=slug, published=True).one_or_none()
    if product is None:
        raise NotFound(f"no product {slug}")
    return product


@bp.get("/products/<slug>")
def show(slug):
    return jsonify(product_data(by_slug(slug)))


@bp.get("/categories/<slug>")
def category(slug):
    found = Category.query.filter_by(slug=slug).one_or_none()
    if found is None:
        raise NotFound(f"no category {slug}")
    query = Product.query.filter(Product.category_id.in_(found.subtree_ids()), Product.published.is_(True))
    page = helpers.paginate(query.order_by(Product.name), request.args.get("page", 1))
    return jsonify(name=found.name, products=[product_data(p) for p in page])


@bp.get("/search")
def find():
    text = request.args.get("q", "")
    found = search.search(text, request.args.get("page", 1))
    return jsonify(products=[{"slug": p.slug, "name": p.name} for p in found], suggestions=search.suggest(text))


@bp.post("/products/<slug>/reviews")
@login_required
def review(slug):
    payload = request.get_json()
    stars, = helpers.require(payload, "stars")
    written = reviews.write_review(
        current_user().customer, by_slug(slug), stars, payload.get("title", ""), payload.get("text", "")
    )
    return jsonify(id=written.id, state=written.state), 201


@bp.post("/staff/reviews/<int:review_id>")
@permission_required("catalog.moderate")
def moderate(review_id):
    review = reviews.moderate(db.get_or_404(Review, review_id), request.get_json()["publish"], current_user())
    return jsonify(id=review.id, state=review.state)


@bp.post("/staff/products/<slug>/publish")
@permission_required("catalog.edit")
def publish(slug):
    product = Product.query.filter_by(slug=slug).one()
    product.publish()
    audit("product.publish", product, current_user())
    db.session.commit()
    enqueue("catalog.index_product", product_id=product.id)
    return jsonify(slug=product.slug, published=True)


@bp.post("/staff/price-lists")
@permission_required("catalog.edit")
def upload_price_list():
    supplier = db.get_or_404(Supplier, int(request.args["supplier"]))
    result = product_import.import_price_list(request.get_data(as_text=True), supplier, request.args["brand"])
    enqueue("catalog.reindex")
    return jsonify(result.as_dict())


@bp.post("/staff/variants/<sku>/price-changes")
@permission_required("catalog.edit")
def plan_price(sku):
    variant = Variant.query.filter_by(sku=sku).one()
    payload = request.get_json()
    price, day = helpers.require(payload, "price_cents", "effective_on")
    change = pricing.plan_change(variant, int(price), helpers.parse_date(day), current_user())
    return jsonify(price_cents=change.new_price_cents, effective_on=change.effective_on.isoformat()), 201


@bp.get("/feeds/comparison.csv")
def feed():
    return Response(feeds.build_feed(), mimetype="text/csv")
