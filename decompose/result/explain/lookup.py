"""From what a person types to what a result calls it: modules, contexts, steps; a near miss gets a suggestion."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from decompose.contexts.context import BoundedContext
from decompose.errors import DecomposeError
from decompose.evidence.unit import Unit, UnitKind, module_of
from decompose.plan.plan import Step
from decompose.result.decomposition import Decomposition

SEPARATOR = re.compile(r"([./])")

SHOWN = 5
"""Names offered when one is not known or fits more than one thing; chosen: what one reads at a glance."""


def find_module(decomposition: Decomposition, name: str) -> Unit:
    """The module with this path (also with `:line` or `::symbol`), dotted name, or ending of either that fits one only."""
    modules = [unit for unit in decomposition.units if unit.kind == UnitKind.MODULE]
    found = _module(modules, name)
    if found is None:
        raise unknown("module", name, [unit.name for unit in modules] + [unit.id for unit in modules])
    return found


def find_context(decomposition: Decomposition, name: str) -> BoundedContext:
    """The context with this id or name, in any case."""
    contexts = decomposition.catalog.contexts
    found = _context(contexts, name)
    if found is None:
        raise unknown("context", name, [context.id for context in contexts] + [context.name for context in contexts])
    return found


def find_step(decomposition: Decomposition, name: int | str) -> Step:
    """The step with this rank, or of the context with this id or name."""
    steps = decomposition.plan.steps
    by_rank = [step for step in steps if str(step.rank) == str(name).strip().lstrip("#")]
    if by_rank:
        return by_rank[0]
    context = _context(decomposition.catalog.contexts, str(name))
    by_context = [step for step in steps if context and step.context == context.id]
    if by_context:
        return by_context[0]
    if context:
        raise DecomposeError(
            f"the plan has no step for {context.id}.", f"It is a {context.kind} and stays where it is."
        )
    raise unknown("step", str(name), [str(step.rank) for step in steps] + [step.context for step in steps])


def find_entry(decomposition: Decomposition, name: str) -> Unit:
    """The entry point with this name (`GET /orders`), in any case, or the only one whose name holds it."""
    entries = [unit for unit in decomposition.units if unit.kind == UnitKind.ENTRY_POINT]
    wanted = name.strip().removeprefix("entry:").casefold()
    exact = [unit for unit in entries if unit.name.casefold() == wanted]
    found = exact or [unit for unit in entries if wanted and wanted in unit.name.casefold()]
    if len(found) > 1 and not exact:
        shown = ", ".join(repr(unit.name) for unit in found[:SHOWN]) + (", …" if len(found) > SHOWN else "")
        raise DecomposeError(f"{name!r} fits {len(found)} entry points: {shown}.", "Give the whole name.")
    if not found:
        raise unknown("entry point", name, [unit.name for unit in entries])
    return found[0]


def find_context_or_module(decomposition: Decomposition, name: str) -> BoundedContext | Unit:
    """The context or, if none has this name, the module."""
    contexts = decomposition.catalog.contexts
    modules = [unit for unit in decomposition.units if unit.kind == UnitKind.MODULE]
    found = _context(contexts, name) or _module(modules, name)
    if found is None:
        known = [context.id for context in contexts] + [unit.name for unit in modules] + [unit.id for unit in modules]
        raise unknown("module or context", name, known)
    return found


def _context(contexts: Iterable[BoundedContext], name: str) -> BoundedContext | None:
    contexts, wanted = tuple(contexts), name.strip().casefold()
    exact = [context for context in contexts if context.id == name]
    return next(iter(exact or [c for c in contexts if wanted in (c.id.casefold(), c.name.casefold())]), None)


def _module(modules: list[Unit], name: str) -> Unit | None:
    path = _path(name)
    exact = [unit for unit in modules if path in (unit.id, unit.name)]
    if exact:
        return exact[0]
    found = [unit for unit in modules if _ends_with(unit, path)]
    if len(found) > 1:
        shown = ", ".join(unit.id for unit in found[:SHOWN]) + (", …" if len(found) > SHOWN else "")
        raise DecomposeError(f"{name!r} fits {len(found)} modules: {shown}.", "Give more of the path.")
    return found[0] if found else None


def _path(name: str) -> str:
    path, colon, line = module_of(name.strip()).rpartition(":")
    path = path if colon and line.isdigit() else module_of(name.strip())
    return path.removeprefix("./").rstrip("/")


def _ends_with(unit: Unit, path: str) -> bool:
    """Whether `path` is the module's package folder, or a whole-word ending of its path or dotted name."""
    if not path:
        return False
    places = (unit.id, unit.id.removesuffix(".py"), unit.id.removesuffix("/__init__.py"))
    return any(place == path or place.endswith("/" + path) for place in places) or unit.name.endswith("." + path)


def unknown(what: str, name: str, known: list[str]) -> DecomposeError:
    """What to say of a name nothing has: near ones are looked for among the names and their endings of equal depth."""
    depth = len(SEPARATOR.split(name))
    near: dict[str, str] = {each: each for each in known}
    for each in known:
        near.setdefault("".join(SEPARATOR.split(each)[-depth:]), each)
    found = dict.fromkeys(near[ending] for ending in get_close_matches(name, near, n=3, cutoff=0.6))
    if found:
        return DecomposeError(f"the result has no {what} {name!r}.", f"Did you mean {' or '.join(found)}?")
    shown = list(dict.fromkeys(known))[:SHOWN]
    there = f"There are, among others: {', '.join(shown)}." if shown else "It has none at all."
    return DecomposeError(f"the result has no {what} {name!r}.", there)
