"""A step on an SQLAlchemy session, statement, query or mapped class → what it does to the tables."""

from collections.abc import Iterator

from msgspec.structs import replace

from ...python.facts import Call
from ..scopes import argument
from ..values.evaluation import table_of
from ..values.steps import relation_of
from ..values.values import ALONE, ROWS, Link, Value
from ..vocabulary import (
    CHANGES,
    CREATES,
    DELETES,
    JOINS,
    SESSION_BULK,
    SESSION_GETS,
    SESSION_NAMES,
    SESSION_RUNS,
    SESSION_WRITES,
    STATEMENTS,
)
from .arguments import given_in, models_in, nested, related
from .chain import Chain, short
from .set_columns import set_by_values

NAVIGATION = 0.9
"""Confidence that following `order.customer` hands over the other row (measured at .95; one time in five it was loaded
before)."""

CONSTRUCTED = 0.8
"""Confidence that an instance made and not seen added is written all the same, through what it is linked to (measured
at .86)."""

_FLAGS = {"delete": ("delete",), "insert": ("create",)}
"""Of the writes of a statement, by the function that makes it."""

_NO_SESSION = frozenset({"class", "rows", "statement", "instance", "text", "column"})
"""Kinds of values that are evidently something else."""


def of_session(chain: Chain, value: Value | None, link: Link) -> None:
    """`session.add(order)` and its like; what the session is need not be evident, for the argument is."""
    call = link.call
    if call is None or (value is not None and _is_no_session(chain, value, link.name)):
        return
    if link.name == "query":
        _queried(chain, link)
        return
    given = chain.given(argument(call, 0, "instance"))
    if given is None:
        return
    detail = f"{link.name}({short(given.of)})"
    if link.name in SESSION_GETS | SESSION_BULK and given.kind in {"class", "parameter"}:
        writes = link.name in SESSION_BULK
        chain.note(given, writes, ("create",) if writes else (), detail)
    elif link.name in SESSION_RUNS and given.kind == "statement":
        chain.note(given, STATEMENTS.get(given.name, False), _FLAGS.get(given.name, ()), detail)
    elif link.name == "refresh" and given.kind == "instance" and _is_mapped(chain, given):
        chain.note(given, False, (), detail)
    elif link.name in SESSION_WRITES | DELETES and _can_be_written(chain, given, link):
        chain.note(given, True, ("delete",) if link.name in DELETES else ("create",), detail)


def of_statement(chain: Chain, name: str, link: Link) -> None:
    """`select(Order, Line.price)`, `insert(Order)`, …"""
    if link.call is None:
        return
    tables = list(models_in(chain.given, link.call))
    flags = _FLAGS.get(name, ())
    for found in tables:
        chain.note(found, STATEMENTS[name], flags, f"{name}({short(found.of)})", columns=_columns(chain, name))
    _join_all(chain, tables, name)


def _columns(chain: Chain, statement: str) -> tuple[str, ...]:
    return set_by_values(chain.links) if statement == "update" else ()


def of_query(chain: Chain, value: Value, link: Link) -> None:
    """`.join(Other)`, `.where(Other.x == Order.y)`, `.join(Order.customer)` of a query or statement."""
    model = chain.evaluation.model(value.of)
    if link.call is None or (model is not None and model.framework == "django") or link.name in CREATES | CHANGES:
        return
    base = value.through if value.kind == "statement" else ""
    base = table_of(value, chain.evaluation) if model is not None else base
    for inner in nested(chain.given, link.call):
        chain.join(base, _table_behind(chain, inner), f"{short(value.of)}.{link.name}({short(inner.of)})")
    several = _each(chain, link.call) if link.name in JOINS else ()
    for found in (*models_in(chain.given, link.call), *several):
        chain.bring(base, found, f"{short(value.of)}.{link.name}({short(found.of)})")
    for other in link.call.arguments:
        for reached in related(chain.given, chain.evaluation, other, everywhere=link.name in JOINS):
            chain.bring(base, reached, f"{short(value.of)}.{link.name}({short(reached.of)})")


def _table_behind(chain: Chain, query: Value) -> str:
    return query.through if query.kind == "statement" and query.through else table_of(query, chain.evaluation)


def of_constructor(chain: Chain, value: Value, link: Link, index: int) -> None:
    """`Order(…)` that nothing adds here."""
    if link.name == "()" and index == len(chain.links) - 1 and _is_mapped(chain, value):
        chain.note(value, True, ("create",), f"{short(value.of)}(…)", CONSTRUCTED)


def of_table(chain: Chain, value: Value, link: Link) -> None:
    """`orders.insert()`, `orders.update()`, … of a `Table`; what the last step does to the rows of a table of pairs."""
    if value.name == ROWS and link.call is not None:
        if link is chain.links[-1]:
            writes = link.name in CREATES | CHANGES | DELETES
            kinds = {"create": link.name in CREATES, "delete": link.name in DELETES}
            flags = tuple(flag for flag, is_so in kinds.items() if is_so)
            chain.note(value, writes, flags, f"{value.of}.{link.name}()")
        return
    if link.name in STATEMENTS and link.call is not None:
        flags = {"delete": ("delete",), "insert": ("create",)}.get(link.name, ())
        detail = f"{value.of}.{link.name}()"
        chain.note(value, STATEMENTS[link.name], flags, detail, columns=_columns(chain, link.name))


def relation_followed(chain: Chain, value: Value, link: Link) -> None:
    """`order.customer`, `order.lines`: of any mapper, the other rows are read."""
    relation = relation_of(value, link.name, chain.evaluation) if link.call is None else None
    if relation is None:
        return
    kind = "rows" if relation.many else "instance"
    name = ALONE if relation.eager else ""
    reached = Value(kind, relation.model, name, relation.through, confidence=value.confidence * NAVIGATION)
    if relation.many:
        chain.ask(reached, f"{short(value.of)}.{link.name}", value.of)
    else:
        chain.note(reached, False, (), f"{short(value.of)}.{link.name}")


def row_updated(chain: Chain, value: Value, link: Link) -> None:
    """`order.update(values)`: mapped rows have no such method of SQLAlchemy's; a library's base for them sets columns by it."""
    is_call = link.name == "update" and link.call is not None
    if is_call and _is_mapped(chain, value) and chain.evaluation.method(value.of, link.name) is None:
        chain.note(value, True, (), f"{short(value.of)}.update()")


def _queried(chain: Chain, link: Link) -> None:
    tables = [*models_in(chain.given, link.call), *given_in(chain.given, link.call)] if link.call is not None else []
    for found in tables[1:]:
        chain.note(found, False, (), f"query({short(found.of)})")
    whole = (
        any((each := chain.given(given)) and each.kind == "class" for given in link.call.arguments)
        if link.call
        else False
    )
    if tables and tables[0].kind == "parameter":
        chain.ask_or_change(tables[0])
    elif not tables and link.call is not None:
        _of_each(chain, link.call)
    elif tables:
        asked = tables[0] if whole else replace(tables[0], name=ALONE)
        chain.ask(asked, f"query({short(tables[0].of)})")
    _join_all(chain, tables, "query")


def _of_each(chain: Chain, call: Call) -> None:
    """`query(table)` and `query(table.id)` of each `table` of a list of classes that is written out."""
    for found in _each(chain, call):
        chain.ask_or_change(replace(found, name=ALONE), f"query({short(found.of)})")
        chain.answer()
        chain.asked = None


def _each(chain: Chain, call: Call) -> Iterator[Value]:
    """The mapped classes that a loop variable among the arguments stands for, one after the other."""
    names = dict.fromkeys(each.partition(".")[0] for each in call.arguments if isinstance(each, str))
    for name in names:
        others = chain.evaluation.variables.others(chain.place, name, None)
        yield from (each for each in others if each.kind == "class" and _is_mapped(chain, each))


def _is_no_session(chain: Chain, value: Value, method: str) -> bool:
    """Whether what a method is called on is evidently something else; a variable `store` may look like a row of a shop."""
    if value.kind == "object" and method in DELETES and chain.evaluation.method(value.of, method) is not None:
        return True
    guessed = value.kind == "instance" and value.confidence < 1.0 and method not in DELETES
    return value.kind in _NO_SESSION and not (guessed and chain.evaluation.method(value.of, method) is None)


def _can_be_written(chain: Chain, given: Value, link: Link) -> bool:
    """Whether what is given is a row, or rows, and what it is given to a session: `seen.add(order)` may be a set."""
    one_or_many = given.kind in {"instance", "parameter"} or link.name in {"add_all", "bulk_save_objects"}
    if not one_or_many or not (given.kind == "parameter" or _is_mapped(chain, given)):
        return False
    return given.confidence == 1.0 or any(word in chain.before(link).lower() for word in SESSION_NAMES)


def _is_mapped(chain: Chain, value: Value) -> bool:
    model = chain.evaluation.model(value.of)
    return model is not None and model.framework == "sqlalchemy"


def _join_all(chain: Chain, tables: list[Value], name: str) -> None:
    for found in tables[1:]:
        one, other = table_of(tables[0], chain.evaluation), table_of(found, chain.evaluation)
        chain.join(one, other, f"{name}({short(tables[0].of)}, {short(found.of)})")
