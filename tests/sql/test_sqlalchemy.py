"""SQLAlchemy models, sessions and statements to tables, foreign keys, accesses, joins and transactions."""

from decompose.evidence.findings import Findings
from tests.sql.systems import analyzed_files, pieces, told

MODELS = """
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table
from sqlalchemy.orm import Mapped, declarative_base, relationship

Base = declarative_base()
metadata = MetaData()

marks = Table("marks", metadata, Column("order_id", ForeignKey("orders.id")), Column("word", Integer))

class Keyed:
    customer_id = Column(ForeignKey("customers.id"))

class Customer(Base):
    __tablename__ = "customers"
    __table_args__ = ({"schema": "crm"},)
    id = Column(Integer, primary_key=True)

class Order(Keyed, Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    state = Column(Integer)
    customer = relationship("Customer")
    lines: Mapped[list["Line"]] = relationship(back_populates="order")

class Line(Base):
    __tablename__ = "lines"
    id = Column(Integer, primary_key=True)
    order_id = Column(ForeignKey(Order.id))
    order = relationship("Order", back_populates="lines")

class RushOrder(Order):
    pass
"""
HEAD = """
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import joinedload
from shop.models import Customer, Line, Order, marks
from shop.db import session

"""


def shop(code: str, **more: str) -> Findings:
    files = {
        "shop/__init__.py": "",
        "shop/models.py": MODELS,
        "shop/db.py": "session = object()\n",
        "shop/a.py": HEAD + code,
    }
    return analyzed_files(files | {name.replace("__", "/") + ".py": text for name, text in more.items()})


def test_declared_and_core_tables_with_schema_mixin_and_inheritance() -> None:
    found = shop("")
    assert told(found, "defines") == [
        ("shop/models.py", "marks"),
        ("shop/models.py::Customer", "crm.customers"),
        ("shop/models.py::Line", "lines"),
        ("shop/models.py::Order", "orders"),
    ]
    assert told(found, "foreign-key") == [("lines", "orders"), ("marks", "orders"), ("orders", "crm.customers")]


def test_statements() -> None:
    found = shop(
        "def f():\n    session.execute(select(Order).join(Line).where(Line.id == 1))\n"
        "def g():\n    session.execute(update(Order).values(state=1))\n"
        "def h():\n    session.execute(delete(Line))\n"
        "def i():\n    session.execute(insert(marks))\n"
        "def j():\n    session.execute(marks.delete())\n"
    )
    assert told(found, "reads") == [("shop/a.py::f", "lines"), ("shop/a.py::f", "orders")]
    assert told(found, "writes") == [
        ("shop/a.py::g", "orders"),
        ("shop/a.py::h", "lines"),
        ("shop/a.py::i", "marks"),
        ("shop/a.py::j", "marks"),
    ]
    assert told(found, "joins") == [("lines", "orders")]


def test_queries_and_the_session() -> None:
    found = shop(
        "def f():\n    return session.query(Order).join(Order.customer).all()\n"
        "def g():\n    session.get(Order, 1)\n"
        "def h():\n    session.query(Line).filter_by(id=1).delete()\n"
        "def i():\n    return session.scalars(select(Line)).all()\n"
    )
    assert told(found, "reads") == [
        ("shop/a.py::f", "crm.customers"),
        ("shop/a.py::f", "orders"),
        ("shop/a.py::g", "orders"),
        ("shop/a.py::i", "lines"),
    ]
    assert told(found, "writes") == [("shop/a.py::h", "lines")]
    assert told(found, "joins") == [("crm.customers", "orders")]


def test_what_is_added_deleted_or_set_is_written() -> None:
    found = shop(
        "def f():\n    order = Order()\n    session.add(order)\n"
        "def g():\n    order = session.get(Order, 1)\n    order.state = 2\n"
        "def h(line: Line):\n    session.delete(line)\n"
        "def i():\n    session.add_all([Line(), Line()])\n"
    )
    assert told(found, "writes") == [
        ("shop/a.py::f", "orders"),
        ("shop/a.py::g", "orders"),
        ("shop/a.py::h", "lines"),
        ("shop/a.py::i", "lines"),
    ]
    assert [piece.flags for piece in pieces(found, "writes", "orders") if piece.source.endswith("g")] == [("orm",)]


def test_a_made_instance_that_nobody_adds_is_less_sure() -> None:
    found = shop("def f():\n    Line()\n")
    assert [piece.confidence for piece in pieces(found, "writes", "lines")] == [0.8]


def test_relations_lead_to_other_tables() -> None:
    found = shop(
        "def f(order: Order):\n    for line in order.lines:\n        line.id = 1\n    return order.customer.id\n"
    )
    assert told(found, "reads") == [("shop/a.py::f", "crm.customers"), ("shop/a.py::f", "lines")]
    assert told(found, "writes") == [("shop/a.py::f", "lines")]


def test_parameters_are_what_callers_give() -> None:
    code = """
def outer():
    order = session.get(Order, 1)
    middle(order)

def middle(it):
    inner(this=it)

def inner(this):
    this.state = 3
"""
    assert told(shop(code), "writes") == [("shop/a.py::inner", "orders")]


def test_parameters_given_different_things_stay_unknown() -> None:
    code = "def a():\n    f(session.get(Order, 1))\n    f(session.get(Line, 1))\ndef f(it):\n    it.state = 3\n"
    assert told(shop(code), "writes") == []


def test_parameters_of_a_method_are_what_callers_give_the_one_that_it_overrides() -> None:
    code = """
class Runner:
    def run(self):
        self.handle(session.get(Order, 1))
    def handle(self, it):
        raise NotImplementedError
class Special(Runner):
    def handle(self, it):
        it.state = 3
class Other:
    def handle(self, it):
        it.state = 4
"""
    assert told(shop(code), "writes") == [("shop/a.py::Special.handle", "orders")]


def test_a_name_is_no_guess_of_a_model_where_a_class_of_that_name_keeps_its_objects_itself() -> None:
    here = "def f(line):\n    line.order_id = 3\n"
    elsewhere = "def g(line):\n    line.order_id = 3\n"
    of_both = [("shop/a.py::f", "lines"), ("shop/other.py::g", "lines")]
    assert told(shop(here, shop__other=elsewhere), "writes") == of_both
    plain = "class Line:\n    def total(self):\n        pass\n"
    assert told(shop(here, shop__other=elsewhere, shop__objects=plain), "writes") == of_both
    keeping = "class Line:\n    def save(self):\n        pass\n"
    assert told(shop(here, shop__other=elsewhere, shop__objects=keeping), "writes") == of_both[:1]
    beside = f"from shop import models\n{elsewhere}"
    assert told(shop(here, shop__other=beside, shop__objects=keeping), "writes") == of_both


def test_a_function_given_a_class_reads_for_its_caller() -> None:
    code = "from shop.find import get_or_404\ndef f():\n    found = get_or_404(Order, 1)\n    found.state = 1\n"
    found = shop(
        code,
        shop__find="from shop.db import session\ndef get_or_404(model, key):\n    found = session.get(model, key)\n"
        "    return found\n",
    )
    assert told(found, "reads") == [("shop/a.py::f", "orders")]
    assert told(found, "writes") == [("shop/a.py::f", "orders")]


def test_a_commit_makes_the_function_a_transaction() -> None:
    code = """
def place():
    session.add(Order())
    fill()
    session.commit()

def fill():
    session.add(Line())

def apart():
    session.add(Customer())
"""
    found = shop(code)
    assert told(found, "co-writes") == [("lines", "orders")]
    assert {piece.place for piece in found.evidence if piece.kind == "co-writes"} == {"shop/a.py::place"}


def test_a_begin_block_holds_only_what_is_in_it() -> None:
    code = "def f():\n    session.add(Customer())\n    with session.begin():\n        session.add(Order())\n"
    code += "        session.add(Line())\n"
    assert told(shop(code), "co-writes") == [("lines", "orders")]


def test_a_context_manager_that_commits_is_a_transaction() -> None:
    work = "from contextlib import contextmanager\nfrom shop.db import session\n@contextmanager\ndef work():\n"
    work += "    yield\n    session.commit()\n"
    code = "from shop.work import work\ndef f():\n    with work():\n        session.add(Order())\n        session.add(Line())\n"
    assert told(shop(code, shop__work=work), "co-writes") == [("lines", "orders")]


def test_writes_before_a_call_that_commits_are_of_the_transaction_of_both() -> None:
    code = "def f():\n    session.add(Order())\n    g()\ndef g():\n    session.add(Line())\n    session.commit()\n"
    found = shop(code)
    assert {piece.place for piece in found.evidence if piece.kind == "co-writes"} == {"shop/a.py::f", "shop/a.py::g"}


def test_flask_names_tables_in_snake_case() -> None:
    found = analyzed_files(
        {
            "app/db.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
            "app/models.py": "from app.db import db\nclass OrderLine(db.Model):\n"
            "    id = db.Column(db.Integer, primary_key=True)\n",
            "app/views.py": "from app.models import OrderLine\ndef f():\n    return OrderLine.query.all()\n",
            "app/__init__.py": "",
        }
    )
    assert told(found, "reads") == [("app/views.py::f", "order_line")]


def test_names_derived_by_a_mixin() -> None:
    model = """
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base, declared_attr
Base = declarative_base()
class Named:
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower() + "s"
class Order(Named, Base):
    id = Column(Integer, primary_key=True)
"""
    assert told(analyzed_files({"m.py": model}), "defines") == [("m.py::Order", "orders")]


def test_sqlmodel_and_peewee() -> None:
    found = analyzed_files(
        {
            "a.py": "from sqlmodel import Field, SQLModel\nclass Team(SQLModel, table=True):\n"
            "    id: int = Field(primary_key=True)\n"
            "class Hero(SQLModel, table=True):\n"
            "    team_id: int = Field(foreign_key='team.id')\n",
            "b.py": "from peewee import ForeignKeyField, Model, TextField\nclass User(Model):\n    name = TextField()\n"
            "class Tweet(Model):\n    user = ForeignKeyField(User, backref='tweets')\n    class Meta:\n"
            "        table_name = 'tweets'\n",
        }
    )
    assert told(found, "foreign-key") == [("hero", "team"), ("tweets", "user")]


def test_a_called_function_that_commits_is_a_transaction_of_its_own() -> None:
    code = "def f():\n    g()\n    session.add(Order())\n    session.commit()\n"
    code += "def g():\n    session.add(Line())\n    session.commit()\n"
    assert told(shop(code), "co-writes") == []


def test_a_parameter_that_a_decorator_gives_is_not_what_callers_give_for_the_next() -> None:
    code = """
class Desk:
    @with_session
    def close(self, store, order):
        store.query(Line).filter_by(order=order).delete()

    def all(self, order: Order):
        self.close(order)
"""
    assert ("shop/a.py::Desk.close", "lines") in told(shop(code), "writes")


def test_a_session_that_a_method_is_given_is_no_query_property() -> None:
    found = told(shop("def f(store, key):\n    return store.query(Order).filter_by(id=key).count()\n"), "reads")
    assert found == [("shop/a.py::f", "orders")]


def test_a_statement_that_begins_with_no_class_is_of_those_it_names_later() -> None:
    code = "def f(s):\n    return s.scalars(select(func.count()).select_from(Order)).one()\n"
    found = told(shop("from sqlalchemy import func\n" + code), "reads")
    assert found == [("shop/a.py::f", "orders")]


def test_a_comparison_with_a_relation_needs_its_key_only_but_any_and_joins_need_the_rows() -> None:
    code = """
def compared(s, order):
    s.query(Line).filter(Line.order == order)
def asked(s):
    s.query(Line).filter(Line.order.has(state=1))
def joined(s):
    s.query(Line).join(Line.order)
"""
    found = told(shop(code), "reads")
    assert ("shop/a.py::compared", "orders") not in found
    assert {("shop/a.py::asked", "orders"), ("shop/a.py::joined", "orders")} <= set(found)


def test_setting_an_attribute_that_no_column_declares_writes_nothing() -> None:
    code = "def f(order: Order):\n    order.cache = 1\ndef g(order: Order):\n    order.state = 2\n"
    assert told(shop(code), "writes") == [("shop/a.py::g", "orders")]


def test_deleting_loads_what_relationships_lead_to() -> None:
    found = shop("def f(order: Order):\n    session.delete(order)\n")
    assert ("shop/a.py::f", "lines") in told(found, "reads")
    assert {piece.confidence for piece in pieces(found, "writes", "lines")} == {0.4}


def test_a_session_that_a_module_holds_is_one_of_whatever_class() -> None:
    for made in ("Session()", "object()", "scoped_session(maker)", "make()"):
        head = f"from sqlalchemy.orm import Session\nsession = {made}\n"
        found = shop(f"{head}def f(x):\n    session.query(Order).all()\n    session.add(Line())\n")
        assert ("shop/a.py::f", "orders") in told(found, "reads"), made
        assert ("shop/a.py::f", "lines") in told(found, "writes"), made


def test_a_function_of_a_module_that_is_called_as_a_method_of_sessions_is_none() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/models.py": MODELS,
        "shop/db.py": "session = object()\n",
        "shop/lines.py": "def merge(line):\n    return line\n",
        "shop/a.py": HEAD + "from shop import lines\ndef f(line: Line):\n    lines.merge(line)\n",
    }
    assert told(analyzed_files(files), "writes") == []


def test_an_eager_relation_back_to_the_owner_loads_nothing_more() -> None:
    models = """
from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base, relationship
Base = declarative_base()
class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    place_id = Column(ForeignKey("places.id"))
    place = relationship("Place", lazy=False)
    lines = relationship("Line", back_populates="order")
class Line(Base):
    __tablename__ = "lines"
    id = Column(Integer, primary_key=True)
    order_id = Column(ForeignKey("orders.id"))
    order = relationship("Order", back_populates="lines", lazy=False)
class Place(Base):
    __tablename__ = "places"
    id = Column(Integer, primary_key=True)
"""
    code = """
from shop.models import Line, Order
def of_an_order(order: Order):
    return [line.id for line in order.lines]
def of_all(session):
    return session.query(Line).all()
"""
    found = analyzed_files({"shop/__init__.py": "", "shop/models.py": models, "shop/a.py": code})
    read = [(source.rpartition("::")[2], table) for source, table in told(found, "reads")]
    assert read == [("of_all", "lines"), ("of_all", "orders"), ("of_all", "places"), ("of_an_order", "lines")]


NARROWED = "def narrowed(query, one):\n    return query.filter_by(id=one).order_by('id')\n"


def test_a_query_that_a_function_makes_more_of_is_still_one_under_the_same_name() -> None:
    code = "def drop(one):\n    query = session.query(Order)\n    query = narrowed(query, one)\n    query.delete()\n"
    assert told(shop(NARROWED + code), "writes") == [("shop/a.py::drop", "orders")]


def test_what_a_function_makes_of_a_query_is_of_whatever_its_caller_asked() -> None:
    code = (
        "def drop(one):\n    query = session.query(Order)\n    query = narrowed(query, one)\n    query.delete()\n"
        "def look(one):\n    return narrowed(session.query(Line), one).all()\n"
    )
    assert told(shop(NARROWED + code), "writes") == [("shop/a.py::drop", "orders")]
    assert ("shop/a.py::look", "lines") in told(shop(NARROWED + code), "reads")


def test_rows_updated_by_a_method_of_a_librarys_base_are_written_and_by_one_of_the_tree_as_that_says() -> None:
    code = "def change(values):\n    order = session.query(Order).one()\n    order.update(values)\n"
    assert told(shop(code), "writes") == [("shop/a.py::change", "orders")]
    own = MODELS.replace("class Keyed:\n", "class Keyed:\n    def update(self, values): pass\n")
    assert told(shop(code, shop__models=own), "writes") == []


def test_the_pairs_of_a_relation_through_a_join_are_those_of_what_is_joined_first() -> None:
    models = MODELS + (
        "class Role(Base):\n    __tablename__ = 'roles'\n    id = Column(Integer, primary_key=True)\n"
        "    order_id = Column(ForeignKey('orders.id'))\n"
        "class Team(Base):\n    __tablename__ = 'teams'\n    id = Column(Integer, primary_key=True)\n"
        "    owners = relationship('Customer', secondary='join(Role, Order, and_(Order.state == \"x\", Role.id == 1))')\n"
        "    guests = relationship('Customer', secondary=join(Role, Order))\n"
        "    odd = relationship('Customer', secondary='select(Role).where(Role.id == 1)')\n"
    )
    code = "from shop.models import Team\n" + "".join(
        f"def {name}(team: Team):\n    return list(team.{name})\n" for name in ("owners", "guests", "odd")
    )
    tables = {target for _, target in told(shop(code, shop__models=models), "reads")}
    assert tables == {"crm.customers", "roles"}
