"""A table → the words that tell a reader what it holds: its key, its columns, and where they point."""

from collections.abc import Mapping

from .schema import ForeignKey, Table

LONGEST = 1_000
"""Signs of a table's columns that evidence shows (chosen: some sixty columns)."""


def columns_told(table: Table, targets: Mapping[tuple[str, str], str]) -> str:
    """`key id; name, customer_id → customers`; the name as it is written where no column is known.

    `targets` are the tables that columns point to, by table and column.
    """
    keys = ", ".join(column.name for column in table.columns if column.key)
    others = [
        f"{column.name} → {targets[table.name, column.name]}" if (table.name, column.name) in targets else column.name
        for column in table.columns
        if not column.key
    ]
    told = "; ".join(part for part in (f"key {keys}" if keys else "", ", ".join(others)) if part) or table.spelling
    return told if len(told) <= LONGEST else told[: LONGEST - 1].rpartition(",")[0] + ", …"


def targets_of(foreign_keys: tuple[ForeignKey, ...]) -> dict[tuple[str, str], str]:
    """The table that each column surely points to, by table and column."""
    return {(key.table, key.column): key.target for key in foreign_keys if key.column and key.confidence == 1}
