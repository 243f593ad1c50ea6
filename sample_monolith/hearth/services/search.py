"""Product search on an inverted index in the database. Good enough for nine thousand products."""

import re
from collections import Counter

from sqlalchemy import func

from hearth import db
from hearth.lib import helpers
from hearth.models.catalog import SearchTerm
from hearth.models.core import Product

STOPWORDS = {"der", "die", "das", "und", "mit", "fuer", "aus", "the", "and", "with", "for", "set"}
SYNONYMS = {"pot": "saucepan", "kasserolle": "saucepan", "topf": "saucepan", "messer": "knife", "pfanne": "pan"}
FIELD_WEIGHTS = {"name": 8, "brand": 5, "category": 4, "material": 3, "description": 1}


def words(text):
    """Normalised words: lower case, no accents, synonyms folded, a plural s cut off."""
    found = []
    for word in helpers.slugify(text or "").split("-"):
        if len(word) < 2 or word in STOPWORDS:
            continue
        if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
            word = word[:-1]
        found.append(SYNONYMS.get(word, word))
    return found


def weights_of(product):
    texts = {
        "name": product.name,
        "brand": product.brand,
        "material": product.material,
        "description": product.description,
        "category": " ".join(c.name for c in product.category.path()) if product.category else "",
    }
    weights = Counter()
    for field, text in texts.items():
        for word in set(words(text)):
            weights[word] += FIELD_WEIGHTS[field]
    return weights


def index_product(product):
    SearchTerm.query.filter_by(product_id=product.id).delete()
    if product.published:
        db.session.add_all(
            SearchTerm(term=term[:60], product_id=product.id, weight=weight)
            for term, weight in sorted(weights_of(product).items())
        )


def rebuild_index():
    SearchTerm.query.delete()
    products = Product.query.filter_by(published=True).order_by(Product.id).all()
    for product in products:
        index_product(product)
    db.session.commit()
    return len(products)


def search(text, page=1, size=None):
    """Products that contain all words, the heavier the match the earlier. SKUs are found exactly."""
    if re.fullmatch(r"[A-Z]{2,4}-\d{3,6}(-[A-Z0-9]+)?", text.strip().upper()):
        exact = Product.query.filter(Product.variants.any(sku=text.strip().upper())).all()
        if exact:
            return exact
    terms = sorted(set(words(text)))
    if not terms:
        return []
    score = func.sum(SearchTerm.weight)
    query = (
        db.session.query(Product)
        .join(SearchTerm, SearchTerm.product_id == Product.id)
        .filter(SearchTerm.term.in_(terms), Product.published.is_(True))
        .group_by(Product.id)
        .having(func.count(func.distinct(SearchTerm.term)) == len(terms))
        .order_by(score.desc(), Product.name)
    )
    return helpers.paginate(query, page, size)


def suggest(prefix, limit=8):
    prefix = helpers.slugify(prefix).replace("-", "")
    if len(prefix) < 2:
        return []
    found = (
        db.session.query(SearchTerm.term, func.count(SearchTerm.id))
        .filter(SearchTerm.term.startswith(prefix))
        .group_by(SearchTerm.term)
        .order_by(func.count(SearchTerm.id).desc(), SearchTerm.term)
        .limit(limit)
    )
    return [term for term, _count in found]
