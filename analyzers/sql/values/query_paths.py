"""A path over relations as Django writes it (`customer__address__city`) → the tables it passes through."""

from collections.abc import Iterator
from typing import NamedTuple

from ..schema.schema import Model
from ..vocabulary import NO_JOIN
from .steps import Models


class Step(NamedTuple):
    """One relation followed from table `base` to `table`, over `through` if many-to-many; `separate` in a query of its own."""

    base: str
    table: str
    through: str
    separate: bool = False


def steps_along(model: Model, written: str, models: Models) -> Iterator[Step]:
    """Every table that a path needs besides the model's own; one that ends with "." is loaded to its very end,
    one that ends with ":" too, each table in a query of its own."""
    names = written.rstrip(".:").split("__")
    separate = written.endswith(":")
    to_the_end = separate or written.endswith(".")
    for index, name in enumerate(names):
        relation = model.relations.get(name)
        if relation is None:
            return
        rest = names[index + 1 :]
        if not relation.many and not to_the_end and all(part in NO_JOIN for part in rest):
            return
        if relation.through and not to_the_end and all(part in NO_JOIN for part in rest):
            yield Step(model.table, relation.through, "", separate)
            return
        target = models.model(relation.model)
        if target is None or not target.table:
            return
        yield Step(model.table, target.table, relation.through if relation.through != target.table else "", separate)
        model = target
