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


def test_what_is_assigned_before_a_plain_save_is_what_it_sets() -> None:
    code = """
def assigned(key):
    customer = Customer.objects.get(id=key)
    customer.name = "x"
    customer.age += 1
    customer.save()
    customer.later = 1

def of_a_parameter(customer: Customer):
    customer.name = "x"
    customer.save()

def new():
    customer = Customer()
    customer.name = "x"
    customer.save()

def handed_over(key, form):
    customer = Customer.objects.get(id=key)
    customer.name = "x"
    form.fill(customer)
    customer.save()

def by_a_method_too(key):
    customer = Customer.objects.get(id=key)
    customer.name = "x"
    customer.grow()
    customer.save()
"""
    assert columns_of(code) == {
        "assigned": ("age", "name"),
        "of_a_parameter": ("name",),
        "new": (),
        "handed_over": (),
        "by_a_method_too": (),
    }


def test_an_update_in_sql_says_what_it_sets() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/a.py": """
def plain(cursor):
    cursor.execute("UPDATE orders SET state = 'x', Total = total + 1 WHERE id = %s")

def left_open(cursor, column):
    cursor.execute(f"UPDATE orders SET {column} = 1")

def other(cursor):
    cursor.execute("DELETE FROM orders")
""",
    }
    found = pieces(analyzed_files(files), "writes", "orders")
    assert {piece.source.rpartition("::")[2]: piece.columns for piece in found} == {
        "plain": ("state", "total"),
        "left_open": (),
        "other": (),
    }


def test_statements_of_sqlalchemy_say_what_they_set() -> None:
    code = """
from sqlalchemy import Column, Integer, MetaData, Table, update
orders = Table("orders", MetaData(), Column("id", Integer, primary_key=True), Column("state", Integer))

def of_a_table(connection):
    connection.execute(orders.update().where(orders.c.id == 1).values(state=1))

def of_a_function(connection):
    connection.execute(update(orders).values({"state": 1}))

def filled(connection):
    connection.execute(orders.insert().values(state=1))
"""
    found = pieces(analyzed_files({"shop/__init__.py": "", "shop/a.py": code}), "writes", "orders")
    assert {piece.source.rpartition("::")[2]: piece.columns for piece in found} == {
        "of_a_table": ("state",),
        "of_a_function": ("state",),
        "filled": (),
    }
