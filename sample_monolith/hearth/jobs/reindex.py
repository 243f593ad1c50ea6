"""Keeping the search index up to date."""

import logging

from hearth import db
from hearth.models.core import Product
from hearth.services import search
from hearth.tasks import task

log = logging.getLogger(__name__)


@task("catalog.reindex")
def reindex():
    count = search.rebuild_index()
    log.info("search index rebuilt, %d products", count)
    return count


@task("catalog.index_product")
def index_product(product_id):
    product = db.session.get(Product, product_id)
    if product is None:
        return False
    search.index_product(product)
    db.session.commit()
    return True


def stale_products():
    """Products whose publication and index disagree; the nightly run repairs them."""
    return db.rows(
        """
        SELECT p.id, p.slug, p.published, COUNT(t.id) AS terms
        FROM products p
        LEFT JOIN search_terms t ON t.product_id = p.id
        GROUP BY p.id, p.slug, p.published
        HAVING (p.published AND COUNT(t.id) = 0) OR (NOT p.published AND COUNT(t.id) > 0)
        ORDER BY p.id
        """
    )


@task("catalog.repair_index")
def repair_index():
    stale = stale_products()
    for row in stale:
        index_product(row["id"])
    return [row["slug"] for row in stale]
