"""`history = HistoricalRecords()` of django-simple-history in a Django model → the table that keeps its former rows."""

from ....python.facts import Call
from ...scopes import constant, keyword, last_name
from ...text.names import table_name
from ..declared import ClassFacts
from ..schema import Column, Table
from .models import DjangoModels

_OWN = ("history_id", "history_date", "history_change_reason", "history_type", "history_user_id")


def history_table(models: DjangoModels, facts: ClassFacts, columns: tuple[Column, ...]) -> Table | None:
    """The table of former rows: the columns of the model, and when, how and by whom each was changed."""
    for field in facts.fields.values():
        call = field.value
        if isinstance(call, Call) and last_name(call.function).endswith("HistoricalRecords"):
            spelling = (
                constant(keyword(call, "table_name")) or f"{models.app_label(facts)}_historical{facts.name.lower()}"
            )
            own = (Column(_OWN[0], key=True), *map(Column, _OWN[1:]))
            former = tuple(Column(column.name, sure=False) for column in columns)
            where, app = facts.location, models.app_label(facts)
            return Table(table_name(spelling), facts.reference, where, spelling, (*own, *former), app=app)
    return None
