"""Classes that settings name: from the texts of modules of settings to whoever reads such a setting and loads by name."""

import re
from collections.abc import Iterator, Mapping

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, module_of

from ..facts import Call, Expression, Group, Subscript, Text
from ..names.constant_texts import HOLE
from ..names.loaders import MODULE_LOADERS
from ..names.program import Module, Program
from ..occurrences import Occurrence, calls_in, occurrences, within
from ..parts import last_name, owner
from ..rows import Rows, reference_of
from .loads import BY_TEXT
from .registries import BY_REGISTRY, MOST_PAIRS

OF_SETTINGS = re.compile(r"(?:^|_)(?:settings|config|conf|defaults)$", re.IGNORECASE)
"""The end of the name of a module or value that holds settings."""
NAME = re.compile(r"[A-Z][A-Z0-9_]+")
TOLD_ELSEWHERE = frozenset(("INSTALLED_APPS",))


def add_uses_by_settings(program: Program, rows: Rows) -> None:
    """`STORAGE = "shop.disk.Disk"`: whoever asks for `settings["STORAGE"]` and loads by name may use `Disk`."""
    named = _named(program)
    if not named:
        return
    loading = _loading(program)
    composed = _composed(program) if loading and _are_composed(program, named) else {}
    readings: dict[str, list[tuple[str, Location]]] = {}
    for module in (each for each in _products(program) if _loads(program, each, loading)):
        for occurrence, setting in _read(module, composed):
            source = reference_of(module.path, module.facts, occurrence.source)
            if setting in named and _above(program, module, occurrence) & loading:
                readings.setdefault(setting, []).append((source, Location(module.path, occurrence.line)))
    for setting, places in sorted(readings.items()):
        if len(places) * len(named[setting]) <= MOST_PAIRS:
            _add(rows, setting, places, named[setting])


def _add(rows: Rows, setting: str, places: list[tuple[str, Location]], targets: tuple[str, ...]) -> None:
    confidence = BY_TEXT if len(targets) == 1 else BY_REGISTRY
    for source, place in places:
        for target in targets:
            rows.add(
                EvidenceKind.REFERENCES, source, target, place, f"setting {setting}", ("string", "dynamic"), confidence
            )


def _named(program: Program) -> dict[str, tuple[str, ...]]:
    """The classes and functions of the tree that each setting names; those of applications are told elsewhere."""
    found: dict[str, set[str]] = {}
    for module in _products(program):
        for assignment in module.facts.assignments if _is_of_settings(module.path) else ():
            setting = assignment.targets[0]
            is_open = module.facts.definitions[assignment.scope].kind != "function"
            if is_open and isinstance(setting, str) and NAME.fullmatch(setting) and setting not in TOLD_ELSEWHERE:
                for text in _texts(assignment.value):
                    reference = program.named(text) if "." in text else None
                    if reference and program.definition(reference):
                        found.setdefault(setting, set()).add(reference)
    return {setting: tuple(sorted(references)) for setting, references in found.items()}


def _are_composed(program: Program, named: Mapping[str, object]) -> bool:
    """Whether some setting is named as another is, with something before or behind it."""
    held = (module.facts.assignments for module in _products(program) if _is_of_settings(module.path))
    names = {target for each in held for one in each for target in one.targets if isinstance(target, str)}
    return any(
        name != other and (name.startswith(other) or name.endswith(other))
        for name in named
        for other in names
        if NAME.fullmatch(other)
    )


def _products(program: Program) -> Iterator[Module]:
    return (module for module in program.modules.values() if module.role is Role.PRODUCT)


def _texts(value: Expression) -> Iterator[str]:
    """The constant texts of a text, or of what a list or dict holds, keys and values."""
    if isinstance(value, Text) and not value.holes:
        yield value.value
    elif isinstance(value, Group) and value.kind in ("list", "tuple", "set", "dict", "pair"):
        for item in value.items:
            yield from _texts(item)


def _is_of_settings(path: str) -> bool:
    stem = path.removesuffix(".py").removesuffix("/__init__")
    return any(OF_SETTINGS.search(part) for part in stem.split("/")[-2:])


def _loading(program: Program) -> set[str]:
    """The modules that load by name, with a function that they import or define."""
    able = (module for module in _products(program) if not MODULE_LOADERS.isdisjoint(_bound(module)))
    return {
        module.path
        for module in able
        if any(last_name(call.function) in MODULE_LOADERS for _, call in calls_in(module.facts))
    }


def _bound(module: Module) -> Iterator[str]:
    """The names that a module imports or defines, and those of what it imports from `importlib` as a whole."""
    for one in module.facts.imports:
        yield one.name
        yield one.alias
        if one.module == "importlib" and not one.name:
            yield "import_module"
    for each in module.facts.definitions:
        yield each.name.rpartition(".")[2]


def _loads(program: Program, module: Module, loading: set[str]) -> bool:
    """Whether a module, or one that has a base of a class of it, loads by name."""
    if module.path in loading:
        return True
    classes = (each for each in module.facts.definitions if each.kind == "class" and each.bases)
    return any(module_of(base) in loading for each in classes for base in program.bases(f"{module.path}::{each.name}"))


def _above(program: Program, module: Module, occurrence: Occurrence) -> set[str]:
    """The module that an occurrence stands in, and those of the classes that its class inherits from."""
    scope = occurrence.source
    while scope > 0 and module.facts.definitions[scope].kind != "class":
        scope = module.facts.definitions[scope].parent
    bases = program.bases(reference_of(module.path, module.facts, scope)) if scope > 0 else ()
    return {module.path, *map(module_of, bases)}


def _composed(program: Program) -> dict[str, set[str]]:
    """By the name of a function: what it puts before or behind its first parameter to have the name of a setting."""
    found: dict[str, set[str]] = {}
    for module in _products(program):
        for occurrence in within(module.facts):
            asked = occurrence.expression
            text = asked.items[0] if isinstance(asked, Subscript) and len(asked.items) == 1 else None
            definition = module.facts.definitions[occurrence.source]
            parameters = [one.name for one in definition.parameters if one.name not in ("self", "cls")][:1]
            if isinstance(text, Text) and text.value.count(HOLE) == 1 and list(text.holes) == parameters:
                found.setdefault(definition.name.rpartition(".")[2], set()).add(text.value)
    return found


def _read(module: Module, composed: dict[str, set[str]]) -> Iterator[tuple[Occurrence, str]]:
    """`settings["X"]`, `settings.X`, `config.get("X")`, `getattr(settings, "X")`, and what a call puts around X."""
    for occurrence in occurrences(module.facts):
        found = occurrence.expression
        if isinstance(found, Subscript):
            if len(found.items) == 1 and isinstance(found.items[0], Text) and _is_settings(found.value):
                yield occurrence, found.items[0].value
        elif isinstance(found, Call):
            holder = found.arguments[0] if found.function == "getattr" and found.arguments else owner(found.function)
            given = found.arguments[1 if found.function == "getattr" else 0 :][:1]
            if given and isinstance(given[0], Text) and _is_settings(holder):
                for pattern in sorted({HOLE, *composed.get(last_name(found.function), ())}):
                    yield occurrence, pattern.replace(HOLE, given[0].value)
        elif not isinstance(found, Text | Group) and _is_settings(owner(found)):
            yield occurrence, last_name(found)


def _is_settings(expression: Expression) -> bool:
    return bool(OF_SETTINGS.search(last_name(expression)))
