"""Models → the tables their rows live in, and the models that an abstract class or mixin stands for."""

from collections.abc import Mapping

from msgspec.structs import replace

from ..schema.declared import ClassFacts
from ..schema.django.models import contrib_model
from ..schema.schema import Model, Relation, Schema

MOST_HEIRS = 8
"""Heirs of an abstract class whose tables its methods are told to touch (chosen: a base of everything tells nothing)."""

ONE_OF_SEVERAL = 0.6
"""Confidence that what a method of an abstract class does, it does to each of its heirs (chosen)."""


class Heirs:
    """The models of one program by what stands for them.

    Heirs in tests do not count: they are made to try the abstract class out.
    """

    def __init__(self, schema: Schema, classes: Mapping[str, ClassFacts]) -> None:
        self._models = schema.models
        self._classes = classes
        heirs: dict[str, list[str]] = {}
        for reference, model in schema.models.items():
            for base in classes[reference].bases if reference in classes and "test" not in reference else ():
                if base in classes and base not in schema.models and model.table:
                    heirs.setdefault(base, []).append(reference)
        self._joined: dict[str, dict[str, None]] | None = None
        self._many = {base for base, found in heirs.items() if len(found) > MOST_HEIRS}
        self._heirs_of_many = {base: found for base, found in heirs.items() if base in self._many}
        self._heirs = {base: tuple(sorted(found)) for base, found in heirs.items() if base not in self._many}
        self._abstract = {
            base: _together([schema.models[each] for each in found])
            for base, found in self._heirs.items()
            if len(found) > 1
        }

    def settled(self, reference: str) -> str:
        """A model, or the only heir of what is none."""
        found = self._heirs.get(reference, ())
        return found[0] if len(found) == 1 else reference

    def model(self, reference: str) -> Model | None:
        """A model of the tree, or what the several heirs of an abstract class are together, with no table."""
        return self._models.get(reference) or self._abstract.get(reference)

    def are_several(self, reference: str) -> bool:
        """Whether a class is none of the models that inherit from it, of which there are a few."""
        return reference in self._abstract

    def are_many(self, reference: str) -> bool:
        """Whether so many models inherit from a class that it tells nothing of any of them."""
        return reference in self._many

    def many(self, reference: str) -> Model | None:
        """What the many models have in common that inherit from a class, if Django has none of them: no table."""
        found = [self._models[each] for each in self._heirs_of_many.get(reference, ())]
        if len({each.framework for each in found}) != 1 or found[0].framework == "django":
            return None
        return replace(found[0], table="", relations={}, managers=frozenset())

    def confidence(self, reference: str) -> float:
        """How sure it is that what is done to one of this class is done to its tables."""
        return ONE_OF_SEVERAL if reference in self._abstract else 1.0

    def joined(self, reference: str) -> tuple[str, ...]:
        """The tables besides its own that a row of an SQLAlchemy class has if it is one of an heir."""
        if self._joined is None:
            self._joined = {}
            for heir, model in sorted(self._models.items()):
                known = self._classes.get(heir) if model.framework == "sqlalchemy" and model.table else None
                for base in known.bases if known is not None else ():
                    above = self._models.get(base)
                    if above is not None and above.table and model.table not in self.tables(base):
                        self._joined.setdefault(base, {})[model.table] = None
        return tuple(self._joined.get(reference, ()))

    def tables(self, reference: str) -> tuple[str, ...]:
        """The tables that rows of a class live in: its own and those of its concrete ancestors, or those of its heirs."""
        model = self._models.get(reference)
        if model is None:
            foreign = contrib_model(reference)
            own = (foreign,) if foreign else ()
            return own or tuple(dict.fromkeys(self._models[each].table for each in self._heirs.get(reference, ())))
        if model.framework not in {"django", "sqlalchemy"} or not model.table:
            return (model.table,) if model.table else ()
        bases = self._classes[reference].bases if reference in self._classes else ()
        parents = (self._models[base].table for base in bases if base in self._models)
        return tuple(dict.fromkeys((model.table, *(table for table in parents if table))))


def _together(models: list[Model]) -> Model:
    """What the heirs of a class are, taken together: every relation that any of them has."""
    relations: dict[str, Relation] = {}
    for model in reversed(models):
        relations.update(model.relations)
    return replace(models[0], table="", relations=relations)
