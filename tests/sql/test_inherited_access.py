"""Tables that a function touches though its text does not name them: conditions from elsewhere, managers, libraries, bases."""

from tests.sql.systems import analyzed_files, told

MODELS = """
from django.db import models
from treebeard.mp_tree import MP_Node
class Customer(models.Model):
    name = models.TextField()
class Order(models.Model):
    customer = models.ForeignKey(Customer, models.CASCADE)
class Tag(MP_Node):
    orders = models.ManyToManyField(Order, related_name="+")
class Note(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="notes")
    objects = Scoped(customer="order__customer")
"""
VIEWS = """
from django.db.models import Q
from django.views.generic import DeleteView, UpdateView, View
from shop.models import Customer, Note, Order, Tag
"""


def touched(code: str) -> list[str]:
    """What each function or class of the views does, as `name reads|writes table`."""
    files = {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/views.py": VIEWS + code}
    findings = analyzed_files(files)
    return [
        f"{source.removeprefix('shop/views.py::')} {kind} {target.removeprefix('shop_')}"
        for kind in ("reads", "writes")
        for source, target in told(findings, kind)
        if source.startswith("shop/views.py")
    ]


def test_a_condition_that_a_function_returns_or_a_variable_holds_goes_along_its_relations() -> None:
    found = touched("""
def visible(name):
    return Q(customer__name=name) | Q(pk=1)
def f(name):
    return list(Order.objects.filter(visible(name)))
def g(name):
    condition = Q(pk=1)
    condition = condition & Q(customer__name=name)
    return list(Order.objects.exclude(condition))
""")
    assert found == ["f reads customer", "f reads order", "g reads customer", "g reads order"]


def test_a_manager_that_is_given_a_path_asks_for_its_tables_too() -> None:
    found = touched("""
def f():
    return list(Note.objects.all())
""")
    assert {"f reads note", "f reads order"} <= set(found)


def test_a_variable_that_is_called_like_a_model_and_does_what_texts_do_is_a_text() -> None:
    found = touched("""
def f(text):
    tag = text[1:]
    return tag.startswith("v") and tag.strip()
def g(tag):
    tag.fix_tree()
""")
    assert found == ["g writes tag"]


def test_a_method_that_a_model_has_of_a_library_works_on_its_table() -> None:
    found = touched("""
def f(pk):
    tag = Tag.objects.get(pk=pk)
    return tag.get_children(), tag.add_child(name="new")
def g():
    Tag.fix_tree()
def h(pk):
    return Order.objects.get(pk=pk).get_foo_display()
""")
    assert found == ["f reads tag", "h reads order", "f writes tag", "g writes tag"]


def test_pairs_go_with_the_rows_on_either_side() -> None:
    found = touched("def f(pk):\n    Order.objects.get(pk=pk).delete()\n")
    assert "f writes tag_orders" in found


def test_a_view_that_hands_on_to_the_library_changes_its_model_there() -> None:
    found = touched("""
class Edit(UpdateView):
    model = Order
    def form_valid(self, form):
        return super().form_valid(form)
class Drop(DeleteView):
    model = Customer
    def delete(self, request):
        return super().delete(request)
class Show(View):
    model = Note
    def delete(self, request):
        return super().delete(request)
""")
    assert {"Edit.form_valid writes order", "Drop.delete writes customer"} <= set(found)
    assert not [each for each in found if each.startswith("Show.delete")]


def test_what_a_base_class_does_to_the_model_of_its_heirs_is_told_of_each_heir() -> None:
    found = touched("""
class Listing(View):
    model = None
    def rows(self):
        return list(self.model.objects.filter(pk=1))
    def clear(self):
        self.model._default_manager.all().delete()
class Orders(Listing):
    model = Order
class Tags(Listing):
    model = Tag
    def rows(self):
        return []
""")
    assert {"Orders reads order", "Orders writes order", "Orders writes tag_orders", "Tags writes tag"} <= set(found)
    assert not [each for each in found if each.startswith("Listing")]


def test_a_set_of_forms_that_a_factory_makes_writes_the_model_it_is_made_for() -> None:
    found = touched("""
from django.forms import inlineformset_factory
def f(request, order):
    forms = inlineformset_factory(Order, Note, extra=0)(request.POST, instance=order)
    forms.save()
def g(request):
    made = inlineformset_factory(Order, Note)(request.POST)
    for form in made.initial_forms:
        form.instance.delete()
""")
    assert {"f writes note", "g writes note"} <= set(found)
