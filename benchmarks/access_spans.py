"""Transactions of a log and those we claim → how many write the tables that we say they write."""

from collections import defaultdict

from access_log import Log, place_of, tables_of

from decompose.evidence.findings import Findings


def spans(findings: Findings, log: Log, defined: set[str], sure: float) -> list[str]:
    """Print how the tables written in transactions agree, function by function; those that differ.

    Tests seldom take every branch of a transaction, so that no table is missing (`covered`) stands beside equality.
    """
    wrote = _wrote(log, defined)
    claimed: dict[str, set[str]] = defaultdict(set)
    possible: dict[str, set[str]] = defaultdict(set)
    for transaction in findings.transactions:
        for written in transaction.writes:
            if written.table in defined:
                possible[transaction.function].add(written.table)
                if written.confidence >= sure and not written.cascade:
                    claimed[transaction.function].add(written.table)
    covered = sum(tables <= possible[function] for function, tables in wrote.items())
    equal = sum(tables == claimed[function] for function, tables in wrote.items())
    total = len(wrote) or 1
    if wrote:
        print(f"  transactions of {len(wrote)} functions: covered {covered / total:.3f}, equal {equal / total:.3f}")
    return [
        f"{function}: not found {sorted(tables - possible[function])}, not run {sorted(claimed[function] - tables)}"
        for function, tables in sorted(wrote.items())
        if tables != claimed[function]
    ]


def _wrote(log: Log, defined: set[str]) -> dict[str, set[str]]:
    """The tables written in the transactions that each function opened."""
    found: dict[str, set[str]] = defaultdict(set)
    for number, texts in log.spans:
        place = place_of(*log.sites[number])
        tables = {
            table for text in texts for table, writes in tables_of(log.texts[text]) if writes and table in defined
        }
        if place is not None and tables:
            found[place.unit] |= tables
    return found
