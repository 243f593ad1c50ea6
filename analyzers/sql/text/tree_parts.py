"""A node of a statement's syntax tree → the parts of it that its reading asks for, whichever grammar made the tree."""

from collections.abc import Iterator
from typing import Any

Node = Any  # sqlglot's nodes: their typed interface differs between its pure and its compiled releases

SET_OPERATIONS = frozenset({"union", "except", "intersect"})
"""Nodes that put the rows of several queries together."""


def sources(node: Node) -> Iterator[Node]:
    """What a query takes rows from, in the order of the text: FROM, joins, USING, laterals."""
    clauses = [node.args.get("from_") or node.args.get("from"), *(node.args.get("joins") or ())]
    using = node.args.get("using")
    clauses += using if isinstance(using, list) else [using]
    clauses += node.args.get("laterals") or ()
    if node.key in {"update", "delete", "merge"} and hasattr(node.this, "args"):
        clauses = [*(node.this.args.get("joins") or ()), *clauses]
    for clause in clauses:
        if not hasattr(clause, "key"):  # absent, or a flag of the same name in another statement
            continue
        source = clause.this if clause.key in {"from", "join"} else clause
        yield from _unbracketed(source)
        for join in (source.args.get("joins") or ()) if source.key != "subquery" and node.key != "select" else ():
            yield join.this


def _unbracketed(source: Node) -> Iterator[Node]:
    """`a` with its joins and then `c` of `((a JOIN b ON …) JOIN c ON …)`: brackets that hold no query of their own."""
    holds_sources = source.key == "subquery" and not source.alias and source.this.key in {"table", "subquery"}
    yield from _unbracketed(source.this) if holds_sources else (source,)
    for join in (source.args.get("joins") or ()) if source.key == "subquery" else ():
        yield from _unbracketed(join.this)


def branches(node: Node) -> Iterator[Node]:
    """A chain of UNIONs and its queries from left to right; a loop, since such chains are long and lean to the left."""
    waiting = [node]
    while waiting:
        top = waiting.pop()
        yield top
        if top.key in SET_OPERATIONS:
            waiting += [top.expression, top.this]


def own_nodes(node: Node) -> Iterator[Node]:
    """Every node below, down to nested queries, which are given but not entered."""
    from sqlglot import exp

    waiting = [child for child in node.iter_expressions(reverse=True) if child.key != "with"]
    while waiting:
        child = waiting.pop()
        yield child
        if not isinstance(child, exp.Query):
            waiting.extend(child.iter_expressions(reverse=True))


def alias(node: Node) -> str:
    """The name that a table or query goes by in its statement, in lower case."""
    return str(node.alias_or_name).lower()


def qualifier(node: Node) -> str:
    """The table that a column is said to be of, in lower case; "" for anything else."""
    return node.table.lower() if node.key == "column" else ""


def is_temporary(node: Node) -> bool:
    """Whether what is made is gone with the session."""
    properties = node.args.get("properties")
    found = [prop.key for prop in properties.expressions] if properties is not None else []
    return bool(node.args.get("temporary")) or "temporaryproperty" in found
