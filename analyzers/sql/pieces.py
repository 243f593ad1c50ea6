"""Pieces of evidence about tables, in the making: by the names under which tables are defined, equal ones told once."""

from collections.abc import Iterable

from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind


class Names:
    """Names of tables as code defines them; texts often leave out or add the schema of a table."""

    def __init__(self, defined: Iterable[str]) -> None:
        self.defined = frozenset(defined)
        self._by_last: dict[str, set[str]] = {}
        for name in self.defined:
            self._by_last.setdefault(name.rpartition(".")[2], set()).add(name)

    def settled(self, name: str) -> str:
        """The defined name that a written one means, or the written one."""
        if name in self.defined:
            return name
        candidates = self._by_last.get(name.rpartition(".")[2], set())
        matching = {each for each in candidates if "." not in each or "." not in name}
        return next(iter(matching)) if len(matching) == 1 else name


class Telling:
    """Evidence in the making: equal pieces at the same place are one, the surest."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._pieces: dict[tuple[object, ...], Evidence] = {}
        self.first_use: dict[str, Location] = {}
        self.sure: set[str] = set()

    def tell(self, piece: Evidence) -> None:
        """Adds one piece; the surest of equal pieces stays."""
        key = (piece.kind, piece.source, piece.target, piece.location, piece.flags, piece.place)
        known = self._pieces.get(key)
        if known is None or known.confidence < piece.confidence:
            self._pieces[key] = piece

    def touch(self, table: str, location: Location, confidence: float) -> str:
        """The unit id of a table as written at a place."""
        name = self._names.settled(table)
        known = self.first_use.get(name)
        if known is None or location < known:
            self.first_use[name] = location
        if confidence > 0.5:
            self.sure.add(name)
        return f"table:{name}"

    def evidence(self) -> tuple[Evidence, ...]:
        """Every piece about tables that are defined or that a parsed statement names."""
        known = {name for name in self.sure if not name.endswith("_seq")} | self._names.defined
        return tuple(piece for piece in self._pieces.values() if _about(piece, known))


def _about(piece: Evidence, known: set[str] | frozenset[str]) -> bool:
    ends = [end for end in (piece.source, piece.target) if end.startswith("table:")]
    return all(end.removeprefix("table:") in known for end in ends)


def tell_pair(
    telling: Telling,
    kind: EvidenceKind,
    tables: tuple[str, str],
    where: Location,
    sure: float,
    flags: tuple[str, ...],
    detail: str,
    place: str,
) -> None:
    """Tells that two tables are brought together in `place`."""
    one, other = sorted(telling.touch(table, where, sure) for table in tables)
    if one != other:
        telling.tell(Evidence(kind, one, other, where, confidence=sure, flags=flags, detail=detail, place=place))
