"""From what a loop does for each row of a table that is written out to what it means in each of them."""

from collections.abc import Iterator
from typing import NamedTuple

from ..facts import Assignment, Attribute, Call, Expression, Group, Subscript, Text
from ..names.bindings import Value
from ..names.call_sites import CallSite, definition_named
from ..names.program import Program
from ..parts import last_name, owner

LISTS = ("list", "tuple", "set")
SAME = ("sorted", "list", "tuple", "reversed", "iter")
OF_A_DICTIONARY = ("items", "values", "keys")


class Row(NamedTuple):
    """What the targets of a loop get in one round, where that stands, and what the table has under it as a key."""

    path: str
    scope: int
    given: Expression
    under: Expression = None


class TableLoop:
    """The loop around a call that binds one of the names in an expression."""

    def __init__(self, program: Program, site: CallSite, loop: Assignment) -> None:
        self.program = program
        self.site = site
        self.loop = loop
        self.rows = tuple(self._rows(site.module.path, site.scope, loop.value))

    def text(self, row: Row, expression: Expression) -> str | None:
        """The text that an expression of the loop is in one row, its holes filled."""
        if isinstance(expression, Text) and expression.holes:
            filled = [self.text(row, hole) for hole in expression.holes]
            known = [one for one in filled if one is not None]
            whole = len(known) == len(filled) == expression.value.count("{}")
            return "".join(_mixed(expression.value.split("{}"), known)) if whole else None
        text = self.program.text(row.path, row.scope, self._in(row, expression))
        return text.value if text is not None and not text.holes else None

    def definition(self, row: Row, expression: Expression) -> str | None:
        """The function or class that an expression of the loop names in one row."""
        return definition_named(self.program, row.path, row.scope, self._in(row, expression))

    def _rows(self, path: str, scope: int, table: Expression) -> Iterator[Row]:
        asked = ""
        if isinstance(table, Call):
            asked = last_name(table.function)
            if asked in OF_A_DICTIONARY and owner(table.function) is not None:
                table = owner(table.function)
            elif table.function in SAME and table.arguments:
                yield from self._rows(path, scope, table.arguments[0])
                return
        for where, at, held in self._held(path, scope, table):
            if isinstance(held, Group) and held.kind in LISTS:
                yield from (Row(where, at, item) for item in held.items)
            elif isinstance(held, Group) and held.kind == "dict":
                for pair in held.items:
                    if isinstance(pair, Group) and len(pair.items) == 2:
                        key, value = pair.items
                        given = {"items": Group((key, value), "tuple"), "values": value}.get(asked, key)
                        yield Row(where, at, given, value)

    def _held(self, path: str, scope: int, table: Expression) -> Iterator[tuple[str, int, Expression]]:
        """A table that is written out, or that a variable holds."""
        if not isinstance(table, str | Attribute):
            yield path, scope, table
            return
        reference = self.program.resolve(path, scope, table)
        if reference is not None:
            where = reference.partition("::")[0]
            yield from ((where, one.scope, one.value) for one in self.program.variable(reference))
        elif isinstance(table, str):
            bound = self.program.bindings(path, scope, table)
            yield from ((path, one.scope, one.value) for one in bound if isinstance(one, Value))

    def _in(self, row: Row, expression: Expression) -> Expression:
        """An expression with the name that the loop binds replaced by what it is in a row."""
        if isinstance(expression, Text):
            return expression
        if isinstance(expression, Subscript):
            return row.under if len(expression.items) == 1 and expression.items[0] == self.loop.targets[0] else None
        if not isinstance(expression, str):
            return None
        name, _, attribute = expression.partition(".")
        found = _bound(self.loop.targets[0], row.given, name)
        if not attribute or found is None:
            return found
        if isinstance(found, Call):
            if (given := self._constructed(row, found, attribute)) is not None:
                return given
            found = found.function
        return f"{found}.{attribute}" if isinstance(found, str) else Attribute(found, attribute)

    def _constructed(self, row: Row, made: Call, attribute: str) -> Expression:
        """What an object of a row was made with under the name of an attribute."""
        named = dict(made.keywords)
        if attribute in named:
            return named[attribute]
        fields = _fields(self.program, self.program.resolve(row.path, row.scope, made.function))
        at = fields.index(attribute) if attribute in fields else len(made.arguments)
        return made.arguments[at] if at < len(made.arguments) else None


def loop_around(program: Program, site: CallSite, expression: Expression) -> TableLoop | None:
    """The last loop of the same function before a call that binds the name in an expression, if its table is written out."""
    named = expression
    if isinstance(expression, Subscript | Text):
        within = expression.items if isinstance(expression, Subscript) else expression.holes
        named = within[0] if within else None
    name = named.partition(".")[0] if isinstance(named, str) else ""
    found = None
    for one in site.module.facts.assignments if name else ():
        if one.how == "for" and one.scope == site.scope and one.line <= site.line and name in _names(one.targets[0]):
            found = one
    loop = TableLoop(program, site, found) if found is not None else None
    return loop if loop is not None and loop.rows else None


def _mixed(parts: list[str], between: list[str]) -> Iterator[str]:
    """The parts of a text with what fills its holes."""
    for part, filling in zip(parts, [*between, ""], strict=True):
        yield part
        yield filling


def _names(target: Expression) -> Iterator[str]:
    if isinstance(target, str):
        yield target
    elif isinstance(target, Group):
        for item in target.items:
            yield from _names(item)


def _bound(target: Expression, given: Expression, name: str) -> Expression:
    """What a name among the targets gets."""
    if target == name:
        return given
    if isinstance(target, Group) and isinstance(given, Group) and given.kind in LISTS:
        found = (_bound(one, held, name) for one, held in zip(target.items, given.items, strict=False))
        return next((one for one in found if one is not None), None)
    return None


def _fields(program: Program, made: str | None) -> tuple[str, ...]:
    """The names of what a class is made with, in order: of its constructor, or of its annotated fields."""
    if made is None:
        return ()
    construct = program.member(made, "__init__")
    definition = program.definition(construct) if construct else None
    if definition is not None:
        return tuple(one.name for one in definition.parameters[1:])
    path, scope = made.partition("::")[0], program.scope_of(made)
    module = program.modules.get(path)
    fields = module.facts.assignments if module and scope else ()
    return tuple(str(one.targets[0]) for one in fields if one.scope == scope and one.annotation is not None)
