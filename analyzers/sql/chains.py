"""One chain of steps (`Order.objects.filter(…).update(…)`) → what each step does to the tables."""

from ..python.facts import Call, Expression
from .arguments import models_in, related, written_paths
from .evaluation import Evaluation, table_of
from .notes import Notes
from .query_paths import Step, steps_along
from .scopes import argument
from .steps import is_manager, relation_of
from .values import Link, Place, Value
from .vocabulary import (
    CHANGES,
    CREATES,
    DELETES,
    LINKS,
    LOOKS_FIRST,
    LOOKUPS,
    QUERIES,
    READS_AND_WRITES,
    SAVES,
    SESSION_BULK,
    SESSION_GETS,
    SESSION_WRITES,
    SHORTCUTS,
    STATEMENTS,
)

NAVIGATION = 0.7
"""Confidence that following `order.customer` loads the other row: it may have been loaded before (chosen)."""

CONSTRUCTED = 0.5
"""Confidence that an instance made and not seen added is written all the same, through what it is linked to (chosen)."""


class ChainReader:
    """The steps of one chain, in order, with the table its rows come from."""

    def __init__(
        self,
        notes: Notes,
        evaluation: Evaluation,
        place: Place,
        start: Expression,
        links: list[Link],
    ) -> None:
        self._notes = notes
        self._evaluation = evaluation
        self._place = place
        self._start = start
        self._links = links
        self._pending: tuple[Value, int, str] | None = None

    def read(self) -> None:
        value, used = self._evaluation.start(self._place, self._start, self._links)
        if value is not None and value.kind == "rows" and any(self._queries(link) for link in self._links[used:]):
            self._pending = (value, self._place.line, f"{_short(value.of)} {self._start}")
        for index in range(used, len(self._links)):
            link = self._links[index]
            if link.call is not None:
                self._place = self._place._replace(line=link.call.line)
            self._step(value, link, index)
            value = self._evaluation.after(self._place, value, link)
        if self._pending is not None:
            of, line, detail = self._pending
            self._notes.access(self._place.scope, line, of, False, (), detail)
            if of.through:
                through = Value("table", of.through, confidence=of.confidence)
                self._notes.access(self._place.scope, line, through, False, (), detail)
        elif value is None and any(link.name == "objects" for link in self._links):
            self._notes.seen.opaque.append((self._place.line, str(self._start)))

    def _queries(self, link: Link) -> bool:
        return link.call is not None and link.name in QUERIES

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
        self._notes.access(self._place.scope, self._place.line, value, writes, flags, detail, confidence)

    # -- by kind of value

    def _class(self, value: Value, link: Link, index: int) -> None:
        name = _short(value.of)
        if is_manager(value, link.name, self._evaluation):
            self._pending = (
                Value("class", value.of, confidence=value.confidence),
                self._place.line,
                f"{name}.{link.name}",
            )
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
        through = Value("table", value.through, confidence=value.confidence)
        self._note(through, True, flags, f"{link.name}() of {_short(value.of)}")
        if link.name in LOOKS_FIRST:
            self._note(through, False, (), f"{link.name}() of {_short(value.of)}")
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
        if relation is not None:
            kind, sure = "rows" if relation.many else "instance", value.confidence * NAVIGATION
            reached = Value(kind, relation.model, through=relation.through, confidence=sure)
            if relation.many:
                self._pending = (reached, self._place.line, f"{name}.{link.name}")
            else:
                self._note(reached, False, (), f"{name}.{link.name}")

    def _table(self, value: Value, link: Link) -> None:
        if link.name in STATEMENTS and link.call is not None:
            flags = {"delete": ("delete",), "insert": ("create",)}.get(link.name, ())
            self._note(value, STATEMENTS[link.name], flags, f"{value.of}.{link.name}()")

    def _parameter(self, value: Value, link: Link) -> None:
        if link.name in {"objects", "query", "_default_manager"} and link.call is None:
            self._pending = (value, self._place.line, "")
            last = self._links[-1].name
            if last in CREATES | DELETES | CHANGES:
                self._note(value, True, ("delete",) if last in DELETES else (), "")

    def _form_saved(self, value: Value) -> None:
        """`form.save()` of a form or serializer whose `Meta` names a model."""
        for owner in (value.of, *getattr(self._evaluation.classes.get(value.of), "bases", ())):
            known = self._evaluation.classes.get(owner)
            written = known.meta_value("model") if known else None
            if known is not None and written is not None:
                model = self._evaluation.value(Place(known.path, known.scope, known.definition.end_line), written)
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
        tables = list(models_in(self._given, call))
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
            tables = list(models_in(self._given, call))
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
            self._pending = (found, self._place.line, detail)
        else:
            self._note(found, False, (), detail)

    # -- arguments

    def _given(self, expression: Expression) -> Value | None:
        return self._evaluation.value(self._place, expression)

    def _joined_models(self, value: Value, link: Link) -> None:
        """`.join(Other)`, `.where(Other.x == Order.y)`, `.join(Order.customer)` of an SQLAlchemy query."""
        model = self._evaluation.model(value.of)
        if link.call is None or model is None or model.framework == "django" or link.name in CREATES | CHANGES:
            return
        base = table_of(value, self._evaluation)
        for found in models_in(self._given, link.call):
            self._bring(base, found, f"{_short(value.of)}.{link.name}({_short(found.of)})")
        for other in link.call.arguments:
            column = self._given(other) if isinstance(other, (str, Call)) else None
            for reached in related(self._given, self._evaluation, column, other):
                self._bring(base, reached, f"{_short(value.of)}.{link.name}({_short(reached.of)})")

    def _bring(self, base: str, found: Value, detail: str) -> None:
        table = table_of(found, self._evaluation) if found.kind != "parameter" else ""
        if table and table != base:
            self._note(found, False, (), detail)
            self._notes.join(self._place.scope, self._place.line, base, table, detail)

    def _join_all(self, tables: list[Value], name: str) -> None:
        for found in tables[1:]:
            one, other = table_of(tables[0], self._evaluation), table_of(found, self._evaluation)
            self._notes.join(
                self._place.scope, self._place.line, one, other, f"{name}({_short(tables[0].of)}, {_short(found.of)})"
            )

    def _paths(self, value: Value, link: Link) -> None:
        """`filter(customer__name=…)`, `select_related("customer")`, `annotate(n=Count("lines"))`."""
        if link.name not in LOOKUPS or link.call is None:
            return
        model = self._evaluation.model(value.of)
        if model is None or model.framework != "django":
            return
        for written in written_paths(link.name, link.call):
            for found in steps_along(model, written, self._evaluation):
                self._along(found, f"{link.name}({written.rstrip('.:')})")

    def _along(self, found: Step, detail: str) -> None:
        for table in (found.through, found.table):
            if table:
                self._note(Value("table", table), False, (), detail)
        if not found.separate:
            self._notes.join(self._place.scope, self._place.line, found.base, found.through or found.table, detail)
            if found.through:
                self._notes.join(self._place.scope, self._place.line, found.through, found.table, detail)


def _short(reference: str) -> str:
    return reference.rpartition("::")[2].rpartition(".")[2]
