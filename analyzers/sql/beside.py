"""From evidence to the .sql files that lie beside the program: no code of it knows a table of theirs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

from decompose.evidence.evidence import Evidence
from decompose.evidence.unit import module_of

TABLE = "table:"


def beside(files: Collection[str], code: Collection[str], evidence: Iterable[Evidence]) -> frozenset[str]:
    """The files whose tables no code touches, not even through other files, and above which no folder holds code.

    Models for load tests and queries that are run by hand are nothing that a part of the program takes along. Where there is
    no code at all, the files are the system.
    """
    folders = {str(PurePosixPath(path).parent) for path in code} - {"."}
    tables = _tables(evidence)
    users: dict[str, set[str]] = defaultdict(set)
    for source, found in tables.items():
        for table in found:
            users[table].add(source)
    left = {path for path in files if not folders.intersection(map(str, PurePosixPath(path).parents))}
    tied = [source for source in tables if source not in left]
    seen: set[str] = set()
    while tied:
        new = tables.get(tied.pop(), set()) - seen
        seen |= new
        reached = left.intersection(set().union(*(users[table] for table in new)))
        left -= reached
        tied += reached
    return frozenset(left if code else ())


def _tables(evidence: Iterable[Evidence]) -> Mapping[str, set[str]]:
    """The tables of each module that touches any."""
    found: dict[str, set[str]] = defaultdict(set)
    for piece in evidence:
        if piece.target.startswith(TABLE) and not piece.source.startswith(TABLE):
            found[module_of(piece.source)].add(piece.target)
    return found
