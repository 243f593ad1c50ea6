"""A recorder → Django tells it every statement of every connection, who built the query, and the blocks of `atomic`."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from trace_recorder import Recorder, Sites, around


def watch_django(recorder: Recorder) -> None:
    """Statements of every connection, with the functions that built the query; transactions; rows of relations."""
    _statements(recorder)
    _queries(recorder)
    _rows(recorder)
    _transactions(recorder)


def _statements(recorder: Recorder) -> None:
    from django.db.backends.signals import connection_created

    def run(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        recorder.statement(str(sql))
        return execute(sql, *rest)

    def connect(connection: Any, **_: object) -> None:
        if run not in connection.execute_wrappers:
            connection.execute_wrappers.append(run)

    connection_created.connect(connect, weak=False)


def _queries(recorder: Recorder) -> None:
    from django.db.models.sql import compiler, query

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


def _rows(recorder: Recorder) -> None:
    from django.db.models import query as querysets
    from django.db.models.fields import related_descriptors as relations

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


def _transactions(recorder: Recorder) -> None:
    from django.db.transaction import Atomic

    def enter(original: Any, self: Any) -> None:
        original(self)
        recorder.open_span(_opener(recorder))

    def leave(original: Any, self: Any, *given: Any) -> None:
        recorder.close_span()
        original(self, *given)

    around(Atomic, "__enter__", enter)
    around(Atomic, "__exit__", leave)


def _opener(recorder: Recorder) -> Sites:
    """Who opens a transaction: the decorated function, or the innermost of the tree if no library stands between."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if recorder.is_inside(frame.f_code) and not _is_context_manager(frame):
            return (recorder.site(frame), *recorder.heir(frame))
        if frame.f_code.co_filename.endswith("/contextlib.py") and frame.f_code.co_name == "inner":
            code = getattr(frame.f_locals.get("func"), "__code__", None)
            if code is None or not recorder.is_inside(code):
                return ()
            return (recorder.site_of(code), *recorder.heir_of(code, frame.f_locals.get("args", ())[:1]))
        is_library = "/site-packages/" in frame.f_code.co_filename
        if is_library and not frame.f_code.co_filename.endswith("/django/db/transaction.py"):
            return ()  # libraries' own transactions: those of Django's save(), delete(), bulk_create(), …
        frame = frame.f_back
    return ()


def _is_context_manager(frame: FrameType) -> bool:
    """Whether a frame is of a generator that somebody uses as a context manager."""
    return frame.f_back is not None and frame.f_back.f_code.co_filename.endswith("/contextlib.py")
