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
