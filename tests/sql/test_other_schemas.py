"""Peewee and Tortoise models to the tables that these libraries create."""

from tests.sql.systems import analyzed_files, declared, told


def test_tortoise_models() -> None:
    code = """
from tortoise import fields
from tortoise.models import Model
class Stamped(Model):
    at = fields.DatetimeField()
    class Meta:
        abstract = True
class Team(Model):
    name = fields.TextField(pk=True)
class Event(Stamped):
    title = fields.CharField(max_length=9, source_field="titel")
    host = fields.ForeignKeyField("models.Team", related_name="hosted")
    teams = fields.ManyToManyField("models.Team", through="event_team")
    class Meta:
        table = "events"
"""
    found = declared({"shop.py": code})
    assert found == {
        "team": "key name",
        "events": "key id; titel, host_id → team, at",
        "event_team": "events_id → events, team_id → team",
    }
    assert told(analyzed_files({"shop.py": code}), "foreign-key") == [
        ("event_team", "events"),
        ("event_team", "team"),
        ("events", "team"),
    ]


def test_peewee_models() -> None:
    code = """
from peewee import CharField, ForeignKeyField, Model
class Base(Model):
    class Meta:
        database = None
class User(Base):
    name = CharField(primary_key=True)
class Tweet(Base):
    user = ForeignKeyField(User)
    text = CharField(column_name="body")
"""
    assert declared({"shop.py": code}) == {"user": "key name", "tweet": "key id; user_id → user, body"}


ORDERS = """
from django.db import models
class Order(models.Model):
    note = models.TextField()
    state = models.TextField()
    class Meta:
        db_table = "orders"
"""


def disagreeing(**files: str) -> list[str]:
    """What is told of models and .sql files that differ."""
    named = {name.replace("__", "/") + ".sql": text for name, text in files.items()}
    found = analyzed_files({"shop/__init__.py": "", "shop/models.py": ORDERS} | named)
    return [problem.message for problem in found.problems if problem.code == "schema-disagreement"]


def test_columns_that_only_a_sql_file_or_only_the_model_has_are_told() -> None:
    assert disagreeing(schema="CREATE TABLE public.orders (id int primary key, note text, extra text);") == [
        "The model of orders has the column state, which the statements of schema.sql do not make.",
        "The statements of schema.sql leave the column extra in orders, which its model does not have.",
    ]


def test_files_that_agree_in_the_end_or_say_it_twice_give_nothing_to_tell() -> None:
    first = "CREATE TABLE orders (id int primary key, note text); CREATE TABLE other (id int);"
    assert disagreeing(v1=first, v2="ALTER TABLE orders ADD COLUMN state text;") == []
    assert disagreeing(v1=first, dump=first) == []
    assert disagreeing(tests__schema=first) == []
