"""A chain of steps of the query builder pypika → the tables it reads and writes."""

from collections.abc import Iterator

from ...python.facts import Attribute, Call, Expression
from ...python.names.bindings import Value
from ...python.names.program import Program
from ...python.parts import last_name
from ..text.names import table_name
from ..values.values import Link
from .effects import Access

BEGINS_BUILDING = frozenset({"from_", "into", "update"})
"""Steps that a statement begins with."""

READS = frozenset(
    {"from_", "join", "inner_join", "left_join", "right_join", "outer_join", "full_outer_join", "cross_join", "using"}
)
WRITES = {"into": ("create", "sql"), "update": ("sql",)}
DEEPEST = 4


def accesses_built(
    program: Program, path: str, scope: int, line: int, start: Expression, links: list[Link]
) -> list[Access]:
    """What the statement does, its first table in front; nothing if the chain is not one of pypika."""
    if not isinstance(start, str) or not (program.resolve(path, scope, start) or "").startswith("external:pypika."):
        return []
    deletes = any(link.name == "delete" for link in links)
    return list(_accesses(program, path, scope, line, links, deletes))


def _accesses(program: Program, path: str, scope: int, line: int, links: list[Link], deletes: bool) -> Iterator[Access]:
    for link in links:
        given = link.call.arguments[0] if link.call is not None and link.call.arguments else None
        table = _table(program, path, scope, given, 0) if link.name in READS or link.name in WRITES else ""
        if not table:
            continue
        writes = link.name in WRITES or (deletes and link.name == "from_")
        flags = WRITES.get(link.name, ("delete", "sql") if writes else ("sql",))
        yield Access(scope, line, table, writes, flags, 1.0, f"{link.name}({table})")


def _table(program: Program, path: str, scope: int, given: Expression, depth: int) -> str:
    """The name of the table that an argument is: a text, `Table("orders")`, or a variable that holds one."""
    text = program.text(path, scope, given)
    if text is not None:
        return "" if text.holes else table_name(*text.value.split("."))
    if isinstance(given, Call):
        first = given.arguments[0] if given.arguments else None
        if last_name(given.function) == "as_" and isinstance(given.function, Attribute):
            return _table(program, path, scope, given.function.value, depth + 1)
        return _table(program, path, scope, first, depth + 1) if last_name(given.function) == "Table" else ""
    if not isinstance(given, str) or depth > DEEPEST:
        return ""
    reference = program.resolve(path, scope, given) or ""
    values = program.variable(reference) if "::" in reference else ()
    own = (
        tuple(one for one in program.bindings(path, scope, given) if isinstance(one, Value)) if "." not in given else ()
    )
    where = path if own else reference.partition("::")[0]
    found = {_held(program, where, value, depth) for value in (own or values)}
    return found.pop() if len(found) == 1 else ""


def _held(program: Program, path: str, value: Value, depth: int) -> str:
    """The table that a variable is given, also as one of `Tables("orders", "lines")`."""
    if value.how == "part" and isinstance(value.value, Call) and last_name(value.value.function) == "Tables":
        given = value.value.arguments
        return (
            _table(program, path, value.scope, given[value.position], depth + 1)
            if 0 <= value.position < len(given)
            else ""
        )
    return _table(program, path, value.scope, value.value, depth + 1) if value.how == "=" else ""
