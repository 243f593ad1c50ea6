"""SQLAlchemy classes and tables to the columns, keys and foreign keys that SQLAlchemy creates."""

from tests.sql.systems import declared

HEAD = """
from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, MetaData, PrimaryKeyConstraint, Table, Unicode
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship
class Base(DeclarativeBase):
    pass
metadata = MetaData()
"""


def shop(code: str, **more: str) -> dict[str, str]:
    """The declared tables of one module; keyword arguments are further files, with `__` for `/`."""
    files = {"shop.py": HEAD + code}
    return declared(files | {name.replace("__", "/") + ".py": text for name, text in more.items()})


def test_columns_are_named_by_their_text_or_their_attribute_and_annotations_alone_make_one() -> None:
    code = """
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind = Column("art", Unicode)
    others: Mapped[list["A"]] = relationship()
"""
    assert shop(code) == {"a": "key id; name, art"}


def test_mixins_bring_their_columns_and_what_their_declared_attributes_return() -> None:
    code = """
class Keyed:
    id = Column(Integer, primary_key=True)
    @declared_attr
    def owner_id(cls):
        return Column(ForeignKey("owners.id"))
class Owner(Keyed, Base):
    __tablename__ = "owners"
"""
    assert shop(code) == {"owners": "key id; owner_id → owners"}


def test_another_name_for_a_column_is_no_column() -> None:
    code = """
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    placed_at: Mapped[datetime]
    ordered_at: Mapped[datetime] = synonym("placed_at")
    @declared_attr
    def bought_at(cls) -> Mapped[datetime | None]:
        return synonym("placed_at")
"""
    assert shop(code) == {"a": "key id; placed_at"}


def test_a_child_without_a_table_adds_its_columns_to_its_parents() -> None:
    code = """
class Person(Base):
    __tablename__ = "people"
    id = Column(Integer, primary_key=True)
class Boss(Person):
    car = Column(Unicode)
class Guest(Person):
    __tablename__ = "guests"
    id = Column(ForeignKey("people.id"), primary_key=True)
"""
    assert shop(code) == {"people": "key id; car", "guests": "key id"}


def test_keys_of_several_columns() -> None:
    code = """
class Line(Base):
    __tablename__ = "lines"
    __table_args__ = (ForeignKeyConstraint(["order", "shop"], ["orders.id", "orders.shop"]), {"schema": "sales"})
    order = Column(Integer, primary_key=True)
    shop = Column(Integer, primary_key=True)
pairs = Table("pairs", metadata, Column("a", Integer), Column("b", Integer), PrimaryKeyConstraint("a", "b"))
"""
    found = shop(code)
    assert found == {"sales.lines": "key order, shop", "pairs": "key a, b"}


def test_names_through_constants_and_other_classes() -> None:
    code = """
PREFIX = "old_"
class A(Base):
    __tablename__ = PREFIX + "a"
    id = Column(Integer, primary_key=True)
class B(Base):
    __tablename__ = f"{PREFIX}b"
    id = Column(Integer, primary_key=True)
    one = Column(ForeignKey(A.id))
    two = Column(ForeignKey(A.__tablename__ + ".id"))
"""
    assert shop(code)["old_b"] == "key id; one → old_a, two → old_a"


def test_annotated_types_bring_keys_and_links() -> None:
    code = """
from typing import Annotated
key = Annotated[int, mapped_column(primary_key=True)]
to_user = Annotated[int, mapped_column(ForeignKey("users.id"))]
class User(Base):
    __tablename__ = "users"
    id: Mapped[key]
    boss: Mapped[to_user]
"""
    assert shop(code) == {"users": "key id; boss → users"}


def test_tables_in_classes_functions_and_loops_are_tables() -> None:
    code = """
class Model:
    builds = Table("builds", metadata, Column("id", Integer, primary_key=True))
def make(metadata):
    return Table("made", metadata, Column("id", Integer))
for kind in ("user", "group"):
    table = Table(f"{kind}_roles", metadata, Column(f"{kind}_id", ForeignKey(f"{kind}s.id"), primary_key=True))
"""
    assert shop(code) == {
        "builds": "key id",
        "made": "id",
        "user_roles": "key user_id",
        "group_roles": "key group_id",
    }


def test_a_class_mapped_by_a_call_has_the_table_it_is_mapped_to() -> None:
    code = """
from sqlalchemy.orm import registry
orders = Table("orders", metadata, Column("id", Integer, primary_key=True))
class Order:
    pass
registry().map_imperatively(Order, orders)
"""
    assert shop(code) == {"orders": "key id"}


def test_sqlmodel_columns_are_annotations() -> None:
    code = """
from sqlmodel import Field, Relationship, SQLModel
class Base2(SQLModel):
    name: str
class Hero(Base2, table=True):
    id: int | None = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="team.id")
    team: "Team" = Relationship()
class Team(SQLModel, table=True):
    id: int = Field(primary_key=True)
"""
    assert shop(code) == {"hero": "key id; team_id → team, name", "team": "key id"}


def test_flask_sqlalchemy_names_tables_of_classes_with_a_key() -> None:
    code = """
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
class Keyed:
    id = db.Column(db.Integer, primary_key=True)
class OrderLine(Keyed, db.Model):
    pass
class Gift(OrderLine):
    text = db.Column(db.Text)
"""
    assert shop(code) == {"order_line": "key id; text"}


def test_classes_in_migrations_define_no_table() -> None:
    code = (
        HEAD
        + 'class A(Base):\n    __tablename__ = "a"\n    id = Column(Integer, primary_key=True)\n    old = Column(Integer)\n'
    )
    today = code.replace("    old = Column(Integer)\n", "")
    assert declared({"app/a.py": today, "app/alembic/versions/1.py": code}) == {"a": "key id"}
