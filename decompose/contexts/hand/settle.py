"""Settling: from where units are to where the rules of together and apart allow them to be, by as few moves as that takes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from decompose.contexts.detection.tidy import DUST, Neighbours
from decompose.contexts.hand.decree import Decree, contradiction, tags_of
from decompose.contexts.hand.hand import Hand
from decompose.errors import DecomposeError
from decompose.evidence.unit import Unit

Tags = Mapping[int, int]
"""By rule of `apart` the entry that means a unit: two units are apart if one rule has them in different entries."""


def settle(
    hand: Hand,
    home: dict[str, str],
    by: dict[str, int],
    groups: Iterable[tuple[Sequence[str], int]],
    neighbours: Neighbours,
    units: Iterable[Unit],
) -> None:
    """Change `home` until every group is in one home and nothing that is to be apart is in one; `by` gets the lines.

    Units that `by` has already stay where they are. Groups go where they are coupled most; of entries that are apart and
    in one home the one with a fixed unit stays there, else the one coupled most to the rest of it. Raises
    DecomposeError where lines contradict each other.
    """
    board = _Board(hand, home, by, neighbours, units)
    for members, line in groups:
        board.gather(tuple(members), line)
    for number in range(len(hand.apart)):
        board.part(number)
    by |= {unit: line for unit, line in board.lines.items() if unit not in by}


class _Board:
    """Who is where; units that must be together are moved as one piece."""

    def __init__(
        self, hand: Hand, home: dict[str, str], by: dict[str, int], neighbours: Neighbours, units: Iterable[Unit]
    ) -> None:
        self.hand, self.home, self.by, self.neighbours = hand, home, by, neighbours
        self.piece: dict[str, tuple[str, ...]] = {}
        self.tags = tags_of(hand, [unit for unit in units if unit.lines])
        self.members: dict[str, set[str]] = defaultdict(set)
        for unit in sorted(home):
            self.members[home[unit]].add(unit)
        self.lines: dict[str, int] = {}
        self.new = 0

    def gather(self, members: tuple[str, ...], line: int) -> None:
        """Bring a group into one home."""
        self.piece |= dict.fromkeys(members, members)
        seen: dict[int, int] = {}
        for unit in members:
            for rule, entry in self.tags.get(unit, {}).items():
                if seen.setdefault(rule, entry) != entry:
                    apart = self.hand.at(self.hand.apart[rule].line)
                    raise DecomposeError(
                        f"{apart}: modules are kept apart that line {line} keeps together, among them {unit}.",
                        "Change one of these lines: both cannot hold.",
                    )
        self.lines |= dict.fromkeys(members, line)
        fixed = sorted({self.home[unit]: unit for unit in members if unit in self.by}.values())
        if len(fixed) > 1:
            placed = [Decree(self.home[unit], self.by[unit]) for unit in fixed[:2]]
            raise contradiction(self.hand, f"{fixed[0]} and {fixed[1]} are kept together", line, *placed)
        homes = {self.home.get(unit, "") for unit in members}
        if fixed:
            self.move(members, self.home[fixed[0]])
        elif len(homes) > 1 or "" in homes:
            self.move(members, self.best(members) or self.fresh())

    def part(self, rule: int) -> None:
        """Leave of the entries of one rule at most one in each home."""
        for home in sorted(self.members):
            entries: dict[int, set[str]] = defaultdict(set)
            for unit in sorted(self.members[home]):
                if rule in self.tags.get(unit, {}):
                    entries[self.tags[unit][rule]].update(self.piece.get(unit, (unit,)))
            if len(entries) < 2:
                continue
            kept = self._kept(rule, home, entries)
            for entry in sorted(entries):
                if entry != kept:
                    self._send_away(tuple(sorted(entries[entry])), home, self.hand.apart[rule].line)

    def _kept(self, rule: int, home: str, entries: Mapping[int, set[str]]) -> int:
        fixed = [entry for entry in sorted(entries) if any(unit in self.by for unit in entries[entry])]
        line = self.hand.apart[rule].line
        lines = [min(self.by[unit] for unit in entries[entry] if unit in self.by) for entry in fixed]
        if len(fixed) > 1:
            placed = [Decree(home, each) for each in lines[:2]]
            raise contradiction(self.hand, "modules are kept apart", line, *placed)
        if fixed:
            return fixed[0]
        among = {unit for units in entries.values() for unit in units}
        rest = self.members[home] - among
        return min(entries, key=lambda entry: (-self.pull(entries[entry], rest), -len(entries[entry]), entry))

    def _send_away(self, units: tuple[str, ...], home: str, line: int) -> None:
        """A few modules go where they are coupled most; more of them found a context, and take along who is closer to them."""
        away = self.best(units) if len(units) <= DUST else None
        if away is not None:
            self.move(units, away)
        else:
            away = self.fresh()
            self.move(units, away)
            rest = set(self.members[home])
            for unit in sorted(rest):
                free = unit not in self.by and not self.tags.get(unit) and unit not in self.piece
                if free and self.pull([unit], set(units)) > self.pull([unit], rest):
                    self.move((unit,), away)
        self.lines |= dict.fromkeys(units, line)

    def best(self, units: Sequence[str]) -> str | None:
        """The home that the units are coupled most to, of those that hold nothing they must be apart from."""
        pulls = {
            home: self.pull(units, members - set(units))
            for home, members in sorted(self.members.items())
            if members - set(units) and not self._clashes(units, members)
        }
        own = Counter(self.home[unit] for unit in units if unit in self.home)
        candidates = [home for home in pulls if pulls[home] > 0 or own[home]]
        return min(candidates, key=lambda home: (-pulls[home], -own[home], home), default=None)

    def pull(self, units: Iterable[str], others: set[str]) -> float:
        """The weight of all couplings between the units and the others."""
        return fsum(
            weight
            for unit in sorted(units)
            for neighbour, weight in sorted(self.neighbours.get(unit, {}).items())
            if neighbour in others
        )

    def fresh(self) -> str:
        """A home that nobody has."""
        self.new += 1
        return f"~{self.new}"

    def move(self, units: Sequence[str], home: str) -> None:
        for unit in units:
            self.members[self.home.get(unit, home)].discard(unit)
            self.home[unit] = home
            self.members[home].add(unit)

    def _clashes(self, units: Sequence[str], members: set[str]) -> bool:
        tags = [self.tags[unit] for unit in units if unit in self.tags]
        theirs = [self.tags[unit] for unit in members.difference(units) if unit in self.tags]
        return any(mine.get(rule, entry) != entry for mine in tags for other in theirs for rule, entry in other.items())
