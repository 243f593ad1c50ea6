"""An attribute of an SQLAlchemy class → whether setting it changes a row."""

from typing import TYPE_CHECKING

from ...python.facts import Call, Expression, Subscript
from ..schema.declared import ClassFacts, lineage
from ..scopes import last_name
from ..values.values import BOUND
from ..vocabulary import words

if TYPE_CHECKING:
    from ..values.evaluation import Evaluation

_DECLARES = words(
    "Column mapped_column relationship relation Relationship synonym column_property composite Field deferred"
)


def is_mapped(reference: str, name: str, evaluation: "Evaluation") -> bool:
    """Whether a class declares an attribute as a column or relation, or leaves all of that to a table elsewhere.

    Of an attribute without a name it is whether the class is mapped.
    """
    model = evaluation.model(reference) if reference.startswith(BOUND) else evaluation.schema.models.get(reference)
    if model is None or model.framework != "sqlalchemy":
        return False
    if reference.startswith(BOUND):
        return True
    if name in model.relations or not name:
        return True
    declared = {each for facts in lineage(evaluation.classes, reference) for each in _declared(facts)}
    return name in declared or not declared


def _declared(facts: ClassFacts) -> set[str]:
    return {name for name, field in facts.fields.items() if _declares(field.value) or _is_mapped_type(field.annotation)}


def _declares(value: Expression) -> bool:
    return isinstance(value, Call) and last_name(value.function) in _DECLARES


def _is_mapped_type(annotation: Expression) -> bool:
    return isinstance(annotation, Subscript) and last_name(annotation.value) in {
        "Mapped",
        "DynamicMapped",
        "WriteOnlyMapped",
    }
