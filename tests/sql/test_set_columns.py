"""Which columns a write sets, where its call says so."""

from tests.sql.systems import analyzed_files, pieces
from tests.sql.test_django import shop


def columns_of(code: str) -> dict[str, tuple[str, ...]]:
    """By the function of the shop that writes customers."""
    found = pieces(shop(code), "writes", "shop_customer")
    return {piece.source.rpartition("::")[2]: piece.columns for piece in found}


def test_django_names_columns_in_updates_bulk_updates_and_saves_of_fields() -> None:
    code = """
def updated(key):
    Customer.objects.filter(id=key).update(name="x", age=3)

def by_dict(key, given):
    Customer.objects.filter(id=key).update(**given)

def bulk(rows):
    Customer.objects.bulk_update(rows, ["name"])

def bulk_of_some(rows, fields):
    Customer.objects.bulk_update(rows, fields)

def saved(key):
    customer = Customer.objects.get(id=key)
    customer.save(update_fields=["name", "age"])

def saved_whole(key):
    customer = Customer.objects.get(id=key)
    customer.save()

def made():
    Customer.objects.create(name="x")
"""
    assert columns_of(code) == {
        "updated": ("age", "name"),
        "by_dict": (),
        "bulk": ("name",),
        "bulk_of_some": (),
        "saved": ("age", "name"),
        "saved_whole": (),
        "made": (),
    }


def test_sqlalchemy_names_the_attribute_that_is_set() -> None:
    models = """
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()

class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    state = Column(String)

def close(session, key):
    order = session.query(Order).get(key)
    order.state = "closed"
    session.commit()
"""
    assert [piece.columns for piece in pieces(analyzed_files({"m.py": models}), "writes", "orders")] == [("state",)]
