"""Whoever writes a table does what its triggers do; whoever calls a routine does what it does."""

from tests.sql.systems import analyzed_files, codes, pieces, told

TABLES = "CREATE TABLE orders (id int); CREATE TABLE audit (id int); CREATE TABLE totals (n int);\n"
LOGGED = """
CREATE FUNCTION log() RETURNS trigger AS $$
BEGIN
  INSERT INTO audit VALUES (1);
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER logged AFTER UPDATE OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION log();
"""


def writes(schema: str, *statements: str) -> list[str]:
    """The tables written by a function that executes these statements in a system with this schema."""
    runs = "".join(f"    c.execute({statement!r})\n" for statement in statements)
    found = analyzed_files({"s.sql": TABLES + schema, "a.py": f"def f(c):\n{runs}"})
    return [table for source, table in told(found, "writes") if source == "a.py::f"]


def test_a_write_fires_the_triggers_of_its_event_and_no_others() -> None:
    assert writes(LOGGED, "UPDATE orders SET a = 1") == ["audit", "orders"]
    assert writes(LOGGED, "DELETE FROM public.orders") == ["audit", "orders"]
    assert writes(LOGGED, "INSERT INTO orders VALUES (1)") == ["orders"]
    assert writes(LOGGED, "SELECT * FROM orders WHERE a = 1") == []


def test_the_place_of_the_write_tells_by_which_trigger() -> None:
    found = analyzed_files({"s.sql": TABLES + LOGGED, "a.py": 'def f(c):\n    c.execute("UPDATE orders SET a = 1")\n'})
    [piece] = [each for each in pieces(found, "writes", "audit") if each.source == "a.py::f"]
    assert (piece.flags, piece.detail, piece.confidence) == (
        ("create", "sql", "trigger"),
        "by the trigger log on orders",
        0.9,
    )
    assert str(piece.location) == "a.py:2"
    assert codes(found) == []


def test_bodies_of_every_dialect() -> None:
    several = (
        "CREATE TRIGGER t AFTER INSERT ON orders FOR EACH ROW BEGIN "
        "INSERT INTO audit VALUES (1); IF NEW.a THEN UPDATE totals SET n = 1; END IF; END; DELETE FROM totals;"
    )
    assert writes(several, "INSERT INTO orders VALUES (1)") == ["audit", "orders", "totals"]
    one = "CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW UPDATE totals SET n = 1;"
    assert writes(one, "INSERT INTO orders VALUES (1)") == ["orders", "totals"]
    tsql = "CREATE TRIGGER dbo.t ON dbo.orders AFTER INSERT, UPDATE AS INSERT INTO audit SELECT id FROM inserted\nGO\n"
    assert writes(tsql, "UPDATE orders SET a = 1") == ["audit", "orders"]


def test_a_trigger_of_a_trigger_is_followed_and_circles_end() -> None:
    circle = LOGGED + (
        "CREATE TRIGGER back AFTER INSERT ON audit FOR EACH ROW UPDATE totals SET n = 1;"
        "CREATE TRIGGER again AFTER UPDATE ON totals FOR EACH ROW UPDATE orders SET a = 2;"
    )
    assert writes(circle, "UPDATE orders SET a = 1") == ["audit", "orders", "totals"]


def test_routines_are_followed_where_they_are_called() -> None:
    pay = (
        "CREATE FUNCTION pay(x int) RETURNS void AS $$ BEGIN UPDATE totals SET n = x; PERFORM note(x); END $$ LANGUAGE plpgsql;"
        "CREATE PROCEDURE note(x int) AS $$ BEGIN INSERT INTO audit VALUES (x); END $$ LANGUAGE plpgsql;"
    )
    for statement in ("SELECT pay(1)", "CALL billing.pay(%s)", "EXEC pay 1"):
        assert writes(pay, statement) == ["audit", "totals"], statement
    found = analyzed_files({"s.sql": TABLES + pay, "a.py": 'def f(c):\n    c.callproc("pay", [1])\n'})
    assert ("a.py::f", "totals") in told(found, "writes")


def test_a_model_that_is_saved_fires_triggers_that_a_migration_made() -> None:
    models = "from django.db import models\nclass Order(models.Model):\n    class Meta:\n        db_table = 'orders'\n"
    migration = (
        "from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = [migrations.RunSQL("
        "'CREATE TRIGGER t AFTER INSERT ON orders FOR EACH ROW BEGIN INSERT INTO audit VALUES (1); END')]\n"
    )
    code = "from shop.models import Order\ndef f(x):\n    Order(a=x).save()\n"
    files = {"shop/__init__.py": "", "shop/models.py": models, "shop/migrations/__init__.py": "",
             "shop/migrations/0001_a.py": migration, "shop/a.py": code, "s.sql": "CREATE TABLE audit (id int);"}  # fmt: skip
    found = analyzed_files(files)
    assert ("shop/a.py::f", "audit") in told(found, "writes")
    assert not [pair for pair in told(found, "writes") if "migrations" in pair[0] and pair[1] == "audit"]


def test_what_fires_in_a_transaction_is_written_in_it() -> None:
    code = (
        "from django.db import transaction\ndef f(c):\n    with transaction.atomic():\n"
        '        c.execute("UPDATE orders SET a = 1")\n'
    )
    found = analyzed_files({"s.sql": TABLES + LOGGED, "a.py": code})
    assert [each.tables for each in found.transactions] == [("audit", "orders")]


def test_a_trigger_stands_until_a_later_file_drops_it() -> None:
    def left(later: str) -> list[str]:
        migrations = {
            "shop/migrations/0001_a.py": "CREATE TRIGGER t AFTER UPDATE ON orders FOR EACH ROW INSERT INTO audit VALUES (1)",
            "shop/migrations/0002_b.py": later,
        }
        head = "from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = [migrations.RunSQL("
        files = {
            path: f'{head}"{text}", reverse_sql="DROP TRIGGER t ON orders")]\n' for path, text in migrations.items()
        }
        code = 'def f(c):\n    c.execute("UPDATE orders SET a = 1")\n'
        found = analyzed_files({"shop/migrations/__init__.py": "", "a.py": code, "s.sql": TABLES} | files)
        return [table for source, table in told(found, "writes") if source == "a.py::f"]

    assert left("SELECT 1") == ["orders"], "what the second file only drops is gone"
    again = "CREATE TRIGGER t AFTER UPDATE ON orders FOR EACH ROW INSERT INTO totals VALUES (1)"
    assert left(again) == ["orders", "totals"]


def test_a_call_of_a_routine_is_understood_though_no_grammar_of_queries_knows_it() -> None:
    made = "CREATE PROCEDURE tidy(n int) AS $$ BEGIN DELETE FROM audit; PERFORM log(n); END; $$ LANGUAGE plpgsql;"
    code = 'def f(c):\n    c.execute("CALL tidy(%s)", [1])\n'
    found = analyzed_files({"s.sql": TABLES, "made.py": f"def g(c):\n    c.execute({made!r})\n", "a.py": code})
    assert ("a.py::f", "audit") in told(found, "writes")
    assert codes(found) == []
