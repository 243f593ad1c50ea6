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
