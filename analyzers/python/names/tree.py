"""The definitions and scopes of all modules as they stand in the text, before anything is resolved."""

from collections.abc import Iterable, Mapping, Sequence

from ..facts import Definition, Expression, Group, PythonFacts
from ..files.folders import nearest
from .bindings import Bindings, Scope, Value


class _BindingsByPath(dict[str, Bindings]):
    """Made when a module is first asked for."""

    def __init__(self, facts: Mapping[str, PythonFacts]) -> None:
        super().__init__()
        self._facts = facts

    def __missing__(self, path: str) -> Bindings:
        self[path] = found = Bindings(self._facts[path])
        return found


class Tree:
    """Facts and bindings by path; `products` are the paths of product code."""

    def __init__(self, facts: Mapping[str, PythonFacts], products: frozenset[str]) -> None:
        self.facts = facts
        self.products = products
        self._bindings = _BindingsByPath(facts)

    def bindings(self, path: str) -> Bindings:
        """What the scopes of a module bind."""
        return self._bindings[path]

    def scopes(self, path: str, scope: int) -> Iterable[tuple[int, Scope]]:
        """The scopes that a name is looked up in: a class is seen from its own body only."""
        scopes = self._bindings[path].scopes
        definitions = self.facts[path].definitions
        at = scope
        while at >= 0:
            definition = definitions[at]
            if at == scope or definition.kind != "class":
                yield at, scopes[at]
            at = definition.parent

    def is_bound(self, path: str, scope: int, name: str) -> bool:
        """Whether a bare name is bound in a scope or around it, to whatever."""
        return any(name in table.names for _, table in self.scopes(path, scope))

    def definition(self, reference: str) -> Definition | None:
        """The class or function of a reference."""
        path, inside, name = reference.partition("::")
        if not inside or path not in self.facts:
            return None
        index = self._bindings[path].by_name.get(name)
        return None if index is None else self.facts[path].definitions[index]

    def class_at(self, reference: str) -> Definition | None:
        """The definition of a reference, if it is that of a class."""
        definition = self.definition(reference)
        return definition if definition is not None and definition.kind == "class" else None

    def scope_of(self, reference: str) -> int:
        """The index of the definition of a reference in its module, 0 if it is none."""
        path, _, name = reference.partition("::")
        return self.bindings(path).by_name.get(name, 0) if path in self.facts else 0

    def has_several_bases(self, reference: str) -> bool:
        """Whether a class mixes others."""
        definition = self.class_at(reference)
        return definition is not None and len(definition.bases) > 1

    def defines(self, reference: str, name: str) -> bool:
        """Whether a class binds a member of this name itself, in its body or on `self`."""
        path = reference.partition("::")[0]
        table = self.bindings(path).scopes[self.scope_of(reference)]
        return name in table.names or name in table.members

    def owner(self, reference: str) -> str | None:
        """The class whose method a function is."""
        owner = reference.rpartition(".")[0] if "." in reference.rpartition("::")[2] else ""
        return owner if owner and self.class_at(owner) else None

    def returns(self, reference: str) -> tuple[Expression, ...]:
        """What a function returns, in order of the text."""
        return tuple(self.bindings(reference.partition("::")[0]).returns.get(self.scope_of(reference), ()))

    def yields(self, reference: str) -> tuple[Expression, ...]:
        """What a generator yields, in order of the text."""
        return tuple(self.bindings(reference.partition("::")[0]).yields.get(self.scope_of(reference), ()))

    def variable(self, path: str, name: str) -> list[Value]:
        """What a variable of a module or class is bound to."""
        owner, _, last = name.rpartition(".")
        table = self.bindings(path).scopes[self.bindings(path).by_name.get(owner, 0)]
        return [one for one in (*table.names.get(last, ()), *table.members.get(last, ())) if isinstance(one, Value)]

    def only_value(self, path: str, scope: int, name: str) -> Expression:
        """What a variable of a function or module is assigned, if that happens once."""
        bound = next((table.names[name] for _, table in self.scopes(path, scope) if name in table.names), ())
        value = bound[0] if len(bound) == 1 else None
        return value.value if isinstance(value, Value) and value.how == "=" else None

    def filled(self, path: str, name: str) -> list[Value]:
        """What is put into the container that a variable of a module or class holds."""
        owner, _, last = name.rpartition(".")
        table = self.bindings(path).scopes[self.bindings(path).by_name.get(owner, 0)]
        return [*table.filled.get(last, ()), *table.members_filled.get(last, ())]

    def values(self, reference: str) -> tuple[Expression, ...]:
        """The expressions that a variable is assigned, in order."""
        path, inside, name = reference.partition("::")
        if not inside or path not in self.facts or self.definition(reference) is not None:
            return ()
        return tuple(value.value for value in self.variable(path, name) if value.how == "=")

    def is_left_open(self, reference: str) -> bool:
        """Whether a variable of a class is only set to None or something empty: what counts is what heirs set."""
        path, _, name = reference.partition("::")
        values = (value.value for value in self.variable(path, name))
        return all(value == "None" or (isinstance(value, Group) and not value.items) for value in values)

    def own_class(self, path: str, scope: int, name: str) -> str | None:
        """The class of a method whose first parameter has this name: `self` or `cls`."""
        definition = self.facts[path].definitions[scope]
        first = definition.parameters[0].name if definition.parameters else None
        return self.enclosing_class(path, definition.parent) if name == first else None

    def enclosing_class(self, path: str, scope: int) -> str | None:
        """The class around a scope, nearest first."""
        index = self.bindings(path).enclosing_class(scope)
        return None if index is None else f"{path}::{self.facts[path].definitions[index].name}"

    def likeliest(self, paths: Sequence[str], asker: str) -> str | None:
        """Which of several modules of one name is meant: one of product code, and the nearest; None where that is unclear."""
        return nearest([path for path in paths if path in self.products] or paths, asker)

    def product_classes(self) -> Iterable[tuple[str, Definition]]:
        """Every class of product code, in order of path and text."""
        for path, facts in self.facts.items():
            if path in self.products:
                for definition in facts.definitions:
                    if definition.kind == "class":
                        yield f"{path}::{definition.name}", definition
