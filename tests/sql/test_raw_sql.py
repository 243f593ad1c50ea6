"""Every way in which raw SQL stands in Python text: what it reads and writes, in one line each."""

import pytest

from tests.sql.systems import analyzed_files, codes, told

READS_ORDERS = {
    "literal": 'c.execute("SELECT a FROM orders")',
    "constant": "c.execute(QUERY)",
    "f-string": 'c.execute(f"SELECT a FROM orders WHERE id = {x}")',
    "f-string of a constant": 'c.execute(f"SELECT a FROM {TABLE} WHERE id = {x}")',
    "concatenation": 'c.execute("SELECT a " + "FROM orders " + x)',
    "concatenation of a constant": 'c.execute("SELECT a FROM " + TABLE + " WHERE b")',
    "grown": 'q = "SELECT a FROM orders "\n    q += "WHERE b"\n    c.execute(q)',
    "format": 'c.execute("SELECT a FROM {} WHERE {}".format("orders", x))',
    "format by name": 'c.execute("SELECT {a} FROM {t}".format(t="orders", a="lines"))',
    "format by number": 'c.execute("SELECT {1} FROM {0}".format("orders", "lines"))',
    "format of a constant": 'c.execute(OPEN.format(t=TABLE, a="lines"))',
    "percent": 'c.execute("SELECT a FROM %s WHERE b" % "orders")',
    "percent by name": 'c.execute("SELECT %(a)s FROM %(t)s" % {"t": "orders", "a": "lines"})',
    "percent of a constant": "c.execute(KEPT % TABLE)",
    "joined": 'c.execute(" ".join(["SELECT a", "FROM orders", "WHERE b"]))',
    "dedented": 'c.execute(textwrap.dedent("""\n        SELECT a\n        FROM orders\n    """))',
    "text": 'c.execute(text("SELECT a FROM orders WHERE id = :id"), {"id": x})',
    "raw": 'Model.objects.raw("SELECT a FROM orders")',
    "extra": 'Model.objects.extra(tables=["orders"])',
    "sub-query in extra": 'Model.objects.extra(select={"n": "SELECT COUNT(*) FROM orders WHERE x = 1"})',
    "read_sql": 'pandas.read_sql("select a from orders", c)',
    "read_sql_query": "pandas.read_sql_query(QUERY, con=c)",
    "read_sql_table": 'pandas.read_sql_table("orders", c)',
    "RawSQL": 'Model.objects.annotate(n=RawSQL("select a from orders where b = %s", (x,)))',
    "psycopg composed": 'c.execute(sql.SQL("SELECT a FROM {} WHERE b").format(sql.Identifier("orders")))',
    "psycopg composed by name": 'c.execute(sql.SQL("SELECT a FROM {t}").format(t=sql.Identifier("public", "orders")))',
    "pypika": "c.execute(str(Query.from_(ORDERS).select(ORDERS.id)))",
    "pypika by text": 'PostgreSQLQuery.from_("orders").select("*")',
    "copy out": 'c.copy_to(x, "orders")',
    "file": 'c.execute(open("queries/open_orders.sql").read())',
    "file by a path": 'c.execute((HERE / "queries" / "open_orders.sql").read_text())',
}
HEAD = """
import textwrap
import pandas
from django.db.models.expressions import RawSQL
from psycopg2 import sql
from pypika import PostgreSQLQuery, Query, Table
from sqlalchemy import text
TABLE = "orders"
QUERY = "SELECT a FROM orders WHERE b = 1"
OPEN = "SELECT {a} FROM {t} WHERE b = 1"
KEPT = "SELECT a FROM %s WHERE b = 1"
ORDERS = Table("orders")
"""


def accesses(kind: str, *lines: str) -> list[str]:
    """The tables that a function of these lines accesses."""
    body = "".join(f"    {line}\n" for line in lines)
    files = {"a.py": f"{HEAD}def f(c, x, Model):\n{body}", "queries/open_orders.sql": "SELECT * FROM orders;"}
    return [table for source, table in told(analyzed_files(files), kind) if source == "a.py::f"]


@pytest.mark.parametrize("line", READS_ORDERS.values(), ids=READS_ORDERS)
def test_a_read_in_raw_sql_is_found(line: str) -> None:
    assert accesses("reads", line) == ["orders"]
    assert accesses("writes", line) == []


@pytest.mark.parametrize(
    ("line", "table"),
    [
        ('c.executemany("INSERT INTO orders VALUES (%s)", x)', "orders"),
        ('x.to_sql("orders", c)', "orders"),
        ('c.copy_from(x, "orders")', "orders"),
        ('c.copy_expert("COPY orders (a) FROM STDIN", x)', "orders"),
        ('c.copy_records_to_table("orders", records=x)', "orders"),
        ("Query.into(ORDERS).insert(1, 2)", "orders"),
        ("Query.update(ORDERS).set(ORDERS.a, 1)", "orders"),
        ('Query.from_("orders").delete()', "orders"),
        ('c.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("orders")))', "orders"),
    ],
)
def test_a_write_in_raw_sql_is_found(line: str, table: str) -> None:
    assert accesses("writes", line) == [table]
    assert accesses("reads", line) == []


def test_tables_of_a_builder_are_joined() -> None:
    body = 'Query.from_(ORDERS).join(Table("lines")).on(ORDERS.id == 1).select("*")'
    found = analyzed_files({"a.py": f"{HEAD}def f():\n    {body}\n"})
    assert told(found, "joins") == [("lines", "orders")]


def test_what_a_name_may_be_filled_with_is_told_as_unknown_once() -> None:
    code = 'OPEN = "SELECT {a} FROM {t} WHERE b = 1"\ndef f(c, x):\n    c.execute(OPEN.format(t=x, a=1))\n'
    found = analyzed_files({"a.py": code})
    assert codes(found).count("dynamic-table") == 1


def test_a_placeholder_that_the_database_fills_is_not_filled_here() -> None:
    assert accesses("reads", 'c.execute("SELECT a FROM orders WHERE b = %s" % x)') == ["orders"]
    assert accesses("reads", 'c.execute(QUERY + " AND c = %s")') == ["orders"]


@pytest.mark.parametrize(
    "line",
    [
        'print("Select an item from the list")',
        'Model.note("Update your profile, set a picture")',
        'Model.note("Delete from cart")',
        'Model.note("Please insert into the machine")',
        'Model.note("with love from Paris")',
        'Model.note("Call me (maybe)")',
        'Model.copy_to(x, "a folder/with a path")',
        'Model.query("call it a day")',
        'logger.info("SELECT failed FROM orders", extra={"tables": ["orders"]})',
    ],
)
def test_prose_is_no_access(line: str) -> None:
    assert accesses("reads", line) + accesses("writes", line) == []


def test_what_a_script_only_renames_or_drops_is_no_table_of_the_system() -> None:
    """`shoop-to-shuup.sql` renames a hundred tables of ten years ago; a context of nothing else owned them all."""
    found = analyzed_files(
        {"old.sql": "ALTER TABLE shop_order RENAME TO sale_order;\nDROP TABLE shop_line;\nDELETE FROM log;\n"}
    )
    assert told(found, "writes") == [("old.sql", "log")]
    kept = analyzed_files({"old.sql": "ALTER TABLE orders ADD COLUMN b INT;\n", "a.sql": "SELECT a FROM orders;\n"})
    assert told(kept, "writes") == [("old.sql", "orders")]
