"""Registries of plug-ins: from what is registered, and who asks the registry, to who may run what without naming it."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import Role, module_of

from ..facts import Call, Expression, Group
from ..names.call_sites import CallSite, definition_named
from ..names.program import Program, is_external
from ..parts import last_name, owner
from ..rows import Rows

BY_REGISTRY = 0.3
"""Who asks a registry may run any of what it holds: each is likely, none is certain (as for a name with holes)."""

MOST_PAIRS = 200
"""Askers times plug-ins; a registry that everything asks is a part of the framework and tells nothing (chosen)."""


def add_registry_uses(program: Program, sites: Iterable[CallSite], rows: Rows) -> None:
    """`senders.register("mail", Mail)` and `@senders.register`: whoever asks `senders` elsewhere may use `Mail`."""
    held: dict[str, list[tuple[str, str]]] = {}
    for registry, plug_in, where in (*_called(program, sites), *_decorated(program)):
        held.setdefault(registry, []).append((plug_in, where))
    if not held:
        return
    uses: dict[str, list[Evidence]] = {}
    for row in rows.evidence():
        if row.location and row.kind in (EvidenceKind.REFERENCES, EvidenceKind.CALL):
            uses.setdefault(row.target, []).append(row)
    for registry, plug_ins in sorted(held.items()):
        registering = {where for _, where in plug_ins} | {module_of(registry)}
        kinds = {one for value in program.values(registry) if (one := _class_of(program, registry, value))}
        asking = {
            (row.source, row.location)
            for target, of_target in uses.items()
            if _asks(target, registry, kinds)
            for row in of_target
            if row.location and module_of(row.source) not in registering
        }
        if len(asking) * len(plug_ins) > MOST_PAIRS:
            continue
        name = registry.rpartition("::")[2]
        for source, location in sorted(asking):
            for plug_in, _ in sorted(set(plug_ins)):
                rows.add(
                    EvidenceKind.REFERENCES, source, plug_in, location, f"registry {name}", ("dynamic",), BY_REGISTRY
                )


def _called(program: Program, sites: Iterable[CallSite]) -> Iterator[tuple[str, str, str]]:
    for site in sites:
        call, path = site.call, site.module.path
        registry = _registry(program, path, site.scope, owner(call.function)) if _registers(call.function) else None
        for given in call.arguments if registry else ():
            plug_in = definition_named(program, path, site.scope, given) if isinstance(given, str) else None
            if plug_in and registry:
                yield registry, plug_in, path


def _decorated(program: Program) -> Iterator[tuple[str, str, str]]:
    for module in program.modules.values():
        for definition in module.facts.definitions[1:] if module.role is Role.PRODUCT else ():
            for decorator in definition.decorators:
                function = decorator.function if isinstance(decorator, Call) else decorator
                if _registers(function):
                    registry = _registry(program, module.path, definition.parent, owner(function))
                    if registry:
                        yield registry, f"{module.path}::{definition.name}", module.path


def _registers(function: Expression) -> bool:
    return last_name(function) == "register" and owner(function) is not None


def _registry(program: Program, path: str, scope: int, expression: Expression) -> str | None:
    """A variable of the tree that holds an object of a class of the tree, or a mapping or list."""
    found = program.resolve(path, scope, expression)
    if found is None or is_external(found) or program.definition(found) is not None:
        return None
    values = program.values(found)
    is_own = any(isinstance(value, Group) or _class_of(program, found, value) for value in values)
    return found if is_own else None


def _class_of(program: Program, reference: str, value: Expression) -> str | None:
    """The class of the tree whose object a value makes, one that is no router or other thing of a framework."""
    kind = program.type_of(module_of(reference), 0, value) if isinstance(value, Call) else None
    if kind is None or is_external(kind):
        return None
    ancestors = (kind, *program.bases(kind))
    return None if any(one.endswith(("Router", "Site", "Library")) for one in ancestors) else kind


def _asks(target: str, registry: str, kinds: set[str]) -> bool:
    """Whether a row leads to a registry or to a method of its class; registering is no question."""
    if target == registry or target.startswith(f"{registry}."):
        return True
    return any(target.startswith(f"{kind}.") and not target.endswith(".register") for kind in kinds)
