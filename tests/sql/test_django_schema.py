"""Django models to tables with the columns, keys and foreign keys that Django creates."""

from tests.sql.systems import analyzed_files, declared, pieces

HEAD = "from django.conf import settings\nfrom django.db import models\n"


def shop(models: str, **more: str) -> dict[str, str]:
    """The declared tables of an app `shop`; keyword arguments are further files, with `__` for `/`."""
    files = {"shop/__init__.py": "", "shop/models.py": HEAD + models}
    return declared(files | {name.replace("__", "/") + ".py": text for name, text in more.items()})


def test_a_model_has_a_key_of_its_own_unless_a_field_is_one() -> None:
    found = shop(
        "class A(models.Model):\n    name = models.CharField()\n"
        "class B(models.Model):\n    code = models.CharField(primary_key=True)\n"
    )
    assert found == {"shop_a": "key id; name", "shop_b": "key code"}


def test_links_make_a_column_with_id_or_of_the_name_that_is_written() -> None:
    found = shop(
        "class A(models.Model):\n    up = models.ForeignKey('self', models.CASCADE)\n"
        "    other = models.OneToOneField('A', models.CASCADE, db_column='x', related_name='+')\n"
    )
    assert found["shop_a"] == "key id; up_id → shop_a, x → shop_a"


def test_a_child_with_a_table_of_its_own_is_keyed_by_its_parent() -> None:
    parent = "class Place(models.Model):\n    name = models.TextField()\n"
    assert shop(parent + "class Bar(Place):\n    beer = models.TextField()\n")["shop_bar"] == ("key place_ptr_id; beer")
    linked = "class Bar(Place):\n    where = models.OneToOneField(Place, 1, parent_link=True, primary_key=True)\n"
    assert shop(parent + linked)["shop_bar"] == "key where_id"


def test_of_two_parents_the_first_is_the_key() -> None:
    code = "class A(models.Model):\n    a = models.AutoField(primary_key=True)\n"
    code += "class B(models.Model):\n    b = models.AutoField(primary_key=True)\nclass C(A, B):\n    pass\n"
    assert shop(code)["shop_c"] == "key a_ptr_id; b_ptr_id → shop_b"


def test_fields_and_meta_come_from_abstract_parents_and_may_be_taken_back() -> None:
    code = """
class Base(models.Model):
    name = models.TextField()
    note = models.TextField()
    class Meta:
        abstract = True
        app_label = "other"
class A(Base):
    note = None
class B(Base):
    class Meta(Base.Meta):
        abstract = False
        db_table = "b"
class C(Base):
    @property
    def note(self):
        return self.name
"""
    assert shop(code) == {"other_a": "key id; name", "b": "key id; name, note", "other_c": "key id; name"}


def test_tables_of_pairs_are_made_unless_a_model_is_named_through() -> None:
    code = """
class Tag(models.Model):
    pass
class Item(models.Model):
    tags = models.ManyToManyField(Tag)
    near = models.ManyToManyField("self", db_table="near")
    marks = models.ManyToManyField(Tag, through="Mark", related_name="+")
class Mark(models.Model):
    tag = models.ForeignKey(Tag, models.CASCADE)
    item = models.ForeignKey(Item, models.CASCADE)
"""
    found = shop(code)
    assert found["shop_item_tags"] == "key id; item_id → shop_item, tag_id → shop_tag"
    assert found["near"] == "key id; from_item_id → shop_item, to_item_id → shop_item"
    assert set(found) == {"shop_tag", "shop_item", "shop_item_tags", "near", "shop_mark"}


def test_a_swappable_model_that_a_setting_replaces_has_no_table() -> None:
    code = """
class Basic(models.Model):
    class Meta:
        swappable = "SHOP_MODEL"
class Order(models.Model):
    shop = models.ForeignKey(settings.SHOP_MODEL, models.CASCADE)
"""
    own = "from django.db import models\nclass Big(models.Model):\n    pass\n"
    assert "shop_basic" in shop(code)
    found = shop(code, big__models=own, conf__settings="SHOP_MODEL = 'big.Big'\n")
    assert "shop_basic" not in found
    assert found["shop_order"] == "key id; shop_id → big_big"


def test_what_a_library_brings_is_part_of_the_table() -> None:
    code = "from django.contrib.auth.models import AbstractUser\nclass User(AbstractUser):\n    nick = models.TextField()\n"
    found = shop(code)
    assert "username" in found["shop_user"]
    assert found["shop_user_groups"] == "key id; user_id → shop_user, group_id → auth_group"


def test_a_class_that_a_library_calls_a_model_is_one_if_it_has_fields() -> None:
    code = "from django_lifecycle import LifecycleModel\nfrom pydantic import BaseModel\n"
    code += "class Base(LifecycleModel):\n    key = models.UUIDField(primary_key=True)\n"
    code += "    class Meta:\n        abstract = True\nclass Task(Base):\n    name = models.TextField()\n"
    code += "class Form(BaseModel):\n    name: str = Field()\n"
    assert shop(code) == {"shop_task": "key key; name"}


def test_a_class_of_fields_of_the_tree_makes_the_column_of_what_it_inherits_from() -> None:
    code = "class Link(models.ForeignKey):\n    pass\nclass Code(models.CharField):\n    pass\n"
    code += "class A(models.Model):\n    up = Link('self', models.CASCADE)\n    code = Code()\n    rest = dict()\n"
    assert shop(code)["shop_a"] == "key id; up_id → shop_a, code"


GENERIC = """
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
class Note(models.Model):
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.IntegerField()
    about = GenericForeignKey()
"""


def test_a_generic_link_may_point_to_where_its_far_side_is() -> None:
    code = GENERIC + "class Order(models.Model):\n    notes = GenericRelation(Note)\n"
    found = analyzed_files({"shop/__init__.py": "", "shop/models.py": HEAD + code})
    (piece,) = pieces(found, "foreign-key", "shop_order")
    assert (piece.source, piece.detail, piece.flags) == ("table:shop_note", "about", ("orm", "unenforced"))
    assert piece.confidence < 0.5


def test_a_generic_link_to_everything_points_nowhere() -> None:
    code = GENERIC + "".join(f"class M{n}(models.Model):\n    notes = GenericRelation(Note)\n" for n in range(9))
    found = analyzed_files({"shop/__init__.py": "", "shop/models.py": HEAD + code})
    assert [each.target for each in found.evidence if each.kind == "foreign-key"] == ["table:django_content_type"]


def test_a_generic_link_may_point_to_what_its_content_types_are_limited_to() -> None:
    code = GENERIC.replace(
        "ContentType, models.CASCADE",
        "ContentType, models.CASCADE, limit_choices_to=models.Q(app_label='shop', model__in=('order', 'bill'))",
    )
    code += "class Order(models.Model):\n    pass\nclass Bill(models.Model):\n    pass\n"
    found = analyzed_files({"shop/__init__.py": "", "shop/models.py": HEAD + code})
    unsure = [each.target for each in found.evidence if each.kind == "foreign-key" and each.confidence < 1]
    assert unsure == ["table:shop_bill", "table:shop_order"]


def test_an_app_in_the_folder_of_another_has_a_label_of_its_own() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/apps.py": "from django.apps import AppConfig\nclass Shop(AppConfig):\n    name = 'shop'\n",
        "shop/likes/__init__.py": "",
        "shop/likes/models.py": HEAD + "class Like(models.Model):\n    pass\n",
    }
    migration = "from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = []\n"
    assert set(declared(files)) == {"shop_like"}
    assert set(declared(files | {"shop/likes/migrations/0001_first.py": migration})) == {"likes_like"}
    assert set(declared(files | {"settings.py": "INSTALLED_APPS = ['shop', 'shop.likes']\n"})) == {"likes_like"}
    assert set(declared(files | {"settings.py": "INSTALLED_APPS = ['shop.apps.Shop', 'shop.likes.models']\n"})) == {
        "shop_like"
    }
