"""Where transactions begin and end, and what is written, locked and started by each."""

from decompose.evidence.findings import Findings
from decompose.evidence.passage import Passage
from decompose.evidence.transaction import Transaction
from tests.sql.systems import analyzed_files, codes, told

MODELS = """
from django.db import models
class Order(models.Model):
    total = models.IntegerField()
class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE)
class Note(models.Model):
    text = models.TextField()
"""
HEAD = "from django.db import connection, transaction\nfrom shop.models import Line, Note, Order\n"
ALCHEMY = """
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base, sessionmaker
Base = declarative_base()
Session = sessionmaker()
class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
class Line(Base):
    __tablename__ = "lines"
    id = Column(Integer, primary_key=True)
class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
"""


def django(code: str, **more: str) -> Findings:
    """A shop on Django; keyword arguments are further files, with `__` for `/`."""
    files = {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/a.py": HEAD + code}
    return analyzed_files(files | {name.replace("__", "/") + ".py": text for name, text in more.items()})


def alchemy(code: str) -> Findings:
    """A shop on SQLAlchemy."""
    head = "from shop.models import Line, Note, Order, Session\n"
    return analyzed_files({"shop/__init__.py": "", "shop/models.py": ALCHEMY, "shop/a.py": head + code})


def shown(findings: Findings) -> list[str]:
    """Each transaction as `function kind: tables`, with what else is known of it."""
    return [_shown(each) for each in findings.transactions]


def _shown(each: Transaction) -> str:
    tables = ", ".join(table.removeprefix("shop_") for table in each.tables)
    more = [f"{name} {', '.join(found)}" for name, found in (
        ("locks", [table.removeprefix("shop_") for table in each.locks]),
        ("then", [function.rpartition("::")[2] for function in each.afterwards]),
        ("is", each.marks),
    ) if found]  # fmt: skip
    return "; ".join([f"{each.function.rpartition('::')[2]} {each.kind}: {tables}", *more])


def test_a_block_and_a_decorator_are_transactions_from_first_to_last_line() -> None:
    found = django("""
def f():
    Note.objects.create()
    with transaction.atomic():
        Order.objects.create()
        Line.objects.create()
    Note.objects.create()
@transaction.atomic
def g():
    Note.objects.create()
@transaction.atomic(using="other")
def h():
    Line.objects.create()
""")
    assert shown(found) == ["f block: line, order", "g function: note", "h function: line"]
    assert (found.transactions[0].first, found.transactions[0].last) == (6, 8)


def test_a_block_within_a_block_is_part_of_it() -> None:
    found = django("""
def f():
    with transaction.atomic():
        Order.objects.create()
        with transaction.atomic():
            Line.objects.create()
@transaction.atomic
def g():
    with transaction.atomic(savepoint=False):
        Note.objects.create()
""")
    assert shown(found) == ["f block: line, order", "g function: note"]


def test_a_durable_block_says_so() -> None:
    found = django("def f():\n    with transaction.atomic(durable=True):\n        Order.objects.create()\n")
    assert shown(found) == ["f block: order; is durable"]


def test_what_runs_on_commit_is_outside() -> None:
    found = django("""
def note(order):
    Note.objects.create(order=order)
def f(order):
    with transaction.atomic():
        Order.objects.create()
        Line.objects.create()
        transaction.on_commit(lambda: note(order))
def g(order):
    with transaction.atomic():
        Order.objects.create()
        transaction.on_commit(
            lambda: Note.objects.create()
        )
def h(order):
    with transaction.atomic():
        Order.objects.create()
        transaction.on_commit(functools.partial(note, order))
""")
    assert shown(found) == ["f block: line, order; then note", "g block: order", "h block: order; then note"]


def test_what_a_called_function_leaves_for_the_commit_is_outside_too() -> None:
    found = django("""
def note():
    Note.objects.create()
def save():
    Line.objects.create()
    transaction.on_commit(lambda: note())
@transaction.atomic
def f():
    save()
""")
    assert shown(found) == ["f function: line; then note"]
    assert Passage("shop/a.py::save", "shop/a.py::note", 8, committed=True) in found.runs


def test_a_function_that_hands_on_to_on_commit_is_like_it() -> None:
    found = django("""
def note():
    Note.objects.create()
def later(function, *given):
    transaction.on_commit(lambda: function(*given))
@transaction.atomic
def f():
    Line.objects.create()
    later(note)
""")
    assert shown(found) == ["f function: line; then note"]


def test_requests_are_transactions_where_the_settings_say_so() -> None:
    urls = "from django.urls import path\nfrom shop import a\n"
    urls += "urlpatterns = [path('f', a.f), path('g', a.g), path('v', a.V.as_view())]\n"
    code = """
from django.views import View
def f(request):
    Order.objects.create()
    Line.objects.create()
@transaction.non_atomic_requests
def g(request):
    Order.objects.create()
    Note.objects.create()
class V(View):
    def post(self, request):
        Note.objects.create()
    def get(self, request):
        return Note.objects.all()
"""
    settings = "DATABASES = {'default': {'ENGINE': 'x', 'ATOMIC_REQUESTS': True}}\n"
    assert shown(django(code, shop__urls=urls)) == []
    found = django(code, shop__urls=urls, conf__settings=settings)
    assert shown(found) == ["V.post request: note", "f request: line, order"]
    assert told(found, "co-writes") == [("shop_line", "shop_order")]
    by_item = "DATABASES = env()\nDATABASES['default']['ATOMIC_REQUESTS'] = True\n"
    assert shown(django(code, shop__urls=urls, conf__settings=by_item)) == shown(found)
    off = settings.replace("True", "False")
    assert shown(django(code, shop__urls=urls, conf__settings=off)) == []


def test_rows_locked_for_update_are_told() -> None:
    found = django("""
def f():
    with transaction.atomic():
        order = Order.objects.select_for_update().get(id=1)
        connection.cursor().execute("SELECT * FROM shop_note FOR UPDATE")
        Line.objects.create()
""")
    assert shown(found) == ["f block: line; locks note, order"]
    found = alchemy("""
def f(session):
    order = session.query(Order).with_for_update().first()
    session.add(Line())
    session.commit()
""")
    assert shown(found) == ["f commit: lines; locks orders"]


def test_rows_locked_on_the_first_and_on_the_last_line_of_a_transaction_are_told_and_none_beyond() -> None:
    found = alchemy("""
def f(session):
    session.query(Line).with_for_update().first(); session.commit()
    session.query(Order).with_for_update().first(); session.add(Line())
    session.query(Note).with_for_update().first(); session.commit()
    session.query(Line).with_for_update().first()
""")
    assert shown(found) == ["f commit: lines; locks notes, orders"]


def test_a_function_is_a_transaction_up_to_its_commit() -> None:
    found = alchemy("""
def f(session):
    session.add(Order())
    session.add(Line())
    session.commit()
    session.add(Note())
""")
    assert shown(found) == ["f commit: lines, orders"]


def test_each_commit_ends_a_transaction_of_its_own() -> None:
    found = alchemy("""
def f(session):
    session.add(Order())
    session.commit()
    session.add(Line())
    session.commit()
""")
    assert shown(found) == ["f commit: orders", "f commit: lines"]


def test_a_commit_on_a_way_out_leaves_what_is_before_it_to_the_next() -> None:
    found = alchemy("""
def f(session, done):
    session.add(Order())
    if done:
        session.commit()
        return done
    session.add(Line())
    session.commit()
""")
    assert shown(found) == ["f commit: orders", "f commit: lines, orders"]


def test_sessions_begin_in_blocks() -> None:
    found = alchemy("""
def f(session):
    with session.begin():
        session.add(Order())
def g():
    with Session.begin() as session:
        session.add(Line())
async def h(engine):
    async with engine.begin() as connection:
        await connection.execute(Note.__table__.insert())
""")
    assert shown(found) == ["f block: orders", "g block: lines", "h block: notes"]


def test_a_savepoint_is_part_of_the_transaction_that_commits() -> None:
    found = alchemy("""
def f(session):
    session.add(Order())
    with session.begin_nested():
        session.add(Line())
    session.commit()
def g(session):
    with session.begin_nested():
        session.add(Note())
""")
    assert shown(found) == ["f commit: lines, orders", "g block: notes; is savepoint"]


def test_with_autocommit_there_is_no_transaction() -> None:
    found = alchemy("""
def f(engine):
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(Order.__table__.insert())
        connection.execute(Line.__table__.insert())
""")
    assert shown(found) == []


def test_a_connection_of_a_driver_commits_at_the_end_of_its_block() -> None:
    found = analyzed_files({"a.py": """
import sqlite3
connection = sqlite3.connect("x")
def f():
    with connection:
        connection.execute("INSERT INTO a (x) VALUES (1)")
        connection.execute("INSERT INTO b (x) VALUES (1)")
def g(connection):
    with connection:
        connection.execute("INSERT INTO c (x) VALUES (1)")
"""})  # fmt: skip
    assert shown(found) == ["f block: a, b"]


def test_begin_and_commit_as_text() -> None:
    found = analyzed_files({"a.py": """
def f(cursor):
    cursor.execute("INSERT INTO c (x) VALUES (1)")
    cursor.execute("BEGIN")
    cursor.execute("INSERT INTO a (x) VALUES (1)")
    cursor.execute("UPDATE b SET x = 1")
    cursor.execute("COMMIT")
    cursor.execute("INSERT INTO d (x) VALUES (1)")
def g(cursor):
    cursor.executescript("BEGIN; DELETE FROM e WHERE x = 1; COMMIT;")
"""})  # fmt: skip
    assert shown(found) == ["f text: a, b", "g text: e"]


def test_a_text_that_begins_what_nothing_commits_begins_a_transaction_to_the_end_of_the_function() -> None:
    found = analyzed_files({"a.py": """
def f(cursor):
    cursor.execute("INSERT INTO c (x) VALUES (1)")
    cursor.execute("BEGIN")
    cursor.execute("INSERT INTO a (x) VALUES (1)")
    cursor.execute("UPDATE b SET x = 1")
"""})  # fmt: skip
    assert shown(found) == ["f text: a, b"]


def test_begin_and_commit_in_a_file() -> None:
    text = "DELETE FROM z WHERE 1 = 1;\nBEGIN;\nINSERT INTO a (x) VALUES (1);\nUPDATE b SET x = 1;\nCOMMIT;\n"
    found = analyzed_files({"run.sql": text})
    assert shown(found) == ["run.sql text: a, b"]
    assert told(found, "co-writes") == [("a", "b")]
    assert shown(analyzed_files({"run.sql": text.replace("BEGIN;", "BEGIN TRANSACTION;")})) == shown(found)
    in_one_line = text.partition("\n")[2].replace("\n", " ") + "\n"
    assert shown(analyzed_files({"run.sql": in_one_line})) == shown(found)


def test_what_stands_before_the_begin_or_behind_the_commit_on_the_same_line_of_a_file_is_outside() -> None:
    text = (
        "DELETE FROM z WHERE 1 = 1; BEGIN; INSERT INTO a (x) VALUES (1);\nUPDATE b SET x = 1; COMMIT; DELETE FROM y;\n"
    )
    assert shown(analyzed_files({"run.sql": text})) == ["run.sql text: a, b"]
    assert shown(analyzed_files({"run.sql": text.replace("\n", " ")})) == ["run.sql text: a, b"]


def test_what_a_function_will_do_is_no_part_of_the_transaction_that_makes_it() -> None:
    text = """
BEGIN;
CREATE FUNCTION f() RETURNS void AS $$ DELETE FROM z WHERE 1 = 1 $$ LANGUAGE sql;
INSERT INTO a (x) VALUES (1);
UPDATE b SET x = 1;
COMMIT;
"""
    assert shown(analyzed_files({"run.sql": text})) == ["run.sql text: a, b"]


def test_the_body_of_a_procedure_is_no_transaction() -> None:
    text = "CREATE PROCEDURE p AS BEGIN DELETE FROM a WHERE 1 = 1; DELETE FROM b WHERE 1 = 1; END;\n"
    assert shown(analyzed_files({"p.sql": text})) == []


def test_two_phases_are_told() -> None:
    found = alchemy("""
def f(session):
    session.add(Order())
    session.prepare()
    session.commit()
def g(connection):
    with connection.begin_twophase():
        connection.execute(Line.__table__.insert())
def h(session):
    session.add(Line())
    session.commit()
    session.add(Order()); session.prepare(); session.commit()
""")
    assert shown(found) == [
        "f commit: orders; is two-phase",
        "g block: lines; is two-phase",
        "h commit: lines",
        "h commit: orders; is two-phase",
    ]
    found = analyzed_files({"a.py": """
def f(cursor):
    cursor.execute("BEGIN")
    cursor.execute("UPDATE b SET x = 1")
    cursor.execute("PREPARE TRANSACTION 'one'")
"""})  # fmt: skip
    assert shown(found) == ["f text: b; is two-phase"]


def test_what_is_written_by_called_functions_is_less_sure_the_further_away() -> None:
    found = django("""
def deep():
    Note.objects.create()
def near():
    Line.objects.create()
    deep()
@transaction.atomic
def f():
    Order.objects.create()
    near()
""")
    (transaction,) = found.transactions
    assert [(each.table, each.confidence, each.direct) for each in transaction.writes] == [
        ("shop_line", 0.95, False),
        ("shop_note", 0.902, False),
        ("shop_order", 1.0, True),
    ]
    assert codes(found) == []


def test_what_goes_with_deleted_rows_is_written_but_not_on_purpose() -> None:
    models = """
from django.db import models

class Author(models.Model):
    class Meta:
        db_table = "authors"

class Book(models.Model):
    author = models.ForeignKey(Author, models.CASCADE)
    class Meta:
        db_table = "books"
"""
    code = """
from django.db import transaction
from shop.models import Author, Book

def close(author):
    with transaction.atomic():
        Author.objects.filter(pk=author).delete()

def clear(author):
    with transaction.atomic():
        Book.objects.filter(author=author).delete()
        Author.objects.filter(pk=author).delete()
"""
    found = analyzed_files({"shop/__init__.py": "", "shop/models.py": models, "shop/use.py": code})
    written = {
        each.function.partition("::")[2]: [(one.table, one.cascade) for one in each.writes]
        for each in found.transactions
    }
    assert written == {
        "close": [("authors", False), ("books", True)],
        "clear": [("authors", False), ("books", False)],
    }
    flags = {piece.place.partition("::")[2]: piece.flags for piece in found.evidence if piece.kind == "co-writes"}
    assert flags == {"close": ("cascade",), "clear": ()}


ENDS = """
from contextlib import ExitStack, contextmanager
@contextmanager
def finished(session):
    try:
        yield
    except:
        session.rollback()
        raise
    else:
        session.commit()
"""


def test_a_manager_that_only_commits_makes_last_what_was_pending_before_it() -> None:
    found = alchemy(
        ENDS
        + """
def f(session):
    session.add(Order())
    with finished(session):
        session.add(Line())
    session.add(Note())
def g(session):
    session.add(Order())
    with session.begin():
        session.add(Line())
"""
    )
    assert shown(found) == ["f block: lines, orders", "g block: lines"]


def test_a_manager_is_none_of_a_transaction_because_another_function_of_its_module_begins_one() -> None:
    found = alchemy("""
from contextlib import contextmanager
@contextmanager
def quiet():
    yield
def f(session):
    with quiet():
        session.add(Order())
def g(session):
    with session.begin():
        session.add(Line())
""")
    assert shown(found) == ["g block: lines"]


def test_what_a_stack_enters_is_a_transaction_to_the_end_of_its_block() -> None:
    found = alchemy(
        ENDS
        + """
def f(session):
    with ExitStack() as stack:
        session.add(Note())
        stack.enter_context(session.begin())
        session.add(Order())
        session.add(Line())
    session.add(Note())
"""
    )
    assert shown(found) == ["f block: lines, orders"]


def test_a_function_that_returns_what_begins_a_transaction_begins_one() -> None:
    code = (
        "from oslo_db.sqlalchemy import enginefacade\nCONTEXT = enginefacade.transaction_context()\n"
        "def wrapped(session): return session\n"
        "def for_write(): return wrapped(enginefacade.writer.using(CONTEXT))\n"
        "def for_read(): return wrapped(enginefacade.reader.using(CONTEXT))\n"
        "def place():\n    with for_write() as session:\n        session.add(Order())\n        session.add(Line())\n"
        "def look():\n    with for_read() as session:\n        session.query(Order).all()\n"
    )
    assert shown(alchemy(code)) == ["place block: lines, orders"]


def test_a_function_that_is_handed_to_what_runs_transactions_is_one_once() -> None:
    code = """
class Store:
    def close(self, pool):
        def closing(txn, number):
            txn.execute("UPDATE orders SET state = 1")
            self._log(txn)
        pool.runInteraction("close", closing, 1)
        pool.runInteraction("again", closing, 2)
        pool.execute("DELETE FROM notes")
    def _log(self, txn):
        txn.execute("INSERT INTO notes (text) VALUES ('closed')")
"""
    found = analyzed_files({"shop.py": code}).transactions
    assert [(each.function, [one.table for one in each.writes]) for each in found] == [
        ("shop.py::Store.close.closing", ["notes", "orders"])
    ]
