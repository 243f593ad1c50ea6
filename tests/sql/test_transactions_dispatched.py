"""What is written in a transaction by methods that are looked up by name, by family, or by what a library makes."""

from tests.sql.test_transactions_followed import system

ACTIONS = """
class Basket(models.Model):
    state = models.TextField()
    NAMES = {"paid": "settle", "gone": "drop"}
    def settle(self):
        Note.objects.create()
    def drop(self):
        Line.objects.create()
    def do_close(self):
        Order.objects.create()
"""
BASKET = "from shop.models import Basket\n"


def test_a_method_looked_up_by_name_is_one_of_those_that_the_name_is_compared_with() -> None:
    found = system(
        BASKET
        + """
class Move(View):
    @transaction.atomic
    def post(self, request):
        for key, value in request.POST.items():
            if value not in ("settle", "left"):
                continue
            getattr(Basket.objects.get(pk=key), value)()
""",
        ACTIONS,
    )
    assert found == ["Move.post function: note"]


def test_a_method_looked_up_in_a_table_of_names_is_any_of_its_values() -> None:
    found = system(
        BASKET
        + """
class Move(View):
    @transaction.atomic
    def post(self, request):
        basket = Basket.objects.first()
        method = getattr(basket, Basket.NAMES[request.target])
        method(force=True)
""",
        ACTIONS,
    )
    assert found == ["Move.post function: line, note"]


def test_a_method_looked_up_by_the_beginning_of_its_name_is_each_that_begins_so() -> None:
    found = system(
        BASKET
        + """
class Move(View):
    @transaction.atomic
    def post(self, request):
        name = "do_%s" % request.POST["action"].lower()
        getattr(Basket.objects.first(), name)()
""",
        ACTIONS,
    )
    assert found == ["Move.post function: order"]


def test_a_method_looked_up_by_a_name_that_nothing_tells_is_none() -> None:
    found = system(
        BASKET
        + """
class Move(View):
    @transaction.atomic
    def post(self, request, name):
        getattr(Basket.objects.first(), name)()
""",
        ACTIONS,
    )
    assert found == []


STEPS = """
class FlowStep:
    def done(self, request, draft=False):
        raise NotImplementedError
class NoteStep(FlowStep):
    def done(self, request, draft=False):
        Note.objects.create()
class LineStep(FlowStep):
    def done(self, request, draft=False):
        Line.objects.create()
class Upload:
    def done(self, form_list):
        Order.objects.create()
"""


def test_an_object_is_of_the_family_whose_classes_are_called_as_it_is() -> None:
    found = system(
        STEPS
        + """
class Wizard(View):
    @transaction.atomic
    def post(self, request):
        for step in request.steps:
            step.done(request, draft=True)
"""
    )
    assert found == ["Wizard.post function: line, note"]


def test_an_object_is_of_no_class_whose_method_takes_something_else() -> None:
    found = system(
        STEPS
        + """
class Wizard(View):
    @transaction.atomic
    def post(self, request):
        for step in request.steps:
            step.done(request, another=True)
"""
    )
    assert found == []


def test_a_key_tells_what_it_gives_like_the_name_of_a_variable() -> None:
    found = system(
        """
class SpecialOffer:
    def record_usage(self, found):
        Note.objects.create()
class Voucher:
    def record_usage(self, order, user):
        Line.objects.create()
class Place(View):
    @transaction.atomic
    def post(self, request, found):
        found["offer"].record_usage(found)
"""
    )
    assert found == ["Place.post function: note"]


SIGNALLED = """
class Stock(models.Model):
    left = models.IntegerField()
    def allocate(self, quantity):
        self.__class__.objects.filter(pk=self.pk).update(left=quantity)
        signals.post_save.send(sender=self.__class__, instance=self)
from django.db.models import signals
from django.dispatch import receiver
@receiver(signals.post_save, sender=Stock)
def warn(sender, instance, **kwargs):
    Note.objects.create()
"""


def test_a_signal_of_the_framework_that_a_model_sends_itself_runs_its_receivers() -> None:
    found = system(
        """
from shop.models import Stock
class Allocate(View):
    @transaction.atomic
    def post(self, request, pk):
        Stock.objects.get(pk=pk).allocate(3)
""",
        SIGNALLED,
    )
    assert found == ["Allocate.post function: note, stock"]


TABLES = """
from django_tables2 import SingleTableMixin, Table
class RememberingTable(Table):
    def configure(self, request):
        Note.objects.create()
class PlainTable(Table):
    def configure(self, request):
        pass
class TableMixin(SingleTableMixin):
    table_class = None
    def get_table(self, **kwargs):
        table = super().get_table(**kwargs)
        table.configure(self.request)
        return table
class FormBase(View):
    @transaction.atomic
    def post(self, request):
        Order.objects.create()
        return self.get_context_data()
    def get_context_data(self, **kwargs):
        return {}
"""


def test_what_a_library_makes_of_a_class_that_the_heir_names_is_of_that_class() -> None:
    found = system(
        TABLES
        + """
class Orders(TableMixin, FormBase):
    table_class = RememberingTable
class Lines(TableMixin, FormBase):
    table_class = PlainTable
"""
    )
    assert "Orders.post function: note, order; is inherited" in found
    assert not any(each.startswith("Lines.post") for each in found)


def test_a_method_of_a_library_calls_back_through_its_own_methods() -> None:
    found = system(
        TABLES
        + """
class Page(TableMixin, View):
    table_class = RememberingTable
    @transaction.atomic
    def post(self, request):
        return self.get(request)
"""
    )
    assert "Page.post function: note" in found


YIELDING = """
class Steps:
    def __init__(self):
        self.names = ["note"]
    def __iter__(self):
        return self
    def __next__(self):
        return self._next()()
    def _next(self):
        return getattr(self, "_step_{}".format(self.names.pop()))
class Closing(Steps):
    def _step_note(self):
        Note.objects.create()
"""


def test_an_object_that_is_gone_through_runs_the_methods_that_yield_its_elements_and_those_they_look_up() -> None:
    found = system(
        "from shop.models import Closing\n"
        """
class Move(View):
    @transaction.atomic
    def post(self, request):
        steps = Closing()
        list(steps)
""",
        YIELDING,
    )
    assert found == ["Move.post function: note"]
