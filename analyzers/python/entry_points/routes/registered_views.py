"""HTTP entry points of views that a decorator of the system itself registers, under paths that it works out."""

from collections.abc import Iterable

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ...facts import Call, Definition
from ...names.program import Module, Program, is_external
from ...parts import last_name
from ...rows import Rows
from ..entry_unit import entry_unit
from .view_methods import answers

LIBRARIES = ("external:django.", "external:rest_framework.", "external:flask.views.")


def registered_views(program: Program, rows: Rows) -> Iterable[Unit]:
    """`@register_model_view(Site)` above a class of views that no URL pattern leads to: the path stays unknown."""
    handled = {row.target for row in rows.evidence() if row.kind is EvidenceKind.ROUTES}
    routed = {*handled, *(target.rpartition(".")[0] for target in handled if "." in target.partition("::")[2])}
    for module in program.modules.values():
        for definition in module.facts.definitions[1:] if module.role is Role.PRODUCT else ():
            view = f"{module.path}::{definition.name}"
            if definition.kind == "class" and view not in routed and _is_registered(program, module, definition):
                for method, answering in answers(program, view) if _is_view(program, view) else ():
                    unit = entry_unit(module, f"{method} …/ ({module.name}.{definition.name})", definition.line)
                    rows.add(EvidenceKind.ROUTES, unit.id, answering, unit.location, definition.name)
                    yield unit


def _is_registered(program: Program, module: Module, definition: Definition) -> bool:
    for decorator in definition.decorators:
        function = decorator.function if isinstance(decorator, Call) else decorator
        if last_name(function).startswith("register"):
            found = program.resolve(module.path, definition.parent, function)
            if found is not None and not is_external(found):
                return True
    return False


def _is_view(program: Program, view: str) -> bool:
    return any(base.startswith(LIBRARIES) and base.endswith("View") for base in program.bases(view))
