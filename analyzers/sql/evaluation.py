"""An expression at a place of the program → what it evidently is (`Value`), through assignments, loops and returns."""

import re
from collections.abc import Mapping

from ..python.facts import Call, Definition, Expression, Group, Subscript, Text
from ..python.program import Program
from .conversions import BUILTINS, RETURNS_ARGUMENT, SESSION_STEPS, TABULAR, as_kind
from .named_models import models_by_parameter, named_model, only_heirs
from .names import table_name
from .schema.declared import ClassFacts
from .schema.django_models import contrib_model
from .schema.schema import Model, Schema
from .scopes import MODULE, Scopes, argument, constant, last_name
from .steps import step
from .values import Link, Value, chain_of
from .variables import DEEPEST, Variables
from .vocabulary import words

FROM_NAME = 0.6
"""Confidence that a bare parameter `order` holds an `Order` when one mapped class alone has that name (chosen)."""

_SPEAKS_OF_TABLES = re.compile(
    r"external:(?:sqlalchemy|sqlmodel|flask_sqlalchemy|peewee|playhouse|django\.(?:shortcuts|apps|contrib|db)|.*\bget_model$"
    r"|.*\bget_user_model$)|external:[\w.]*\bmodels\b"
)
FROM_NAME_ALONE = 0.4
"""The same where the module does not even name the class (chosen)."""

_ANNOTATION_WRAPPERS = frozenset({"Optional", "Union", "Annotated", "Mapped", "Final"})
_COLLECTIONS = words("list List Sequence Iterable Iterator set Set QuerySet Query Collection tuple Tuple")


class Evaluation:
    """The values of one program; what was found for a variable or function is kept for the run."""

    def __init__(
        self, program: Program, scopes: Mapping[str, Scopes], classes: Mapping[str, ClassFacts], schema: Schema
    ) -> None:
        self.program = program
        self.scopes = scopes
        self.classes = classes
        self.schema = schema
        self._variables = Variables(self)
        self._arguments: dict[tuple[str, int, str], Value | None] = {}
        self._returns: dict[str, Value | None] = {}
        self._resolved: dict[tuple[str, int, str], str | None] = {}
        self._by_parameter = models_by_parameter(schema)
        self._kinds = {end for name in self._by_parameter for end in _ends(name)}
        self._only_heir = only_heirs(schema, classes)
        self.asked: set[tuple[str, str]] = set()
        self.given: dict[tuple[str, str], Value] = {}

    def learn(self, given: Mapping[tuple[str, str], Value]) -> None:
        """Takes what callers evidently give for parameters, and forgets what was concluded without it."""
        self.given.update(given)
        self._variables.forget()
        self._arguments.clear()
        self._returns.clear()

    def model(self, reference: str) -> Model | None:
        """The model of a reference, Django's own included."""
        return self.schema.models.get(reference)

    def table(self, reference: str) -> str:
        """The table of a mapped class; "" if it has none."""
        model = self.schema.models.get(reference)
        return model.table if model else contrib_model(reference)

    def value(self, path: str, scope: int, expression: Expression, line: int, depth: int = 0) -> Value | None:
        """What an expression is, or None where that is not evident."""
        if depth > DEEPEST or expression is None:
            return None
        if isinstance(expression, Text):
            return Value("text", text=self.filled(path, scope, expression, line, depth))
        if isinstance(expression, Group):
            return self._group(path, scope, expression, line, depth)
        start, links = chain_of(expression)
        value, used = self.start(path, scope, start, links, line, depth)
        if value is None and isinstance(start, str) and start in BUILTINS and links and links[0].call is not None:
            value, used = self._of_builtin(path, scope, start, links[0].call, line, depth), 1
        for link in links[used:]:
            value = self.after(path, scope, value, link, line, depth)
        return value

    def _of_builtin(self, path: str, scope: int, name: str, call: Call, line: int, depth: int) -> Value | None:
        """`next(…)`, `sorted(…)` and their like: an element or a list of what they are given."""
        given = self.value(path, scope, call.arguments[0], line, depth + 1) if call.arguments else None
        if given is None or given.kind not in {"rows", "list"}:
            return None
        return Value(BUILTINS[name], given.of, confidence=given.confidence)

    def after(self, path: str, scope: int, value: Value | None, link: Link, line: int, depth: int = 0) -> Value | None:
        """What one step makes of a value; sessions need no evidence of their own, for their arguments are evident."""
        call = link.call
        if call is not None and link.name in SESSION_STEPS and (value is None or value.kind not in TABULAR):
            return self._first_argument(path, scope, call, line, depth, link.name)
        if value is None:
            return None
        if call is not None and depth <= DEEPEST:
            made = self._made_by_call(path, scope, value, link, line, depth)
            if made is not None:
                return made
        return step(value, link, self)

    def start(
        self, path: str, scope: int, start: Expression, links: list[Link], line: int, depth: int = 0
    ) -> tuple[Value | None, int]:
        """What a chain starts with, and how many of its steps belong to that start (`models.Order` is one value)."""
        if not isinstance(start, str):
            return (self.value(path, scope, start, line, depth + 1), 0) if start is not None else (None, 0)
        local = self._local(path, scope, start, line, depth)
        if local is not None:
            if local.kind == "object" and links and links[0].call is None and start in {"self", "cls"}:
                attribute = self._attribute(path, scope, links[0].name, depth)
                if attribute is not None:
                    return attribute, 1
            return local, 0
        return self._outside(path, scope, start, links, depth)

    def is_foreign(self, path: str, scope: int, name: str) -> bool:
        """Whether a name comes from outside the tree and from no library that speaks of tables, or from nowhere."""
        module = self.scopes[path]
        if name in {"self", "cls"} or any(
            module.binds(function, name) for function in module.enclosing_functions(scope)
        ):
            return False
        reference = self.resolved(path, scope, name)
        if reference is None:
            return not module.assigned(scope, name)
        return reference.startswith("external:") and not _SPEAKS_OF_TABLES.match(reference)

    def resolved(self, path: str, scope: int, name: str) -> str | None:
        """What a name refers to in the program, remembered."""
        scope = self.scopes[path].outermost(scope, name.partition(".")[0])
        key = (path, scope, name)
        if key not in self._resolved:
            self._resolved[key] = self.program.resolve(path, scope, name)
        return self._resolved[key]

    def filled(self, path: str, scope: int, text: Text, line: int, depth: int = 0) -> Text:
        """A text with the holes filled that constants and names of tables fill."""
        if not text.holes:
            return text
        pieces = text.value.split("{}")
        if len(pieces) != len(text.holes) + 1:
            return text
        result = pieces[0]
        open_holes: list[Expression] = []
        for hole, piece in zip(text.holes, pieces[1:], strict=True):
            value = self.value(path, scope, hole, line, depth + 1)
            inner = value.text if value and value.kind == "text" else None
            name = value.of if value and value.kind == "table" else ""
            if inner is not None and len(inner.value) < 10_000:
                result += inner.value + piece
                open_holes += inner.holes
            else:
                result += (name or "{}") + piece
                open_holes += [] if name else [hole]
        return Text(result, tuple(open_holes))

    # -- names

    def _outside(self, path: str, scope: int, start: str, links: list[Link], depth: int) -> tuple[Value | None, int]:
        dotted, used = start, 0
        while True:
            reference = self.resolved(path, scope, dotted)
            value = self._referred(reference, depth) if reference else None
            if value is not None:
                return value, used
            if reference is None or used == len(links) or not links[used].name.isidentifier():
                return None, used
            if (used and links[used - 1].call is not None) or used > 4:
                return None, used
            dotted = f"{dotted}.{links[used].name}"
            if links[used].call is not None:
                return self._called(path, scope, dotted, used, links, depth)
            used += 1

    def _called(
        self, path: str, scope: int, dotted: str, used: int, links: list[Link], depth: int
    ) -> tuple[Value | None, int]:
        """`models.Order(…)`: the name of the last step belongs to the start, its call does not."""
        reference = self.resolved(path, scope, dotted)
        value = self._referred(reference, depth) if reference else None
        if value is None:
            return None, used
        links[used] = Link("()", links[used].call)
        return value, used

    def _referred(self, reference: str, depth: int) -> Value | None:
        if reference in self.schema.models or contrib_model(reference):
            return Value("class", reference)
        if reference in self.schema.table_variables:
            return Value("table", self.schema.table_variables[reference])
        if reference.startswith("external:") or self.program.definition(reference) is not None:
            return Value("function", reference)
        path, _, name = reference.partition("::")
        return (
            self._variables.value(path, MODULE, name, 1_000_000_000, depth + 1)
            if name and path in self.scopes
            else None
        )

    def _local(self, path: str, scope: int, name: str, line: int, depth: int) -> Value | None:
        module = self.scopes[path]
        if name in {"self", "cls"}:
            owner = module.enclosing_class(scope)
            if owner is not None:
                reference = module.reference(owner)
                reference = self._only_heir.get(reference, reference)
                kind = "class" if name == "cls" else "instance"
                return Value(kind if reference in self.schema.models else "object", reference)
        for function in module.enclosing_functions(scope):
            if module.assigned(function, name):
                return self._variables.value(path, function, name, line, depth + 1)
            parameter = _parameter(module.definition(function), name)
            if parameter is not None:
                key = (path, function, name)
                if key not in self._arguments:
                    self._arguments[key] = self._argument(path, function, name, parameter)
                return self._arguments[key]
        if scope != MODULE and module.definition(scope).kind == "class" and module.assigned(scope, name):
            return self._variables.value(path, scope, name, line, depth + 1)
        return None

    def _attribute(self, path: str, scope: int, name: str, depth: int) -> Value | None:
        """`self.name` of a class that is no model: what any method, or the body of the class or an ancestor, assigns."""
        module = self.scopes[path]
        owner = module.enclosing_class(scope)
        if owner is None:
            return None
        method = module.method_that_sets(owner, name)
        if method is not None:
            return self._variables.value(path, method, f"self.{name}", 1_000_000_000, depth + 1)
        reference = module.reference(owner)
        for ancestor in (reference, *self.classes[reference].bases) if reference in self.classes else ():
            known = self.classes.get(ancestor)
            if known is not None and name in known.fields:
                field = known.fields[name]
                return self.value(field.path, field.scope, field.value, field.line, depth + 1)
        return None

    def _argument(self, path: str, function: int, name: str, annotation: Expression) -> Value | None:
        if annotation is not None and annotation != "":
            found = self.annotated(path, function, annotation)
            if found is not None:
                return found
        reference = self.scopes[path].reference(function)
        self.asked.add((reference, name))
        if (reference, name) in self.given:
            return self.given[(reference, name)]
        return self._by_name(path, name) or Value("parameter", reference, name)

    def _by_name(self, path: str, name: str) -> Value | None:
        """A variable `order` as an Order, where the module names that class or no other class is any kind of order."""
        candidates = self._by_parameter.get(name, ())
        for candidate in candidates:
            if self.resolved(path, MODULE, candidate.rpartition("::")[2]) == candidate:
                return Value("instance", candidate, confidence=FROM_NAME)
        if len(candidates) != 1 or name in self._kinds:
            return None
        return Value("instance", candidates[0], confidence=FROM_NAME_ALONE)

    def annotated(self, path: str, scope: int, annotation: Expression) -> Value | None:
        """`Order`, `"Order"`, `Order | None`, `Optional[Order]` are instances, `list[Order]` rows, `type[Order]` a class."""
        if isinstance(annotation, Group):
            found = (self.annotated(path, scope, item) for item in annotation.items if item != "None")
            return next((value for value in found if value is not None), None)
        if isinstance(annotation, Subscript):
            outer, inner = last_name(annotation.value), annotation.items[0] if annotation.items else None
            value = self.annotated(path, scope, inner)
            if value is None or outer in _ANNOTATION_WRAPPERS:
                return value
            if outer in {"type", "Type"}:
                return Value("class", value.of) if value.kind == "instance" else None
            return Value("rows", value.of) if outer in _COLLECTIONS else None
        text = constant(annotation)
        written = text if text is not None and text.replace(".", "").isidentifier() else annotation
        reference = self.resolved(path, scope, written) if isinstance(written, str) else None
        return self.instance_of(reference) if reference else None

    def instance_of(self, reference: str) -> Value | None:
        if reference in self.schema.models or contrib_model(reference):
            return Value("instance", reference)
        return Value("object", reference) if reference in self.classes else None

    # -- calls

    def _made_by_call(self, path: str, scope: int, value: Value, link: Link, line: int, depth: int) -> Value | None:
        call = link.call
        if call is None:
            return None
        if value.kind == "text" and link.name == "join" and call.arguments:
            return self._joined_text(path, scope, value, call, line, depth)
        if value.kind == "function" and link.name == "get_model":
            return named_model(self.schema, link.name, call)
        if value.kind == "function" and link.name == "()":
            return self._function_called(path, scope, value.of, call, line, depth)
        if value.kind in {"object", "instance"} and link.name not in {"()", "[]"}:
            method = self.method(value.of, link.name)
            return self._returned(method, depth) if method else None
        return None

    def _function_called(
        self, path: str, scope: int, reference: str, call: Call, line: int, depth: int
    ) -> Value | None:
        name = reference.rpartition(".")[2].rpartition("::")[2]
        if reference in self.classes:
            return Value("object", reference)
        if name in {"get_model", "get_user_model"}:
            return named_model(self.schema, name, call)
        if name in RETURNS_ARGUMENT:
            first = self.value(path, scope, call.arguments[0], line, depth + 1) if call.arguments else None
            return as_kind(first, RETURNS_ARGUMENT[name])
        found = self._returned(reference, depth)
        if found is None or found.kind != "parameter":
            return found
        return as_kind(self.value(path, scope, self.given_for(found, call), line, depth + 1), found.through)

    def given_for(self, parameter: Value, call: Call) -> Expression:
        """What a call of a function gives for one of its parameters, by name or by position (`self` not counted)."""
        path, _, function = parameter.of.partition("::")
        module = self.scopes[path]
        names = [each.name for each in module.definition(module.index_of[function]).parameters]
        if names and names[0] in {"self", "cls"}:
            names = names[1:]
        for key, value in call.keywords:
            if key == parameter.name:
                return value
        at = names.index(parameter.name) if parameter.name in names else len(call.arguments)
        return call.arguments[at] if at < len(call.arguments) else None

    def _joined_text(self, path: str, scope: int, glue: Value, call: Call, line: int, depth: int) -> Value | None:
        group = call.arguments[0]
        if glue.text is None or not isinstance(group, Group) or group.kind not in {"list", "tuple"}:
            return None
        texts = [self.value(path, scope, item, line, depth + 1) for item in group.items]
        parts = [each.text if each and each.text else Text("{}", (None,)) for each in texts]
        holes = tuple(hole for part in parts for hole in part.holes)
        return Value("text", text=Text(glue.text.value.join(part.value for part in parts), holes))

    def _first_argument(self, path: str, scope: int, call: Call, line: int, depth: int, name: str) -> Value | None:
        """`session.get(Order, 1)` is an Order, `session.scalars(select(Order))` rows of it."""
        first = argument(call, 0, "entity")
        return as_kind(self.value(path, scope, first, line, depth + 1), SESSION_STEPS[name])

    def _returned(self, reference: str, depth: int) -> Value | None:
        """What a function of the tree returns in its first return that is evident, or says it returns."""
        if reference in self._returns or depth > DEEPEST:
            return self._returns.get(reference)
        self._returns[reference] = None  # a function that returns itself returns nothing evident
        path, _, name = reference.partition("::")
        module = self.scopes.get(path)
        index = module.index_of.get(name) if module else None
        if module is None or index is None:
            return None
        found = (
            self.annotated(path, index, module.definition(index).returns) if module.definition(index).returns else None
        )
        for use in module.returns(index):
            if found is not None:
                break
            found = self.value(path, index, use.expression, use.line, depth + 1)
        self._returns[reference] = found
        return found

    def method(self, owner: str, name: str) -> str | None:
        """The reference of a method, looked up through the ancestors."""
        known = self.classes.get(owner)
        for base in (owner, *known.bases) if known else ():
            path, _, qualified = base.partition("::")
            module = self.scopes.get(path)
            if module is not None and f"{qualified}.{name}" in module.index_of:
                return f"{base}.{name}"
        return None

    def _group(self, path: str, scope: int, group: Group, line: int, depth: int) -> Value | None:
        if group.kind == "star" or group.kind == "choice" or group.kind == "other":
            found = (self.value(path, scope, item, line, depth + 1) for item in group.items)
            return next((value for value in found if value is not None), None)
        if group.kind in {"list", "tuple", "set", "comprehension"} and group.items:
            first = self.value(path, scope, group.items[0], line, depth + 1)
            return Value("list", first.of, confidence=first.confidence) if first and first.kind == "instance" else None
        return None


def _parameter(definition: Definition, name: str) -> Expression:
    """The annotation of a parameter, "" for one without, None if there is no such parameter."""
    for parameter in definition.parameters:
        if parameter.name.lstrip("*") == name:
            return parameter.annotation if parameter.annotation is not None else ""
    return None


def _ends(name: str) -> list[str]:
    """`order` and `line_order` of `purchase_line_order`."""
    words = name.split("_")
    return ["_".join(words[at:]) for at in range(1, len(words))]


def table_of(value: Value, evaluation: Evaluation) -> str:
    """The table behind a value; "" if none."""
    return table_name(value.of) if value.kind == "table" else evaluation.table(value.of)
