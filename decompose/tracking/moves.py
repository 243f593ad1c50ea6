"""Moves: from what a person would try, in the words of the command line, to entries of the boundary file."""

from msgspec import Struct
from msgspec.structs import replace

from decompose.contexts.context import BoundedContext
from decompose.contexts.detection.parts import parts_of
from decompose.contexts.hand.hand import SHARED_KERNEL, Apart, ContextBoundary, Entry, Merge, Pin, Split, Together
from decompose.contexts.hand.pattern import Pattern
from decompose.contexts.naming.name import name_blocks
from decompose.contexts.naming.speech import Speech
from decompose.errors import DecomposeError
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, UnitKind
from decompose.result.decomposition import Decomposition
from decompose.result.explain.lookup import find_context, find_module
from decompose.result.explain.lookup_data import find_table
from decompose.tracking.compress import patterns_of

NEW = "+"
"""What stands before the id of a context that is not there yet, so that a slip of the pen makes none."""


class Move(Struct, frozen=True):
    """One thing to try: the option with its value, as a person says it, and the entries that it needs."""

    said: str
    entries: tuple[Entry, ...]


def move(decomposition: Decomposition, value: str) -> Move:
    """`UNIT=CONTEXT`: a module, a pattern of modules or `table:NAME` belongs to a context; `+NAME` makes a new one."""
    unit, context = _pair(value, "--move UNIT=CONTEXT")
    home = _home(decomposition, context)
    if unit.startswith("table:"):
        table = find_table(decomposition, unit).id.removeprefix("table:")
        return Move(f"move {unit} to {home}", (Pin(home, tables=(table,)),))
    modules = _modules(decomposition, unit)
    return Move(f"move {unit} to {home}", (Pin(home, modules),))


def kernel(decomposition: Decomposition, unit: str) -> Move:
    """`UNIT`: a module or pattern of modules is part of the shared kernel."""
    ids = [context.id for context in decomposition.catalog.contexts if context.kind == "shared-kernel"]
    home = ids[0] if len(ids) == 1 else SHARED_KERNEL
    return Move(f"{unit} in the shared kernel", (Pin(home, _modules(decomposition, unit)),))


def merge(decomposition: Decomposition, value: str) -> Move:
    """`A=B`: the context A becomes part of the context B."""
    one, other = _pair(value, "--merge A=B")
    source, target = find_context(decomposition, one), find_context(decomposition, other)
    return Move(f"merge {source.id} into {target.id}", (Merge((source.id, target.id), target.id),))


def split(decomposition: Decomposition, value: str) -> Move:
    """`CONTEXT` or `CONTEXT=N`: the context falls into two or N parts, where its own coupling is weakest."""
    name, _, number = value.partition("=")
    if number and not (number.isdigit() and 2 <= int(number) <= 50):
        raise DecomposeError(f"--split {value}: {number!r} is no number of parts.", "Write a number from 2 to 50.")
    context = find_context(decomposition, name)
    parts = parts_of(decomposition.graph, [member.unit for member in context.members], int(number or 2))
    if not parts:
        remedy = "Move single modules out of it with --move."
        raise DecomposeError(f"{context.id} does not fall into {number or 2} parts of three modules or more.", remedy)
    return Move(f"split {context.id} into {len(parts)}", _splits(decomposition, context, parts))


def _splits(
    decomposition: Decomposition, context: BoundedContext, parts: list[list[str]]
) -> tuple[ContextBoundary | Split, ...]:
    """An entry for every part but the largest, which keeps the name."""
    findings = Findings(units=decomposition.units, evidence=decomposition.evidence)
    taken = [each.id for each in decomposition.catalog.contexts]
    names = name_blocks(Speech(findings), parts, taken=taken)
    placed = {unit for part in parts for unit in part}
    rest = [member.unit for member in context.members if member.unit not in placed]
    groups = {str(number): part for number, part in enumerate(parts)} | {"0": [*parts[0], *rest]}
    patterns = patterns_of(groups)
    return tuple(Split(context.id, name.id, patterns[str(number)]) for number, name in enumerate(names) if number)


def together(decomposition: Decomposition, value: str) -> Move:
    """`UNIT,UNIT,…`: these modules are in one context."""
    modules = tuple(text for part in value.split(",") for text in _modules(decomposition, part.strip()))
    return Move(f"keep {value} together", (Together(modules),))


def apart(decomposition: Decomposition, value: str) -> Move:
    """`UNIT,UNIT,…`: no two of these are in one context."""
    modules = tuple(text for part in value.split(",") for text in _modules(decomposition, part.strip()))
    return Move(f"keep {value} apart", (Apart(modules),))


def name(decomposition: Decomposition, value: str) -> Move:
    """`CONTEXT=NAME`: the context has this name for people."""
    known, title = _pair(value, "--name CONTEXT=NAME")
    context = find_context(decomposition, known)
    for each in decomposition.hand.contexts:
        if each.id == context.id:
            place = decomposition.hand.at(each.line)
            raise DecomposeError(f"{context.id} has an entry of its own at {place}.", f'Set `name = "{title}"` there.')
    return Move(f"call {context.id} {title!r}", (ContextBoundary(context.id, name=title),))


def explained(tried: Move, why: str) -> Move:
    """The move with a reason on each of its entries that may have one."""
    entries = (each if isinstance(each, ContextBoundary) else replace(each, why=why) for each in tried.entries)
    return replace(tried, entries=tuple(entries))


def _pair(value: str, form: str) -> tuple[str, str]:
    left, equals, right = value.rpartition("=")
    if not equals or not left.strip() or not right.strip():
        raise DecomposeError(f"{value!r} does not say both.", f"Write {form}.")
    return left.strip(), right.strip()


def _home(decomposition: Decomposition, context: str) -> str:
    if context.startswith(NEW):
        return context.removeprefix(NEW)
    try:
        return find_context(decomposition, context).id
    except DecomposeError as unknown:
        remedy = f"{unknown.remedy} A context that is not there yet is written {NEW}{context}."
        raise DecomposeError(unknown.message, remedy) from unknown


def _modules(decomposition: Decomposition, text: str) -> tuple[str, ...]:
    if "*" not in text:
        return (find_module(decomposition, text).id,)
    product = [u for u in decomposition.units if u.kind is UnitKind.MODULE and u.role is Role.PRODUCT]
    if not any(Pattern(text).matches(unit.id, unit.name) for unit in product):
        raise DecomposeError(f"{text!r} means no module.", "A path pattern has slashes, as `shop/billing/**`.")
    return (text,)
