"""The syntax tree of a statement that defines or alters a table → what it changes of the schema, piece by piece."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from .names import table_name, unquoted

Node = Any  # sqlglot's nodes: their typed interface differs between its pure and its compiled releases


class Change(Struct, frozen=True, omit_defaults=True):
    """One change of a table.

    `kind`: create, drop, rename (to `name`), add or remove (the column `name`; `key` if it is in the primary key),
    rename-column (`name` to `other`), point (the column `name`, or "", to the table `other`), view (a view that is
    created, `name` is "stored" for a materialised one), trigger (`name` on `table` runs the routine `runs`, or its own
    body, on the events of `other`, with spaces between), drop-trigger.
    """

    kind: str
    table: str
    name: str = ""
    other: str = ""
    key: bool = False
    runs: str = ""


def changes_of(tree: Node) -> tuple[Change, ...]:
    """The changes of one statement; none if it defines or alters no table, or a temporary one."""
    kind = str(tree.args.get("kind") or "").upper()
    if tree.key == "create" and kind == "TABLE":
        return tuple(_created(tree))
    if tree.key == "create" and kind in {"VIEW", "MATERIALIZED VIEW"} and (view := _table(tree.this)):
        stored = kind.startswith("MATERIALIZED") or any(
            each.key == "materializedproperty" for each in getattr(tree.args.get("properties"), "expressions", ())
        )
        return (Change("view", view, "stored" if stored else ""),)
    if tree.key == "alter" and kind == "TABLE":
        return tuple(_altered(tree))
    if tree.key == "drop" and kind in {"TABLE", "VIEW"}:
        several = [tree.this, *(tree.args.get("tables") or ()), *tree.expressions]
        return tuple(Change("drop", table) for each in several if (table := _table(each)))
    return ()


def _created(tree: Node) -> Iterator[Change]:
    table = _table(tree.this)
    if not table:
        return
    yield Change("create", table)
    for part in tree.this.expressions if tree.this.key == "schema" else ():
        yield from _part(table, part)
    for column in (
        tree.expression.selects if tree.expression is not None and hasattr(tree.expression, "selects") else ()
    ):
        if name := column.alias_or_name:
            yield Change("add", table, name.lower())


def _altered(tree: Node) -> Iterator[Change]:
    table = _table(tree.this)
    for action in (tree.args.get("actions") or ()) if table else ():
        if action.key == "alterrename" and (name := _table(action.this)):
            yield Change("rename", table, name)
        elif action.key == "renamecolumn":
            yield Change("rename-column", table, action.this.name.lower(), action.args["to"].name.lower())
        elif action.key == "drop" and str(action.args.get("kind")).upper() == "COLUMN":
            for column in [action.this, *(action.args.get("tables") or ()), *action.expressions]:
                if column is not None and column.key in {"column", "identifier", "table"}:
                    yield Change("remove", table, column.name.lower())
        elif action.key in {"columndef", "addconstraint", "schema"}:
            for part in action.expressions if action.key != "columndef" else (action,):
                yield from _part(table, part)


def _part(table: str, part: Node) -> Iterator[Change]:
    """A column or a constraint in the brackets of CREATE TABLE, or behind ADD."""
    if part.key == "columndef":
        kinds = [each.args.get("kind") for each in part.args.get("constraints") or ()]
        keys = [each for each in kinds if each is not None and each.key == "primarykeycolumnconstraint"]
        yield Change("add", table, part.name.lower(), key=bool(keys))
        for each in kinds:
            if each is not None and each.key == "reference" and (target := _table(each.this)):
                yield Change("point", table, part.name.lower(), target)
    elif part.key == "constraint":
        for inner in part.expressions:
            yield from _part(table, inner)
    elif part.key == "primarykey":
        for column in part.expressions:
            yield Change("add", table, _name(column), key=True)
    elif part.key == "foreignkey":
        reference = part.args.get("reference")
        target = _table(reference.this) if reference is not None else ""
        for column in part.expressions if target else ():
            yield Change("point", table, _name(column), target)


def _name(node: Node) -> str:
    """The column of a constraint, also where it is written with an order."""
    return (node.name or (node.this.name if hasattr(node.this, "name") else "")).lower()


def _table(node: Node) -> str:
    node = node.this if node is not None and node.key == "schema" else node
    if node is None or node.key != "table" or not node.name or node.this.args.get("temporary"):
        return ""
    return table_name(unquoted(node.db), unquoted(node.name))
