"""From calls to the kind of what they give: constructors, returned values, type variables, what `with` and `for` get."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ..facts import Call, Expression, Group, Subscript, Text
from ..parts import by_literal, last_name, owner
from ..references import EXTERNAL, is_inside, is_itself, itself
from . import annotations
from .annotations import element, instance
from .bindings import Value

if TYPE_CHECKING:
    from .names import Names

CASTS = frozenset((f"{EXTERNAL}typing.cast", f"{EXTERNAL}typing_extensions.cast"))
SELF = frozenset(("Self", "typing.Self", "typing_extensions.Self"))
SELF_OF_ALIASES = frozenset((f"{EXTERNAL}typing.Self", f"{EXTERNAL}typing_extensions.Self"))
# Functions that give what their first argument is, or what calling it is.
SAME = frozenset(
    (
        f"{EXTERNAL}copy.copy",
        f"{EXTERNAL}copy.deepcopy",
        f"{EXTERNAL}functools.partial",
        f"{EXTERNAL}functools.partialmethod",
    )
)
# Functions that give one of what their first argument holds.
ONE_OF = frozenset(f"{EXTERNAL}builtins.{name}" for name in ("next", "min", "max"))
TYPE = f"{EXTERNAL}builtins.type"
MODULES = frozenset((f"{EXTERNAL}importlib.import_module",))
# What functions of the standard library and of Django give that have no capital letter; builtin types give themselves.
GIVEN = {
    f"{EXTERNAL}{function}": f"{EXTERNAL}{kind}"
    for function, kind in (
        *(
            (f"builtins.{name}", f"builtins.{name}")
            for name in ("dict", "list", "set", "tuple", "str", "bytes", "frozenset")
        ),
        *((f"builtins.{name}", f"builtins.{name}") for name in ("int", "float", "bool", "bytearray", "object")),
        ("builtins.sorted", "builtins.list"),
        ("builtins.repr", "builtins.str"),
        ("builtins.open", "io.TextIOWrapper"),
        ("logging.getLogger", "logging.Logger"),
        ("re.compile", "re.Pattern"),
        ("re.match", "re.Match"),
        ("re.search", "re.Match"),
        ("collections.defaultdict", "builtins.dict"),
        ("collections.namedtuple", "builtins.type"),
        *((f"django.utils.translation.{name}", "builtins.str") for name in ("gettext", "gettext_lazy", "ngettext")),
        *(
            (f"django.utils.translation.{name}", "builtins.str")
            for name in ("pgettext", "pgettext_lazy", "ngettext_lazy")
        ),
    )
}
SUPER = "super"
ANYTHING = frozenset((f"{EXTERNAL}typing.Any", f"{EXTERNAL}builtins.object", f"{EXTERNAL}typing_extensions.Any"))


class Results:
    """What calling, entering, unpacking and iterating give; asks `Names` for the kinds of everything else."""

    def __init__(self, names: "Names") -> None:
        self.names = names

    def of_call(self, path: str, scope: int, call: Call) -> str | None:
        """The kind of what a call gives."""
        if call.function == SUPER:
            above = self.names.tree.enclosing_class(path, scope)
            return next(iter(self.names.ancestry.bases(above)), None) if above else None
        if call.function == "getattr" and (attribute := by_literal(call)) is not None:
            return self.names.types.type_of(path, scope, attribute)
        callee = self.names.resolve(path, scope, call.function)
        if (callee is None or callee.startswith(EXTERNAL)) and (found := self.names.types.orm.one(path, scope, call)):
            return found
        if callee is not None and callee.startswith(EXTERNAL):
            return self._external(path, scope, call, callee)
        called = self.names.dispatch.called(path, scope, call, callee)
        return self._calling(path, scope, call, called) if called else None

    def _calling(self, path: str, scope: int, call: Call, called: str) -> str | None:
        """The kind of what a class or function of the tree gives."""
        definition = self.names.tree.definition(called)
        if definition is None or definition.kind == "class":
            return called if definition else None
        if found := self.returned(called):
            return found
        if not self._returns_variable(called):
            return None
        asked = owner(call.function)
        return self._filled_in(self.names.types.type_of(path, scope, asked)) if asked is not None else None

    def _external(self, path: str, scope: int, call: Call, callee: str) -> str | None:
        types = self.names.types
        if callee in GIVEN:
            return GIVEN[callee]
        if callee.endswith(".as_manager"):
            return self._queryset(path, scope, owner(call.function))
        if call.arguments:
            first = call.arguments[0]
            if callee in CASTS:
                return types.class_named(path, scope, instance(first))
            if callee in SAME:
                return types.type_of(path, scope, first)
            if callee in ONE_OF:
                return types.elements.each(path, scope, first)
            if callee == TYPE and len(call.arguments) == 1:
                kind = types.type_of(path, scope, first)
                return itself(kind) if kind and is_inside(kind) and not is_itself(kind) else None
            if callee.endswith(".from_queryset"):
                queryset = self._queryset(path, scope, first)
                return itself(queryset) if queryset else None
            if callee in MODULES and isinstance(first, Text) and not first.holes:
                module = self.names.index.named(first.value)
                return types.type_of_reference(module) if module else None
        return callee if callee.rpartition(".")[2][:1].isupper() else None

    def _queryset(self, path: str, scope: int, named: Expression) -> str | None:
        """The class of queries of which Django makes a manager that has its methods."""
        found = self.names.resolve(path, scope, named)
        return found if found and self.names.tree.class_at(found) else None

    # What functions return

    def returned(self, function: str) -> str | None:
        """The kind of what a function returns, by its annotation or by what it evidently returns."""
        return self.names.once(self._returned_type, function)

    def _returned_type(self, function: str) -> str | None:
        definition = self.names.tree.definition(function)
        if definition is None:
            return None
        path, scope = function.partition("::")[0], self.names.tree.scope_of(function)
        if definition.returns is not None:
            if instance(definition.returns) in SELF:
                return self.names.tree.enclosing_class(path, scope)
            found = self.names.types.annotated(path, definition.parent, definition.returns)
            if found in SELF_OF_ALIASES:
                return self.names.tree.enclosing_class(path, scope)
            if found not in ANYTHING:
                return found
        returned = self.names.tree.returns(function)
        kinds = (self.names.types.type_of(path, scope, value) for value in returned if value != "None")
        return self.names.ancestry.common(kinds) or self.in_heirs(function, self._returned_type)

    def in_heirs(self, function: str, answer: Callable[..., str | None], *more: int) -> str | None:
        """What the methods give that override one that says nothing itself."""
        above = self.names.tree.owner(function)
        if above is None:
            return None
        name = function.rpartition(".")[2]
        heirs = self.names.ancestry.overriding(above, name)
        return self.names.ancestry.common(self.names.once(answer, f"{heir}.{name}", *more) for heir in heirs)

    def _returns_variable(self, function: str) -> bool:
        """Whether a function is said to return a type variable."""
        definition = self.names.tree.definition(function)
        if definition is None or definition.returns is None:
            return False
        variable = self.names.resolve(function.partition("::")[0], definition.parent, instance(definition.returns))
        made = self.names.tree.values(variable) if variable and is_inside(variable) else ()
        return any(isinstance(value, Call) and last_name(value.function) == "TypeVar" for value in made)

    def _filled_in(self, kind: str | None) -> str | None:
        """What stands for the only type variable of a class: `Order` for `class Orders(Repository[Order])`."""
        if kind is None or not is_inside(kind) or is_itself(kind):
            return None
        for heir in (kind, *self.names.ancestry.bases(kind)):
            about = self.names.tree.definition(heir) if is_inside(heir) else None
            for base in about.bases if about else ():
                if isinstance(base, Subscript) and len(base.items) == 1 and about:
                    where = heir.partition("::")[0]
                    filled = self.names.types.class_named(where, about.parent, instance(base.items[0]))
                    if filled:
                        return filled
        return None

    def read_by(self, getter: str, path: str, value: Value) -> str | None:
        """The kind of what a descriptor's getter gives for a variable with this value."""
        found = self.returned(getter)
        if found is None and self._returns_variable(getter):
            return self._filled_in(self.names.types.type_of(path, value.scope, value.value))
        return found

    # What statements get

    def entered(self, path: str, scope: int, manager: Expression) -> str | None:
        """What `with … as` binds: what `__enter__` or the generator gives, else the manager itself."""
        if isinstance(manager, Call):
            callee = self.names.resolve(path, scope, manager.function)
            definition = self.names.tree.definition(callee) if callee else None
            if callee and definition and definition.kind == "function":
                where = callee.partition("::")[0]
                if definition.returns is not None and element(definition.returns) is not None:
                    return self.names.types.inside(where, definition.parent, definition.returns, element)
                if self.names.tree.yields(callee):
                    return self.names.types.elements.yielded(callee)
        kind = self.names.types.type_of(path, scope, manager)
        enter = self.names.members.of(kind, "__enter__") if kind and is_inside(kind) and not is_itself(kind) else None
        if enter and self.names.tree.definition(enter):
            return self.returned(enter)
        return kind

    def part(self, path: str, scope: int, value: Expression, position: int) -> str | None:
        """The kind of one of several values that an expression gives: `form, order = make()`."""
        if position < 0:
            return None
        if isinstance(value, Group) and value.kind in ("tuple", "list"):
            return self.names.types.type_of(path, scope, value.items[position]) if position < len(value.items) else None
        if isinstance(value, str) and "." not in value:
            return self.names.once(self._part_of_name, path, scope, value, position)
        if not isinstance(value, Call):
            return None
        callee = self.names.dispatch.called(path, scope, value, self.names.resolve(path, scope, value.function))
        return self.names.once(self._part_returned, callee, position) if callee else None

    def _part_of_name(self, path: str, scope: int, name: str, position: int) -> str | None:
        bound = self.names.tree.bindings(path).scopes[scope].names.get(name, ())
        values = (one for one in bound if isinstance(one, Value) and one.how == "=")
        return self.names.ancestry.common(self.part(path, scope, one.value, position) for one in values)

    def _part_returned(self, function: str, position: int) -> str | None:
        definition = self.names.tree.definition(function)
        if definition is None or definition.kind != "function":
            return None
        path, scope = function.partition("::")[0], self.names.tree.scope_of(function)
        if definition.returns is not None:
            asked = partial(annotations.part, position=position)
            return self.names.types.inside(path, definition.parent, definition.returns, asked)
        returned = self.names.tree.returns(function)
        found = self.names.ancestry.common(self.part(path, scope, one, position) for one in returned)
        return found or self.in_heirs(function, self._part_returned, position)
