"""HTTP entry points of Cornice: services whose methods decorate their views, and classes that get the paths of a resource."""

from collections.abc import Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Call, Definition
from ...names.program import Module, Program, is_external
from ...parts import argument, items_of, last_name, owner, text_of
from ...rows import Rows
from ..entry_unit import entry_unit

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
LIBRARY = "cornice"
RESOURCES = frozenset(("resource", "register", "add_resource"))
PATH = "path"

Route = tuple[str, str, str]
"""Method, path, and what answers."""


def cornice_routes(program: Program, rows: Rows) -> Iterator[Unit]:
    """`orders = Service("orders", "/orders")` and `@orders.get()`; `@resource(collection_path="/orders", path="/order/{id}")`."""
    products = [module for module in program.modules.values() if module.role is Role.PRODUCT]
    if not any(LIBRARY in one.module for module in products for one in module.facts.imports):
        return
    for module in products:
        for definition in module.facts.definitions[1:]:
            calls = [one for one in definition.decorators if isinstance(one, Call)]
            for method, path, view in (each for call in calls for each in _routes(program, module, definition, call)):
                unit = entry_unit(module, f"{method} {path}", definition.line)
                rows.add(EvidenceKind.ROUTES, unit.id, view, unit.location, unit.name)
                yield unit


def _routes(program: Program, module: Module, definition: Definition, call: Call) -> Iterator[Route]:
    view = f"{module.path}::{definition.name}"
    if definition.kind == "class":
        if last_name(call.function) in RESOURCES:
            yield from _of_resource(program, module, definition, call)
    elif last_name(call.function) in METHODS:
        service = program.resolve(module.path, definition.parent, owner(call.function))
        path = _path_of(program, service) if service and not is_external(service) else None
        if path is not None:
            yield last_name(call.function).upper(), path, view


def _path_of(program: Program, variable: str) -> str | None:
    """The path of the service that a variable holds; None for anything else."""
    for made in program.values(variable):
        if isinstance(made, Call):
            home = variable.partition("::")[0]
            kind = program.resolve(home, 0, made.function) or ""
            kinds = (kind, *(() if is_external(kind) else program.bases(kind)))
            path = program.text(home, 0, argument(made, 1, PATH))
            if path is not None and any(LIBRARY in one and one.endswith("Service") for one in kinds):
                return path.value
    return None


def _of_resource(program: Program, module: Module, definition: Definition, call: Call) -> Iterator[Route]:
    """`collection_path` is answered by `collection_get` and its like, any other path by those that no path is named for.

    `collection_methods=("GET",)` leaves out the others.
    """
    view = f"{module.path}::{definition.name}"
    for word, value in call.keywords:
        path = program.text(module.path, definition.parent, value) if word.endswith(PATH) else None
        if path is None or not path.value.startswith("/"):
            continue
        kind = word.removesuffix(PATH)
        asked = {(text_of(item) or "").lower() for item in items_of(argument(call, -1, f"{kind}methods"))} - {""}
        allowed = [one for one in METHODS if one in asked or not asked]
        of_path = [(one, f"{kind}{one}") for one in allowed]
        told = [pair for pair in of_path if program.member(view, pair[1]) is not None]
        for method, name in told or [(one, one) for one in allowed if program.member(view, one) is not None]:
            own = f"{view}.{name}"
            written = path.value.replace("{{", "{").replace("}}", "}")
            yield method.upper(), written, own if program.definition(own) else view
