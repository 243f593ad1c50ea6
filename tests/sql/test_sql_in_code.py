"""SQL kept in Python and in files beside it."""

from tests.sql.systems import analyzed_files, codes, pieces, tables, told


def test_literals_f_strings_and_concatenation() -> None:
    code = """
def a(db):
    db.execute("select id from plain")
def b(db, day):
    db.execute(f"SELECT * FROM filled WHERE day = {day}" " AND x = 1")
def c(db):
    sql = "SELECT * FROM first_part f"
    sql += " JOIN second_part s ON s.id = f.id"
    db.execute(sql)
def d(db):
    db.execute(" ".join(["DELETE FROM", "glued", "WHERE x = %s"]))
def e():
    logger.info("DELETE FROM shown WHERE id = 1")
"""
    found = analyzed_files({"a.py": code})
    assert told(found, "reads") == [
        ("a.py::a", "plain"),
        ("a.py::b", "filled"),
        ("a.py::c", "first_part"),
        ("a.py::c", "second_part"),
    ]
    assert told(found, "joins") == [("first_part", "second_part")]
    assert told(found, "writes") == [("a.py::d", "glued")]


def test_a_constant_counts_where_it_is_used() -> None:
    found = analyzed_files(
        {
            "sql.py": 'OPEN = "SELECT * FROM orders WHERE open = 1"\nUNUSED = "SELECT * FROM leftovers WHERE x = 1"\n',
            "use.py": "from sql import OPEN\nimport sql\ndef f(db):\n    db.execute(OPEN)\ndef g(db):\n"
            "    return db.rows(sql.OPEN)\n"
            "class Report:\n    QUERY = 'SELECT * FROM sums WHERE x = 1'\n    def run(self, db):\n        db.rows(self.QUERY)\n",
        }
    )
    assert told(found, "reads") == [
        ("sql.py", "leftovers"),
        ("use.py::Report.run", "sums"),
        ("use.py::f", "orders"),
        ("use.py::g", "orders"),
    ]


def test_a_wrapper_that_executes_makes_plain_sql_known() -> None:
    code = "def rows(sql):\n    return db.execute(sql)\ndef f():\n    return rows('select id from plain')\n"
    assert told(analyzed_files({"a.py": code}), "reads") == [("a.py::f", "plain")]


def test_files_loaded_by_name() -> None:
    found = analyzed_files(
        {
            "reports/sql/totals.sql": "SELECT * FROM orders o JOIN lines l ON l.order_id = o.id",
            "reports/totals.py": "def f(db):\n    db.execute((FOLDER / 'totals.sql').read_text())\n",
        }
    )
    assert ("reports/totals.py::f", "orders") in told(found, "reads")
    assert ("reports/sql/totals.sql", "orders") in told(found, "reads")


def test_files_define_tables_and_point() -> None:
    found = analyzed_files({"schema.sql": "CREATE TABLE a (id int);\nCREATE TABLE b (a_id int REFERENCES a(id));"})
    assert told(found, "defines") == [("schema.sql", "a"), ("schema.sql", "b")]
    assert told(found, "foreign-key") == [("b", "a")]
    assert [piece.location.line for piece in pieces(found, "defines", "b") if piece.location] == [2]


def test_a_schema_left_out_or_added_still_means_the_defined_table() -> None:
    found = analyzed_files(
        {
            "schema.sql": "CREATE TABLE crm.people (id int); CREATE TABLE things (id int);",
            "a.py": "def f(db):\n    db.execute('SELECT * FROM people')\n    db.execute('SELECT * FROM shop.things')\n",
        }
    )
    assert tables(found) == ["crm.people", "things"]


def test_what_is_not_understood_is_told_with_its_place() -> None:
    found = analyzed_files(
        {
            "a.py": "def f(db, t):\n    db.execute(f'SELECT * FROM {t} WHERE x = 1')\n    db.execute('SELECT !!! FROM (((')\n"
        }
    )
    assert [(problem.code, problem.location.line) for problem in found.problems] == [
        ("dynamic-table", 2),
        ("sql-not-parsed", 3),
    ]


def test_tables_of_scanned_prose_are_no_units() -> None:
    assert tables(analyzed_files({"a.py": "TEXT = 'UPDATE house SET roof = ((( and more'\n"})) == []


def test_a_table_known_only_from_use_is_a_unit_and_a_problem_where_others_are_defined() -> None:
    found = analyzed_files(
        {
            "schema.sql": "CREATE TABLE a (id int)",
            "a.py": "def f(db):\n    db.execute('SELECT * FROM legacy JOIN a ON true')\n",
        }
    )
    assert tables(found) == ["a", "legacy"]
    assert codes(found) == ["undefined-table"]


def test_a_table_that_a_known_library_brings_is_told_to_be_its() -> None:
    code = "def f(db):\n    db.execute('SELECT * FROM public.django_session JOIN a ON true')\n"
    found = analyzed_files({"schema.sql": "CREATE TABLE a (id int)", "a.py": code})
    assert [problem.message for problem in found.problems] == [
        "The table django_session is defined nowhere here: by django.contrib.sessions."
    ]


def test_what_a_server_keeps_of_itself_is_no_table_of_the_system() -> None:
    asked = "SELECT 1 FROM {}"
    for name in (
        "pg_stat_activity",
        "sqlite_master",
        "pragma_compile_options",
        "ALL_TABLES",
        "information_schema.columns",
    ):
        assert not tables(analyzed_files({"a.py": f"def f(db):\n    db.execute('{asked.format(name)}')\n"})), name
    assert tables(analyzed_files({"a.py": f"def f(db):\n    db.execute('{asked.format('all_orders')}')\n"})) == [
        "all_orders"
    ]


def test_coverage_counts_parsed_statements_and_defined_tables() -> None:
    found = analyzed_files(
        {
            "schema.sql": "CREATE TABLE a (id int)",
            "a.py": "def f(db):\n    db.execute('SELECT * FROM legacy JOIN a ON true')\n",
        }
    )
    assert {ratio.name: (ratio.part, ratio.whole) for ratio in found.understood} == {
        "SQL statements parsed": (2, 2),
        "ORM accesses resolved to a table": (0, 0),
        "tables with a definition": (1, 2),
    }


def test_the_order_of_files_does_not_matter() -> None:
    files = {f"m{n}.py": f"def f(db):\n    db.execute('SELECT * FROM t{n} JOIN t{n + 1} ON 1 = 1')\n" for n in range(5)}
    assert analyzed_files(files) == analyzed_files(dict(reversed(files.items())))


def test_nothing_is_found_in_an_empty_tree() -> None:
    found = analyzed_files({})
    assert (found.units, found.evidence, found.problems) == ((), (), ())
