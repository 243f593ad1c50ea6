"""Hooks of pluggy: from `manager.hook.name(…)` to every implementation of the tree, which all run."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role

from ..facts import Call, Definition
from ..names.call_sites import CallSite
from ..names.program import Module, Program
from ..parts import argument, last_name, owner, text_of
from ..rows import Rows

BY_NAME = 0.9
MARKERS = frozenset(("external:pluggy.HookimplMarker", "external:pluggy.hooks.HookimplMarker"))


def add_hook_calls(program: Program, sites: Iterable[CallSite], rows: Rows) -> None:
    """Whoever calls a hook runs all that implement it, without naming any."""
    implementing: dict[str, list[str]] = {}
    for module in program.modules.values():
        for definition in module.facts.definitions[1:] if module.role is Role.PRODUCT else ():
            for name in _implemented(program, module, definition):
                implementing.setdefault(name, []).append(f"{module.path}::{definition.name}")
    for site in sites if implementing else ():
        hook = _hook(site.call)
        for one in implementing.get(hook, ()):
            rows.add(EvidenceKind.CALL, site.source, one, site.location, f"hook {hook}", ("dispatch",), BY_NAME)


def _hook(call: Call) -> str:
    """`bake` of `manager.hook.bake(…)` and of `manager.hook.bake.call_historic(…)`, "" for any other call."""
    function = owner(call.function) if last_name(call.function) == "call_historic" else call.function
    return last_name(function) if last_name(owner(function)) == "hook" else ""


def _implemented(program: Program, module: Module, definition: Definition) -> Iterator[str]:
    """The hook that a function with a marker of pluggy implements: that of its own name unless it says otherwise."""
    for by in definition.decorators if definition.kind == "function" else ():
        marker = program.resolve(module.path, definition.parent, by.function if isinstance(by, Call) else by)
        for made in program.values(marker) if marker else ():
            path = (marker or "").partition("::")[0]
            if isinstance(made, Call) and program.resolve(path, 0, made.function) in MARKERS:
                given = text_of(argument(by, -1, "specname")) if isinstance(by, Call) else None
                yield given or last_name(definition.name)
