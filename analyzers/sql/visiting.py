"""One module of a program → every access to a table its text makes evident, and the calls it makes."""

from collections.abc import Iterator
from typing import NamedTuple

from ..python.facts import Attribute, Call, Expression, Group, Subscript, Text
from .constants import SqlConstants
from .effects import Access, Joined
from .evaluation import Evaluation, table_of
from .names import pair
from .query_paths import Step, steps_along
from .recognising import may_be_sql
from .scopes import MODULE, Scopes, argument, constant, last_name, parts_of
from .sql_in_code import SqlTexts, accesses_of, joins_of
from .statement import Statement
from .steps import is_manager, relation_of
from .values import Link, Value, chain_of
from .vocabulary import (
    CHANGES,
    CREATES,
    DELETES,
    LINKS,
    LOOKUPS,
    MESSAGES,
    PATH_FUNCTIONS,
    READS_AND_WRITES,
    SAVES,
    SESSION_BULK,
    SESSION_GETS,
    SESSION_RUNS,
    SESSION_WRITES,
    SHORTCUTS,
    SINKS,
    STATEMENTS,
)

NAVIGATION = 0.7
"""Confidence that following `order.customer` loads the other row: it may have been loaded before (chosen)."""

CONSTRUCTED = 0.5
"""Confidence that an instance made and not seen added is written all the same, through what it is linked to (chosen)."""


Waiting = tuple[Expression, int, str]
"""An expression to be visited, its line, and the name of the call it is an argument of."""

_OF_SESSIONS = SESSION_WRITES | SESSION_BULK | SESSION_GETS | SESSION_RUNS | DELETES | {"query", "save", "join"}
"""Calls that tell of tables by their arguments, whatever they are called on."""


class CallSite(NamedTuple):
    """A call in a scope of a module."""

    scope: int
    line: int
    call: Call


class ParameterUse(NamedTuple):
    """What a function does to the table, class or text it is given for a parameter."""

    function: str
    parameter: str
    effect: str  # read, write, delete, sql


class Seen(NamedTuple):
    """Everything found in one module; `opaque` are accesses whose table is not evident."""

    accesses: list[Access]
    joins: list[Joined]
    calls: list[CallSite]
    statements: list[tuple[int, Statement]]
    opaque: list[tuple[int, str]]
    parameters: set[ParameterUse]


class Visitor:
    """A walk over all expressions of one module."""

    def __init__(self, module: Scopes, evaluation: Evaluation, texts: SqlTexts, constants: SqlConstants) -> None:
        self._module = module
        self._path = module.path
        self._evaluation = evaluation
        self._texts = texts
        self._constants = constants
        self._silent = False
        self.seen = Seen([], [], [], [], [], set())

    def visit(self) -> Seen:
        """All that the module's expressions, in order of the text, do to tables."""
        for definition in self._module.facts.definitions:
            scope = max(definition.parent, MODULE)
            for expression in (*definition.decorators, *(each.default for each in definition.parameters)):
                self._expression(expression, scope, definition.line)
        for assignment in self._module.facts.assignments:
            self._silent = self._constants.holds(self._module, assignment)
            self._expression(assignment.value, assignment.scope, assignment.line)
            self._silent = False
            for target in assignment.targets:
                self._target(target, assignment.scope, assignment.line)
        for block in self._module.facts.withs:
            for expression, _ in block.items:
                self._expression(expression, block.scope, block.line)
        for use in self._module.facts.uses:
            self._expression(use.expression, use.scope, use.line)
        return self.seen

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
            elif kind is Group:
                waiting.extend((part, line, receiver) for part in reversed(current.items))  # type: ignore[union-attr]

    # -- texts

    def _text(self, text: Text, scope: int, line: int, receiver: str) -> None:
        if receiver in MESSAGES or self._silent:
            return
        if text.value.endswith(".sql"):
            for _, statement in self._texts.of_file(text):
                self._statement(statement, scope, line, 0.9 if "*" in text.value or text.holes else 1.0)
            return
        if text.holes and (receiver in SINKS or may_be_sql(text.value)):
            text = self._evaluation.filled(self._path, scope, text, line)
        sink = receiver in SINKS
        for statement in self._texts.statements(text, sink=sink):
            self._statement(statement, scope, line)

    def _statement(self, statement: Statement, scope: int, line: int, confidence: float = 1.0) -> None:
        self.seen.statements.append((line, statement))
        self.seen.accesses.extend(accesses_of(statement, scope, line, confidence))
        self.seen.joins.extend(joins_of(statement, scope, line, confidence))

    def _name(self, name: str, scope: int, line: int, receiver: str) -> None:
        """A name that stands for a text: a constant of a module or class, or a variable that a database receives."""
        known = self._constants.named(self._module, scope, name)
        for _, statement in known:
            self._statement(statement, scope, line)
        if known or receiver not in SINKS:
            return
        value = self._evaluation.value(self._path, scope, name, line)
        if value is not None and value.kind == "parameter":
            self.seen.parameters.add(ParameterUse(value.of, value.name, "sql"))
        elif value is not None and value.text is not None and self._is_new(scope, name, value.text):
            for statement in self._texts.statements(value.text, sink=True):
                self._statement(statement, scope, line)

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
        if not isinstance(start, str):
            waiting.append((start, line, ""))
        idle = True
        for link in links:
            if link.call is not None:
                self._arguments(link.call, link, scope, waiting)
                idle = idle and link.name not in _OF_SESSIONS
            elif link.name == "objects":
                idle = False
        if not idle or (isinstance(start, str | Group) and not self._is_foreign(start, scope)):
            _ChainReader(self, scope, line, start, links).read()

    def _joined(self, expression: Expression, scope: int, line: int, receiver: str) -> None:
        """`" ".join(["SELECT", …])`."""
        value = self._evaluation.value(self._path, scope, expression, line)
        if value is not None and value.text is not None:
            self._text(value.text, scope, line, receiver)

    def _is_foreign(self, start: Expression, scope: int) -> bool:
        return isinstance(start, str) and self._evaluation.is_foreign(self._path, scope, start)

    def _arguments(self, call: Call, link: Link, scope: int, waiting: list[Waiting]) -> None:
        self.seen.calls.append(CallSite(scope, call.line, call))
        name = link.name if link.name != "()" else last_name(call.function)
        for given in call.arguments:
            if given is not None:
                waiting.append((given, call.line, name))
        for _, given in call.keywords:
            if given is not None:
                waiting.append((given, call.line, name))

    def _target(self, target: Expression, scope: int, line: int) -> None:
        """`order.state = …`: SQLAlchemy writes it with the next flush."""
        if not isinstance(target, str) or "." not in target:
            for part in parts_of(target) if not isinstance(target, str) else ():
                self._target(part, scope, line)
            return
        owner = target.rpartition(".")[0]
        value = self._evaluation.value(self._path, scope, owner, line)
        model = self._evaluation.model(value.of) if value and value.kind == "instance" else None
        if model is not None and value is not None and model.framework == "sqlalchemy":
            self.access(scope, line, value, True, (), f"{target} = …", 0.8)

    # -- what a chain reader tells

    @property
    def path(self) -> str:
        """The module's path."""
        return self._path

    @property
    def evaluation(self) -> Evaluation:
        """What expressions are."""
        return self._evaluation

    def access(
        self,
        scope: int,
        line: int,
        value: Value,
        writes: bool,
        flags: tuple[str, ...],
        detail: str,
        confidence: float = 1.0,
    ) -> None:
        """Notes that a table behind a value is read or written."""
        if value.kind == "parameter":
            effect = "delete" if "delete" in flags else "write" if writes else "read"
            self.seen.parameters.add(ParameterUse(value.of, value.name, effect))
            return
        table = table_of(value, self._evaluation)
        if table:
            sure = round(value.confidence * confidence, 3)
            self.seen.accesses.append(Access(scope, line, table, writes, (*flags, "orm"), sure, detail))

    def join(self, scope: int, line: int, one: str, other: str, detail: str) -> None:
        """Notes that a query brings two tables together."""
        if one and other and one != other:
            self.seen.joins.append(Joined(scope, line, *pair(one, other), ("orm",), 1.0, detail))


class _ChainReader:
    """The steps of one chain, in order, with the table its rows come from."""

    def __init__(self, visitor: Visitor, scope: int, line: int, start: Expression, links: list[Link]) -> None:
        self._visitor = visitor
        self._evaluation = visitor.evaluation
        self._scope = scope
        self._line = line
        self._start = start
        self._links = links
        self._pending: tuple[Value, int, str] | None = None

    def read(self) -> None:
        value, used = self._evaluation.start(self._visitor.path, self._scope, self._start, self._links, self._line)
        for index in range(used, len(self._links)):
            link = self._links[index]
            if link.call is not None:
                self._line = link.call.line
            self._step(value, link, index)
            value = self._evaluation.after(self._visitor.path, self._scope, value, link, self._line)
        if self._pending is not None:
            of, line, detail = self._pending
            self._visitor.access(self._scope, line, of, False, (), detail)
        elif value is None and any(link.name == "objects" for link in self._links):
            self._visitor.seen.opaque.append((self._line, str(self._start)))

    def _step(self, value: Value | None, link: Link, index: int) -> None:
        if link.call is not None and link.name != "()":
            self._session(value, link)
        if value is None:
            return
        if value.kind == "function" and link.name == "()":
            self._function(value, link)
        elif value.kind == "class":
            self._class(value, link, index)
        elif value.kind in {"rows", "statement"}:
            self._rows(value, link)
        elif value.kind == "instance":
            self._instance(value, link, index)
        elif value.kind == "table":
            self._table(value, link)
        elif value.kind == "object" and link.name == "save" and link.call is not None:
            self._form_saved(value)
        elif value.kind == "parameter":
            self._parameter(value, link)

    def _note(self, value: Value, writes: bool, flags: tuple[str, ...], detail: str, confidence: float = 1.0) -> None:
        self._visitor.access(self._scope, self._line, value, writes, flags, detail, confidence)

    # -- by kind of value

    def _class(self, value: Value, link: Link, index: int) -> None:
        name = _short(value.of)
        if is_manager(value, link.name, self._evaluation):
            self._pending = (Value("class", value.of, confidence=value.confidence), self._line, f"{name}.{link.name}")
            if link.call is not None:
                self._rows(Value("rows", value.of), link)
        elif link.name == "()":
            model = self._evaluation.model(value.of)
            if model is not None and model.framework == "sqlalchemy" and index == len(self._links) - 1:
                self._note(value, True, ("create",), f"{name}(…)", CONSTRUCTED)
        elif link.call is not None and (link.name in CREATES | DELETES | CHANGES):
            self._changed(value, link.name, name)

    def _rows(self, value: Value, link: Link) -> None:
        if link.call is None:
            return
        name = _short(value.of)
        if value.through and link.name in LINKS | CREATES:
            self._through(value, link)
        elif link.name in LINKS and value.kind == "rows":
            if value.name:
                self._note(value, True, ("create",), f"{name}.{link.name}()", NAVIGATION)
        elif link.name in CREATES | DELETES | CHANGES and value.kind == "rows":
            self._changed(value, link.name, name)
        self._paths(value, link)
        self._joined_models(value, link)

    def _changed(self, value: Value, method: str, name: str) -> None:
        flags = ("delete",) if method in DELETES else ("create",) if method in CREATES else ()
        self._note(value, True, flags, f"{name}.{method}()")
        if method not in READS_AND_WRITES:
            self._pending = None

    def _through(self, value: Value, link: Link) -> None:
        flags = ("delete",) if link.name in {"remove", "clear"} else ("create",)
        self._note(Value("table", value.through), True, flags, f"{link.name}() of {_short(value.of)}")
        if link.name in CREATES:
            self._note(value, True, ("create",), f"{_short(value.of)}.{link.name}()")
        self._pending = None

    def _instance(self, value: Value, link: Link, index: int) -> None:
        name = _short(value.of)
        model = self._evaluation.model(value.of)
        framework = model.framework if model else "django"
        if link.call is not None and framework != "sqlalchemy":
            if link.name in SAVES:
                self._note(value, True, (), f"{name}.{link.name}()")
            elif link.name in DELETES:
                self._note(value, True, ("delete",), f"{name}.{link.name}()")
            elif link.name in {"refresh_from_db", "arefresh_from_db"}:
                self._note(value, False, (), f"{name}.{link.name}()")
            return
        relation = relation_of(value, link.name, self._evaluation)
        if relation is not None and (relation.many or index < len(self._links) - 1):
            reached = Value(
                "rows" if relation.many else "instance", relation.model, confidence=value.confidence * NAVIGATION
            )
            if relation.many:
                self._pending = (reached, self._line, f"{name}.{link.name}")
            else:
                self._note(reached, False, (), f"{name}.{link.name}")

    def _table(self, value: Value, link: Link) -> None:
        if link.name in STATEMENTS and link.call is not None:
            flags = {"delete": ("delete",), "insert": ("create",)}.get(link.name, ())
            self._note(value, STATEMENTS[link.name], flags, f"{value.of}.{link.name}()")

    def _parameter(self, value: Value, link: Link) -> None:
        if link.name in {"objects", "query", "_default_manager"}:
            self._pending = (value, self._line, "")
            last = self._links[-1].name
            if last in CREATES | DELETES | CHANGES:
                self._note(value, True, ("delete",) if last in DELETES else (), "")

    def _form_saved(self, value: Value) -> None:
        """`form.save()` of a form or serializer whose `Meta` names a model."""
        for owner in (value.of, *getattr(self._evaluation.classes.get(value.of), "bases", ())):
            known = self._evaluation.classes.get(owner)
            written = known.meta_value("model") if known else None
            if known is not None and written is not None:
                model = self._evaluation.value(known.path, known.scope, written, known.definition.end_line)
                if model is not None and model.kind == "class":
                    self._note(model, True, (), f"{_short(value.of)}.save()", NAVIGATION)
                return

    # -- functions and sessions

    def _function(self, value: Value, link: Link) -> None:
        name = value.of.rpartition(".")[2].rpartition("::")[2]
        call = link.call
        if call is None:
            return
        if name in SHORTCUTS and call.arguments:
            given = self._given(call.arguments[0])
            if given is not None and given.kind == "class":
                self._note(given, False, (), f"{name}({_short(given.of)})")
            if given is not None:
                self._paths(Value("rows", given.of), Link("filter", call))
        elif name in STATEMENTS and value.of.startswith(("external:sqlalchemy", "external:sqlmodel")):
            self._sqlalchemy_statement(name, call)

    def _sqlalchemy_statement(self, name: str, call: Call) -> None:
        tables = list(self._models_in(call))
        flags = {"delete": ("delete",), "insert": ("create",)}.get(name, ())
        for found in tables:
            self._note(found, STATEMENTS[name], flags, f"{name}({_short(found.of)})")
        self._join_all(tables, name)

    def _session(self, value: Value | None, link: Link) -> None:
        """`session.add(order)` and its like; what the session is need not be evident, for the argument is."""
        call = link.call
        if call is None or (
            value is not None and value.kind in {"class", "rows", "statement", "instance", "text", "column"}
        ):
            return
        first = argument(call, 0, "instance")
        if link.name == "query":
            tables = list(self._models_in(call))
            for found in tables:
                self._pend_or_note(found, f"query({_short(found.of)})", is_first=found is tables[0])
            self._join_all(tables, "query")
        elif link.name in SESSION_GETS | SESSION_BULK:
            given = self._given(first)
            if given is not None and given.kind in {"class", "parameter"}:
                writes = link.name in SESSION_BULK
                self._note(given, writes, ("create",) if writes else (), f"{link.name}({_short(given.of)})")
        elif link.name in SESSION_WRITES or link.name in DELETES:
            given = self._given(first)
            if (given is not None and given.kind in {"instance", "parameter"}) or (
                given is not None and link.name in {"add_all", "bulk_save_objects"}
            ):
                flags = ("delete",) if link.name in DELETES else ("create",)
                self._added(given, link.name, flags)

    def _added(self, given: Value, method: str, flags: tuple[str, ...]) -> None:
        model = self._evaluation.model(given.of)
        if given.kind == "parameter" or (model is not None and model.framework == "sqlalchemy"):
            self._note(given, True, flags, f"{method}({_short(given.of)})")

    def _pend_or_note(self, found: Value, detail: str, *, is_first: bool) -> None:
        if is_first:
            self._pending = (found, self._line, detail)
        else:
            self._note(found, False, (), detail)

    # -- arguments

    def _given(self, expression: Expression) -> Value | None:
        return self._evaluation.value(self._visitor.path, self._scope, expression, self._line)

    def _models_in(self, call: Call) -> Iterator[Value]:
        """The classes and columns named anywhere in the arguments, each class once, nested statements left out."""
        seen: set[tuple[str, str]] = set()
        waiting: list[Expression] = [*reversed([*call.arguments, *(value for _, value in call.keywords)])]
        while waiting:
            current = waiting.pop()
            if isinstance(current, str):
                found = self._given(current)
                if found is not None and found.kind == "column" and found.of and (found.of, "") not in seen:
                    found = Value("class", found.of)
                key = (found.of, found.name) if found is not None else ("", "")
                if found is not None and found.kind in {"class", "table", "parameter"} and key not in seen:
                    seen.add(key)
                    yield found
            elif not (isinstance(current, Call) and last_name(current.function) in STATEMENTS):
                if isinstance(current, Call):
                    waiting.extend(reversed([*current.arguments, *(value for _, value in current.keywords)]))
                    if not isinstance(current.function, str):
                        waiting.append(current.function)
                    elif "." in current.function:
                        waiting.append(current.function.rpartition(".")[0])
                else:
                    waiting.extend(reversed(parts_of(current)))

    def _joined_models(self, value: Value, link: Link) -> None:
        """`.join(Other)`, `.where(Other.x == Order.y)`, `.join(Order.customer)` of an SQLAlchemy query."""
        model = self._evaluation.model(value.of)
        if link.call is None or model is None or model.framework == "django" or link.name in CREATES | CHANGES:
            return
        base = table_of(value, self._evaluation)
        for found in self._models_in(link.call):
            self._bring(base, found, f"{_short(value.of)}.{link.name}({_short(found.of)})")
        for other in link.call.arguments:
            column = self._given(other) if isinstance(other, (str, Call)) else None
            for reached in self._related(column, other):
                self._bring(base, reached, f"{_short(value.of)}.{link.name}({_short(reached.of)})")

    def _related(self, column: Value | None, written: Expression) -> Iterator[Value]:
        """The classes that columns which are relations lead to: `Order.customer`, `joinedload(Order.lines)`."""
        waiting = [written] if column is None else []
        columns = [column] if column is not None else []
        while waiting:
            current = waiting.pop()
            if isinstance(current, str) and "." in current:
                found = self._given(current)
                columns += [found] if found is not None else []
            waiting.extend(parts_of(current))
        for found in columns:
            relation = (
                relation_of(Value("class", found.of), found.name, self._evaluation) if found.kind == "column" else None
            )
            if relation is not None:
                yield Value("class", relation.model)
                if relation.through:
                    yield Value("table", relation.through)

    def _bring(self, base: str, found: Value, detail: str) -> None:
        table = table_of(found, self._evaluation) if found.kind != "parameter" else ""
        if table and table != base:
            self._note(found, False, (), detail)
            self._visitor.join(self._scope, self._line, base, table, detail)

    def _join_all(self, tables: list[Value], name: str) -> None:
        for found in tables[1:]:
            one, other = table_of(tables[0], self._evaluation), table_of(found, self._evaluation)
            self._visitor.join(
                self._scope, self._line, one, other, f"{name}({_short(tables[0].of)}, {_short(found.of)})"
            )

    def _paths(self, value: Value, link: Link) -> None:
        """`filter(customer__name=…)`, `select_related("customer")`, `annotate(n=Count("lines"))`."""
        if link.name not in LOOKUPS or link.call is None:
            return
        model = self._evaluation.model(value.of)
        if model is None or model.framework != "django":
            return
        for written in _written_paths(link.name, link.call):
            for found in steps_along(model, written, self._evaluation):
                self._along(found, f"{link.name}({written.rstrip('.:')})")

    def _along(self, found: Step, detail: str) -> None:
        for table in (found.through, found.table):
            if table:
                self._note(Value("table", table), False, (), detail)
        if not found.separate:
            self._visitor.join(self._scope, self._line, found.base, found.through or found.table, detail)
            if found.through:
                self._visitor.join(self._scope, self._line, found.through, found.table, detail)


def _written_paths(method: str, call: Call) -> Iterator[str]:
    """Keyword names and texts of a lookup and of the Q, F, Count, … within it; texts carry a mark where they navigate."""
    waiting: list[Expression] = [call]
    first = True
    while waiting:
        current = waiting.pop()
        if isinstance(current, Call):
            if not first and last_name(current.function) not in PATH_FUNCTIONS:
                continue
            by_name = (first and method not in {"annotate", "aggregate", "alias", "values"}) or last_name(
                current.function
            ) == "Q"
            for name, value in current.keywords:
                if by_name:
                    yield name
                if isinstance(value, Call):
                    waiting.append(value)
            for given in current.arguments:
                text = constant(given)
                if text is not None and text.lstrip("-").replace("__", "").isidentifier():
                    yield text.lstrip("-") + {"select_related": ".", "prefetch_related": ":"}.get(method, "")
                else:
                    waiting.append(given)
            first = False
        else:
            waiting.extend(parts_of(current))


def _short(reference: str) -> str:
    return reference.rpartition("::")[2].rpartition(".")[2]
