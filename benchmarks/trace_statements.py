"""Which function ran which SQL: runs a test suite and writes every statement with the code of the tree behind it.

    python trace_statements.py OUT ROOT MODULE [ARGUMENT ...]

Stands alone, because it runs in the environment of the traced tree; MODULE is the test runner (`pytest`, `nose2`).
Behind a statement are: the functions of the tree on the stack (`stack`, innermost first, with the line each was at, and
before them classes of the tree whose inherited methods the library ran), and the functions that built the query or
changed the objects which the library writes later (`origins`). OUT gets JSON:

    sites        [path, qualified name, line]; a class has line 0
    texts        the distinct statements
    statements   [text, sites of the stack, sites of origins, circumstance]: `template` if one stood in between, `flush` if
                 objects that were changed before are written now, `refresh` if a row is loaded again after a commit
    rows         [site, table]: a row of the table that was in memory was handed to the function by a relation
    built        [site, table]: a query for the table was built there, whether or not it ran
    spans        [site that opened a transaction, texts that wrote within it]
    lines        {path: the lines that ran}
"""

import functools
import json
import re
import runpy
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

MOST_FRAMES = 40
_ROW = re.compile(r"\((?:%s|\?)(?:, (?:%s|\?))+\)")
_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_MAPPERS = ("django.db.", "sqlalchemy.")
"""Libraries whose classes are the access itself: `order.save()` is of who calls it, not of `Order`."""

_TEMPLATES = ("/django/template/", "/jinja2/", "/mako/")

Sites = tuple[int, ...]


class Recorder:
    """Everything seen so far; sites and texts are numbers."""

    def __init__(self, root: Path) -> None:
        self.root = f"{root.resolve()}/"
        self._inside: dict[CodeType, bool] = {}
        self._classes: dict[type, tuple[str, str, int] | None] = {}
        self.sites: dict[tuple[str, str, int], int] = {}
        self.texts: dict[str, int] = {}
        self.statements: set[tuple[int, Sites, Sites, str]] = set()
        self.rows: set[tuple[int, str]] = set()
        self.built: set[tuple[int, str]] = set()
        self.spans: set[tuple[int, Sites]] = set()
        self.local = threading.local()

    # -- where we are

    def is_inside(self, code: CodeType) -> bool:
        """Whether code stands in a file of the tree."""
        found = self._inside.get(code)
        if found is None:
            found = self._inside[code] = code.co_filename.startswith(self.root)
        return found

    def site(self, frame: FrameType) -> int:
        """The number of the place that a frame is at."""
        path = frame.f_code.co_filename.removeprefix(self.root)
        return self.sites.setdefault((path, frame.f_code.co_qualname, frame.f_lineno), len(self.sites))

    def here(self) -> Sites:
        """The innermost place of the tree, if any."""
        frame = sys._getframe(1)
        while frame is not None:
            if self.is_inside(frame.f_code):
                return (self.site(frame),)
            frame = frame.f_back
        return ()

    def stack(self) -> tuple[Sites, str]:
        """The places of the tree on the stack, innermost first, and the circumstance that the library tells of itself."""
        found: dict[int, None] = {}
        frame: FrameType | None = sys._getframe(1)
        within, circumstance = True, ""
        while frame is not None and len(found) < MOST_FRAMES:
            if self.is_inside(frame.f_code):
                found.setdefault(self.site(frame))
                within = False
            elif within:
                if any(part in frame.f_code.co_filename for part in _TEMPLATES):
                    circumstance = "template"
                elif frame.f_code.co_qualname == "InstanceState._load_expired":
                    circumstance = "refresh"
                owner = self.owner(frame)
                if owner is not None:
                    found.setdefault(self.sites.setdefault(owner, len(self.sites)))
            frame = frame.f_back
        return tuple(found), circumstance

    def owner(self, frame: FrameType) -> tuple[str, str, int] | None:
        """The class of the tree whose inherited method a frame of a library runs."""
        names = frame.f_code.co_varnames[:1] if frame.f_code.co_argcount else ()
        subject = frame.f_locals.get(names[0]) if names and names[0] in {"self", "cls"} else None
        kind = type(subject)  # not isinstance: it asks lazy objects, which would run statements of their own
        kind = subject if issubclass(kind, type) else kind
        if kind not in self._classes:
            module = sys.modules.get(kind.__module__)
            path = getattr(module, "__file__", None) or ""
            mapped = any(base.__module__.startswith(_MAPPERS) for base in kind.__mro__)
            inside = path.startswith(self.root) and not mapped
            self._classes[kind] = (path.removeprefix(self.root), kind.__qualname__, 0) if inside else None
        return self._classes[kind]

    # -- what happens

    def statement(self, text: str, origins: Iterable[int] = ()) -> None:
        """A statement is about to run."""
        number = self.texts.setdefault(_ROW.sub("(?)", text), len(self.texts))
        stack, circumstance = self.stack()
        if self.local.__dict__.get("flushing"):
            circumstance = "flush"
        known = {*origins, *(site for sites in self.ambient() for site in sites)}
        self.statements.add((number, stack, tuple(sorted(known)), circumstance))
        if _WRITES.match(text):
            for span in self.open_spans():
                span.add(number)

    def row(self, table: str) -> None:
        """A row in memory is handed to whoever is innermost."""
        for site in self.here():
            self.rows.add((site, table))

    def ambient(self) -> list[set[int]]:
        """Origins of whatever runs at the moment, a set for each run within another."""
        if not hasattr(self.local, "ambient"):
            self.local.ambient = []
        origins: list[set[int]] = self.local.ambient
        return origins

    def also(self, origins: Iterable[int]) -> None:
        """A part of what runs at the moment, a subquery, has origins of its own."""
        if self.ambient():
            self.ambient()[-1].update(origins)

    @contextmanager
    def on_behalf(self, origins: Iterable[int]) -> Iterator[None]:
        """Statements within are those of the origins too."""
        self.ambient().append(set(origins))
        try:
            yield
        finally:
            self.ambient().pop()

    def open_spans(self) -> list[set[int]]:
        """What was written in each transaction that is open."""
        if not hasattr(self.local, "spans"):
            self.local.spans = []
        spans: list[set[int]] = self.local.spans
        return spans

    def close_span(self, opener: Sites, written: Iterable[int]) -> None:
        """A transaction ends."""
        for site in opener:
            self.spans.add((site, tuple(sorted(written))))

    def result(self, lines: dict[str, list[int]]) -> dict[str, object]:
        """Everything seen, as JSON."""
        return {
            "sites": list(self.sites),
            "texts": list(self.texts),
            "statements": sorted(self.statements),
            "rows": sorted(self.rows),
            "built": sorted(self.built),
            "spans": sorted(self.spans),
            "lines": lines,
        }


def around(owner: type, name: str, wrapper: Callable[..., Any]) -> None:
    """Replaces a method by `wrapper(original, self, …)`."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def method(self: object, *given: Any, **named: Any) -> Any:
        return wrapper(original, self, *given, **named)

    setattr(owner, name, method)


# -- Django


def watch_django(recorder: Recorder) -> None:
    """Statements of every connection, with the functions that built the query."""
    from django.db.backends.signals import connection_created
    from django.db.models import query as querysets
    from django.db.models.fields import related_descriptors as relations
    from django.db.models.sql import compiler, query
    from django.db.transaction import Atomic

    def run(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        recorder.statement(str(sql))
        return execute(sql, *rest)

    def connect(connection: Any, **_: object) -> None:
        if run not in connection.execute_wrappers:
            connection.execute_wrappers.append(run)

    connection_created.connect(connect, weak=False)

    def make(original: Any, self: Any, *given: Any, **named: Any) -> None:
        original(self, *given, **named)
        self.origins = frozenset(recorder.here())
        if self.model is not None:
            recorder.built.update((site, self.model._meta.db_table) for site in self.origins)

    def clone(original: Any, self: Any, *given: Any, **named: Any) -> Any:
        made = original(self, *given, **named)
        here = frozenset(recorder.here())
        made.origins = getattr(self, "origins", frozenset()) | here
        if self.model is not None:
            recorder.built.update((site, self.model._meta.db_table) for site in here)
        return made

    def compiled(original: Any, self: Any, *given: Any, **named: Any) -> Any:
        recorder.also(getattr(self.query, "origins", ()))
        return original(self, *given, **named)

    def execute_sql(original: Any, self: Any, *given: Any, **named: Any) -> Any:
        with recorder.on_behalf(getattr(self.query, "origins", ())):
            return original(self, *given, **named)

    around(query.Query, "__init__", make)
    around(query.Query, "clone", clone)
    for kind in (compiler.SQLCompiler, compiler.SQLDeleteCompiler, compiler.SQLUpdateCompiler):
        around(kind, "as_sql", compiled)
    for kind in (compiler.SQLCompiler, compiler.SQLUpdateCompiler, compiler.SQLInsertCompiler):
        around(kind, "execute_sql", execute_sql)

    def prefetch(original: Any, self: Any) -> Any:
        with recorder.on_behalf(getattr(self.query, "origins", ())):
            return original(self)

    def fetch(original: Any, self: Any) -> Any:
        if self._result_cache is not None and self.model is not None:
            recorder.row(self.model._meta.db_table)
        return original(self)

    around(querysets.QuerySet, "_prefetch_related_objects", prefetch)
    around(querysets.QuerySet, "_fetch_all", fetch)

    def follow(original: Any, self: Any, instance: Any, cls: Any = None) -> Any:
        found = original(self, instance, cls)
        if instance is not None and found is not None:
            recorder.row(found._meta.db_table)
        return found

    around(relations.ForwardManyToOneDescriptor, "__get__", follow)
    around(relations.ReverseOneToOneDescriptor, "__get__", follow)

    def enter(original: Any, self: Any) -> None:
        original(self)
        recorder.open_spans().append(set())
        openers = recorder.local.__dict__.setdefault("openers", [])
        openers.append(_opener(recorder))

    def leave(original: Any, self: Any, *given: Any) -> None:
        written, opener = recorder.open_spans().pop(), recorder.local.openers.pop()
        recorder.close_span(opener, written)
        original(self, *given)

    around(Atomic, "__enter__", enter)
    around(Atomic, "__exit__", leave)


def _opener(recorder: Recorder) -> Sites:
    """Who opens a transaction: the decorated function, or the innermost of the tree if no library stands between."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if recorder.is_inside(frame.f_code):
            return (recorder.site(frame),)
        if frame.f_code.co_filename.endswith("/contextlib.py") and frame.f_code.co_name == "inner":
            code = getattr(frame.f_locals.get("func"), "__code__", None)
            if code is None or not recorder.is_inside(code):
                return ()
            place = (code.co_filename.removeprefix(recorder.root), code.co_qualname, code.co_firstlineno)
            return (recorder.sites.setdefault(place, len(recorder.sites)),)
        if "/django/" in frame.f_code.co_filename and not frame.f_code.co_filename.endswith("/transaction.py"):
            return ()  # Django's own transactions: those of save(), delete(), bulk_create(), …
        frame = frame.f_back
    return ()


# -- SQLAlchemy


def watch_sqlalchemy(recorder: Recorder) -> None:
    """Statements of every engine, with the functions that built the statement or changed the objects to be flushed."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    from sqlalchemy.orm import Query, Session, attributes, state
    from sqlalchemy.sql import base, dml, selectable, visitors

    def run(_connection: Any, _cursor: Any, text: str, _given: Any, context: Any, _many: bool) -> None:
        asked = getattr(context, "invoked_statement", None)
        parts = visitors.iterate(asked) if asked is not None else ()
        origins = {site for part in parts for site in part.__dict__.get("origins", ())}
        origins |= changed_by(text, recorder.local.__dict__.get("flushing", []))
        recorder.statement(text, origins)

    event.listen(Engine, "before_cursor_execute", run)

    def make(original: Any, self: Any, *given: Any, **named: Any) -> None:
        original(self, *given, **named)
        self.__dict__["origins"] = frozenset(recorder.here())

    def generate(original: Any, self: Any) -> Any:
        made = original(self)
        made.__dict__["origins"] = self.__dict__.get("origins", frozenset()) | frozenset(recorder.here())
        return made

    for kind in (Query, selectable.Select, dml.Insert, dml.Update, dml.Delete):
        around(kind, "__init__", make)
    around(base.Generative, "_generate", generate)

    def touched(instance_state: Any) -> None:
        known = instance_state.__dict__.setdefault("changed_by", set())
        known.update(recorder.here())

    def modified(original: Any, self: Any, *given: Any, **named: Any) -> Any:
        touched(self)
        return original(self, *given, **named)

    def taken(original: Any, self: Any, instance_state: Any, *given: Any, **named: Any) -> Any:
        touched(instance_state)
        return original(self, instance_state, *given, **named)

    around(state.InstanceState, "_modified_event", modified)
    around(Session, "_save_or_update_state", taken)
    around(Session, "_delete_impl", taken)

    def flush(original: Any, self: Any, *given: Any, **named: Any) -> Any:
        flushing = recorder.local.__dict__.setdefault("flushing", [])
        objects = {*self._new, *self._dirty_states, *self._deleted}
        flushing.append(objects)
        try:
            return original(self, *given, **named)
        finally:
            flushing.pop()

    around(Session, "flush", flush)

    def read(original: Any, self: Any, instance: Any, owner: Any) -> Any:
        found = original(self, instance, owner)
        if instance is not None and self.impl.uses_objects and found is not None:
            for table in self.property.mapper.tables[:1]:
                recorder.row(table.name)
        return found

    around(attributes.InstrumentedAttribute, "__get__", read)


def changed_by(text: str, flushing: list[set[Any]]) -> set[int]:
    """Who changed the objects of the tables that a statement of a flush names."""
    found: set[int] = set()
    for states in flushing:
        for each in states:
            mapper = each.manager.mapper
            tables = {table.name for table in mapper.tables}
            tables |= {relation.secondary.name for relation in mapper.relationships if relation.secondary is not None}
            if text.lstrip().upper().startswith("SELECT"):  # what hangs on an object that is deleted is loaded
                tables |= {table.name for relation in mapper.relationships for table in relation.mapper.tables}
            if any(re.search(rf"\b{re.escape(table)}\b", text) for table in tables):
                found |= each.__dict__.get("changed_by", set())
    return found


def main() -> int:
    """Trace one run of a test suite."""
    import coverage

    out, root, module = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    recorder = Recorder(root)
    lines = coverage.Coverage(data_file=None, source=[str(root)])
    lines.start()
    for watch in (watch_django, watch_sqlalchemy):
        try:
            watch(recorder)
        except ImportError:
            continue
    sys.argv = [module, *sys.argv[4:]]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    lines.stop()
    data = lines.get_data()
    ran = {path.removeprefix(recorder.root): sorted(data.lines(path) or ()) for path in sorted(data.measured_files())}
    out.write_text(json.dumps(recorder.result(ran)))
    return status


if __name__ == "__main__":
    sys.exit(main())
