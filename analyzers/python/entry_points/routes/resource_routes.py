"""HTTP entry points of whole resources, as the library Routes has them: a collection whose controller answers by its actions."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Call, Expression, Group
from ...front_end.literals import named
from ...names.call_sites import CallSite
from ...names.program import Program
from ...parts import argument, last_name, text_of
from ...rows import Rows
from ..entry_unit import entry_unit
from .mapped_routes import answering

ACTIONS = {
    "index": ("GET", False),
    "create": ("POST", False),
    "show": ("GET", True),
    "update": ("PUT", True),
    "delete": ("DELETE", True),
    "new": ("GET", False),
    "edit": ("GET", True),
}
"""What a resource answers by the names of its controller's methods: method, and whether for one of the collection."""

NAMED = frozenset(("new", "edit"))
OF_COLLECTION = ("collection", "collection_actions", "collection_methods")
OF_ONE = ("member", "member_actions")
PARENT = ("parent_resource", "parent")


def resource_routes(program: Program, sites: Iterable[CallSite], rows: Rows) -> Iterator[Unit]:
    """`mapper.resource("order", "orders", controller=orders)`, and `ResourceExtension("orders", OrderController())`."""
    for site in sites:
        if site.module.role is not Role.PRODUCT:
            continue
        collection, controller = _resource(program, site)
        if not collection or controller is None:
            continue
        front = _below(site.call) + f"/{collection}"
        for method, place, action in _asked(site.call):
            view = answering(program, site.module.path, site.scope, controller, action)
            definition = program.definition(view) if view else None
            if definition is None or definition.name.rpartition(".")[2] != action:
                continue
            unit = entry_unit(site.module, f"{method} {front}{place}", site.line)
            rows.add(EvidenceKind.ROUTES, unit.id, view, unit.location, unit.name)
            yield unit


def _resource(program: Program, site: CallSite) -> tuple[str, Expression]:
    """The path of the collection and the controller; nothing of other calls by this name."""
    name, call = last_name(site.call.function), site.call
    at = {"resource": 1, "ResourceExtension": 0}.get(name)
    if at is None:
        return "", None
    text = program.text(
        site.module.path, site.scope, argument(call, at, *(("collection",) if at == 0 else ("collection_name",)))
    )
    controller = argument(call, 1 if at == 0 else -1, "controller")
    return (text.value.strip("/") if text and text.value != "{}" else ""), controller


def _asked(call: Call) -> Iterator[tuple[str, str, str]]:
    """Method, what follows the path of the collection, and the action."""
    for action, (method, is_one) in ACTIONS.items():
        yield method, "/{id}" * is_one + f"/{action}" * (action in NAMED), action
    for action, method in _more(argument(call, -1, *OF_COLLECTION)):
        yield method, f"/{action}", action
    for action, method in _more(argument(call, -1, *OF_ONE)):
        yield method, f"/{{id}}/{action}", action


def _more(given: Expression) -> Iterator[tuple[str, str]]:
    """`{"detail": "GET"}`, or the same as `dict(detail="GET")`."""
    for name, value in _named(given).items():
        if method := text_of(value):
            yield name, method.upper()


def _below(call: Call) -> str:
    """The path of the resource that this one belongs to."""
    parent = text_of(_named(argument(call, -1, *PARENT)).get("collection_name"))
    member = text_of(_named(argument(call, -1, *PARENT)).get("member_name"))
    return f"/{parent}/{{{member or 'parent'}_id}}" if parent else ""


def _named(given: Expression) -> dict[str, Expression]:
    if isinstance(given, Call) and given.function == "dict":
        return dict(given.keywords)
    return named(given) if isinstance(given, Group) else {}
