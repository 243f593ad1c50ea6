"""The facts of one Python file → the same facts by scope and by name: what is assigned, to what, where."""

from collections import defaultdict
from collections.abc import Iterator

from ..python.facts import Assignment, Attribute, Call, Definition, Expression, Group, PythonFacts, Subscript, Text, Use

MODULE = 0


class Scopes:
    """One file, indexed once for all questions about its names."""

    def __init__(self, path: str, facts: PythonFacts) -> None:
        self.path = path
        self.facts = facts
        self.index_of = {definition.name: index for index, definition in enumerate(facts.definitions)}
        self._attributes: dict[tuple[int, str], list[tuple[str, int]]] = defaultdict(list)
        self._calls: dict[int, list[Call]] = defaultdict(list)
        self._returns: dict[int, list[Use]] = defaultdict(list)
        for use in facts.uses:
            if use.kind == "return":
                self._returns[use.scope].append(use)
        self._inside = {each.bound for each in facts.imports if each.scope != MODULE} | {
            each.name.rpartition(".")[2] for each in facts.definitions if each.parent > MODULE
        }
        self._parameters: dict[int, dict[str, Expression]] = {}
        self._around: dict[int, tuple[int, ...]] = {}
        self._methods: dict[int, list[int]] = defaultdict(list)
        self._setters: dict[tuple[int, str], int] = {}
        self._assigned: dict[tuple[int, str], list[Assignment]] = defaultdict(list)
        for assignment in facts.assignments:
            for target in assignment.targets:
                for name in names_in(target):
                    self._assigned[(assignment.scope, name)].append(assignment)
                    if name.startswith("self."):
                        self._set(assignment.scope, name)
        self._take_outer_names()

    def _take_outer_names(self) -> None:
        """Counts what a function binds to a variable of the module (`global`), or of a function around it (`nonlocal`), among
        the bindings there too; that it is reset to None says nothing of what it is."""
        declared = {
            (use.scope, name)
            for use in self.facts.uses
            if use.kind == "global" and isinstance(use.expression, Group)
            for name in use.expression.items
            if isinstance(name, str)
        }
        for scope, name in sorted(declared):
            told = [each for each in self.assigned(scope, name) if each.value not in (None, "None")]
            around = self.enclosing_functions(scope)[1:]
            outer = next((each for each in around if (each, name) in self._assigned), MODULE)
            if told:
                bindings = self._assigned[(outer, name)]
                bindings[:] = sorted((*bindings, *told), key=lambda each: each.line)

    def _set(self, scope: int, name: str) -> None:
        owner = self.enclosing_class(scope)
        if owner is not None:
            self._setters.setdefault((owner, name.removeprefix("self.")), scope)

    def definition(self, scope: int) -> Definition:
        """The module, class or function of a scope."""
        return self.facts.definitions[scope]

    def reference(self, scope: int) -> str:
        """The unit that a scope is: the path, or `path::name`."""
        name = self.facts.definitions[scope].name
        return f"{self.path}::{name}" if name else self.path

    def assigned(self, scope: int, name: str) -> list[Assignment]:
        """The bindings of a name in one scope, in order of the text."""
        return self._assigned.get((scope, name), [])

    def attributes_set(self, scope: int, name: str) -> list[tuple[str, int]]:
        """The attributes of a variable that a scope assigns, each with its line."""
        if not self._attributes:
            for (where, target), bindings in self._assigned.items():
                owner, _, attribute = target.rpartition(".")
                for each in bindings if owner else ():
                    self._attributes[where, owner].append((attribute, each.line))
        return self._attributes.get((scope, name), [])

    def calls(self, scope: int) -> list[Call]:
        """Every call in the text of a scope."""
        if not self._calls:
            for where, expression in self.expressions():
                self._calls[where].extend(calls_in(expression))
        return self._calls.get(scope, [])

    def expressions(self) -> Iterator[tuple[int, Expression]]:
        """Every expression that is used or assigned, with its scope."""
        yield from ((use.scope, use.expression) for use in self.facts.uses)
        yield from ((assignment.scope, assignment.value) for assignment in self.facts.assignments)

    def attributes_keeping(self, scope: int, name: str) -> list[str]:
        """The attributes that a method sets to what it is given for a parameter: `model` for `self.model = model`."""
        given = (each for each in self.facts.assignments if each.scope == scope and each.value == name)
        targets = (target for each in given for target in each.targets if isinstance(target, str))
        return [each.removeprefix("self.") for each in targets if each.startswith("self.")]

    def binds(self, scope: int, name: str) -> bool:
        """Whether a function binds a name itself, by assignment or as a parameter."""
        return (scope, name) in self._assigned or name in self.parameters(scope)

    def is_bound_around(self, scope: int, name: str) -> bool:
        """Whether a function binds a name itself, or one around it does."""
        return any(self.binds(function, name) for function in self.enclosing_functions(scope))

    def parameters(self, scope: int) -> dict[str, Expression]:
        """The annotation of each parameter of a function, "" for one without."""
        known = self._parameters.get(scope)
        if known is None:
            written = reversed(self.definition(scope).parameters)  # of two of one name the first counts
            known = {each.name.lstrip("*"): "" if each.annotation is None else each.annotation for each in written}
            self._parameters[scope] = known
        return known

    def outermost(self, scope: int, name: str) -> int:
        """The outermost scope where a name means what it means in `scope`: the module for what no function binds."""
        return scope if name in self._inside or self.facts.definitions[scope].kind == "class" else MODULE

    def enclosing_functions(self, scope: int) -> tuple[int, ...]:
        """The scope itself and the functions around it, innermost first, as names are looked up."""
        known = self._around.get(scope)
        if known is None:
            known = self._around[scope] = tuple(self._functions_around(scope))
        return known

    def _functions_around(self, scope: int) -> Iterator[int]:
        while scope > MODULE:
            if self.facts.definitions[scope].kind == "function":
                yield scope
            scope = self.facts.definitions[scope].parent

    def enclosing_class(self, scope: int) -> int | None:
        """The class that a method's scope belongs to."""
        while scope > MODULE:
            if self.facts.definitions[scope].kind == "class":
                return scope
            scope = self.facts.definitions[scope].parent
        return None

    def methods(self, owner: int) -> list[int]:
        """The scopes of the functions directly in a class."""
        if not self._methods:
            for index, each in enumerate(self.facts.definitions):
                if each.kind == "function":
                    self._methods[each.parent].append(index)
        return self._methods.get(owner, [])

    def method_that_sets(self, owner: int, attribute: str) -> int | None:
        """The first method of a class that assigns `self.attribute`."""
        return self._setters.get((owner, attribute))

    def returns(self, scope: int) -> list[Use]:
        """The return statements of a function, in order of the text."""
        return self._returns.get(scope, [])


def names_in(target: Expression) -> Iterator[str]:
    """The names that a target of an assignment binds."""
    if isinstance(target, str):
        yield target
    elif isinstance(target, Group):
        for item in target.items:
            yield from names_in(item)


def last_name(expression: Expression) -> str:
    """The last part of a name or attribute chain: `execute` of `self.db.execute`; "" for anything else."""
    if isinstance(expression, str):
        return expression.rpartition(".")[2]
    if isinstance(expression, Attribute):
        return expression.name.rpartition(".")[2]
    if isinstance(expression, Subscript):
        return last_name(expression.value)
    return ""


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly within one."""
    if isinstance(expression, Call):
        return (expression.function, *expression.arguments, *(value for _, value in expression.keywords))
    if isinstance(expression, Text):
        return expression.holes
    if isinstance(expression, Group):
        return expression.items
    if isinstance(expression, Subscript):
        return (expression.value, *expression.items)
    return (expression.value,) if isinstance(expression, Attribute) else ()


def calls_in(expression: Expression) -> Iterator[Call]:
    """Every call within an expression, outermost first; a loop, since expressions can be deep."""
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Call):
            yield current
        waiting.extend(reversed(parts_of(current)))


def constant(expression: Expression) -> str | None:
    """The value of a constant text."""
    return expression.value if isinstance(expression, Text) and not expression.holes else None


def keyword(call: Call, name: str) -> Expression:
    """The value of a keyword argument, or None."""
    return next((value for key, value in call.keywords if key == name), None)


def argument(call: Call, position: int, name: str) -> Expression:
    """An argument given by position or by name, or None."""
    return call.arguments[position] if len(call.arguments) > position else keyword(call, name)
