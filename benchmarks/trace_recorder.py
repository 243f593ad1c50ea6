"""What a traced program does → the statements it ran, the code of the tree behind each, and the transactions they were in.

Runs in the environment of the traced tree, so it needs nothing but Python.
"""

import functools
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

MOST_FRAMES = 40
_ROW = re.compile(r"\((?:%s|\?)(?:, (?:%s|\?))+\)")
_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_MAPPERS = ("django.db.", "sqlalchemy.")
"""Libraries whose classes are the access itself: `order.save()` is of who calls it, not of `Order`."""

_TEMPLATES = ("/django/template/", "/jinja2/", "/mako/")

_TESTS = ("test", "conftest")
"""Beginnings of the names of folders and files that hold tests and what helps them."""

Sites = tuple[int, ...]


class Recorder:
    """Everything seen so far; sites, texts and statements are numbers."""

    def __init__(self, root: Path) -> None:
        self.root = f"{root.resolve()}/"
        self._inside: dict[CodeType, bool] = {}
        self._classes: dict[type, tuple[str, str, int] | None] = {}
        self.sites: dict[tuple[str, str, int], int] = {}
        self.texts: dict[str, int] = {}
        self.statements: dict[tuple[int, Sites, Sites, str], int] = {}
        self.rows: set[tuple[int, str]] = set()
        self.built: set[tuple[int, str]] = set()
        self.spans: dict[tuple[Sites, str], set[int]] = {}
        self.through: dict[int, set[int]] = {}
        self.commits: list[Sites] = []
        self._number = 0
        self._outermost: Sites = ()
        self._product: dict[str, bool] = {}
        self._names: list[tuple[str, str]] = []
        self.local = threading.local()
        self.switch: Callable[[str], None] = lambda _: None

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
        return self.numbered(path, frame.f_code.co_qualname, frame.f_lineno)

    def site_of(self, code: CodeType) -> int:
        """The number of the first line of a function."""
        return self.numbered(code.co_filename.removeprefix(self.root), code.co_qualname, code.co_firstlineno)

    def numbered(self, *place: Any) -> int:
        """The number of a path, a qualified name and a line."""
        return self.sites.setdefault(place, len(self.sites))

    def here(self) -> Sites:
        """The innermost place of the tree, if any."""
        return self.places(1)

    def places(self, most: int) -> Sites:
        """The innermost places of the tree on the stack; for a decorator of the tree the functions it decorates."""
        found: dict[int, None] = {}
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and len(found) < most:
            if self.is_inside(frame.f_code):
                # what a decorator stands around is within it, whether or not it has returned
                held = (frame.f_locals.get(name) for name in frame.f_code.co_freevars) if most > 1 else ()
                decorated = list(self._decorated(frame.f_code, held))
                found.update(dict.fromkeys(decorated or (self.site(frame),)))
            frame = frame.f_back
        return tuple(found)

    def _decorated(self, around: CodeType, held: Iterable[object]) -> Iterator[int]:
        """The innermost functions of the tree that decorators stand around, by what those hold on to."""
        beside = around.co_qualname.rpartition(".")[0]
        for function in held:
            code = function.__code__ if isinstance(function, FunctionType) else None
            if code is not None and self.is_inside(code) and not code.co_qualname.startswith(f"{beside}."):
                yield from list(self._decorated(code, _cells(function))) or (self.site_of(code),)

    def stack(self) -> tuple[Sites, str]:
        """The places of the tree on the stack, innermost first, and the circumstance that the library tells of itself."""
        found: dict[int, None] = {}
        frame: FrameType | None = sys._getframe(1)
        within, circumstance = True, ""
        while frame is not None and len(found) < MOST_FRAMES:
            if self.is_inside(frame.f_code):
                if within:
                    found.update(dict.fromkeys(self.heir(frame)))
                found.setdefault(self.site(frame))
                within = False
            elif within:
                if any(part in frame.f_code.co_filename for part in _TEMPLATES):
                    circumstance = "template"
                elif frame.f_code.co_qualname == "InstanceState._load_expired":
                    circumstance = "refresh"
                owner = self.owner(frame)
                if owner is not None:
                    found.setdefault(self.numbered(*owner))
            frame = frame.f_back
        return tuple(found), circumstance

    def owner(self, frame: FrameType) -> tuple[str, str, int] | None:
        """The class of the tree whose inherited method a frame of a library runs."""
        names = frame.f_code.co_varnames[:1] if frame.f_code.co_argcount else ()
        subject = frame.f_locals.get(names[0]) if names and names[0] in {"self", "cls"} else None
        return self._class(subject)

    def _class(self, subject: object) -> tuple[str, str, int] | None:
        """The class of the tree that an object is of, or is, unless rows are mapped to it."""
        kind = type(subject)  # not isinstance: it asks lazy objects, which would run statements of their own
        kind = subject if issubclass(kind, type) else kind  # type: ignore[assignment]
        if kind not in self._classes:
            module = sys.modules.get(kind.__module__)
            path = getattr(module, "__file__", None) or ""
            mapped = any(base.__module__.startswith(_MAPPERS) for base in kind.__mro__)
            inside = path.startswith(self.root) and not mapped
            self._classes[kind] = (path.removeprefix(self.root), kind.__qualname__, 0) if inside else None
        return self._classes[kind]

    def heir(self, frame: FrameType) -> Sites:
        """The class of the tree that has inherited the method of the tree which a frame runs."""
        return self._unless_defining(self.owner(frame), frame.f_code)

    def heir_of(self, code: CodeType, given: tuple[object, ...]) -> Sites:
        """The class that has inherited a method which is called with these arguments."""
        is_method = code.co_varnames[:1] in {("self",), ("cls",)}
        return self._unless_defining(self._class(given[0]), code) if given and is_method else ()

    def _unless_defining(self, owner: tuple[str, str, int] | None, code: CodeType) -> Sites:
        defining = code.co_qualname.rpartition(".")[0]
        return (self.numbered(*owner),) if owner is not None and owner[1] != defining else ()

    # -- what happens

    def statement(self, text: str, origins: Iterable[int] = ()) -> int | None:
        """A statement is about to run; its number if it writes."""
        number = self.texts.setdefault(_ROW.sub("(?)", text), len(self.texts))
        stack, circumstance = self.stack()
        if self.local.__dict__.get("flushing"):
            circumstance = "flush"
        known = {*origins, *(site for sites in self.ambient() for site in sites)}
        whole = (number, stack, tuple(sorted(known)), circumstance)
        found = self.statements.setdefault(whole, len(self.statements))
        if not _WRITES.match(text):
            return None
        for _, written in self._open():
            written.add(found)
        return found

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

    # -- transactions

    def _open(self) -> list[tuple[Sites, set[int]]]:
        if not hasattr(self.local, "spans"):
            self.local.spans = []
        spans: list[tuple[Sites, set[int]]] = self.local.spans
        return spans

    def open_span(self, opener: Sites) -> None:
        """A transaction, or a part of one, begins."""
        self._open().append((opener, set()))
        if opener:
            self._switch()

    def close_span(self) -> None:
        """What began last ends."""
        opener, written = self._open().pop()
        if opener:
            self.span(opener, "block", written)
            self._switch()

    def span(self, sites: Sites, kind: str, written: Iterable[int]) -> None:
        """What was written in a transaction of these sites: who opened it, or who was there when it was committed."""
        self.spans.setdefault((sites, kind), set()).update(written)

    def commit(self, sites: Sites, written: Iterable[int]) -> None:
        """What was written is made last: the lines that ran since the last commit were those of this one."""
        self.span(sites, "commit", written)
        self.commits[self._number] = sites
        self.begin()

    def begin(self) -> None:
        """What was changed in the session until now is committed or forgotten: the lines from here on are of another commit."""
        self._number = len(self.commits)
        self.commits.append(())
        self.switch(self._since_commit())

    def entered(self, frame: FrameType) -> str | None:
        """The context of the lines below a frame, if it is the outermost of product code; None for any other."""
        if not self._is_product(frame.f_code.co_filename):
            return None
        held = (frame.f_locals.get(name) for name in frame.f_code.co_freevars)
        self._outermost = tuple(self._decorated(frame.f_code, held)) or (self.site_of(frame.f_code),)
        return self._since_commit()

    def _is_product(self, file: str) -> bool:
        """Whether a file of the tree is neither a test nor helps one; asked at every call, so it is remembered."""
        found = self._product.get(file)
        if found is None:
            inside = file.removeprefix(self.root).split("/") if file.startswith(self.root) else ("test",)
            found = self._product[file] = not any(part.startswith(_TESTS) for part in inside)
        return found

    def _since_commit(self) -> str:
        return f"c{self._number}@{','.join(map(str, self._outermost))}"

    def opened(self, context: str) -> str:
        """Whose transaction lines of a context were in: the site that opened it, or the sites of the commit; "" if none.

        Lines that ran below another function than those on the stack of the commit, for a test called that before, are of none.
        """
        if not context.startswith("c"):
            return context
        number, _, outermost = context[1:].partition("@")
        sites = self.commits[int(number)]
        on_stack = {self._named(site) for site in sites}
        is_below = any(self._named(int(site)) in on_stack for site in outermost.split(",") if site)
        return ",".join(map(str, sites)) if is_below or len(sites) == MOST_FRAMES else ""

    def _named(self, site: int) -> tuple[str, str]:
        """The path and the name of the function that a site is in."""
        if len(self._names) < len(self.sites):
            self._names = [(path, name) for path, name, _ in self.sites]
        return self._names[site]

    def _switch(self) -> None:
        """Lines that run from here on are those of the transactions that are open."""
        self.switch("|".join(str(site) for opener, _ in self._open() for site in opener))

    def result(self, lines: dict[str, list[int]], inside: dict[str, dict[str, list[int]]]) -> dict[str, object]:
        """Everything seen, as JSON; `inside` are the lines that ran in each transaction."""
        return {
            "sites": list(self.sites),
            "texts": list(self.texts),
            "statements": list(self.statements),
            "rows": sorted(self.rows),
            "built": sorted(self.built),
            "through": {number: sorted(sites) for number, sites in sorted(self.through.items())},
            "spans": sorted((*span, sorted(written)) for span, written in self.spans.items()),
            "lines": lines,
            "inside": inside,
        }


def _cells(function: object) -> Iterator[object]:
    """What a function holds on to of those around it."""
    for cell in getattr(function, "__closure__", None) or ():
        try:
            yield cell.cell_contents
        except ValueError:  # not set yet
            continue


def around(owner: type, name: str, wrapper: Callable[..., Any]) -> None:
    """Replaces a method by `wrapper(original, self, …)`."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def method(self: object, *given: Any, **named: Any) -> Any:
        return wrapper(original, self, *given, **named)

    setattr(owner, name, method)
