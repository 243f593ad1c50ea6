"""Functions that use a resource whose name they are given → the uses of whoever calls them with a name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from decompose.errors import Location
from decompose.evidence.resource import ResourceUse

from ..python.facts import Definition, Expression, Group
from ..python.names.program import Program
from ..python.parts import last_name
from .naming import Naming
from .uses import Found, Site, written

ROUNDS = 3
"""Functions around functions that are followed (chosen)."""

PER_CALL = 0.9
"""What each function on the way takes from the confidence (chosen)."""


def uses_of_callers(
    program: Program, naming: Naming, found: Sequence[Found], calls: Mapping[str, Sequence[Site]]
) -> Iterator[ResourceUse]:
    """What is used through functions that are given the name; each by the function that gives it."""
    waiting, seen = list(found), set()
    for _ in range(ROUNDS):
        new: list[Found] = []
        for one in waiting:
            key = (one.function, one.parameter, one.use.kind, one.use.client, one.use.direction)
            if one.parameter and key not in seen:
                seen.add(key)
                new.extend(_through(program, naming, one, calls))
        yield from (one.use for one in new if one.use.name)
        waiting = new


def _through(program: Program, naming: Naming, found: Found, calls: Mapping[str, Sequence[Site]]) -> Iterable[Found]:
    function = found.function
    definition = program.definition(function)
    if definition is None or definition.kind != "function":
        return
    name = definition.name.rpartition(".")[2]
    called = function.removesuffix(".__init__")
    for site in calls.get(called.rpartition("::")[2].rpartition(".")[2] if name == "__init__" else name, ()):
        path = site.module.path
        if program.resolve(path, site.scope, site.call.function) not in (function, called):
            continue
        given = _argument(program, function, definition, found.parameter, site)
        named = naming.name(found.use.kind, path, site.scope, given)
        if named.name or named.parameter:
            yield Found(
                replace(
                    found.use,
                    source=site.reference,
                    location=Location(path, site.call.line),
                    name=named.name,
                    key="",
                    confidence=round(found.use.confidence * PER_CALL, 3),
                    flags=tuple(sorted({*found.use.flags, "wrapped"})),
                    detail=written(site.call.function),
                ),
                named.parameter,
                named.function,
            )


def _argument(program: Program, function: str, definition: Definition, parameter: str, site: Site) -> Expression:
    """What a call gives for a parameter; None where that is not evident."""
    for name, value in site.call.keywords:
        if name == parameter:
            return value
    names = [one.name for one in definition.parameters]
    position = names.index(parameter) if parameter in names else -1
    owner = program.definition(function.rpartition(".")[0]) if "." in function.rpartition("::")[2] else None
    if owner is not None and owner.kind == "class" and "staticmethod" not in definition.decorators:
        position -= 1
    before = site.call.arguments[: position + 1]
    starred = any(isinstance(one, Group) and one.kind == "star" for one in before)
    return before[position] if 0 <= position < len(before) and not starred else None


def by_name(sites: Iterable[Site]) -> dict[str, list[Site]]:
    """The calls by the last name of what they call."""
    found: dict[str, list[Site]] = {}
    for site in sites:
        found.setdefault(last_name(site.call.function), []).append(site)
    return found
