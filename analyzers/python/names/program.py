"""The resolved program: from the facts of all Python files to what a name means at a place in the tree.

References are strings: `path` for a module, `path::Qualified.name` for anything defined in it (classes, functions,
variables), and `external:dotted.name` for what lies outside the tree (`external:sqlalchemy.orm.Session`,
`external:builtins.len`). A reference always leads to the defining place, through every import and re-export.
"""

from collections.abc import Mapping

from msgspec import Struct

from decompose.evidence.analyzer import NOTHING_TOLD, Corpus
from decompose.evidence.options import Options
from decompose.evidence.unit import Role
from decompose.repository.collector import untie

from ..facts import Call, Definition, Expression, Import, PythonFacts, Text
from ..files.index_of_facts import index_of
from ..files.program_roles import roles_of
from ..references import EXTERNAL, NAMESPACE, instance_kind
from .bindings import Binding, Value
from .descriptors import is_property
from .dispatch import Targets
from .names import Names, Trace


class Module(Struct, frozen=True):
    """One file: its path, its dotted name for people, whether it is a package's `__init__`, its facts, what it is for."""

    path: str
    name: str
    is_package: bool
    facts: PythonFacts
    role: Role = Role.PRODUCT


def program_of(corpus: Corpus) -> "Program":
    """The program that the Python facts of a corpus make up; use as `corpus.derive(program_of)`."""
    facts = {**corpus.facts("python"), **corpus.facts("python-outline")}
    return Program({path: facts[path] for path in sorted(facts)}, corpus.options)


class Program:
    """What names mean. `scope` is an index into the definitions of the module's facts, 0 for the module itself."""

    def __init__(self, facts: Mapping[str, PythonFacts], options: Options = NOTHING_TOLD) -> None:
        self.index = index_of(facts, options)
        roles = roles_of(facts, self.index, options)
        self.modules: Mapping[str, Module] = {
            path: Module(
                path, self.index.name(path), path.rpartition("/")[2] == "__init__.py", facts[path], roles[path]
            )
            for path in sorted(facts)
        }
        products = frozenset(path for path, role in roles.items() if role is Role.PRODUCT)
        self._names = Names(facts, self.index, products)

    def let_go(self) -> None:
        """Forget everything: what answers for names, types and calls knows each other, and would stay."""
        untie(self._names, self)

    def resolve(self, path: str, scope: int, expression: Expression) -> str | None:
        """What a name, attribute chain or subscripted name refers to; None where the text does not make it evident.

        `order.save` is `shop/models.py::Order.save` if `order` evidently is an `Order`; a call refers to nothing
        (see `type_of`), unless it names a definition by two texts (`get_class("shop.models", "Order")`).
        """
        return _public(self._names.trace(path, scope, expression).reference)

    def trace(self, path: str, scope: int, expression: Expression) -> Trace:
        """The reference as by `resolve`, and what inside the tree leads to it.

        `Order.objects.filter` refers to `external:django.db.models.Model.objects.filter`, by way of `Order`; with a
        manager of the tree it refers to `Manager.filter`, and `Order.objects` is what the text names.
        """
        return self._names.trace(path, scope, expression)

    def targets(self, path: str, scope: int, call: Call) -> Targets:
        """The functions, classes or external things of which a call runs one, and how that is known.

        Known are also classes and functions that variables, attributes and parameters hold (`handler_class()`), and most
        likely targets where the type of a value is not evident.
        """
        return self._names.dispatch.targets(path, scope, call)

    def likely_getter(self, path: str, scope: int, expression: Expression) -> str | None:
        """The property of the tree that most likely runs when an attribute that `resolve` does not know is read."""
        return self._names.dispatch.likely_getter(path, scope, expression)

    def type_of(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class that the value of an expression is an instance of, where the text makes that evident.

        Known from constructor calls, annotations, returned values of functions of the tree, `self` and `super()`.
        """
        return instance_kind(self._names.types.type_of(path, scope, expression))

    def type_of_each(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class of what going through an expression gives."""
        return instance_kind(self._names.types.elements.each(path, scope, expression))

    def type_of_reference(self, reference: str) -> str | None:
        """The class of what a variable, attribute or property holds."""
        return instance_kind(self._names.types.type_of_reference(reference))

    def values(self, reference: str) -> tuple[Expression, ...]:
        """What a variable of a module or class, or an attribute set on `self`, is assigned; empty for others."""
        return self._names.tree.values(reference)

    def member(self, reference: str, name: str) -> str | None:
        """What `name` is of a module, class or typed variable, inherited members included."""
        return _public(self._names.members.of(reference, name))

    def variable(self, reference: str) -> tuple[Value, ...]:
        """What a variable of a module or class, or an attribute set on `self`, is bound to, and in which scope."""
        path, inside, name = reference.partition("::")
        known = inside and path in self._names.tree.facts and self._names.tree.definition(reference) is None
        return tuple(self._names.tree.variable(path, name)) if known else ()

    def bindings(self, path: str, scope: int, name: str) -> tuple[Binding, ...]:
        """What the innermost scope that knows a bare name binds it to."""
        tables = (table.names for _, table in self._names.tree.scopes(path, scope))
        return tuple(next((names[name] for names in tables if name in names), ()))

    def returned(self, function: str) -> tuple[Expression, ...]:
        """What a function of the tree returns, in order of the text."""
        return self._names.tree.returns(function)

    def definition(self, reference: str) -> Definition | None:
        """The class or function that a reference of this tree names; None for modules, variables and externals."""
        return self._names.tree.definition(reference)

    def getter(self, reference: str) -> str | None:
        """The method or function that runs when an attribute is read; None if reading runs nothing of the tree."""
        definition = self._names.tree.definition(reference)
        if definition is None:
            return self._names.types.descriptors.getter(reference)
        return reference if is_property(definition) else None

    def setter(self, reference: str) -> str | None:
        """The function that runs when an attribute is set, other than one of the attribute's own name."""
        return self._names.types.descriptors.setter(reference)

    def closure(self, reference: str) -> str | None:
        """The nested function that a function returns: `decorate` of `task`, which `@task("mail")` then calls."""
        return self._names.closure(reference)

    def is_bound(self, path: str, scope: int, name: str) -> bool:
        """Whether a bare name is bound in a scope or around it, to whatever."""
        return self._names.tree.is_bound(path, scope, name)

    def related(self, path: str, scope: int, call: Call) -> str | None:
        """The mapped class that a relation leads to: of `ForeignKey("shop.Order")`, of `relationship("Order")`."""
        return self._names.types.orm.related(path, scope, call)

    def loaded(self, path: str, scope: int, call: Call) -> tuple[str, ...]:
        """What a call loads by the name of a module and those of what it defines: `get_classes("shop.views", ["Cart"])`."""
        return self._names.loaders.several(path, scope, call)

    def labelled(self, path: str, text: str) -> str | None:
        """The model that `"shop.Order"` names by the label of an application; only as it is written, and in capitals."""
        label, _, name = text.partition(".")
        found = self._names.texts.labelled(path, label, name) if name[:1].isupper() and name.isidentifier() else None
        return found if found and found.endswith(f"::{name}") else None

    def app_config(self, label: str, asker: str) -> str | None:
        """The configuration class of the Django application with a label; of several the nearest to who asks."""
        return self._names.apps.config(label, asker)

    def module_text(self, path: str, scope: int, call: Call) -> Text | None:
        """The full dotted name that a call is given to import, with holes where it is computed."""
        return self._names.loaders.module_text(path, scope, call)

    def text(self, path: str, scope: int, expression: Expression) -> Text | None:
        """The text that an expression evidently is, with holes where it is computed; None if nothing of it is known."""
        return self._names.constants.text(path, scope, expression)

    def held(self, path: str, scope: int, name: str) -> Expression:
        """The call that a bare name of a function or module holds, if it is given one value, once; None for others."""
        return self._names.constants.held(path, scope, name)

    def scope_of(self, reference: str) -> int:
        """The index of the definition that a reference names: the scope of its body; 0 for modules and variables."""
        return self._names.tree.scope_of(reference)

    def bases(self, reference: str) -> tuple[str, ...]:
        """All ancestors of a class, nearest first, each once, externals included, the class itself left out."""
        return self._names.ancestry.bases(reference)

    def imported(self, path: str, statement: Import) -> str | None:
        """What the name that an import binds refers to: the defining place, through every re-export."""
        return self._names.imported(path, statement)

    def module_of_import(self, path: str, statement: Import) -> str | None:
        """The module that an import names; a folder without files of its own is `namespace:folder`."""
        return self._names.module_of_import(path, statement)

    def module_named(self, dotted: str) -> str | None:
        """The path of the module that a full dotted name imports, from any root of the tree."""
        return _public(self.index.named(dotted))

    def named(self, dotted: str) -> str | None:
        """What a full dotted name in a text means: a module of the tree or a class or function in one."""
        return _public(self._names.texts.named(dotted))


def is_external(reference: str) -> bool:
    """Whether a reference leads out of the tree."""
    return reference.startswith(EXTERNAL)


def _public(reference: str | None) -> str | None:
    return None if reference is None or reference.startswith(NAMESPACE) else reference
