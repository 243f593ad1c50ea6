"""Which strings are SQL."""

from time import process_time

import pytest

from decompose.analyzers.sql.text.recognising import looks_like_sql, starts_like_sql

PROSE = [
    "select the best option from the menu",
    "Select a user from list",
    "Select id, name from users",
    "Delete from cart",
    "Update the settings, then set x",
    "with care (and love)",
    "Insert into the slot",
    "Drop table below",
    "Create view for user",
    "Copy link to clipboard",
    "Select all items from this list.",
    "truncate",
    "select one (or more) from the list, then x = y",
    "merge into main",
    "Updates are set in stone",
]
STATEMENTS = [
    "SELECT id FROM users",
    "select * from users",
    "select a.id from a where a.x = 1",
    "DELETE FROM cart",
    "delete from cart where id = %s",
    "UPDATE a SET b = 1",
    "update cart set total = total + 1 where id = :id",
    "WITH x AS (SELECT 1 FROM y) SELECT * FROM x",
    "\n  -- the open ones\n  SELECT id FROM invoices",
    "insert into a (b) values (1)",
    "CREATE TABLE a (id int)",
    "SELECT {} FROM {} WHERE id = {}",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_not_sql(text: str) -> None:
    assert not looks_like_sql(text)


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_is_sql(text: str) -> None:
    assert looks_like_sql(text)
    assert starts_like_sql(text)


def test_what_a_database_receives_needs_no_further_sign() -> None:
    assert starts_like_sql("select id from users")
    assert not starts_like_sql("hello")


@pytest.mark.parametrize(
    "text", ["\n" + " " * 3_000 + "select the best", "-- x\n" * 800 + "select it", "/* a */ " * 500 + "with x"]
)
def test_a_long_way_to_the_first_word_is_no_long_look(text: str) -> None:
    """Spaces that could be parted in any way took longer than the age of the world."""
    begin = process_time()
    assert not looks_like_sql(text)
    assert not starts_like_sql(text)
    assert process_time() - begin < 1
