"""HTTP entry points of classes with methods named GET and POST, as web.py has them: by a table of paths, or by `path` of each."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Call, Definition, Group, Text
from ...names.call_sites import definition_named
from ...names.program import Module, Program
from ...parts import argument, text_of
from ...rows import Rows
from ..entry_unit import entry_unit
from .view_attributes import text_of_attribute

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
APPLICATIONS = frozenset(("external:web.application", "external:web.subdir_application"))

Page = tuple[str, str, int]
"""A path, the class that answers it, and the line that says so."""


def paged_routes(program: Program, rows: Rows) -> Iterator[Unit]:
    """`urls = ("/orders/(.*)", "Orders")`, or `class Orders(page): path = "/orders"`, with `def GET(self)`."""
    for module in program.modules.values():
        if module.role is Role.PRODUCT:
            for path, page, line in (*_listed(program, module), *_pages(program, module)):
                for method, answering in _answers(program, page):
                    unit = entry_unit(module, f"{method} {path}", line)
                    rows.add(EvidenceKind.ROUTES, unit.id, answering, unit.location, unit.name)
                    yield unit


def _listed(program: Program, module: Module) -> Iterator[Page]:
    """The pairs of a path and the name of a class that an application is made with."""
    for assignment in module.facts.assignments:
        made = assignment.value
        if (
            not isinstance(made, Call)
            or program.resolve(module.path, assignment.scope, made.function) not in APPLICATIONS
        ):
            continue
        given = argument(made, 0, "mapping")
        table = program.resolve(module.path, assignment.scope, given) if isinstance(given, str) else None
        for value in program.values(table) if table else (given,):
            texts = [text_of(one) for one in value.items] if isinstance(value, Group) else []
            for path, name in zip(texts[::2], texts[1::2], strict=False):
                page = _page(program, module, name) if name else None
                if path and page:
                    yield path if path.startswith("/") else f"/{path}", page, made.line


def _page(program: Program, module: Module, name: str) -> str | None:
    """The class of a table: one of the module itself, or a full name."""
    return definition_named(program, module.path, 0, Text(name) if "." in name else name)


def _pages(program: Program, module: Module) -> Iterator[Page]:
    """Classes that say their own path, which whatever they inherit from makes known."""
    definitions = module.facts.definitions
    for definition in _with_methods(definitions):
        page = f"{module.path}::{definition.name}"
        path = text_of_attribute(program, page, "path") if definition.bases else None
        if path is not None and path.startswith("/"):
            yield path, page, definition.line


def _with_methods(definitions: tuple[Definition, ...]) -> Iterable[Definition]:
    """The classes that define a method named as those of HTTP are, each once."""
    scopes = {
        one.parent for one in definitions[1:] if one.kind == "function" and one.name.rpartition(".")[2] in METHODS
    }
    return (definitions[scope] for scope in sorted(scopes) if definitions[scope].kind == "class")


def _answers(program: Program, page: str) -> Iterator[tuple[str, str]]:
    for method in METHODS:
        own = program.member(page, method)
        if own is not None and program.definition(own) is not None:
            yield method, own
