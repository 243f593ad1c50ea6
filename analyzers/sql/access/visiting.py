"""One module of a program → every access to a table its text makes evident, and the calls it makes."""

import re

from msgspec.structs import replace

from ...python.facts import Assignment, Attribute, Call, Expression, Group, Subscript, Text
from ...python.front_end.literals import formatted, percent
from ...python.parts import owner
from ..scopes import MODULE, Scopes, argument, constant, last_name
from ..text.names import table_name
from ..text.recognising import may_be_sql
from ..values.evaluation import Evaluation
from ..values.values import RETURNED, Link, Place, chain_of
from ..vocabulary import (
    DELETES,
    EXHAUSTS,
    MESSAGES,
    NAMED_TABLES,
    SESSION_BULK,
    SESSION_GETS,
    SESSION_RUNS,
    SESSION_WRITES,
    SINKS,
)
from .builders import BEGINS_BUILDING, accesses_built
from .chains import read_chain
from .composed import identified
from .constants import SqlConstants
from .effects import Access
from .left_open import left_open
from .mapped_attributes import is_mapped
from .notes import CallSite, Notes, ParameterUse, Seen
from .only_changed import OnlyChanged
from .sql_in_code import SqlTexts

Waiting = tuple[Expression, int, str]
"""An expression to be visited, its line, and the name of the call it is an argument of."""

_OF_SESSIONS = SESSION_WRITES | SESSION_BULK | SESSION_GETS | SESSION_RUNS | DELETES | {"query", "save", "join"}
"""Calls that tell of tables by their arguments, whatever they are called on."""

NAMED = 0.9
"""Confidence that what a call of such a name is given names a table (chosen)."""

TABLE_LEFT_OPEN = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+[\"`]?%(?:s|\(\w+\)s)", re.IGNORECASE)
"""A placeholder where only the name of a table can stand: that is filled by `%`, not by the database."""

SET = 0.9
"""Confidence that setting an attribute of an SQLAlchemy object is written with the next flush (measured at .97)."""


class Visitor:
    """A walk over all expressions of one module."""

    def __init__(self, module: Scopes, evaluation: Evaluation, texts: SqlTexts, constants: SqlConstants) -> None:
        self._module = module
        self._path = module.path
        self._evaluation = evaluation
        self._texts = texts
        self._constants = constants
        self._silent = False
        self._only_changed = OnlyChanged(module)
        self._held: Expression = None
        self._notes = Notes(evaluation)

    def visit(self) -> Seen:
        """All that the module's expressions, in order of the text, do to tables."""
        for definition in self._module.facts.definitions:
            scope = max(definition.parent, MODULE)
            for expression in (*definition.decorators, *(each.default for each in definition.parameters)):
                self._expression(expression, scope, definition.line)
        for assignment in self._module.facts.assignments:
            self._silent = self._constants.holds(self._module, assignment)
            self._held = assignment.value if self._is_only_changed(assignment) else None
            self._expression(assignment.value, assignment.scope, assignment.line)
            self._silent = False
            if assignment.how == "for":
                self._iterated(assignment.value, assignment.scope, assignment.line)
            for target in assignment.targets:
                self._target(target, assignment.scope, assignment.line)
        for block in self._module.facts.withs:
            for expression, _ in block.items:
                self._expression(expression, block.scope, block.line)
        for use in self._module.facts.uses:
            self._expression(use.expression, use.scope, use.line)
        self._bound_classes()
        return self._notes.seen

    def _is_only_changed(self, assignment: Assignment) -> bool:
        """Whether a query is put in a variable of which only rows are changed."""
        names = assignment.targets if assignment.how == "=" and assignment.scope != MODULE else ()
        return len(names) == 1 and isinstance(names[0], str) and self._only_changed.holds(assignment.scope, names[0])

    def _bound_classes(self) -> None:
        """What views, forms and their like inherit, done to the model that they are bound to."""
        through = self._evaluation.through
        for scope, definition in enumerate(self._module.facts.definitions):
            facts = self._evaluation.classes.get(self._module.reference(scope)) if definition.kind == "class" else None
            if facts is None:
                continue
            for line, value, (writes, flags), detail in through.effects(facts):
                sure = through.sure_of(facts, (writes, flags))
                self._notes.access(scope, line, value, writes, flags, detail, sure)

    def _iterated(self, collection: Expression, scope: int, line: int) -> None:
        """`for order in orders`: rows that are gone through are read, wherever they were asked for."""
        if isinstance(collection, str):
            value = self._evaluation.value(Place(self._path, scope, line), collection)
            if value is not None and value.kind == "rows" and value.name != RETURNED:
                self._notes.access(scope, line, value, False, (), f"for … in {collection}")

    def _expression(self, expression: Expression, scope: int, line: int) -> None:
        named = self._constants.names
        waiting: list[Waiting] = [(expression, line, "")]
        while waiting:
            current, line, receiver = waiting.pop()
            kind = type(current)
            if kind is str and "." not in current:  # type: ignore[operator]  # mypy does not narrow by `type(…) is`
                if current in named or receiver in SINKS:
                    self._name(current, scope, line, receiver)  # type: ignore[arg-type]
            elif kind is str or kind is Call or kind is Attribute or kind is Subscript:
                self._chain(current, scope, line, receiver, waiting)
            elif kind is Text:
                self._text(current, scope, line, receiver)  # type: ignore[arg-type]
                waiting.extend((hole, line, "") for hole in current.holes)  # type: ignore[union-attr]
            elif kind is Group and not (receiver in SINKS and self._percent(current, scope, line, receiver)):  # type: ignore[arg-type]
                waiting.extend((part, line, receiver) for part in reversed(current.items))  # type: ignore[union-attr]

    # -- texts

    def _text(self, text: Text, scope: int, line: int, receiver: str) -> None:
        if receiver in MESSAGES or self._silent:
            return
        if text.value.endswith(".sql"):
            for _, statement in self._texts.of_file(text):
                self._notes.statement(statement, scope, line, 0.9 if "*" in text.value or text.holes else 1.0)
            return
        if text.holes and (receiver in SINKS or may_be_sql(text.value)):
            text = self._evaluation.filled(Place(self._path, scope, line), text)
        self._statements(text, scope, line, sink=receiver in SINKS)

    def _statements(self, text: Text, scope: int, line: int, *, sink: bool) -> None:
        """What a text does, and what it leaves to whoever gives the function a name to put into it."""
        statements = self._texts.statements(text, sink=sink)
        for statement in statements:
            self._notes.statement(statement, scope, line)
        if any(statement.dynamic for statement in statements):
            place = Place(self._path, scope, line)
            for value, effect in left_open(text, lambda hole: self._evaluation.value(place, hole), self._texts):
                self._notes.seen.parameters.add(ParameterUse(value.of, value.name, effect))

    def _name(self, name: str, scope: int, line: int, receiver: str) -> None:
        """A name that stands for a text: a constant of a module or class, or a variable that a database receives."""
        known = self._constants.named(self._module, scope, name)
        for _, statement in known:
            self._notes.statement(statement, scope, line)
        if known or receiver not in SINKS:
            return
        value = self._evaluation.value(Place(self._path, scope, line), name)
        if value is not None and value.kind == "parameter":
            self._notes.seen.parameters.add(ParameterUse(value.of, value.name, "sql"))
        elif value is not None and value.text is not None and self._is_new(scope, name, value.text):
            self._statements(value.text, scope, line, sink=True)

    def _is_new(self, scope: int, name: str, text: Text) -> bool:
        """Whether a text in a variable was not told where it was written: too plain to be known there, or put together."""
        grown = any(binding.how == "+=" for binding in self._module.assigned(scope, name))
        return grown or not self._texts.statements(text, sink=False)

    # -- chains

    def _chain(self, expression: Expression, scope: int, line: int, receiver: str, waiting: list[Waiting]) -> None:
        """The accesses along a chain; the expressions inside its calls are put with those waiting."""
        if isinstance(expression, str):
            self._name(expression, scope, line, receiver)
        start, links = chain_of(expression)
        if isinstance(start, Text) and links[0].name == "join":
            self._joined(expression, scope, line, receiver)
        if links and links[-1].name == "format" and links[-1].call is not None:
            self._formatted(links[-1].call, scope, line, receiver)
        if not isinstance(start, str):
            waiting.append((start, line, ""))
        idle = True
        for link in links:
            if link.call is not None:
                composed = link.name == "SQL" and links[-1].name == "format"  # its text is told with the names put in
                self._arguments(replace(link.call, arguments=()) if composed else link.call, link, scope, waiting)
                idle = idle and link.name not in _OF_SESSIONS
            elif link.name == "objects":
                idle = False
        if links and links[0].name in BEGINS_BUILDING:
            self._built(scope, line, start, links)
        if not idle or (isinstance(start, str | Group) and not self._is_foreign(start, scope)):
            is_held = expression is self._held and expression is not None
            read_chain(self._notes, self._evaluation, Place(self._path, scope, line), start, links, is_held)

    def _joined(self, expression: Expression, scope: int, line: int, receiver: str) -> None:
        """`" ".join(["SELECT", …])`."""
        value = self._evaluation.value(Place(self._path, scope, line), expression)
        if value is not None and value.text is not None:
            self._text(value.text, scope, line, receiver)

    def _built(self, scope: int, line: int, start: Expression, links: list[Link]) -> None:
        """`Query.from_(orders).join(lines)` of pypika."""
        built = accesses_built(self._evaluation.program, self._path, scope, line, start, links)
        self._notes.seen.accesses.extend(built)
        for other in built[1:]:
            self._notes.join(scope, line, built[0].table, other.table, other.detail)

    def _formatted(self, call: Call, scope: int, line: int, receiver: str) -> None:
        """`QUERY.format(table)`, and `sql.SQL("… {}").format(sql.Identifier("orders"))` of psycopg."""
        base = owner(call.function)
        if isinstance(base, Call) and last_name(base.function) == "SQL" and base.arguments:
            base, call = base.arguments[0], identified(call)
        text = self._kept(scope, base)
        if text is not None and "{" in text.value:
            self._text(formatted(text, call), scope, line, receiver)

    def _percent(self, group: Group, scope: int, line: int, receiver: str) -> bool:
        """`QUERY % table`, where a table stands in a kept text as a placeholder; whether it is that."""
        text = self._kept(scope, group.items[0]) if group.kind == "operation" and len(group.items) == 2 else None
        if text is None or not TABLE_LEFT_OPEN.search(text.value):
            return False
        self._text(percent(text, group.items[1]), scope, line, receiver)
        return True

    def _kept(self, scope: int, base: Expression) -> Text | None:
        """The text itself, or the one that a name stands for, if it may be SQL; then it is used here and nowhere else."""
        text = base if isinstance(base, Text) else self._evaluation.program.text(self._path, scope, base)
        if text is None or not may_be_sql(text.value):
            return None
        if isinstance(base, str):
            self._constants.named(self._module, scope, base)
        return text

    def _is_foreign(self, start: Expression, scope: int) -> bool:
        return isinstance(start, str) and self._evaluation.meanings.is_foreign(self._path, scope, start)

    def _arguments(self, call: Call, link: Link, scope: int, waiting: list[Waiting]) -> None:
        self._notes.seen.calls.append(CallSite(scope, call.line, call))
        name = link.name if link.name != "()" else last_name(call.function)
        if name in NAMED_TABLES:
            self._named_table(call, name, scope)
        if name == "setattr" and call.function == name and len(call.arguments) > 1:
            self._set(call.arguments[0], constant(call.arguments[1]) or "", scope, call.line)
        if name in EXHAUSTS and call.function == name and call.arguments:
            self._iterated(call.arguments[0], scope, call.line)
        for given in call.arguments:
            if given is not None:
                waiting.append((given, call.line, name))
        for _, given in call.keywords:
            if given is not None:
                waiting.append((given, call.line, name))

    def _named_table(self, call: Call, name: str, scope: int) -> None:
        """A call that is given the name of a table, or a list of names: pandas, drivers that copy, `extra(tables=…)`."""
        writes, position, keyword = NAMED_TABLES[name]
        given = argument(call, position, keyword)
        for part in given.items if isinstance(given, Group) else (given,):
            value = self._evaluation.value(Place(self._path, scope, call.line), part)
            text = value.text if value is not None and value.kind == "text" else None
            table = table_name(*text.value.split(".")) if text is not None and not text.holes else ""
            if table.replace(".", "_").replace("_", "a").isalnum():
                flags = ("create", "sql") if writes else ("sql",)
                access = Access(scope, call.line, table, writes, flags, NAMED, f"{name}({table})")
                self._notes.seen.accesses.append(access)

    def _target(self, target: Expression, scope: int, line: int) -> None:
        """`order.state = …`: SQLAlchemy writes it with the next flush."""
        if not isinstance(target, str) or "." not in target:
            for part in target.items if isinstance(target, Group) else ():
                self._target(part, scope, line)
            return
        owner, _, name = target.rpartition(".")
        if "." in owner:
            self._expression(owner, scope, line)  # `order.customer.name = …` loads the customer
        self._set(owner, name, scope, line)

    def _set(self, owner: Expression, name: str, scope: int, line: int) -> None:
        """An attribute of an object is set, of whatever name if that is "": of a row of SQLAlchemy, that is written."""
        value = self._evaluation.value(Place(self._path, scope, line), owner)
        if value is not None and value.kind == "instance" and is_mapped(value.of, name, self._evaluation):
            written = owner if isinstance(owner, str) else "…"
            detail = f"{written}.{name} = …" if name else f"setattr({written}, …)"
            self._notes.access(scope, line, value, True, (), detail, SET, (name,) if name else ())
