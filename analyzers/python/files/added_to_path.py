"""From the facts of all files to the folders that a program adds to its own import path: `sys.path.append(APPS_DIR)`."""

from collections.abc import Iterator, Mapping

from decompose.evidence.unit import Role

from ..facts import Attribute, Call, Expression, Group, PythonFacts, Text
from ..parts import items_of, last_name, owner
from .folders import Folders, dirname, upwards
from .roles import role_of

PATH = "sys.path"
ADDING = {f"{PATH}.append": 0, f"{PATH}.insert": 1, f"{PATH}.extend": 0, "site.addsitedir": 0}
"""Calls that add to it, and which argument says what."""

JOINING = frozenset(("join", "joinpath"))
DEEPEST = 8


def folders_added(facts: Mapping[str, PythonFacts], folders: Folders) -> frozenset[str]:
    """Those that lie in the tree; what is joined to the place of the file is looked for around it, nearest first."""
    found = set()
    for path, one in facts.items():
        if role_of(path, generated=False) is not Role.PRODUCT:
            continue
        for expression in _added(one):
            inside = "/".join(
                part for part in "/".join(_parts(one, expression, 0)).split("/") if part not in ("", ".", "..")
            )
            around = (f"{above}/{inside}".lstrip("/") for above in upwards(dirname(path))) if inside else ()
            found.update([folder for folder in around if folder in folders.every][:1])
    return frozenset(found)


def _added(facts: PythonFacts) -> Iterator[Expression]:
    for use in facts.uses:
        call = use.expression
        if isinstance(call, Call) and isinstance(call.function, str) and call.function in ADDING:
            yield from (one for given in call.arguments[ADDING[call.function] :][:1] for one in items_of(given))
    for assignment in facts.assignments:
        if PATH in assignment.targets:
            yield from items_of(assignment.value)


def _parts(facts: PythonFacts, expression: Expression, depth: int) -> Iterator[str]:
    """The texts that a path is joined of, through the names of the file: `apps` of `os.path.join(BASE, "apps")`."""
    if depth == DEEPEST:
        return
    if isinstance(expression, Text):
        yield expression.value.rpartition("{}")[2]
    elif isinstance(expression, str):
        values = [one.value for one in facts.assignments if expression in one.targets]
        yield from _parts(facts, values[-1], depth + 1) if values else ()
    elif isinstance(expression, Attribute):
        yield from _parts(facts, expression.value, depth + 1)
    elif isinstance(expression, Group):
        for one in expression.items if expression.sign == "/" else ():
            yield from _parts(facts, one, depth + 1)
    elif isinstance(expression, Call):
        before = owner(expression.function) if last_name(expression.function) != "join" else None
        for one in (before, *expression.arguments[: None if last_name(expression.function) in JOINING else 1]):
            yield from _parts(facts, one, depth + 1)
