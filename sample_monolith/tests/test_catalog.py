import pytest

from hearth import db
from hearth.catalog import feeds
from hearth.jobs import reindex
from hearth.lib.errors import Conflict, Invalid
from hearth.models import Category, Product
from hearth.services import product_import, reviews, search
from hearth.tasks import run_one

PRICE_LIST = """article_no;ean;name;variant;category;material;weight_g;purchase_price;rrp
GUS-0100;4006381333931;Frying pan;28 cm;Kitchen > Pans;steel;1800;18,40;49,90
GUS-0101;4006381333932;Frying pan;20 cm;Kitchen > Pans;steel;1100;12,40;
GUS-0102;;Stock pot;;Kitchen > Pots;steel;2900;22,00;
"""


def test_search_finds_by_all_words_and_synonyms(shop):
    search.rebuild_index()
    assert [p.slug for p in search.search("iron pfanne")] == ["cast-iron-skillet"]
    assert search.search("iron bicycle") == []


def test_search_by_sku_is_exact(shop):
    Product.query.first().variants[0].sku = "GU-1234"
    db.session.commit()
    assert [p.slug for p in search.search("gu-1234")] == ["cast-iron-skillet"]


def test_suggestions_start_with_the_prefix(shop):
    search.rebuild_index()
    assert "skillet" in search.suggest("ski")
    assert search.suggest("s") == []


def test_index_is_repaired_when_a_product_goes(shop):
    search.rebuild_index()
    Product.query.filter_by(slug="one-pot").one().published = False
    db.session.commit()
    assert run_one("catalog.repair_index") == ["one-pot"]
    assert reindex.stale_products() == []


def test_import_creates_products_and_reports_bad_lines(shop):
    result = product_import.import_price_list(PRICE_LIST, shop.supplier, "Gussmann")
    assert (result.created, len(result.problems)) == (2, 1)
    assert result.problems[0]["article_no"] == "GUS-0101"
    assert [c.name for c in Category.query.filter_by(slug="kitchen-pans").one().path()] == ["Kitchen", "Pans"]
    again = product_import.import_price_list(PRICE_LIST, shop.supplier, "Gussmann")
    assert (again.created, again.unchanged) == (0, 2)


def test_import_suggests_a_price_where_there_is_none(shop):
    product_import.import_price_list(PRICE_LIST, shop.supplier, "Gussmann")
    assert shop.variant("GUS-0102").list_price_cents == 4090


def test_supplier_template_is_what_the_importer_reads():
    import pathlib

    import hearth

    template = pathlib.Path(hearth.__file__).parent / "templates" / "supplier_price_list.csv"
    header = template.read_text(encoding="utf-8").splitlines()[0].split(";")
    assert tuple(header) == product_import.COLUMNS


def test_import_without_columns_is_refused(shop):
    with pytest.raises(Invalid):
        product_import.import_price_list("a;b\n1;2\n", shop.supplier, "X")


def test_feed_leaves_out_what_has_no_ean(shop):
    lines = feeds.build_feed().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("PAN-24;Cast iron skillet 24 cm;") and "in_stock" in lines[1]


def test_review_of_a_stranger_waits(shop):
    review = reviews.write_review(shop.anna, shop.skillet, 5, "Great", "I like it")
    assert review.state == "pending" and not review.verified_purchase
    reviews.moderate(review, True, shop.boss)
    assert shop.skillet.rating == 5.0
    with pytest.raises(Conflict):
        reviews.write_review(shop.anna, shop.skillet, 1)


def test_review_of_a_buyer_is_published_unless_it_has_a_link(shop):
    shop.order(PAN_24=1).state = "completed"
    db.session.commit()
    assert reviews.write_review(shop.anna, shop.skillet, 4, "Good").state == "published"
    shop.order(shop.bistro, PAN_24=1).state = "completed"
    db.session.commit()
    assert reviews.write_review(shop.bistro, shop.skillet, 5, "see www.x.example").state == "pending"


def test_a_product_needs_a_description_to_be_published(shop):
    product = Product(name="New", slug="new")
    db.session.add(product)
    with pytest.raises(Conflict):
        product.publish()
