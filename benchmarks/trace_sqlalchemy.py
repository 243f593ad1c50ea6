"""A recorder → SQLAlchemy tells it every statement of every engine, who is behind it, and what each commit made last."""

import re
from typing import Any

from trace_recorder import MOST_FRAMES, Recorder, Sites, around


def watch_sqlalchemy(recorder: Recorder) -> None:
    """Statements of every engine, with the functions that built the statement or changed the objects to be flushed."""
    _statements(recorder)
    _queries(recorder)
    _changes(recorder)
    _rows(recorder)


def _statements(recorder: Recorder) -> None:
    """Statements, and what was written between the begin of a transaction and its commit."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    from sqlalchemy.sql import visitors

    pending: dict[int, set[int]] = {}

    def run(connection: Any, _cursor: Any, text: str, _given: Any, context: Any, _many: bool) -> None:
        asked = getattr(context, "invoked_statement", None)
        parts = visitors.iterate(asked) if asked is not None else ()
        origins = {site for part in parts for site in part.__dict__.get("origins", ())}
        flushing = recorder.local.__dict__.get("flushing", [])
        origins |= {site for sites in changed_by(text, flushing) for site in sites[:1]}
        written = recorder.statement(text, origins)
        if written is not None:
            last = changed_by(text, flushing, "changed_last")
            recorder.through.setdefault(written, set()).update(site for sites in last for site in sites)
            pending.setdefault(id(connection), set()).add(written)

    def commit(connection: Any) -> None:
        written = pending.pop(id(connection), None)
        if written:
            recorder.commit(recorder.places(MOST_FRAMES), written)

    def start(connection: Any) -> None:
        pending.pop(id(connection), None)

    def forget(connection: Any) -> None:
        if pending.pop(id(connection), None):
            recorder.begin()

    recorder.begin()
    event.listen(Engine, "before_cursor_execute", run)
    event.listen(Engine, "begin", start)
    event.listen(Engine, "commit", commit)
    event.listen(Engine, "rollback", forget)


def _queries(recorder: Recorder) -> None:
    from sqlalchemy.orm import Query
    from sqlalchemy.sql import base, dml, selectable

    def make(original: Any, self: Any, *given: Any, **named: Any) -> None:
        original(self, *given, **named)
        if not recorder.local.__dict__.get("flushing"):  # a flush keeps its statements for whoever comes next
            self.__dict__["origins"] = frozenset(recorder.here())

    def generate(original: Any, self: Any) -> Any:
        made = original(self)
        if recorder.local.__dict__.get("flushing"):
            return made
        made.__dict__["origins"] = self.__dict__.get("origins", frozenset()) | frozenset(recorder.here())
        return made

    for kind in (Query, selectable.Select, dml.Insert, dml.Update, dml.Delete):
        around(kind, "__init__", make)
    around(base.Generative, "_generate", generate)
    _loads(recorder)


def _loads(recorder: Recorder) -> None:
    """What the library loads along with the rows of a query is of the query's functions, as what it joins to them is."""
    from sqlalchemy.orm import strategies

    def load(original: Any, self: Any, context: Any, *given: Any, **named: Any) -> Any:
        asked = getattr(context, "user_passed_query", None)
        with recorder.on_behalf(getattr(asked, "__dict__", {}).get("origins", ())):
            return original(self, context, *given, **named)

    for kind in (strategies.SelectInLoader, strategies.ImmediateLoader):
        if hasattr(kind, "_load_for_path"):
            around(kind, "_load_for_path", load)


def _changes(recorder: Recorder) -> None:
    """Who changed an object, and which objects a flush is about."""
    from sqlalchemy.orm import Session, state

    def touched(instance_state: Any) -> None:
        if recorder.local.__dict__.get("flushing"):
            return  # keys of what is flushed are the library's to set
        sites = (*recorder.here(), *recorder.places(MOST_FRAMES))
        for since in ("changed_by", "changed_last"):
            instance_state.__dict__.setdefault(since, set()).add(sites)

    def modified(original: Any, self: Any, *given: Any, **named: Any) -> Any:
        touched(self)
        return original(self, *given, **named)

    def taken(original: Any, self: Any, instance_state: Any, *given: Any, **named: Any) -> Any:
        touched(instance_state)
        return original(self, instance_state, *given, **named)

    around(state.InstanceState, "_modified_event", modified)
    around(Session, "_save_or_update_impl", taken)  # also for what is added with another object
    around(Session, "_delete_impl", taken)

    def flush(original: Any, self: Any, *given: Any, **named: Any) -> Any:
        flushing = recorder.local.__dict__.setdefault("flushing", [])
        objects = {*self._new, *self._dirty_states, *self._deleted}
        flushing.append(objects)
        try:
            done = original(self, *given, **named)
        finally:
            flushing.pop()
        for each in objects if not flushing else ():
            each.__dict__.pop("changed_last", None)
        return done

    around(Session, "flush", flush)


def _rows(recorder: Recorder) -> None:
    from sqlalchemy.orm import attributes

    def read(original: Any, self: Any, instance: Any, owner: Any) -> Any:
        found = original(self, instance, owner)
        if instance is not None and self.impl.uses_objects and found is not None:
            for table in self.property.mapper.tables[:1]:
                recorder.row(table.name)
        return found

    around(attributes.InstrumentedAttribute, "__get__", read)


def changed_by(text: str, flushing: list[set[Any]], since: str = "changed_by") -> set[Sites]:
    """Who changed the objects of the tables that a statement of a flush names, and whoever called them, innermost first:
    ever, or `changed_last`, since the flush before."""
    found: set[Sites] = set()
    for states in flushing:
        for each in states:
            mapper = each.manager.mapper
            tables = {table.name for table in mapper.tables}
            tables |= {relation.secondary.name for relation in mapper.relationships if relation.secondary is not None}
            if text.lstrip().upper().startswith("SELECT"):  # what hangs on an object that is deleted is loaded
                tables |= {table.name for relation in mapper.relationships for table in relation.mapper.tables}
            if any(re.search(rf"\b{re.escape(table)}\b", text) for table in tables):
                found |= each.__dict__.get(since, set())
    return found
