"""`relationship(…)` attributes of mapped classes → relations, from both sides."""

import re
from collections.abc import Iterator

from ....python.facts import Call, Expression, Group, Subscript, Text
from ...scopes import argument, constant, keyword, last_name, parts_of
from ...text.names import table_name
from ..declared import ClassFacts, Field
from ..schema import ForeignKey, Relation
from ..texts import text_of
from .models import MappedClasses
from .tables import TableCalls

_MANY = re.compile(r"\b(?:list|List|set|Set|Sequence|WriteOnlyMapped|DynamicMapped|Collection)\b")
_COLUMN = re.compile(r"\b\w+\.\w+\b(?![.(])")
"""`Line.order_id` in the text of a condition."""

_DOTTED = re.compile(r"\w+(?:\.\w+)*")
_JOINED = re.compile(r"\s*join\(\s*(\w+(?:\.\w+)*)\s*,")

_EAGER = frozenset({"joined", "subquery", "selectin", "immediate"})
_RELATIONSHIPS = frozenset({"relationship", "relation", "Relationship", "dynamic_loader"})


def relations_of(
    mapped: MappedClasses, tables: TableCalls, foreign_keys: list[ForeignKey]
) -> dict[str, dict[str, Relation]]:
    """The relations of every mapped class, by its reference and their names."""
    return _Relations(mapped, tables, foreign_keys).all()


class _Relations:
    """The relations in the making."""

    def __init__(self, mapped: MappedClasses, tables: TableCalls, foreign_keys: list[ForeignKey]) -> None:
        self._mapped = mapped
        self._tables = tables
        self._points = {(key.table, key.target) for key in foreign_keys}

    def all(self) -> dict[str, dict[str, Relation]]:
        owners = [self._mapped.classes[reference] for reference in self._mapped.table_of]
        relations = {facts.reference: self._of(facts) for facts in owners}
        for facts in owners:
            self._back(facts, relations)
        return relations

    def _of(self, facts: ClassFacts) -> dict[str, Relation]:
        found: dict[str, Relation] = {}
        for base in (facts.reference, *facts.bases):
            owner = self._mapped.classes.get(base)
            for name, field in self._mapped.attributes(owner).items() if owner else ():
                relation = self._relation(facts, field) if name not in found else None
                if relation is not None:
                    found[name] = relation
        return found

    def _relation(self, facts: ClassFacts, field: Field) -> Relation | None:
        call = field.value
        if not isinstance(call, Call) or last_name(call.function) not in _RELATIONSHIPS:
            return None
        written = argument(call, 0, "argument")
        target = self._model(field, written) or next(
            filter(None, (self._model(field, each) for each in _names_in(field.annotation))), ""
        )
        if not target:
            return None
        keyed_by = self._keyed_by(facts, field, call, target)
        if field.annotation is not None:
            many = bool(_MANY.search(str(field.annotation)))
        elif keyed_by:
            many = keyed_by == target
        else:
            many = (self._mapped.table_of[facts.reference], self._mapped.table_of[target]) not in self._points
        many = many and keyword(call, "uselist") != "False"
        return Relation(target, many, self._secondary(field, call), _is_eager(call))

    def _keyed_by(self, facts: ClassFacts, field: Field, call: Call, target: str) -> str:
        """The class whose column `foreign_keys` names; "" if that is not evident."""
        written = keyword(call, "foreign_keys")
        text = constant(written)
        first = written.items[0] if isinstance(written, Group) and len(written.items) == 1 else written
        if text is None and isinstance(first, str):
            return facts.reference if "." not in first and first in facts.fields else ""
        if written is None:
            return self._joined_by(facts, field, keyword(call, "primaryjoin"), target)
        owner = (text or "").strip("[] ").rpartition(".")[0]
        named = self._model(field, Text(owner)) if owner else ""
        return named if named in {facts.reference, target} and target != facts.reference else ""

    def _joined_by(self, facts: ClassFacts, field: Field, condition: Expression, target: str) -> str:
        """The class of the one column in a `primaryjoin` that is a foreign key; "" if that is not evident."""
        text = (
            text_of(self._mapped.program, field.path, field.scope, condition) if isinstance(condition, Text) else None
        )
        names = (
            _COLUMN.findall(text)
            if text is not None
            else [each for each in _names_in(condition) if isinstance(each, str)]
        )
        keyed = set()
        for name in names if target != facts.reference else ():
            owner, _, column = name.rpartition(".")
            of = self._model(field, Text(owner)) if owner else facts.reference
            if of in {facts.reference, target} and self._is_key(of, column):
                keyed.add(of)
        return keyed.pop() if len(keyed) == 1 else ""

    def _is_key(self, owner: str, name: str) -> bool:
        """Whether a class has a foreign key of this name."""
        field = self._mapped.classes[owner].fields.get(name)
        given = (
            (*field.value.arguments, *(each for _, each in field.value.keywords))
            if field and isinstance(field.value, Call)
            else ()
        )
        return any(isinstance(each, Call) and last_name(each.function) == "ForeignKey" for each in given)

    def _back(self, facts: ClassFacts, relations: dict[str, dict[str, Relation]]) -> None:
        """`backref="lines"` declares the other side where nothing on the other side names it."""
        for name, relation in list(relations[facts.reference].items()):
            field = facts.fields.get(name)
            written = keyword(field.value, "backref") if field and isinstance(field.value, Call) else None
            back = constant(argument(written, 0, "name") if isinstance(written, Call) else written)
            if back:
                eager = isinstance(written, Call) and _is_eager(written)
                other = Relation(facts.reference, not relation.many or bool(relation.through), relation.through, eager)
                relations[relation.model].setdefault(back, other)

    def _secondary(self, field: Field, call: Call) -> str:
        """The table of pairs: by name, by variable, or by the class mapped to it (SQLModel's `link_model`).

        Of a join, also one in a text (`"join(Roles, Role, …)"`), it is the first.
        """
        written = keyword(call, "secondary") or keyword(call, "link_model")
        if isinstance(written, Call) and last_name(written.function) == "join" and written.arguments:
            written = written.arguments[0]
        text = constant(written)
        if text and (joined := _JOINED.match(text)):
            named = self._model(field, Text(joined[1]))
            return self._mapped.table_of[named] if named else table_name(*joined[1].split("."))
        if text:
            return table_name(*text.split(".")) if _DOTTED.fullmatch(text) else ""
        model = self._model(field, written)
        return self._mapped.table_of[model] if model else self._tables.variable(field.path, field.scope, written)

    def _model(self, field: Field, written: Expression) -> str:
        text = text_of(self._mapped.program, field.path, field.scope, written) if isinstance(written, Text) else None
        if text is not None:
            candidates = self._mapped.by_name.get(text.rpartition(".")[2], [])
            near = [each for each in candidates if each.partition("::")[0] == field.path]
            return (near or sorted(candidates) or [""])[0]
        resolved = self._mapped.program.resolve(field.path, field.scope, written) if isinstance(written, str) else None
        return resolved if resolved in self._mapped.table_of else ""


def _is_eager(call: Call) -> bool:
    """Whether a relationship is read whenever its owner is."""
    lazy = keyword(call, "lazy")
    return lazy == "False" or constant(lazy) in _EAGER


def _names_in(annotation: Expression) -> Iterator[Expression]:
    """Names and texts within an annotation, innermost last: `Mapped[list["Order"]]` gives `Order` too."""
    if isinstance(annotation, str | Text):
        yield annotation
    elif isinstance(annotation, Subscript):
        for item in annotation.items:
            yield from _names_in(item)
    else:
        for part in parts_of(annotation):
            yield from _names_in(part)
