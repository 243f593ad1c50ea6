"""Migrations folded to the schema they leave, and where models tell another."""

from tests.sql.systems import analyzed_files, codes, pieces, tables, told

MODELS = """
from django.db import models
class Order(models.Model):
    total = models.IntegerField()
    customer = models.ForeignKey("Customer", models.CASCADE)
class Customer(models.Model):
    name = models.TextField()
    friends = models.ManyToManyField("self")
"""
FIRST = """
    operations = [
        migrations.CreateModel("Customer", fields=[
            ("id", models.AutoField(primary_key=True)),
            ("name", models.TextField()),
            ("friends", models.ManyToManyField(to="shop.customer")),
        ]),
        migrations.CreateModel(name="Order", fields=[
            ("id", models.AutoField(primary_key=True)),
            ("total", models.IntegerField()),
            ("customer", models.ForeignKey(to="shop.Customer", on_delete=models.CASCADE)),
        ]),
    ]
"""


def said(*operations: str, models: str = MODELS, **more: str) -> list[str]:
    """What is said of an app whose first migration fits its models, and whose second has these operations."""
    second = "    dependencies = [('shop', '0001_first')]\n    operations = [\n        "
    second += ",\n        ".join(operations) + "\n    ]\n"
    head = "from django.db import migrations, models\nclass Migration(migrations.Migration):\n"
    files = {
        "shop/__init__.py": "",
        "shop/models.py": models,
        "shop/migrations/__init__.py": "",
        "shop/migrations/0001_first.py": head + FIRST,
        "shop/migrations/0002_second.py": head + second,
    }
    found = analyzed_files(files | {name.replace("__", "/") + ".py": text for name, text in more.items()})
    return [problem.message for problem in found.problems if problem.code == "schema-disagreement"]


def test_migrations_that_make_what_the_models_say_give_nothing_to_tell() -> None:
    assert said() == []
    assert said("migrations.RunPython(print)", "migrations.AddIndex('order', models.Index(fields=['total']))") == []


def test_columns_that_only_one_side_has() -> None:
    assert said("migrations.AddField('order', 'paid', models.BooleanField())") == [
        "The migrations leave the column paid in shop_order, which its model does not have."
    ]
    assert said("migrations.RemoveField(model_name='order', name='total')") == [
        "The model of shop_order has the column total, which the migrations do not make."
    ]


def test_tables_that_only_one_side_has() -> None:
    assert said("migrations.DeleteModel('Order')") == [
        "A model has the table shop_order, which the migrations do not make."
    ]
    assert said("migrations.CreateModel('Ghost', [('id', models.AutoField(primary_key=True))])") == [
        "The migrations leave the table shop_ghost, which no model has."
    ]


def test_renamed_models_fields_and_tables_are_followed() -> None:
    renamed = MODELS.replace("class Order", "class Sale").replace("total", "sum").replace("Customer", "Buyer")
    renamed += "    class Meta:\n        db_table = 'buyers'\n"
    operations = (
        "migrations.RenameModel('Order', 'Sale')",
        "migrations.RenameField('sale', 'total', 'sum')",
        "migrations.RenameModel(old_name='Customer', new_name='Buyer')",
        "migrations.AlterModelTable('buyer', 'buyers')",
        "migrations.RenameField('sale', 'customer', 'buyer')",
        "migrations.RenameField('sale', 'buyer', 'customer')",
    )
    assert said(*operations, models=renamed) == []


def test_what_django_is_only_told_of_is_not_done_to_the_database() -> None:
    without = MODELS.replace("    total = models.IntegerField()\n", "")
    told = "migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField('order', 'total')])"
    assert said(told, models=without) == [
        "The migrations leave the column total in shop_order, which its model does not have."
    ]
    assert said(told, "migrations.RunSQL('ALTER TABLE shop_order DROP COLUMN total')", models=without) == []


def test_a_model_that_moves_to_another_app_takes_its_table_along() -> None:
    head = "from django.db import migrations, models\nclass Migration(migrations.Migration):\n"
    moved = {
        "sales__models": "from django.db import models\nclass Order(models.Model):\n    total = models.IntegerField()\n"
        "    class Meta:\n        db_table = 'shop_order'\n",
        "sales__migrations__0001": head + "    dependencies = [('shop', '0002_second')]\n    state_operations = [\n"
        "        migrations.CreateModel('Order', [('id', models.AutoField(primary_key=True)), ('total',"
        " models.IntegerField())], options={'db_table': 'shop_order'})]\n"
        "    operations = [migrations.SeparateDatabaseAndState(state_operations=state_operations)]\n",
    }
    here = MODELS[: MODELS.index("class Order")] + MODELS[MODELS.index("class Customer") :]
    gone = "migrations.SeparateDatabaseAndState([], [migrations.DeleteModel('Order')])"
    without_link = "migrations.RemoveField('order', 'customer')"
    assert said(without_link, gone, models=here, **moved) == []


def test_sql_that_renames_a_table_of_pairs_is_followed() -> None:
    renamed = MODELS.replace('"self")', '"self", db_table="friends")')
    state = "migrations.AlterField('customer', 'friends', models.ManyToManyField('shop.Customer', db_table='friends'))"
    rename = "migrations.RunSQL('ALTER TABLE shop_customer_friends RENAME TO friends')"
    assert said(f"migrations.SeparateDatabaseAndState([{rename}], [{state}])", models=renamed) == []


def test_squashed_migrations_stand_for_those_they_replace() -> None:
    squashed = "from django.db import migrations, models\nclass Migration(migrations.Migration):\n"
    squashed += "    replaces = [('shop', '0001_first'), ('shop', '0002_second')]\n" + FIRST
    late = "from django.db import migrations, models\nclass Migration(migrations.Migration):\n"
    late += (
        "    dependencies = [('shop', '0002_second')]\n    operations = [migrations.RemoveField('order', 'total')]\n"
    )
    found = said(
        "migrations.DeleteModel('Order')",
        shop__migrations__0001_squashed=squashed,
        shop__migrations__0003_late=late,
    )
    assert found == ["The model of shop_order has the column total, which the migrations do not make."]


GHOST = "migrations.CreateModel('Ghost', [('{}', models.AutoField(primary_key=True))])"
LEFT = ["The migrations leave the table shop_ghost, which no model has."]


def test_triggers_and_texts_that_change_rows_alone_leave_the_schema_understood() -> None:
    ghost = GHOST.format("id")
    assert said(ghost, "pgtrigger.migrations.AddTrigger(model_name='order', trigger=t)") == LEFT
    assert said(ghost, "migrations.RunSQL(f'UPDATE shop_order SET total = {N}')") == LEFT
    assert said(ghost, "migrations.RunSQL(f'DROP TABLE {N}')") == []
    assert said(ghost, "migrations.RunSQL(f'{N} shop_order')") == []


def test_a_table_that_a_library_makes_for_former_rows_is_no_disagreement() -> None:
    assert said(GHOST.format("pgh_id")) == []


def test_where_an_operation_is_not_understood_nothing_is_said() -> None:
    assert said("migrations.DeleteModel('Order')", "Magic('order')") == []
    assert said("migrations.DeleteModel('Order')", "*more()") == []
    assert said("migrations.DeleteModel('Order')", "migrations.RunSQL(open('x').read())") == []


def test_a_function_that_changes_tables_is_not_understood() -> None:
    code = "def run(apps, editor):\n    editor.execute('ALTER TABLE shop_order RENAME TO x')\n"
    assert said("migrations.DeleteModel('Order')", "migrations.RunPython(run)", shop__migrations__0002_second="") == []
    second = "from django.db import migrations\n" + code + "class Migration(migrations.Migration):\n"
    second += "    dependencies = [('shop', '0001_first')]\n"
    second += "    operations = [migrations.RunPython(run), migrations.DeleteModel('Order')]\n"
    assert said(shop__migrations__0002_second=second) == []


def test_a_table_that_only_migrations_make_is_kept() -> None:
    head = "from django.db import migrations, models\nclass Migration(migrations.Migration):\n"
    ghost = "    operations = [migrations.CreateModel('Ghost', [('id', models.AutoField(primary_key=True))])]\n"
    found = analyzed_files({"old/__init__.py": "", "old/migrations/0001.py": head + ghost})
    assert tables(found) == ["old_ghost"]
    (piece,) = pieces(found, "defines", "old_ghost")
    assert (piece.source, piece.flags, piece.detail) == ("old/migrations/0001.py", ("ddl",), "key id")


ALCHEMY = """
from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    total = Column(Integer)
"""
CREATE = """
    op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("total", sa.Integer()))
"""


def revised(*lines: str, models: str = ALCHEMY) -> list[str]:
    """What is said where a second revision has these lines."""
    head = "from alembic import op\nimport sqlalchemy as sa\n"
    files = {
        "shop/models.py": models,
        "shop/alembic/versions/b.py": head + "revision = 'a'\ndown_revision = None\ndef upgrade():" + CREATE,
        "shop/alembic/versions/a.py": head
        + "revision = 'b'\ndown_revision = 'a'\ndef upgrade():\n    pass\n"
        + "".join(f"    {line}\n" for line in lines)
        + "def downgrade():\n    op.drop_table('orders')\n",
    }
    found = analyzed_files(files)
    return [problem.message for problem in found.problems if problem.code == "schema-disagreement"]


def test_revisions_that_make_what_the_classes_say_give_nothing_to_tell() -> None:
    assert revised() == []


def test_operations_of_revisions_are_followed_in_their_order() -> None:
    assert revised("op.add_column('orders', sa.Column('paid', sa.Boolean()))") == [
        "The revisions leave the column paid in orders, which its model does not have."
    ]
    assert revised("op.execute('ALTER TABLE orders DROP COLUMN total')") == [
        "The model of orders has the column total, which the revisions do not make."
    ]
    batches = (
        "with op.batch_alter_table('orders') as batch:",
        "    batch.drop_column('total')",
        "with op.batch_alter_table('notes') as batch:",
        "    batch.drop_column('id')",
        "op.alter_column('orders', 'id', new_column_name='number')",
    )
    assert revised(*batches) == ["The model of orders has the columns id and total, which the revisions do not make.",
                                 "The revisions leave the column number in orders, which its model does not have."]  # fmt: skip
    assert revised("op.rename_table('orders', 'sales')", models=ALCHEMY.replace('"orders"', '"sales"')) == []


def test_where_names_of_tables_are_computed_no_table_is_said_to_have_no_model() -> None:
    made = "op.create_table('orders_history', sa.Column('id', sa.Integer()))"
    assert revised(made) == ["The revisions leave the table orders_history, which no model has."]
    computed = (
        ALCHEMY + "def history(base):\n    return Table(base.name + '_history', base.metadata, Column('id', Integer))\n"
    )
    assert revised(made, models=computed) == []
    found = analyzed_files({"shop/models.py": computed})
    assert [each.code for each in found.problems] == ["dynamic-table"]


def test_a_table_that_gets_columns_after_it_is_made_is_not_said_to_lack_them() -> None:
    head = "from sqlalchemy import Column, Integer, MetaData, Table\nmetadata = MetaData()\n"
    table = "Table('orders', metadata, Column('id', Integer, primary_key=True), Column('total', Integer))\n"
    more = "op.add_column('orders', sa.Column('version', sa.Integer()))"
    append = ".append_column(Column('version', Integer))\n"
    told = ["The revisions leave the column version in orders, which its model does not have."]
    assert revised(more, models=f"{head}orders = {table}") == told
    assert revised(more, models=f"{head}orders = {table}orders{append}") == []
    assert revised(more, models=f"{head}def make():\n    orders = {table}    orders{append}") == []
    base = f"class Base:\n    def __init__(self):\n        self.table{append}"
    heir = f"class Orders(%s):\n    def __init__(self):\n        self.table = {table}        super().__init__()\n"
    assert revised(more, models=head + base + heir % "Base") == []
    assert revised(more, models=head + base + heir % "object") == told


def test_where_revisions_are_not_understood_nothing_is_said() -> None:
    assert revised("op.drop_column('orders', 'total')", "op.drop_table(name())") == []
    assert revised("op.drop_column('orders', 'total')", "Base.metadata.create_all(op.get_bind())") == []


def test_problems_of_one_kind_are_bounded() -> None:
    many = "from django.db import models\n" + "".join(f"class M{n}(models.Model):\n    pass\n" for n in range(80))
    head = "from django.db import migrations, models\nclass Migration(migrations.Migration):\n    operations = []\n"
    found = analyzed_files({"shop/__init__.py": "", "shop/models.py": many, "shop/migrations/0001.py": head})
    assert codes(found).count("schema-disagreement") == 61


def made_in_code(statement: str, path: str = "shop/setup.py") -> list[str]:
    """What is told of a table of two columns that a text in code makes too."""
    models = """
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    total = Column(Integer)
"""
    text = f"def make(cursor):\n    cursor.execute({statement!r})\n"
    found = analyzed_files({"shop/__init__.py": "", "shop/models.py": models, path: text})
    return [problem.message for problem in found.problems if problem.code == "schema-disagreement"]


def test_a_table_that_a_text_in_code_makes_otherwise_than_its_model_is_told() -> None:
    assert made_in_code("CREATE TABLE orders (id int, total int)") == []
    assert made_in_code("CREATE TABLE orders (id int, total int, state int)") == [
        "The statements of shop/setup.py leave the column state in orders, which its model does not have."
    ]
    assert made_in_code("CREATE TABLE orders (id int)") == [
        "The model of orders has the column total, which the statements of shop/setup.py do not make."
    ]


def test_texts_of_tests_tell_nothing_of_the_schema() -> None:
    assert made_in_code("CREATE TABLE orders (id int)", "tests/test_setup.py") == []


def test_a_table_that_only_migrations_name_and_nothing_defines_is_gone() -> None:
    migration = (
        "from django.db import migrations\ndef clean(apps, editor):\n    editor.execute('DELETE FROM old_things')\n"
    )
    files = {
        "shop/__init__.py": "",
        "shop/models.py": "from django.db import models\nclass Order(models.Model): pass\n",
        "shop/migrations/__init__.py": "",
        "shop/migrations/0002_clean.py": migration,
    }
    found = analyzed_files(files)
    assert [unit.name for unit in found.units if unit.id.startswith("table:")] == ["shop_order"]
    assert not [each for each in found.evidence if "old_things" in each.target]
    assert [problem.message for problem in found.problems] == [
        "The table old_things is named by migrations only and defined by nothing: it is gone."
    ]
    used = files | {
        "shop/views.py": "from django.db import connection\nconnection.cursor().execute('SELECT 1 FROM old_things')\n"
    }
    assert {problem.code for problem in analyzed_files(used).problems} == {"undefined-table"}


def test_tables_that_only_migrations_make_point_to_others_as_those_of_models_do() -> None:
    head = "from django.db import migrations, models\nclass Migration(migrations.Migration):\n"
    word = """
    dependencies = [("shop", "0001_first")]
    operations = [
        migrations.CreateModel(name="OrderTranslation", fields=[
            ("id", models.AutoField(primary_key=True)),
            ("master", models.ForeignKey(to="shop.Order", on_delete=models.CASCADE)),
        ], options={"db_table": "shop_order_translation"}),
    ]
"""
    found = analyzed_files(
        {
            "shop/__init__.py": "",
            "shop/models.py": MODELS,
            "shop/migrations/__init__.py": "",
            "shop/migrations/0001_first.py": head + FIRST,
            "shop/migrations/0002_word.py": head + word,
        }
    )
    assert ("shop_order_translation", "shop_order") in told(found, "foreign-key")
