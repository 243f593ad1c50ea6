"""The name of a variable or attribute → the model that one so named usually is: an `order` is an Order.

People name things after what they are, more faithfully than they annotate them. The shares of what is claimed through a
guess that statements confirmed in three real systems are below; a fourth may be less faithful.
"""

from collections.abc import Callable, Iterable

from ..schema.schema import Schema
from ..schema.sqlalchemy.models import snake_case
from .values import Value

NAMED_HERE = 0.9
"""Confidence where the module names the class as well (measured at .97 and more)."""

NAMED = 0.8
"""Where it does not, and no other model is any kind of this one (measured at .9 and more)."""

LIKENED = 0.7
"""Where only the end of the name is that of a model: an `other_order` (measured at .8 and more)."""

Resolved = Callable[[str], str | None]
"""What a name refers to where the guess is made."""

Imported = Callable[[str], bool]
"""Whether the module where the guess is made imports a module, or something of it."""


KEEPS_ITSELF = ("save", "create", "destroy")
"""Methods by which an object that is no row, but stands for one, has it kept."""


class Guesses:
    """The models of one schema by the names that variables have for them.

    `standing_in` are classes that are no models and keep themselves: where one has the name of a model, so does a variable,
    and it is an object of that class unless the module imports the model or where it is defined.
    """

    def __init__(self, schema: Schema, standing_in: Iterable[str] = ()) -> None:
        self._standing_in = frozenset(snake_case(_class_name(each)) for each in standing_in)
        self._by_name: dict[str, tuple[str, ...]] = {}
        names = [snake_case(_class_name(each)) for each, model in sorted(schema.models.items()) if model.table]
        in_plural = 2 * sum(name != _singular(name) for name in names) > len(names)
        for reference in sorted(schema.models):
            if schema.models[reference].table:
                name = snake_case(_class_name(reference))
                name = _singular(name) if in_plural else name
                self._by_name[name] = (*self._by_name.get(name, ()), reference)
        self._kinds = {end for name in self._by_name for end in _ends(name)}

    def of(self, name: str, resolved: Resolved, imported: Imported) -> Value | None:
        """An instance of the model that a name speaks of; None where it speaks of none or of several."""
        candidates = self._by_name.get(name, ())
        for candidate in candidates:
            if resolved(_class_name(candidate)) == candidate:
                return Value("instance", candidate, confidence=NAMED_HERE)
        if self._stands_for_another(name, imported):
            return None
        if candidates:
            only = len(candidates) == 1 and name not in self._kinds
            return Value("instance", candidates[0], confidence=NAMED) if only else None
        for end in _ends(name):
            likened = self._by_name.get(end, ())
            if likened and self._stands_for_another(end, imported):
                return None
            if likened:
                return Value("instance", likened[0], confidence=LIKENED) if len(likened) == 1 else None
        return None

    def _stands_for_another(self, name: str, imported: Imported) -> bool:
        models = (candidate.partition("::")[0] for candidate in self._by_name.get(name, ()))
        return name in self._standing_in and not any(map(imported, models))


def _singular(name: str) -> str:
    """`category` of `categories`, `order` of `orders`; a program whose classes are in the plural has variables that are not."""
    for end, instead in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")):
        if name.endswith(end):
            return name.removesuffix(end) + instead
    return name.removesuffix("s") if not name.endswith(("ss", "us", "is")) else name


def _class_name(reference: str) -> str:
    return reference.rpartition("::")[2].rpartition(".")[2]


def _ends(name: str) -> list[str]:
    """`line_order` and `order` of `purchase_line_order`."""
    words = name.split("_")
    return ["_".join(words[at:]) for at in range(1, len(words))]
