"""Tables that no code names, as a library or a factory makes them, go with the rows they come from or point to: logs, pairs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind

if TYPE_CHECKING:
    from decompose.design.data.ownership import TableOwnership

TABLE = "table:"
HANGING = 0.5  # chosen: part of the confidence in the owner of the rows that is left for those that hang on them


def hung(
    tables: Sequence["TableOwnership"], evidence: Iterable[Evidence], names: Mapping[str, str]
) -> list["TableOwnership"]:
    """The tables with an owner for each that is defined and that nobody claims, if triggers or foreign keys tell one.

    What triggers fill goes with the table they are on: its former rows, its totals. Where foreign keys lead to several
    tables, the rows that fewest point to are those it is about: a log entry of an order points to the user who made it as
    everything does. Where as many point to two that different contexts own, it stays without.
    """
    told = tuple(evidence)
    pointed, filled = _pointed(told), _filled(told)
    crowd = Counter(target for targets in pointed.values() for target in targets)
    known = {table.table: table for table in tables}
    waiting = [table.table for table in tables if not table.owner and table.defined_at and not table.accesses]
    while waiting:
        found = {
            name: owner
            for name in waiting
            if (owner := _owner(filled.get(name, ()), known, crowd) or _owner(pointed[name], known, crowd))
        }
        for name, owner in found.items():
            by_trigger = owner.table in filled.get(name, ())
            how = (
                f"a trigger fills it where {owner.table} is written"
                if by_trigger
                else f"its rows hang on those of {owner.table}"
            )
            on = f"No code names it; {how}, which {names[owner.owner]} owns."
            known[name] = replace(known[name], owner=owner.owner, confidence=HANGING * owner.confidence, reason=on)
        waiting = [name for name in waiting if name not in found] if found else []
    return [known[table.table] for table in tables]


def _pointed(evidence: Iterable[Evidence]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for piece in evidence:
        if piece.kind is EvidenceKind.FOREIGN_KEY and piece.source != piece.target:
            found[piece.source.removeprefix(TABLE)].add(piece.target.removeprefix(TABLE))
    return found


def _filled(evidence: Iterable[Evidence]) -> Mapping[str, set[str]]:
    """For each table that triggers write the tables that are written wherever that happens."""
    written: dict[tuple[str, Location | None], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for piece in evidence:
        if piece.kind is EvidenceKind.WRITES and "cascade" not in piece.flags:
            by_code, by_trigger = written[piece.source, piece.location]
            (by_trigger if "trigger" in piece.flags else by_code).add(piece.target.removeprefix(TABLE))
    found: dict[str, set[str]] = {}
    for by_code, by_trigger in written.values():
        for table in by_trigger:
            found[table] = found.get(table, by_code) & by_code
    return found


def _owner(
    targets: Iterable[str], known: Mapping[str, "TableOwnership"], crowd: Mapping[str, int]
) -> "TableOwnership | None":
    """Of the tables that it points to the one that fewest point to, if that decides who owns it."""
    owned = sorted((crowd[target], target) for target in targets if target in known and known[target].owner)
    first = [known[target] for number, target in owned if number == owned[0][0]]
    return first[0] if len({each.owner for each in first}) == 1 else None
