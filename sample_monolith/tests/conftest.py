"""A small shop: one warehouse in Kassel, one in Graz, three articles, two customers, some staff."""

import pathlib
import sqlite3
import sys
from datetime import date, datetime

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from hearth import db, tasks  # noqa: E402
from hearth.accounts import profiles  # noqa: E402
from hearth.app import create_app  # noqa: E402
from hearth.config import TestConfig  # noqa: E402
from hearth.lib import helpers, mailer  # noqa: E402
from hearth.models import (  # noqa: E402
    Category,
    Customer,
    Product,
    Role,
    StockLevel,
    Supplier,
    User,
    Variant,
    Warehouse,
)
from hearth.services import cart as carts  # noqa: E402
from hearth.services import checkout  # noqa: E402

NOW = datetime(2025, 3, 4, 10, 30)  # a Tuesday


class Shop:
    """What the tests ask for by name."""

    def stock(self, sku, warehouse="KAS"):
        return StockLevel.query.join(Variant).join(Warehouse).filter(
            Variant.sku == sku, Warehouse.code == warehouse
        ).one()

    def variant(self, sku):
        return Variant.query.filter_by(sku=sku).one()

    def order(self, customer=None, method="invoice", voucher=None, **quantities):
        """shop.order(PAN_24=2) orders two of PAN-24."""
        customer = customer or self.anna
        cart = carts.new_cart(customer)
        for name, quantity in (quantities or {"PAN_24": 1}).items():
            carts.put(cart, name.replace("_", "-"), quantity)
        cart.voucher_code = voucher
        return checkout.place_order(cart, customer, customer.addresses[0].id, method)

    def mails_to(self, address):
        return [m for m in mailer.OUTBOX if m.to == address]


def copy_of(engine):
    """The database as it is now; much faster to put back than to fill again."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    connection = engine.raw_connection()
    connection.driver_connection.backup(copy)
    connection.close()
    return copy


def put_back(engine, copy):
    connection = engine.raw_connection()
    copy.backup(connection.driver_connection)
    connection.close()


@pytest.fixture(scope="session")
def built_app():
    app = create_app(TestConfig)
    db.create_schema(app.engine)
    app.nothing = copy_of(app.engine)
    helpers.freeze(NOW)
    seed()
    app.seeded = copy_of(app.engine)
    yield app
    db.session.remove()
    app.nothing.close()
    app.seeded.close()
    app.engine.dispose()


@pytest.fixture
def app(built_app):
    db.session.remove()
    put_back(built_app.engine, built_app.nothing)
    helpers.freeze(NOW)
    tasks.clear()
    mailer.OUTBOX.clear()
    with built_app.app_context():
        yield built_app
    db.session.remove()
    helpers.freeze(None)


@pytest.fixture
def shop(app):
    put_back(app.engine, app.seeded)
    shop = Shop()
    shop.boss, shop.agent = (User.query.filter_by(api_token=token).one() for token in ("boss", "agent"))
    shop.kassel, shop.graz = (Warehouse.query.filter_by(code=code).one() for code in ("KAS", "GRZ"))
    shop.anna, shop.bistro = (Customer.query.filter_by(number=n).one() for n in ("K10001", "K10002"))
    shop.supplier, shop.skillet = Supplier.query.one(), Product.query.filter_by(slug="cast-iron-skillet").one()
    return shop


def seed():
    boss = User(email="boss@hearthside.example", name="Berta Boss", is_staff=True, api_token="boss")
    boss.roles.append(Role(name="boss", permissions="*"))
    agent = User(email="ina@hearthside.example", name="Ina Imhoff", is_staff=True, api_token="agent")
    agent.roles.append(Role(name="agent", permissions="support.*"))
    db.session.add_all([boss, agent])
    db.session.flush()

    supplier = Supplier(name="Gussmann", email="orders@gussmann.example", lead_time_days=10)
    pans = Category(name="Pans", slug="pans", margin_target_percent=40)
    skillet = Product(
        name="Cast iron skillet", slug="cast-iron-skillet", brand="Gussmann", material="cast iron",
        description="Heavy, and keeps its heat.", category=pans, supplier=supplier, published=True,
    )
    table = Product(
        name="Oak table", slug="oak-table", brand="Holzer", material="oak", description="For eight.", published=True,
    )
    book = Product(
        name="One pot", slug="one-pot", brand="Kochbuch", description="Eighty recipes.", published=True,
        tax_class="reduced",
    )
    variants = [
        Variant(product=skillet, sku="PAN-24", title="24 cm", list_price_cents=4990, weight_grams=2100,
                ean="4006381333931"),
        Variant(product=table, sku="TAB-01", title="", list_price_cents=89000, weight_grams=42000, bulky=True),
        Variant(product=book, sku="BOOK-1", title="", list_price_cents=2140, weight_grams=600),
    ]
    kassel = Warehouse(code="KAS", name="Kassel", priority=1, manager_id=boss.id)
    graz = Warehouse(code="GRZ", name="Graz", country="AT", priority=5)
    db.session.add_all([supplier, skillet, table, book, kassel, graz, *variants])
    db.session.flush()
    for variant, here, there in zip(variants, (10, 2, 50), (4, 0, 0)):
        db.session.add_all([
            StockLevel(warehouse=kassel, variant=variant, on_hand=here, reserved=0, average_cost_cents=2000),
            StockLevel(warehouse=graz, variant=variant, on_hand=there, reserved=0, average_cost_cents=2100),
        ])
    db.session.commit()

    anna = profiles.sign_up("anna@mail.example", "correct horse", "Anna Amsel")
    profiles.add_address(anna, "Anna Amsel", "Am Teich 1", "34117", "Kassel")
    bistro = profiles.sign_up(
        "bistro@mail.example", "battery staple", "Bistro Graz", "business", "ATU12345678", "AT"
    )
    profiles.add_address(bistro, "Bistro Graz", "Herrengasse 3", "8010", "Graz", "AT")
    anna.user.api_token, bistro.user.api_token = "anna", "bistro"
    db.session.commit()


@pytest.fixture
def api(app, shop):
    """api('anna', 'post', '/cart', {...}) -> (status, data)"""
    client = app.test_client()

    def call(token, method, path, json=None, **options):
        from flask import g

        g.pop("user", None)
        headers = {"X-Auth-Token": token} if token else {}
        answer = getattr(client, method)(path, json=json, headers=headers, **options)
        data = answer.get_json() if answer.is_json else answer.get_data(as_text=True)
        return answer.status_code, data

    return call


@pytest.fixture
def march():
    return date(2025, 3, 1), date(2025, 3, 31)
