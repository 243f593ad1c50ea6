"""Whoever reads a view reads the tables it is made of."""

from tests.sql.systems import analyzed_files, pieces, told

VIEWS = """
CREATE VIEW open_items AS SELECT * FROM invoices i JOIN payments p ON p.invoice_id = i.id;
CREATE VIEW late AS SELECT * FROM open_items WHERE due < now();
CREATE MATERIALIZED VIEW stats AS SELECT count(*) FROM orders;
"""


def test_a_read_of_a_view_is_a_read_of_its_tables_through_views_of_views() -> None:
    code = 'def f(c):\n    c.execute("SELECT * FROM late WHERE id = 1")\n'
    found = analyzed_files({"views.sql": VIEWS, "a.py": code})
    assert [table for source, table in told(found, "reads") if source == "a.py::f"] == ["invoices", "late", "payments"]
    piece = next(each for each in pieces(found, "reads", "invoices") if each.source == "a.py::f")
    assert (piece.flags, piece.detail, piece.confidence) == (("sql", "view"), "through the view late", 0.81)


def test_a_stored_view_reads_its_tables_when_it_is_refreshed() -> None:
    code = 'def f(c):\n    c.execute("SELECT * FROM stats WHERE x = 1")\n'
    code += 'def g(c):\n    c.execute("REFRESH MATERIALIZED VIEW stats")\n'
    found = analyzed_files({"views.sql": VIEWS, "a.py": code})
    assert [pair for pair in told(found, "reads") if "a.py" in pair[0]] == [("a.py::f", "stats"), ("a.py::g", "orders")]


def test_a_model_may_be_a_view() -> None:
    models = """
from django.db import models
class Late(models.Model):
    class Meta:
        managed = False
        db_table = "late"
"""
    code = "from shop.models import Late\ndef f():\n    return Late.objects.all()\n"
    found = analyzed_files({"shop/__init__.py": "", "shop/models.py": models, "shop/a.py": code, "v.sql": VIEWS})
    assert ("shop/a.py::f", "invoices") in told(found, "reads")


def test_views_in_a_circle_end() -> None:
    text = "CREATE VIEW a AS SELECT * FROM b;\nCREATE VIEW b AS SELECT * FROM a JOIN t ON t.i = a.i;\n"
    code = 'def f(c):\n    c.execute("SELECT * FROM a WHERE i = 1")\n'
    found = analyzed_files({"v.sql": text, "a.py": code})
    assert ("a.py::f", "t") in told(found, "reads")
