"""What is written in a transaction beyond the text of its function: by what runs because of it, for the class that runs it."""

from decompose.evidence.evidence import Evidence
from tests.sql.systems import analyzed_files, told
from tests.sql.test_transactions import MODELS, alchemy, shown

VIEWS = """
from django.db import transaction
from django.views.generic import FormView, UpdateView, View
from shop.models import Line, Note, Order
from shop.forms import LineForm, NoteForm, OrderForm
"""
FORMS = """
from django import forms
from shop.models import Line, Note, Order
class OrderForm(forms.ModelForm):
    class Meta:
        model = Order
class LineForm(forms.ModelForm):
    class Meta:
        model = Line
class NoteForm(forms.Form):
    def save(self):
        Note.objects.create()
"""


def system(views: str, models: str = "", **more: str) -> list[str]:
    """The transactions of a shop on Django with views."""
    files = {
        "shop/__init__.py": "",
        "shop/models.py": MODELS + models,
        "shop/forms.py": FORMS,
        "shop/views.py": VIEWS + views,
    }
    return shown(analyzed_files(files | {f"shop/{name}.py": text for name, text in more.items()}))


BASE = """
class EditView(View):
    queryset = None
    form = None
    @transaction.atomic
    def post(self, request):
        form = self.form(request.POST)
        if form.is_valid():
            form.save()
"""


def test_a_transaction_of_a_base_class_is_one_of_each_heir_with_the_tables_of_its_form() -> None:
    found = system(
        BASE
        + """
class OrderEdit(EditView):
    queryset = Order.objects.all()
    form = OrderForm
class LineEdit(EditView):
    queryset = Line.objects.all()
    form = LineForm
"""
    )
    assert found == ["LineEdit.post function: line; is inherited", "OrderEdit.post function: order; is inherited"]


def test_an_heir_that_overrides_the_method_has_a_transaction_of_its_own_only() -> None:
    found = system(
        BASE
        + """
class OrderEdit(EditView):
    queryset = Order.objects.all()
    form = OrderForm
    def post(self, request):
        Note.objects.create()
"""
    )
    assert found == []


def test_rows_of_the_model_of_an_heir_are_written_through_its_queryset_and_object() -> None:
    found = system("""
class DeleteView(View):
    queryset = None
    def get_object(self):
        return self.queryset.get(pk=1)
    @transaction.atomic
    def post(self, request):
        self.get_object().delete()
    @transaction.atomic
    def many(self):
        self.queryset.filter(total=0).update(total=1)
class NoteDelete(DeleteView):
    queryset = Note.objects.all()
""")
    assert found == ["NoteDelete.many function: note; is inherited", "NoteDelete.post function: note; is inherited"]


def test_a_class_method_writes_the_model_that_meta_of_an_heir_names() -> None:
    found = system("""
class Mutation:
    @classmethod
    @transaction.atomic
    def perform(cls, data):
        instance = cls._meta.model(**data)
        instance.save()
class CreateOrder(Mutation):
    class Meta:
        model = Order
class CreateNote(Mutation):
    class Meta:
        model = Note
""")
    assert found == [
        "CreateNote.perform function: note; is inherited",
        "CreateOrder.perform function: order; is inherited",
    ]


def test_what_most_heirs_write_is_told_of_the_class_that_has_the_text_and_no_pair_of_it_of_each_heir() -> None:
    views = (
        VIEWS
        + BASE.replace("form.save()", "form.save(); self.log()")
        + """
    def log(self):
        pass
class Logged(EditView):
    def log(self):
        Note.objects.create()
class One(Logged):
    form = OrderForm
class Two(Logged):
    form = OrderForm
class Three(Logged):
    form = LineForm
"""
    )
    files = {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/forms.py": FORMS, "shop/views.py": views}
    findings = analyzed_files(files)
    assert shown(findings) == [
        "EditView.post function: note",
        "Logged.post function: note; is inherited",
        "One.post function: note, order; is inherited",
        "Three.post function: line, note; is inherited",
        "Two.post function: note, order; is inherited",
    ]
    pairs: list[Evidence] = [each for each in findings.evidence if each.kind == "co-writes"]
    assert pairs == []


def test_self_in_a_mixin_of_models_is_the_model_whose_method_was_called() -> None:
    found = system("""
from shop.models import Coded
@transaction.atomic
def f():
    Coded.objects.get().keep()
""", models="""
class Keeps:
    def keep(self):
        self.save()
class Coded(Keeps, models.Model):
    pass
class Other(Keeps, models.Model):
    pass
""")  # fmt: skip
    assert found == ["f function: coded"]


def test_a_model_of_which_a_row_is_made_runs_its_save_and_the_receivers_of_its_signals() -> None:
    found = system("""
from shop.models import Coded
@transaction.atomic
def f():
    Coded.objects.create()
@transaction.atomic
def g():
    Order.objects.create()
""", models="""
class Coded(models.Model):
    def save(self):
        super().save()
        Note.objects.create()
""", signals="""
from django.db.models.signals import post_save
from django.dispatch import receiver
from shop.models import Line, Order
@receiver(post_save, sender=Order)
def keep(sender, instance, **kwargs):
    Line.objects.create()
""")  # fmt: skip
    assert found == ["f function: coded, note", "g function: line, order"]


def test_a_signal_of_the_framework_that_the_program_sends_itself_is_heard_by_who_waits_for_that_model() -> None:
    found = system(
        """
from django.db.models.signals import post_save
@transaction.atomic
def f():
    post_save.send(sender=Order)
@transaction.atomic
def g(model):
    post_save.send(sender=model)
""",
        models="""
from django.db import transaction
from django.db.models.signals import post_save
class Sent(models.Model):
    @transaction.atomic
    def told(self):
        post_save.send(sender=self.__class__, instance=self)
    @transaction.atomic
    def typed(self):
        post_save.send(sender=type(self), instance=self)
""",
        signals="""
from django.db.models.signals import post_save
from django.dispatch import receiver
from shop.models import Line, Note, Order, Sent
@receiver(post_save, sender=Order)
def keep(sender, **more):
    Line.objects.create()
@receiver(post_save, sender=Sent)
def note(sender, **more):
    Note.objects.create()
""",
    )
    assert found == ["Sent.told function: note", "Sent.typed function: note", "f function: line"]


def test_a_task_that_is_sent_in_a_transaction_writes_outside_of_it() -> None:
    found = system("""
from shop.tasks import later
@transaction.atomic
def f():
    Order.objects.create()
    later.delay()
""", tasks="""
from celery import shared_task
from shop.models import Note
@shared_task
def later():
    Note.objects.create()
""")  # fmt: skip
    assert found == ["f function: order"]


def test_a_property_that_is_read_in_a_transaction_writes_in_it() -> None:
    found = system("""
class Counter:
    @property
    def next(self):
        return Note.objects.create()
class OrderView(View):
    @transaction.atomic
    def post(self, request):
        counter = Counter()
        Order.objects.create(total=counter.next)
""")
    assert found == ["OrderView.post function: note, order"]


def test_what_a_library_calls_back_runs_in_the_transaction() -> None:
    found = system("""
class OrderView(FormView):
    form_class = NoteForm
    @transaction.atomic
    def dispatch(self, *args):
        return super().dispatch(*args)
    def form_valid(self, form):
        form.save()
    def post(self, request):
        return super().post(request)
""")
    assert found == ["OrderView.dispatch function: note"]


def test_what_a_library_calls_back_on_the_form_that_an_heir_names_runs_in_the_transaction_of_its_base() -> None:
    found = system(
        BASE
        + """
from shop.tagged import TaggedForm
class OrderEdit(EditView):
    form = TaggedForm
""",
        tagged="""
from django import forms
from shop.models import Note
class TaggedForm(forms.BaseForm):
    def _save_m2m(self):
        Note.objects.create()
""",
    )
    assert found == ["OrderEdit.post function: note; is inherited"]


def test_who_waits_for_a_signal_that_is_sent_in_a_transaction_writes_in_it() -> None:
    found = system("""
from django.dispatch import Signal, receiver
paid = Signal()
@receiver(paid)
def note(sender, **more):
    Note.objects.create()
@transaction.atomic
def f(order):
    paid.send(sender=Order)
""")
    assert found == ["f function: note"]


def test_a_method_that_was_looked_up_before_a_transaction_runs_in_it_as_it_was_looked_up_last() -> None:
    found = system("""
class Journal:
    def take_order(self):
        Order.objects.create()
    def take_note(self):
        Note.objects.create()
def f(action):
    journal = Journal()
    method = getattr(journal, f"{action}_order")
    method = getattr(journal, f"{action}_note")
    with transaction.atomic():
        method()
""")
    assert found == ["f block: note"]


def test_what_a_library_calls_back_on_an_object_of_the_tree_runs_in_the_transaction() -> None:
    found = system("""
from django import forms
class TaggedForm(forms.BaseForm):
    def _save_m2m(self):
        Note.objects.create()
@transaction.atomic
def f(request):
    form = TaggedForm(request.POST)
    form.save()
""")
    assert found == ["f function: note"]


def test_the_form_that_a_view_is_given_is_the_one_it_names() -> None:
    found = system("""
class NoteView(FormView):
    form_class = NoteForm
    @transaction.atomic
    def form_valid(self, form):
        form.save()
""")
    assert found == ["NoteView.form_valid function: note"]


def test_a_method_of_an_unknown_object_is_found_by_a_name_that_only_one_class_has() -> None:
    found = system("""
class Journal:
    def take_down(self):
        Note.objects.create()
@transaction.atomic
def f(journal):
    journal.take_down()
""")
    assert found == ["f function: note"]


def test_a_loop_over_different_rows_deletes_each() -> None:
    found = system("""
@transaction.atomic
def f():
    for rows, _ in [(Line.objects.all(), 1), (Note.objects.all(), 2)]:
        rows.delete()
@transaction.atomic
def g():
    for model in (Note, Line):
        model.objects.all().delete()
""")
    assert found == ["f function: line, note", "g function: line, note"]


def test_what_callers_leave_in_the_session_is_committed_by_whoever_commits() -> None:
    found = alchemy("""
def settle():
    Session().add(Order())
    register()
def webhook():
    settle()
def other():
    Session().add(Note())
    Session().commit()
    register()
def register():
    Session().add(Line())
    Session().commit()
""")
    assert shown(found) == ["other commit: notes", "register commit: lines, orders", "settle commit: lines, orders"]


def test_what_a_called_function_commits_itself_is_no_part_of_the_transaction_after_it() -> None:
    found = alchemy("""
def save():
    Session().add(Line())
    Session().commit()
def both():
    Session().add(Order())
    save()
def f():
    both()
    Session().add(Note())
    Session().commit()
""")
    assert [each for each in shown(found) if each.startswith("f ")] == ["f commit: notes"]


def test_what_a_called_function_leaves_in_the_session_is_committed_by_the_next_that_commits() -> None:
    found = alchemy("""
def keep():
    Session().add(Order())
def deep():
    keep()
def looks():
    return Session().query(Note).all()
def register():
    Session().add(Line())
    Session().commit()
def f():
    deep()
    register()
def g():
    looks()
    register()
def h():
    register()
    keep()
def twice():
    register()
    register()
""")
    assert shown(found) == ["f commit: lines, orders", "register commit: lines"]


def test_what_a_called_function_does_behind_its_first_commit_is_no_part_of_what_its_caller_began() -> None:
    found = alchemy("""
def keep():
    Session().add(Order())
def later():
    Session().add(Note())
    Session().commit()
def register():
    Session().add(Line())
    Session().commit()
    later()
def f():
    keep()
    register()
""")
    assert [each for each in shown(found) if each.startswith("f ")] == ["f commit: lines, orders"]


def test_a_function_that_a_decorator_commits_is_no_part_of_another_such_that_calls_it() -> None:
    found = alchemy("""
def committed(function):
    def wrapper(*given):
        result = function(*given)
        Session().commit()
        return result
    return wrapper
def begun(function):
    def wrapper(*given):
        with Session().begin():
            return function(*given)
    return wrapper
@committed
def line():
    Session().add(Line())
@committed
def order():
    line()
    Session().add(Order())
@begun
def outer():
    inner()
    Session().add(Order())
@begun
def inner():
    Session().add(Note())
def before():
    Session().add(Note())
    line()
""")
    assert shown(found) == [
        "before commit: lines, notes",
        "inner function: notes",
        "line function: lines",
        "order function: orders",
        "outer function: notes, orders",
    ]


def test_a_function_that_writes_rows_of_the_class_it_is_given_is_a_transaction_for_each_class() -> None:
    found = alchemy("""
def clean(session, model):
    session.query(model).delete()
    session.commit()
def noted(model):
    Session().add(Note())
    Session().query(model).delete()
    Session().commit()
def looks(model):
    Session().query(model).all()
    Session().commit()
def all_of(session):
    clean(session, Order)
    clean(session, model=Line)
    clean(session, Line)
    noted(Line)
    looks(Line)
""")
    assert shown(found) == ["clean commit: lines", "clean commit: orders", "noted commit: lines, notes"]
    assert told(found, "co-writes") == [("lines", "notes")]


def test_what_callers_leave_to_the_commit_of_a_repository_is_that_of_their_own_kind() -> None:
    found = shown(
        alchemy("""
class Repository:
    model = None
    def __init__(self, session):
        self.session = session
    def add(self, **values):
        self.session.add(self.model(**values))
        self.session.commit()
class Orders(Repository):
    model = Order
class Lines(Repository):
    model = Line
def order(session):
    session.add(Line())
    Orders(session).add()
def line(session):
    Lines(session).add()
""")
    )
    assert "Orders.add commit: lines, orders; is inherited" in found
    assert "Lines.add commit: lines; is inherited" in found


def test_the_class_that_has_the_text_commits_what_callers_of_any_heir_leave_and_an_heir_only_its_own() -> None:
    found = shown(
        alchemy("""
class Repository:
    def __init__(self, session):
        self.session = session
    def close(self):
        self.session.add(Note())
        self.session.commit()
class Orders(Repository):
    pass
def order(session):
    session.add(Order())
    Orders(session).close()
def line(session):
    session.add(Line())
    Repository(session).close()
""")
    )
    assert "Orders.close commit: notes, orders; is inherited" in found
    assert "Repository.close commit: lines, notes, orders" in found


def test_receivers_run_on_the_occasion_that_they_wait_for() -> None:
    found = system("""
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
@receiver(pre_delete, sender=Order)
def note(sender, instance, **more):
    Note.objects.create()
@receiver([post_save, pre_delete], sender=Line)
def both(sender, instance, **more):
    Note.objects.create()
@transaction.atomic
def saved(order):
    Order.objects.get().save()
@transaction.atomic
def deleted():
    Order.objects.get().delete()
@transaction.atomic
def of_two():
    Line.objects.get().save()
""")
    assert "saved function: order" in found
    assert "of_two function: line, note" in found
    assert any(each.startswith("deleted function:") and "note" in each and "order" in each for each in found)
