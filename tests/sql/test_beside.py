"""Which .sql files belong to a program, and which only lie beside it."""

from decompose.evidence.unit import Role
from tests.sql.systems import analyzed_files

CODE = {"shop/__init__.py": "", "shop/a.py": "def f(cursor):\n    cursor.execute('select id from orders')\n"}


def roles(files: dict[str, str]) -> dict[str, Role]:
    return {unit.id: unit.role for unit in analyzed_files(files).units if unit.id.endswith(".sql")}


def test_files_with_tables_that_no_code_knows_lie_beside_the_program() -> None:
    files = {
        "load/node_0.sql": "create table node_0 (id int)",
        "load/node_1.sql": "select id from node_0",
        "reports/orders.sql": "select id, day from orders join days on days.id = orders.day",
        "reports/days.sql": "select id from days",
    }
    assert roles({**CODE, **files}) == {
        "load/node_0.sql": Role.TOOLING,
        "load/node_1.sql": Role.TOOLING,
        "reports/orders.sql": Role.PRODUCT,
        "reports/days.sql": Role.PRODUCT,
    }


def test_files_within_a_package_belong_to_it() -> None:
    assert roles({**CODE, "shop/sql/clean.sql": "delete from scratch"}) == {"shop/sql/clean.sql": Role.PRODUCT}


def test_where_there_is_no_code_the_files_are_the_system() -> None:
    assert roles({"load/node_1.sql": "select id from node_0"}) == {"load/node_1.sql": Role.PRODUCT}


def test_files_that_make_or_change_the_schema_are_migrations_and_so_is_what_lies_among_them() -> None:
    files = {
        "admin/sql/create_tables.sql": "create table orders (id int); insert into orders values (1); create table days (id int)",
        "admin/sql/updates/2020-01-01-day.sql": "alter table orders add column day int",
        "admin/sql/updates/2020-02-02-days.sql": "alter table orders add column hour int; drop table hours",
        "admin/sql/updates/2020-03-03-fill.sql": "begin; update orders set day = 1; delete from days; commit",
    }
    found = analyzed_files({**CODE, **files})
    assert {unit.role for unit in found.units if unit.id.endswith(".sql")} == {Role.MIGRATION}
    assert not found.transactions


def test_a_schema_with_some_routines_is_one_still() -> None:
    routine = "create function close() returns void as $$ delete from orders $$ language sql;"
    tables = "create table orders (id int); create table days (id int);"
    assert roles({**CODE, "db/schema.sql": tables + routine})["db/schema.sql"] is Role.MIGRATION
    assert roles({**CODE, "db/schema.sql": tables[:30] + ";" + 3 * routine})["db/schema.sql"] is Role.PRODUCT


def test_tables_of_a_file_that_no_code_names_are_another_systems() -> None:
    dump = "create table realm (id int primary key); create table credential (id int references realm); lock tables realm write;"
    found = analyzed_files({**CODE, "etc/dev/keycloak.sql": dump, "etc/dev/fill.py": "import os"})
    assert not {unit.id for unit in found.units} & {"table:realm", "table:credential"}
    assert [problem.message for problem in found.problems if problem.location.path == "etc/dev/keycloak.sql"] == [
        "No code names any of the 2 tables here: another system's, or nobody's; they are left out."
    ]


def test_what_code_loads_and_what_keeps_queries_or_routines_is_no_migration() -> None:
    files = {
        "shop/load.py": "def f(cursor):\n    cursor.execute(open('shop/sql/fill_days.sql').read())\n",
        "shop/sql/tables.sql": "create table orders (id int); create table days (id int)",
        "shop/sql/more.sql": "alter table orders add column day int",
        "shop/sql/fill_days.sql": "insert into days select day from orders",
        "reports/open.sql": "create view open_orders as select id from orders",
        "reports/close.sql": "create function close() returns void as $$ delete from orders $$ language sql",
    }
    found = roles({**CODE, **files})
    assert found["shop/sql/tables.sql"] is Role.MIGRATION
    assert [path for path, role in found.items() if role is Role.PRODUCT] == [
        "reports/close.sql",
        "reports/open.sql",
        "shop/sql/fill_days.sql",
    ]
