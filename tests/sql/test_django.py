"""Django models and querysets to tables, foreign keys, accesses and joins."""

from decompose.evidence.findings import Findings
from tests.sql.systems import analyzed_files, codes, pieces, tables, told

MODELS = """
from django.conf import settings
from django.db import models

class Stamped(models.Model):
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    class Meta:
        abstract = True

class Customer(models.Model):
    name = models.CharField(max_length=9)

class Order(Stamped):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="orders")
    replaces = models.OneToOneField("self", models.SET_NULL, null=True)
    tags = models.ManyToManyField("labels.Tag")

class Rush(Order):
    class Meta:
        db_table = "rush_orders"

class Open(Order):
    class Meta:
        proxy = True

class Line(models.Model):
    order = models.ForeignKey("shop.Order", models.CASCADE, related_name="lines")
    owner = models.ForeignKey("Customer", models.CASCADE)
"""
LABELS = "from django.db import models\nclass Tag(models.Model):\n    word = models.TextField()\n"


def shop(code: str) -> Findings:
    files = {
        "shop/__init__.py": "",
        "shop/apps.py": "from django.apps import AppConfig\nclass Shop(AppConfig):\n    name = 'shop'\n",
        "shop/models.py": MODELS,
        "labels/__init__.py": "",
        "labels/models.py": LABELS,
        "shop/views.py": "from django.db import transaction\nfrom django.shortcuts import get_object_or_404\n"
        "from shop.models import Customer, Line, Order, Open, Rush\n" + code,
    }
    return analyzed_files(files)


def reads(findings: Findings) -> list[tuple[str, str]]:
    return [
        (source.removeprefix("shop/views.py::"), table)
        for source, table in told(findings, "reads")
        if "views" in source
    ]


def writes(findings: Findings) -> list[tuple[str, str]]:
    return [
        (source.removeprefix("shop/views.py::"), table)
        for source, table in told(findings, "writes")
        if "views" in source
    ]


def test_models_define_the_tables_that_django_names() -> None:
    found = shop("")
    assert told(found, "defines") == [
        ("labels/models.py::Tag", "labels_tag"),
        ("shop/models.py::Customer", "shop_customer"),
        ("shop/models.py::Line", "shop_line"),
        ("shop/models.py::Order", "shop_order"),
        ("shop/models.py::Order", "shop_order_tags"),
        ("shop/models.py::Rush", "rush_orders"),
    ]


def test_foreign_keys_by_class_text_self_setting_inheritance_and_join_table() -> None:
    assert told(shop(""), "foreign-key") == [
        ("rush_orders", "shop_order"),
        ("shop_line", "shop_customer"),
        ("shop_line", "shop_order"),
        ("shop_order", "auth_user"),
        ("shop_order", "shop_customer"),
        ("shop_order_tags", "labels_tag"),
        ("shop_order_tags", "shop_order"),
    ]


def test_a_foreign_key_is_at_the_line_of_its_field() -> None:
    (piece,) = [
        each
        for each in shop("").evidence
        if each.kind == "foreign-key" and each.source == "table:shop_line" and "order" in each.target
    ]
    assert piece.location is not None
    assert "shop.Order" in MODELS.splitlines()[piece.location.line - 1]


def test_a_custom_user_model_answers_to_the_setting() -> None:
    found = analyzed_files(
        {
            "conf/settings.py": "AUTH_USER_MODEL = 'people.Person'\n",
            "people/models.py": "from django.db import models\nclass Person(models.Model):\n    x = models.TextField()\n",
            "notes/models.py": "from django.conf import settings\nfrom django.db import models\n"
            "class Note(models.Model):\n    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)\n",
        }
    )
    assert told(found, "foreign-key") == [("notes_note", "people_person")]


def test_a_queryset_reads_through_its_chain() -> None:
    found = shop("def f():\n    return Order.objects.filter(id=1).exclude(id=2).order_by('id').first()\n")
    assert reads(found) == [("f", "shop_order")]
    assert writes(found) == []


def test_update_and_delete_at_the_end_of_a_chain_write_and_do_not_read() -> None:
    found = shop("def f():\n    Order.objects.filter(id=1).update(id=2)\ndef g():\n    Line.objects.all().delete()\n")
    assert reads(found) == []
    assert writes(found) == [("f", "shop_order"), ("g", "shop_line")]
    assert pieces(found, "writes", "shop_line")[0].flags == ("delete", "orm")


def test_create_is_flagged_and_get_or_create_reads_too() -> None:
    found = shop(
        "def f():\n    order, made = Order.objects.get_or_create(id=1)\n    order.save()\n    Customer.objects.create()\n"
    )
    assert reads(found) == [("f", "shop_order")]
    assert writes(found) == [("f", "shop_customer"), ("f", "shop_order")]
    assert pieces(found, "writes", "shop_customer")[0].flags == ("create", "orm")


def test_save_and_delete_through_the_type_of_a_variable() -> None:
    code = """
def f(pk):
    order = get_object_or_404(Order, pk=pk)
    order.save()
    for line in order.lines.all():
        line.delete()

def g(line: Line):
    line.save()

class View:
    def start(self):
        self.customer = Customer.objects.get()
    def end(self):
        self.customer.save()
"""
    found = shop(code)
    assert writes(found) == [("View.end", "shop_customer"), ("f", "shop_line"), ("f", "shop_order"), ("g", "shop_line")]


def test_a_list_of_instances_is_not_a_relation() -> None:
    assert (
        writes(shop("def f():\n    found = [Order.objects.get()]\n    found.append(Order())\n    found.remove(1)\n"))
        == []
    )


def test_rows_that_are_no_relation_have_nothing_to_add_to() -> None:
    assert writes(shop("def f():\n    found = Order.objects.all()\n    found.add(1)\n")) == []


def test_a_name_bound_to_itself_is_what_it_was() -> None:
    code = "def f():\n    order = Order.objects.get()\n    order = order\n    order.save()\n"
    assert writes(shop(code)) == [("f", "shop_order")]


def test_lookups_across_relations_read_and_join() -> None:
    found = shop("def f():\n    return Line.objects.filter(order__customer__name='x').count()\n")
    assert reads(found) == [("f", "shop_customer"), ("f", "shop_line"), ("f", "shop_order")]
    assert told(found, "joins") == [("shop_customer", "shop_order"), ("shop_line", "shop_order")]


def test_a_lookup_of_the_key_itself_needs_no_join() -> None:
    found = shop(
        "def f(c):\n    Order.objects.filter(customer=c)\n    Order.objects.filter(customer__id=1)\n"
        "    Order.objects.filter(customer_id=1)\n"
    )
    assert told(found, "joins") == []


def test_prefetching_reads_but_does_not_join() -> None:
    found = shop(
        "def f():\n    Order.objects.prefetch_related('lines')\ndef g():\n    Order.objects.select_related('customer')\n"
    )
    assert reads(found) == [("f", "shop_line"), ("f", "shop_order"), ("g", "shop_customer"), ("g", "shop_order")]
    assert told(found, "joins") == [("shop_customer", "shop_order")]


def test_changes_of_a_many_to_many_relation_write_its_table() -> None:
    assert writes(shop("def f(order: Order, tag):\n    order.tags.add(tag)\n")) == [("f", "shop_order_tags")]


def test_proxies_share_the_table() -> None:
    assert writes(shop("def f():\n    Open.objects.create()\n")) == [("f", "shop_order")]


def test_a_manager_of_another_name_is_one() -> None:
    found = analyzed_files(
        {
            "shop/models.py": "from django.db import models\nclass Live(models.Manager):\n    pass\n"
            "class Item(models.Model):\n    x = models.TextField()\n    live = Live()\n",
            "shop/a.py": "from .models import Item\ndef f():\n    return Item.live.count()\n",
            "shop/__init__.py": "",
        }
    )
    assert told(found, "reads") == [("shop/a.py::f", "shop_item")]


def test_an_atomic_block_is_a_transaction_of_all_it_calls() -> None:
    code = """
def place(order: Order):
    with transaction.atomic():
        order.save()
        note(order)
    Customer.objects.create()

def note(order):
    Line.objects.create(order=order)
"""
    found = shop(code)
    (piece,) = [each for each in found.evidence if each.kind == "co-writes"]
    assert (piece.source, piece.target, piece.place) == ("table:shop_line", "table:shop_order", "shop/views.py::place")
    assert piece.location is not None
    assert piece.location.line == 6


def test_an_atomic_decorator_is_a_transaction() -> None:
    found = shop("@transaction.atomic\ndef f():\n    Order.objects.create()\n    Line.objects.create()\n")
    assert told(found, "co-writes") == [("shop_line", "shop_order")]


def test_without_a_transaction_writes_do_not_hang_together() -> None:
    assert told(shop("def f():\n    Order.objects.create()\n    Line.objects.create()\n"), "co-writes") == []


def test_a_transaction_of_too_many_tables_is_told() -> None:
    names = [f"T{n:02}" for n in range(14)]
    models = "from django.db import models\n" + "".join(
        f"class {n}(models.Model):\n    x = models.TextField()\n" for n in names
    )
    code = f"from django.db import transaction\nfrom .models import {', '.join(names)}\n@transaction.atomic\ndef f():\n"
    code += "".join(f"    {name}.objects.create()\n" for name in names)
    found = analyzed_files({"big/__init__.py": "", "big/models.py": models, "big/a.py": code})
    assert codes(found) == ["large-transaction"]
    assert len(told(found, "co-writes")) == 12 * 11 // 2 + 2
    assert len(found.transactions[0].writes) == 14


def test_a_target_outside_the_tree_is_a_table_without_definition() -> None:
    found = analyzed_files(
        {
            "a/models.py": "from django.db import models\nclass A(models.Model):\n"
            "    s = models.ForeignKey('sites.Site', models.CASCADE)\n"
        }
    )
    assert tables(found) == ["a_a", "django_site"]
    assert codes(found) == ["undefined-table"]


def test_raw_sql_on_a_model_names_its_table() -> None:
    found = shop("def f():\n    return Order.objects.raw(f'SELECT id FROM {Line._meta.db_table}')\n")
    assert ("f", "shop_line") in reads(found)


def test_self_in_an_abstract_model_is_its_only_heir_or_less_surely_each_of_few() -> None:
    base = "from django.db import models\nclass Base(models.Model):\n    def close(self):\n        self.save()\n"
    base += "    class Meta:\n        abstract = True\n"
    one = "from base import Base\nclass Door(Base):\n    pass\n"
    assert told(analyzed_files({"base.py": base, "house/models.py": one}), "writes") == [
        ("base.py::Base.close", "house_door")
    ]
    two = one + "class Window(Base):\n    pass\n"
    several = analyzed_files({"base.py": base, "house/models.py": two})
    assert told(several, "writes") == [("base.py::Base.close", "house_door"), ("base.py::Base.close", "house_window")]
    assert {piece.confidence for piece in several.evidence if piece.kind == "writes"} == {0.6}


def test_models_named_by_text() -> None:
    found = shop(
        "from django.apps import apps\ndef f():\n    model = apps.get_model('shop', 'Line')\n    model.objects.create()\n"
    )
    assert writes(found) == [("f", "shop_line")]


def test_a_bare_parameter_is_named_after_its_model_unless_another_kind_of_it_exists() -> None:
    other = "def f(customer):\n    customer.save()\ndef g(order):\n    order.save()\n"
    models = "from django.db import models\n" + "".join(
        f"class {name}(models.Model):\n    x = models.TextField()\n" for name in ("Customer", "Order", "PurchaseOrder")
    )
    found = analyzed_files({"shop/models.py": models, "other.py": other})
    assert told(found, "writes") == [("other.py::f", "shop_customer")]
    assert [piece.confidence for piece in pieces(found, "writes", "shop_customer")] == [0.8]


def test_what_tests_and_generated_files_do_to_tables_is_not_read_but_what_they_define_is() -> None:
    use = "from shop.models import Customer\ndef all_of_them():\n    return Customer.objects.all()\n"
    files = {
        "shop/__init__.py": "",
        "shop/models.py": "from django.db import models\nclass Customer(models.Model):\n    pass\n",
        "shop/views.py": use,
        "shop/migrations/__init__.py": "",
        "shop/migrations/0001_fill.py": use,
        "shop/tests/__init__.py": "",
        "shop/tests/test_views.py": use,
        "shop/made.py": "# Generated by a program. Do not edit, it is generated.\n" + use,
        "shop/tests/models.py": "from django.db import models\nclass Probe(models.Model):\n    pass\n",
    }
    found = analyzed_files(files)
    assert told(found, "reads") == [
        ("shop/migrations/0001_fill.py::all_of_them", "shop_customer"),
        ("shop/views.py::all_of_them", "shop_customer"),
    ]
    assert "shop_customer" in tables(found)
    assert len(tables(found)) == 2


MANAGED = {
    "shop/models.py": """
from django.db import models

class OrderQuerySet(models.QuerySet):
    def old(self):
        return self.filter(customer__name="x")
    def discard(self):
        self.old().delete()

class OrderManager(models.Manager):
    def get_queryset(self):
        return OrderQuerySet(self.model, using=self._db)
    def start(self, customer):
        return self.create(customer=customer)

class Typed(models.QuerySet["Customer"]):
    def named(self):
        return self.exclude(name="")

class Shared(models.QuerySet):
    def all_of_them(self):
        return self.filter(pk=1)

class Customer(models.Model):
    name = models.TextField()
    things = Shared.as_manager()

class Order(models.Model):
    customer = models.ForeignKey(Customer, models.CASCADE)
    things = Shared.as_manager()
    objects = OrderManager()

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
"""
}


def test_self_in_a_manager_and_its_queryset_is_the_rows_of_its_model() -> None:
    found = analyzed_files(MANAGED)
    in_order = [pair for pair in told(found, "reads") if "Order" in pair[0]]
    assert ("shop/models.py::OrderQuerySet.old", "shop_customer") in in_order
    assert ("shop/models.py::OrderQuerySet.old", "shop_order") in in_order
    assert ("shop/models.py::OrderQuerySet.discard", "shop_order") in told(found, "writes")
    assert ("shop/models.py::OrderManager.start", "shop_order") in told(found, "writes")


def test_a_queryset_says_in_its_base_whose_rows_it_gives() -> None:
    assert ("shop/models.py::Typed.named", "shop_customer") in told(analyzed_files(MANAGED), "reads")


def test_self_in_a_queryset_of_several_models_is_none_of_them() -> None:
    assert not [pair for pair in told(analyzed_files(MANAGED), "reads") if "Shared" in pair[0]]


def test_super_in_a_model_is_the_model() -> None:
    assert ("shop/models.py::Order.save", "shop_order") in told(analyzed_files(MANAGED), "writes")


def test_deleting_does_to_other_tables_what_their_keys_say() -> None:
    found = shop("def f(customer: Customer):\n    customer.delete()\n")
    assert ("f", "shop_customer") in writes(found)
    assert {("f", "shop_order"), ("f", "shop_line")} <= set(writes(found)), "CASCADE, and what hangs on what goes"
    [line] = [each for each in pieces(found, "writes", "shop_line") if each.source.endswith("::f")]
    assert line.flags == ("cascade", "delete", "orm") and line.confidence < 1.0


def test_a_many_to_many_relation_is_read_through_its_table() -> None:
    found = reads(shop("def f(order: Order):\n    return order.tags.all()\n"))
    assert ("f", "shop_order_tags") in found and ("f", "labels_tag") in found


def test_asking_for_one_of_a_many_to_many_relation_needs_only_its_table() -> None:
    found = reads(shop("def f(tag):\n    return Order.objects.filter(tags=tag)\n"))
    assert ("f", "shop_order_tags") in found and ("f", "labels_tag") not in found


def test_the_model_behind_a_relation_a_class_and_a_type() -> None:
    code = """
def through(order: Order):
    order.tags.through.objects.all()
def of_class(order: Order):
    order.__class__.objects.filter(pk=order.pk).update(total=1)
def of_type(order: Order):
    type(order).objects.all().delete()
def of_manager(order: Order):
    order.lines.model.objects.count()
"""
    found = shop(code)
    assert {("of_class", "shop_order"), ("of_type", "shop_order")} <= set(writes(found))
    assert {("through", "shop_order_tags"), ("of_manager", "shop_line")} <= set(reads(found))


def test_a_relation_is_followed_wherever_it_stands() -> None:
    assert ("f", "shop_customer") in reads(shop("def f(order: Order):\n    return order.customer\n"))


def test_a_row_of_a_child_table_is_in_its_parents_too() -> None:
    found = writes(shop("def f(rush: Rush):\n    rush.save()\n"))
    assert found == [("f", "rush_orders"), ("f", "shop_order")]


def test_validation_looks_for_others() -> None:
    assert ("f", "shop_order") in reads(shop("def f(order: Order):\n    order.full_clean()\n"))


VIEWS = """
from django.contrib import admin
from django.views.generic import CreateView, DeleteView, ListView
from django import forms
from rest_framework import serializers, viewsets

class OrderForm(forms.ModelForm):
    class Meta:
        model = Order

class OrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order

class Orders(ListView):
    model = Order

class Queried(ListView):
    def get_queryset(self):
        return Order.objects.open()

class New(CreateView):
    form_class = OrderForm

class Gone(DeleteView):
    queryset = Line.objects.all()
    def delete(self, request):
        self.object.order.save()
        return self.get_object()

class OrderViews(viewsets.ModelViewSet):
    serializer_class = OrderSerializer
    queryset = Order.objects.all()

class LineAdmin(admin.ModelAdmin):
    model = Line

class Plain:
    model = Order

def saved(request):
    form = OrderForm(request.POST)
    return form.save()

def not_saved(request):
    form = OrderForm(request.POST)
    return form.save(commit=False)
"""


def test_views_forms_serializers_and_admin_touch_the_model_they_are_bound_to() -> None:
    found = shop(VIEWS)
    bound_reads = {source for source, table in reads(found) if table == "shop_order"}
    assert {"OrderForm", "OrderSerializer", "Orders", "Queried", "OrderViews"} <= bound_reads
    bound_writes = {source for source, table in writes(found) if table == "shop_order"}
    assert {"OrderForm", "OrderSerializer", "New", "OrderViews", "saved", "Gone.delete"} <= bound_writes
    assert {("Gone", "shop_line"), ("LineAdmin", "shop_line")} <= set(writes(found))
    assert not {"Plain", "Orders", "Queried", "not_saved"} & bound_writes
    assert "Plain" not in bound_reads


def test_the_user_of_a_request_is_one_of_the_users() -> None:
    files = {
        "desk/models.py": "from django.conf import settings\nfrom django.db import models\n"
        "class Ticket(models.Model):\n    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)\n",
        "desk/views.py": "def mine(request):\n    return request.user.ticket_set.all()\n"
        "class V:\n    def get(self):\n        self.request.user.save()\n",
    }
    found = analyzed_files(files)
    assert ("desk/views.py::mine", "desk_ticket") in told(found, "reads")
    assert ("desk/views.py::V.get", "auth_user") in told(found, "writes")


def test_rows_are_read_where_they_are_gone_through() -> None:
    code = "def f(orders: 'QuerySet[Order]'):\n    for order in orders:\n        pass\n"
    code += "def h(orders: QuerySet[Order]):\n    return len(orders)\n"
    code += "def g(orders: list[Order]):\n    for order in orders:\n        pass\n"
    assert reads(shop("from django.db.models import QuerySet\n" + code)) == [("f", "shop_order"), ("h", "shop_order")]


def test_whoever_listens_to_every_deletion_has_rows_looked_for_first() -> None:
    code = "def f(line: Line):\n    line.delete()\ndef g(customer: Customer):\n    customer.delete()\n"
    quiet = [each.confidence for each in pieces(shop(code), "reads", "shop_line") if each.source.endswith("::g")]
    heard = "from django.db.models.signals import post_delete\npost_delete.connect(f)\n"
    loud = [each.confidence for each in pieces(shop(code + heard), "reads", "shop_line") if each.source.endswith("::g")]
    assert max(quiet) < max(loud)
    one_model = "from django.db.models.signals import post_delete\npost_delete.connect(f, sender=Order)\n"
    assert pieces(shop(code + one_model), "reads", "shop_line") == pieces(shop(code), "reads", "shop_line")


def test_a_library_that_indexes_whatever_is_deleted_is_told_by_the_settings() -> None:
    code = "from shop.models import Line\ndef g(customer: Customer):\n    customer.delete()\n"
    files = {"shop/models.py": MODELS, "shop/views.py": f"from shop.models import Customer\n{code}"}

    def sure(settings: str) -> float:
        found = analyzed_files({**files, "conf/settings.py": settings, "labels/models.py": LABELS})
        return max(each.confidence for each in pieces(found, "reads", "shop_line"))

    assert sure("INSTALLED_APPS = ['haystack', 'shop']\n") == sure("")
    assert sure("HAYSTACK_SIGNAL_PROCESSOR = 'haystack.signals.BaseSignalProcessor'\n") == sure("")
    assert sure("HAYSTACK_SIGNAL_PROCESSOR = 'haystack.signals.RealtimeSignalProcessor'\n") > sure("")
    assert sure("INSTALLED_APPS = ['django.contrib.auth', 'django_elasticsearch_dsl']\n") > sure("")


def test_what_is_too_far_from_one_question_is_found_from_nearer() -> None:
    steps = [f"def a{each}():\n    return a{each - 1}()\n" for each in range(11, 0, -1)]  # the farthest is asked first
    code = "from shop.models import Line\n" + "".join(steps) + "def a0():\n    return Line.objects.get(pk=1)\n"
    code += "def near():\n    a6().save()\n"
    found = analyzed_files({"shop/models.py": MODELS, "shop/views.py": code, "labels/models.py": LABELS})
    assert told(found, "writes") == [("shop/views.py::near", "shop_line")]


def test_an_attribute_that_is_a_property_is_what_it_returns() -> None:
    models = MODELS + "    @property\n    def buyer(self):\n        return self.order.customer\n"
    views = (
        "from shop.models import Line\ndef f(line: Line):\n    line.buyer.save()\n    getattr(line, 'owner').delete()\n"
    )
    found = analyzed_files({"shop/models.py": models, "shop/views.py": views, "labels/models.py": LABELS})
    assert [piece.flags for piece in pieces(found, "writes", "shop_customer")] == [("orm",), ("delete", "orm")]


def test_a_variable_or_attribute_of_a_kind_is_named_after_it() -> None:
    code = """
def looped(things):
    for customer in things:
        customer.save()
def of_request(request):
    request.customer.delete()
def other(first_customer):
    first_customer.refresh_from_db()
"""
    found = shop(code)
    assert {("looped", "shop_customer"), ("of_request", "shop_customer")} <= set(writes(found))
    assert ("other", "shop_customer") in reads(found)
    assert all(piece.confidence < 1.0 for piece in found.evidence if piece.source.endswith(("looped", "of_request")))


def test_a_class_for_type_checkers_only_stands_for_its_parent() -> None:
    users = """
from typing import TYPE_CHECKING
from django.contrib.auth.models import User as AuthUser
from shop.models import Customer
if TYPE_CHECKING:
    class User(AuthUser):
        customer: Customer
    class Buyer(Customer):
        pass
else:
    User = AuthUser
    Buyer = Customer
"""
    notes = """
from django.db import models
from shop.users import Buyer, User
class Note(models.Model):
    user = models.ForeignKey(User, models.CASCADE)
    buyer = models.ForeignKey(Buyer, models.CASCADE)
"""
    files = {
        "shop/__init__.py": "",
        "shop/models.py": MODELS,
        "shop/users.py": users,
        "labels/models.py": LABELS,
        "notes/__init__.py": "",
        "notes/models.py": notes,
    }
    found = analyzed_files(files)
    points = [(source, target) for source, target in told(found, "foreign-key") if source.startswith("notes")]
    assert points == [("notes_note", "auth_user"), ("notes_note", "shop_customer")]
    assert "unresolved-relation" not in codes(found)
    assert not {"shop_user", "shop_buyer"}.intersection(tables(found))


def test_a_metaclass_may_make_proxies_of_what_inherits() -> None:
    things = """
from django.db import models
from django.db.models.base import ModelBase
class Kind(ModelBase):
    def __new__(cls, name, bases, attrs):
        attrs["Meta"].proxy = True
        return super().__new__(cls, name, bases, attrs)
class Plain(ModelBase):
    pass
class Thing(models.Model):
    key = models.TextField()
class Room(Thing, metaclass=Kind):
    pass
class Cave(Room):
    def dig(self):
        Cave.objects.filter(key="a").delete()
class Chest(Thing, metaclass=Plain):
    pass
"""
    found = analyzed_files({"world/__init__.py": "", "world/models.py": things})
    assert tables(found) == ["world_chest", "world_thing"]
    assert ("world/models.py::Cave.dig", "world_thing") in told(found, "writes")


def test_a_class_of_fields_may_say_what_it_links_to() -> None:
    fields = """
from django.db import models
from shop.models import Customer
class Role(models.ForeignKey):
    def __init__(self, parent=None, **kwargs):
        kwargs.setdefault("to", "shop.Customer")
        super().__init__(**kwargs)
class Lead(Role):
    pass
class Owner(models.ForeignKey):
    def __init__(self, **kwargs):
        kwargs["to"] = Customer
        super().__init__(**kwargs)
class Buyer(models.OneToOneField):
    def __init__(self, **kwargs):
        super().__init__(to=Customer, **kwargs)
"""
    notes = """
from django.db import models
from notes.fields import Buyer, Lead, Owner, Role
class Note(models.Model):
    role = Role(parent=["a"])
    lead = Lead()
    other = Role(to="shop.Order")
    owner = Owner()
    buyer = Buyer()
"""
    files = {
        "shop/__init__.py": "",
        "shop/models.py": MODELS,
        "labels/models.py": LABELS,
        "notes/__init__.py": "",
        "notes/fields.py": fields,
        "notes/models.py": notes,
    }
    found = analyzed_files(files)
    places = [str(each.location) for each in pieces(found, "foreign-key", "shop_customer") if "notes" in each.source]
    assert places == [f"notes/models.py:{line}" for line in (5, 6, 8, 9)]
    [other] = [each for each in pieces(found, "foreign-key", "shop_order") if "notes" in each.source]
    assert str(other.location) == "notes/models.py:7"
    assert "unresolved-relation" not in codes(found)
