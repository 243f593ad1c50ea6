"""HTTP entry points of the library Routes, as OpenStack and Pylons use it: a mapper connects paths to actions of controllers."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Call, Expression, Subscript
from ...front_end.literals import named
from ...names.call_sites import CallSite, definition_named
from ...names.program import Program
from ...parts import argument, items_of, last_name, text_of
from ...rows import Rows
from ..entry_unit import entry_unit

ANY = "ANY"


def mapped_routes(program: Program, sites: Iterable[CallSite], rows: Rows) -> Iterator[Unit]:
    """`mapper.connect("/orders/{id}", controller=orders, action="show", conditions={"method": ["GET"]})`.

    A route that only tells which methods are allowed is no way in. What answers is the action of the controller, be it wrapped
    in a resource or made by a function; else that function, else where the route is connected.
    """
    for site in sites:
        call, action = site.call, text_of(argument(site.call, -1, "action"))
        if last_name(call.function) != "connect" or site.module.role is not Role.PRODUCT:
            continue
        controller = argument(call, -1, "controller")
        if not action or controller is None or argument(call, -1, "allowed_methods") is not None:
            continue
        texts = (program.text(site.module.path, site.scope, one) for one in call.arguments[:2])
        pattern = next((text.value for text in texts if text is not None and text.value.startswith("/")), None)
        if pattern is None:
            continue
        view = answering(program, site.module.path, site.scope, controller, action) or site.source
        for method in _methods(call):
            unit = entry_unit(site.module, f"{method} {pattern}", site.line)
            rows.add(EvidenceKind.ROUTES, unit.id, view, unit.location, unit.name)
            yield unit


def answering(program: Program, path: str, scope: int, controller: Expression, action: str) -> str | None:
    """The method of the controller, or the function that makes it."""
    controller = held(program, path, scope, controller)
    if (found := _method(program, path, scope, controller, action)) is not None:
        return found
    made = program.resolve(path, scope, controller.function) if isinstance(controller, Call) else None
    definition = program.definition(made) if made else None
    if made is None or definition is None or definition.kind != "function":
        return None
    inside, home = program.scope_of(made), made.partition("::")[0]
    answers = (_method(program, home, inside, returned, action) for returned in program.returned(made))
    return next((answer for answer in answers if answer is not None), made)


def held(program: Program, path: str, scope: int, controller: Expression) -> Expression:
    """What a variable holds, or what stands under a key: `self.resources["orders"] = orders.create_resource()`."""
    if isinstance(controller, str):
        return program.held(path, scope, controller) or controller
    if not isinstance(controller, Subscript):
        return controller
    put = [one.value for one in program.modules[path].facts.assignments if controller in one.targets]
    return put[0] if len(put) == 1 else controller


def _method(program: Program, path: str, scope: int, controller: Expression, action: str) -> str | None:
    """The action of an object, or of what a resource wraps."""
    wrapped = controller.arguments if isinstance(controller, Call) else ()
    for one in (controller, *(item for given in wrapped for item in items_of(given))):
        kind = program.type_of(path, scope, one) or definition_named(program, path, scope, one)
        method = program.member(kind, action) if kind is not None else None
        if method is not None and program.definition(method) is not None:
            return method
    return None


def _methods(call: Call) -> tuple[str, ...]:
    """The methods that the conditions ask for, in one text or in several."""
    asked = argument(call, -1, "conditions")
    value = dict(asked.keywords).get("method") if isinstance(asked, Call) else named(asked).get("method")
    texts = [text_of(one) or "" for one in items_of(value)]
    return tuple(sorted({method.strip().upper() for text in texts for method in text.split(",")} - {""})) or (ANY,)
