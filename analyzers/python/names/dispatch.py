"""From calls to the functions that they run where no name alone leads there: values that are called, heirs, like names."""

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from ..facts import Attribute, Call, Expression, Subscript
from ..parts import last_name, owner
from ..references import is_inside, is_itself, where_looked_up
from .alternatives import Alternatives
from .calls_by_name import CallsByName
from .composed_names import ComposedNames
from .descriptors import is_property
from .handed import Handed
from .namesakes import Namesakes
from .structural import Structural
from .verbs import Verbs, handlers

if TYPE_CHECKING:
    from .names import Names

MOST_HEIRS = 8
"""Implementations in heirs of a method that a class lacks; where there are more, it says little that one is called."""


class How(StrEnum):
    """How it is known what a call runs."""

    CALL = "call"  # the text names it
    VALUE = "value"  # a variable, attribute or argument holds it
    HANDED = "handed"  # what other code hands over to be called; one of them, or each in turn
    LIKELY = "likely"  # one of several methods, for one of the reasons that `Dispatch` knows


class Targets(Struct, frozen=True, gc=False):
    """What a call runs: one target, several for a likely one, none where nothing is known."""

    how: How
    references: tuple[str, ...]


class Dispatch:
    """What the object decides that is called, not the text."""

    def __init__(self, names: "Names") -> None:
        self.names = names
        self.namesakes = Namesakes(names)
        self.structural = Structural(names)
        self.verbs = Verbs(names.tree)
        self.calls = CallsByName(names.tree, self.verbs)
        self.handed = Handed(names)
        self.alternatives = Alternatives(names)
        self.composed = ComposedNames(names)

    def called(self, path: str, scope: int, call: Call, callee: str | None) -> str | None:
        """The class or function of the tree that a call evidently runs; `callee` is what its function refers to."""
        types, tree = self.names.types, self.names.tree
        if callee is None:
            if self.verbs.is_handler(path, scope, call.function):
                return None
            kind = types.type_of(path, scope, call.function)
        elif not is_inside(callee):
            return None
        else:
            kind = types.type_of_reference(callee)
        if kind is None or not is_inside(kind):
            return None
        if is_itself(kind):
            found = where_looked_up(kind)
            return found if tree.definition(found) else None
        method = self.names.members.of(kind, "__call__")
        return method if method and tree.definition(method) else None

    def targets(self, path: str, scope: int, call: Call) -> Targets:
        """What a call runs, and how that is known."""
        found = self._targets(path, scope, call)
        asked = found.references[0] if len(found.references) == 1 else ""
        if not asked or not is_inside(asked) or not self.structural.is_asked(asked):
            return found
        name = asked.rpartition(".")[2]
        keepers = self.structural.methods(asked, self.namesakes.having(name))
        if keepers and len(keepers) <= MOST_HEIRS:
            return Targets(How.LIKELY, keepers)
        return Targets(How.CALL, ()) if name == "__call__" else found

    def _targets(self, path: str, scope: int, call: Call) -> Targets:
        if self.verbs.is_handler(path, scope, call.function):
            own = self.names.tree.enclosing_class(path, scope)
            return Targets(How.LIKELY, tuple(handlers(self.names, own)) if own else ())
        callee = self.names.resolve(path, scope, call.function)
        if callee is not None and (not is_inside(callee) or self._is_callable(callee)):
            several = self.alternatives.methods(path, scope, call) if is_inside(callee) else ()
            return (
                Targets(How.LIKELY, several) if callee in several[:1] and several[1:] else Targets(How.CALL, (callee,))
            )
        if isinstance(call.function, Subscript):
            callee = None  # what leads there is the container, not what is in it
        if held := self.called(path, scope, call, callee):
            return Targets(How.VALUE, (held,))
        likely = self._looked_up(path, scope, call) if callee is None else ()
        if not likely and (handed := self.handed.targets(path, scope, call.function)):
            return Targets(How.HANDED, handed)
        likely = likely or (self._likely(path, scope, call) if callee is None else ())
        return Targets(How.LIKELY, likely) if likely else Targets(How.CALL, (callee,) if callee else ())

    def _is_callable(self, reference: str) -> bool:
        definition = self.names.tree.definition(reference)
        return definition is not None and not is_property(definition)

    def _looked_up(self, path: str, scope: int, call: Call) -> tuple[str, ...]:
        """What is looked up by a key or by a name that is put together, or in a value of one class or another."""
        found = self._in_table(path, scope, call.function) or self.composed.methods(path, scope, call.function)
        return found or self.alternatives.methods(path, scope, call)

    def _in_table(self, path: str, scope: int, function: Expression) -> tuple[str, ...]:
        """The functions of a dictionary that is written out: `HANDLERS[kind](event)`, `HANDLERS.get(kind)(event)`."""
        if isinstance(function, str) and "." not in function:
            function = self.names.tree.only_value(path, scope, function)
        if isinstance(function, Call):
            table = owner(function.function) if last_name(function.function) == "get" else None
        else:
            table = function.value if isinstance(function, Subscript) else None
        found = self.names.types.elements.items_under_key(path, scope, table) if table is not None else ()
        named = dict.fromkeys(self.names.resolve(*one) for one in found)
        return tuple(one for one in named if one and is_inside(one) and self._is_callable(one))

    def _likely(self, path: str, scope: int, call: Call) -> tuple[str, ...]:
        """Methods of the tree of which a call most likely runs one: in heirs of the class, else of that name at all."""
        name, on = last_name(call.function), owner(call.function)
        if not name or on is None or name.startswith("__") or (isinstance(on, Call) and on.function == "super"):
            return ()
        kind = self.names.types.type_of(path, scope, on)
        if kind is None:
            by = self.names.tree.enclosing_class(path, scope)
            return self.namesakes.methods(name, call, by) if self._is_open(path, scope, on) else ()
        return self.in_heirs(where_looked_up(kind), name) if is_inside(kind) else ()

    def in_heirs(self, reference: str, name: str) -> tuple[str, ...]:
        """The methods of this name that heirs of a class define and the class itself lacks."""
        own = self.names.members.of(reference, name)
        if self.names.tree.class_at(reference) is None or (own and is_inside(own)):
            return ()
        found = self.names.ancestry.overriding(reference, name)
        first = [heir for heir in found if not set(self.names.ancestry.bases(heir)).intersection(found)]
        methods = (f"{heir}.{name}" for heir in first)
        known = tuple(one for one in methods if self.names.tree.definition(one))
        return known if len(known) <= MOST_HEIRS else ()

    def likely_getter(self, path: str, scope: int, expression: Expression) -> str | None:
        """The property of the tree that most likely runs when an attribute of a value of unknown kind is read."""
        on = owner(expression)
        if on is None or self.names.types.type_of(path, scope, on) is not None or not self._is_open(path, scope, on):
            return None
        return self.namesakes.property_named(last_name(expression), self.names.tree.enclosing_class(path, scope))

    def _is_open(self, path: str, scope: int, on: Expression) -> bool:
        """Whether a value may be anything: neither a library's nor a class, function or module of the tree."""
        is_given = False
        while isinstance(on, Call | Subscript | Attribute):  # what a chain of calls gives is as foreign as its start
            on, is_given = (on.function if isinstance(on, Call) else on.value), True
        reference = self.names.resolve(path, scope, on)
        if reference is None or not is_inside(reference):
            return reference is None
        definition = self.names.tree.definition(reference)
        return is_given or ("::" in reference if definition is None else is_property(definition))
