#!/usr/bin/env python3
"""Recompute the quantities on hand from the movements, after the crash of 11 March 2024.

Talks to the database file directly so that it runs without the application:

    python recount.py hearth.sqlite3 [--write]
"""

import sqlite3
import sys

DIFFERENCES = """
    SELECT s.id, w.code, v.sku, s.on_hand, COALESCE(SUM(m.quantity), 0)
    FROM stock_levels s
    JOIN warehouses w ON w.id = s.warehouse_id
    JOIN variants v ON v.id = s.variant_id
    LEFT JOIN stock_movements m ON m.warehouse_id = s.warehouse_id AND m.variant_id = s.variant_id
    GROUP BY s.id, w.code, v.sku, s.on_hand
    HAVING s.on_hand <> COALESCE(SUM(m.quantity), 0)
    ORDER BY w.code, v.sku
"""


def differences(connection):
    return connection.execute(DIFFERENCES).fetchall()


def repair(connection, found):
    for level_id, _code, _sku, _on_hand, moved in found:
        connection.execute("UPDATE stock_levels SET on_hand = ? WHERE id = ?", (moved, level_id))
    connection.commit()


def main(arguments):
    if not arguments:
        print(__doc__)
        return 2
    connection = sqlite3.connect(arguments[0])
    found = differences(connection)
    for _level_id, code, sku, on_hand, moved in found:
        print(f"{code:8} {sku:20} level {on_hand:6} movements {moved:6}")
    if "--write" in arguments:
        repair(connection, found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
