"""HTTP entry points of classes with methods named GET or on_POST: by a table of paths (web.py), or by what each says itself."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Call, Definition, Group, Text
from ...names.call_sites import definition_named
from ...names.program import Module, Program, is_external
from ...parts import argument, text_of
from ...rows import Rows
from ..entry_unit import entry_unit
from .url_patterns import readable

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
QUIET = frozenset(method.lower() for method in METHODS)
ANSWERING = {name: method for method in METHODS for name in (method, f"on_{method}", method.lower())}
REQUESTS = frozenset(("request", "req"))
WORDS = ("path", "pattern", "patterns", "url", "urls", "route", "routes")
PATHS = frozenset((*WORDS, *(word.upper() for word in WORDS)))
"""Attributes by which a class says where it answers."""

COMPILED = "external:re.compile"
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
    """Classes that say their own paths, which whatever they inherit from makes known."""
    for definition in _answering(module):
        page = f"{module.path}::{definition.name}"
        for path in dict.fromkeys(_paths(program, page)) if definition.bases else ():
            yield path, page, definition.line


def _paths(program: Program, page: str) -> Iterator[str]:
    """The paths in its attributes; what a function of the system makes of one may have more in front of it (`…/orders`)."""
    for attribute in sorted(PATHS):
        member = program.member(page, attribute)
        home = member.partition("::")[0] if member and not is_external(member) else ""
        scope = program.scope_of(member.rpartition(".")[0]) if member and home else 0
        pending = list(program.values(member)) if member and home else []
        for one in pending:
            if isinstance(one, Group):
                pending += one.items
                continue
            given = one.arguments[0] if isinstance(one, Call) and one.arguments else one
            text = program.text(home, scope, given) if not isinstance(given, Call | Group) else None
            path = readable(text.value) if text is not None else ""
            if path.startswith("/"):
                is_whole = given is one or (
                    isinstance(one, Call) and program.resolve(home, scope, one.function) == COMPILED
                )
                yield path if is_whole else f"…{path}"


def _answering(module: Module) -> Iterable[Definition]:
    """The classes that define a method named as those of HTTP are, or say where they answer, each once."""
    definitions = module.facts.definitions
    methods = (one.parent for one in definitions[1:] if one.name.rpartition(".")[2] in ANSWERING)
    saying = (one.scope for one in module.facts.assignments if not PATHS.isdisjoint(map(str, one.targets)))
    return (definitions[scope] for scope in sorted({*methods, *saying}) if definitions[scope].kind == "class")


def _answers(program: Program, page: str) -> Iterator[tuple[str, str]]:
    for name, method in ANSWERING.items():
        own = program.member(page, name)
        definition = program.definition(own) if own is not None else None
        if own is not None and definition is not None and (name not in QUIET or _takes_request(definition)):
            yield method, own


def _takes_request(definition: Definition) -> bool:
    """Whether it is given what came in; a client of somebody else's interface has methods of the same names, and sends."""
    return any(one.name in REQUESTS for one in definition.parameters[1:2])
