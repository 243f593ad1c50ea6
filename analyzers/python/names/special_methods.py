"""From operators, statements and builtin functions to the special methods of the tree that Python calls for them.

Where the class of a value is evident and the tree defines the method: `order in orders` calls `Orders.__contains__`,
`len(orders)` its `__len__`, `with session:` its `__enter__` and `__exit__`, `f"{order}"` its `__str__`.
"""

import builtins
from collections.abc import Iterator, Sequence

from msgspec import Struct

from decompose.evidence.unit import Role

from ..facts import Assignment, Attribute, Call, Expression, Group, PythonFacts, Subscript, Text
from ..occurrences import Occurrence, Part
from ..parts import owner
from .program import Module, Program, is_external

# For each operator and builtin function the methods that it may call; the first that a class has is called.
OF_SIGN = {
    "in": ("__contains__", "__iter__", "__getitem__"),
    "==": ("__eq__",),
    "!=": ("__ne__", "__eq__"),
    "<": ("__lt__", "__gt__"),
    ">": ("__gt__", "__lt__"),
    "<=": ("__le__", "__ge__", "__lt__"),
    ">=": ("__ge__", "__le__", "__lt__"),
    "+": ("__add__", "__radd__"),
    "-": ("__sub__", "__rsub__"),
    "*": ("__mul__", "__rmul__"),
    "/": ("__truediv__", "__rtruediv__"),
    "//": ("__floordiv__", "__rfloordiv__"),
    "%": ("__mod__", "__rmod__"),
    "@": ("__matmul__", "__rmatmul__"),
    "**": ("__pow__", "__rpow__"),
    "&": ("__and__", "__rand__"),
    "|": ("__or__", "__ror__"),
    "^": ("__xor__", "__rxor__"),
    "<<": ("__lshift__", "__rlshift__"),
    ">>": ("__rshift__", "__rrshift__"),
}
TRUTH = ("__bool__", "__len__", "__nonzero__")
ITERATING = ("__iter__", "__aiter__", "__getitem__")
AS_TEXT = ("__str__", "__repr__", "__unicode__")
OF_BUILTIN = {
    "len": ("__len__",),
    "bool": TRUTH,
    "str": AS_TEXT,
    "print": AS_TEXT,
    "repr": ("__repr__",),
    "format": ("__format__", *AS_TEXT),
    "hash": ("__hash__",),
    "int": ("__int__", "__index__"),
    "float": ("__float__",),
    "abs": ("__abs__",),
    "round": ("__round__",),
    "bytes": ("__bytes__",),
    "next": ("__next__",),
    "anext": ("__anext__",),
    "reversed": ("__reversed__",),
    **dict.fromkeys(
        ("iter", "aiter", "list", "tuple", "set", "frozenset", "sorted", "enumerate", "sum", "any", "all", "zip"),
        ITERATING,
    ),
}
SETTING, DELETING, AWAITING = ("__setitem__",), ("__delitem__",), ("__await__",)
IN_TEXT = ("__format__", *AS_TEXT)
ENTERING = ("__enter__", "__exit__", "__aenter__", "__aexit__")
SEVERAL = ("print", "zip")
# What can be evidently a value of a class; what a mapping has under a key differs from key to key.
ASKED = (str, Attribute, Call)
BUILTINS = "external:builtins."


class Implied(Struct, frozen=True, gc=False):
    """A special method `target` that a place in the scope `scope` calls without its name; `detail` is how it looks there."""

    scope: int
    line: int
    target: str
    detail: str


class SpecialMethods:
    """Finds what Python calls by itself; asks for the class of a value only where some class has such a method."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._defined = _defined_in(program)
        self._is_awaited = "__await__" in self._defined
        self._under_key, self._as_text = self._has(("__getitem__",)), self._has(IN_TEXT)
        self._builtins = {name: self._has(names) for name, names in OF_BUILTIN.items()}
        self._signs = {sign: asked for sign, names in OF_SIGN.items() if (asked := self._has(names))}
        self._statements: dict[tuple[str, ...], tuple[str, ...]] = {
            names: self._has(names) for names in (ENTERING, ITERATING, TRUTH, SETTING, DELETING)
        }

    def of_occurrence(self, module: Module, occurrence: Occurrence) -> Sequence[Implied]:
        """What one operator, subscript, call or text with holes calls."""
        found = occurrence.expression
        if occurrence.part is Part.ANNOTATION:
            return ()
        if isinstance(found, Call):
            if isinstance(found.function, str) and (names := self._builtins.get(found.function)):
                return self._of_builtin(module, occurrence, found, names)
            return self._of_asked(module, occurrence, found, AWAITING, "await {}") if self._is_awaited else ()
        if isinstance(found, Subscript):
            return self._of_asked(module, occurrence, found.value, self._under_key, "{}[…]") if self._under_key else ()
        if isinstance(found, Group):
            return self._of_operands(module, occurrence, found) if found.sign in self._signs else ()
        if isinstance(found, Text) and found.holes and self._as_text:
            return [
                one for hole in found.holes for one in self._of_asked(module, occurrence, hole, self._as_text, "{{{}}}")
            ]
        return ()

    def of_unknown(self, module: Module, occurrence: Occurrence) -> Iterator[Implied]:
        """The `__getattr__` of an object that lacks the attribute."""
        value = owner(occurrence.expression) if isinstance(occurrence.expression, str | Attribute) else None
        if value not in (None, "self") and "__getattr__" in self._defined:
            for target in self._methods(module, occurrence.scope, value, ("__getattr__",)):
                yield Implied(occurrence.source, occurrence.line, target, _said(occurrence.expression))

    def of_statements(self, module: Module) -> Iterator[Implied]:
        """What `with`, `for`, unpacking, `if`, `del` and setting under a key call."""
        for scope, line, value, names, detail in _asked_by_statements(module.facts):
            if isinstance(value, ASKED) and (asked := self._statements[names]):
                found = self._methods(module, scope, value, asked)
                for target in found if names is ENTERING else found[:1]:
                    yield Implied(scope, line, target, detail.format(_said(value)))
        for one in module.facts.assignments:
            if one.how == "=":
                yield from self._of_setting(module, one)
            elif one.how == "for" and self._statements[ITERATING] and isinstance(one.targets[0], Group):
                kind = self.program.type_of_each(module.path, one.scope, one.value)
                for target in self._of_kind(kind, self._statements[ITERATING])[:1]:
                    yield Implied(one.scope, one.line, target, f"unpacking each {_said(one.value)}")

    def _of_setting(self, module: Module, one: Assignment) -> Iterator[Implied]:
        """The setter of a property or descriptor: `response.content_type = kind`."""
        for target in one.targets:
            for item in target.items if isinstance(target, Group) else (target,):
                if isinstance(item, Attribute) or (isinstance(item, str) and "." in item):
                    found = self.program.resolve(module.path, one.scope, item)
                    setter = self.program.setter(found) if found else None
                    if setter:
                        yield Implied(one.scope, one.line, setter, f"{_said(item)} =")

    def _of_builtin(
        self, module: Module, occurrence: Occurrence, call: Call, names: tuple[str, ...]
    ) -> Sequence[Implied]:
        name = str(call.function)
        if self.program.resolve(module.path, occurrence.scope, name) != f"{BUILTINS}{name}":
            return ()
        values = call.arguments if name in SEVERAL else call.arguments[:1]
        return [one for value in values for one in self._of_asked(module, occurrence, value, names, f"{name}({{}})")]

    def _of_operands(self, module: Module, occurrence: Occurrence, operation: Group) -> Sequence[Implied]:
        """The first operand that can answers; `in` asks the last."""
        sign = operation.sign
        for value in operation.items[-1:] if sign == "in" else operation.items:
            if found := self._of_asked(module, occurrence, value, self._signs[sign], f"{sign} {{}}"):
                return found
        return ()

    def _of_asked(
        self, module: Module, occurrence: Occurrence, value: Expression, names: tuple[str, ...], detail: str
    ) -> Sequence[Implied]:
        """The first method that the class of a value has."""
        if not isinstance(value, ASKED):
            return ()
        found = self._methods(module, occurrence.scope, value, names)[:1]
        return [Implied(occurrence.source, occurrence.line, one, detail.format(_said(value))) for one in found]

    def _has(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The methods, none if no class of the tree has any of them."""
        return () if self._defined.isdisjoint(names) else names

    def _methods(self, module: Module, scope: int, value: Expression, names: tuple[str, ...]) -> list[str]:
        """Those of some methods that the class of a value has in the tree."""
        return self._of_kind(self.program.type_of(module.path, scope, value), names)

    def _of_kind(self, kind: str | None, names: tuple[str, ...]) -> list[str]:
        if kind is None or is_external(kind):
            return []
        asked = (self.program.member(kind, name) for name in names if name in self._defined)
        found = [one for one in asked if one and self.program.definition(one)]
        return [] if found and self._has_better(kind, names, found[0]) else found

    def _has_better(self, kind: str, names: tuple[str, ...], first: str) -> bool:
        """Whether a class inherits from a builtin one a method that Python asks before the first that the tree defines.

        To go through a list of one's own calls `list.__iter__`, whatever `__getitem__` it has.
        """
        before = names[: names.index(first.rpartition(".")[2])] if first.rpartition(".")[2] in names else names
        if not before:
            return False
        bases = (base.removeprefix(BUILTINS) for base in self.program.bases(kind) if base.startswith(BUILTINS))
        types = [found for base in bases if isinstance(found := getattr(builtins, base, None), type)]
        return any(name in vars(one) for one in types for name in before)


def _asked_by_statements(facts: PythonFacts) -> Iterator[tuple[int, int, Expression, tuple[str, ...], str]]:
    for block in facts.withs:
        for value, _ in block.items:
            yield block.scope, block.line, value, ENTERING, "with {}"
    for one in facts.assignments:
        if one.how == "for":
            yield one.scope, one.line, one.value, ITERATING, "for {}"
        for target in one.targets:
            if type(target) is str:  # most are
                continue
            if one.how == "=" and isinstance(target, Group):
                yield one.scope, one.line, one.value, ITERATING, "unpacking {}"
            for value in _under_key(target):
                yield one.scope, one.line, value, SETTING, "{}[…] ="
    for use in facts.uses:
        if use.kind == "condition":
            for value in _asked_for_truth(use.expression):
                yield use.scope, use.line, value, TRUTH, "if {}"
        elif use.kind == "delete":
            for value in _under_key(use.expression):
                yield use.scope, use.line, value, DELETING, "del {}[…]"


def _under_key(target: Expression) -> Iterator[Expression]:
    """What something is set in or deleted from under a key."""
    for one in target.items if isinstance(target, Group) else (target,):
        if isinstance(one, Subscript):
            yield one.value


def _asked_for_truth(condition: Expression) -> Iterator[Expression]:
    if isinstance(condition, Group) and not condition.sign and condition.kind in ("operation", "choice"):
        for part in condition.items:
            yield from _asked_for_truth(part)
    elif isinstance(condition, str | Attribute):
        yield condition


def _said(value: Expression) -> str:
    """A value as far as its text is a name."""
    if isinstance(value, Attribute):
        return f"….{value.name}"
    return value if isinstance(value, str) else "…"


def _defined_in(program: Program) -> frozenset[str]:
    """The special methods that some class of product code defines."""
    found: set[str] = set()
    for module in program.modules.values():
        if module.role is Role.PRODUCT:
            for definition in module.facts.definitions:
                last = definition.name.rpartition(".")[2]
                if last.startswith("__") and definition.kind == "function":
                    found.add(last)
    return frozenset(found)
