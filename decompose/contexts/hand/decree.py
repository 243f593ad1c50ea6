"""Decrees: from the architect's hand and the units of a system to where it says, without any detection, that each belongs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from msgspec import Struct
from msgspec.structs import replace

from decompose.contexts.hand.hand import ContextBoundary, Hand, Merge, Pin
from decompose.contexts.hand.pattern import Pattern, Patterns
from decompose.errors import DecomposeError, Problem
from decompose.evidence.unit import Role, Unit, UnitKind

UNKNOWN = "boundary-unknown"
"""The code of problems with names in the boundary file that nothing has."""

TABLE = "table:"


class Decree(Struct, frozen=True):
    """Where something belongs, and the line that says so; `listed` if that is the list of a context."""

    context: str
    line: int
    listed: bool = False


class Decrees(Struct, frozen=True):
    """What `hand` fixes: homes of modules and of tables (by name), and the groups that must stay together.

    A group is (its modules, sorted, the line that made it); a group with a member that has a home has none left to choose
    and is part of `homes`. `movable` are modules without a home that some rule is about. `problems` are names that nothing has.
    """

    hand: Hand = Hand()
    homes: dict[str, Decree] = {}
    tables: dict[str, Decree] = {}
    groups: tuple[tuple[tuple[str, ...], int], ...] = ()
    movable: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    def set_apart(self) -> dict[str, str]:
        """The modules that belong to a shared kernel, with the reason."""
        kernels = self.hand.kernels()
        return {
            unit: f"{self.hand.at(each.line)} says so" for unit, each in self.homes.items() if each.context in kernels
        }

    def kept(self) -> frozenset[str]:
        """The modules that are somebody's, however many use them: decreed to a context, or meant by some rule."""
        return self.movable.union(self.homes.keys() - self.set_apart().keys())


NOTHING = Decrees()


def decree(hand: Hand, units: Iterable[Unit]) -> Decrees:
    """What the hand says of these units; raises DecomposeError where two lines contradict each other.

    A pin goes before a split, a split before the lists of contexts, and merges rename whatever they name.
    """
    units = tuple(units)
    modules = [unit for unit in units if unit.kind is UnitKind.MODULE and unit.role is Role.PRODUCT]
    tables = [unit for unit in units if unit.kind is UnitKind.TABLE]
    homes, tags = _homes(hand, modules), tags_of(hand, modules)
    groups = _groups(hand, modules)
    left = []
    for members, line in groups:
        fixed = sorted({homes[member].context: member for member in members if member in homes}.values())
        if len(fixed) > 1:
            raise contradiction(
                hand, f"{fixed[0]} and {fixed[1]} are kept together", line, *(homes[each] for each in fixed[:2])
            )
        if fixed:
            homes |= {member: Decree(homes[fixed[0]].context, line) for member in members if member not in homes}
        else:
            left.append((members, line))
    _refuse_mixed(hand, homes, tags)
    movable = {member for members, _ in left for member in members} | (tags.keys() - homes.keys())
    problems = tuple(_unknown(hand, modules, tables, units))
    return Decrees(hand, homes, _tables(hand, tables), tuple(left), frozenset(movable), problems)


def _refuse_mixed(hand: Hand, homes: Mapping[str, Decree], tags: Mapping[str, Mapping[int, int]]) -> None:
    """Raise where two modules that a rule keeps apart are decreed to one context."""
    first: dict[tuple[int, str], tuple[int, str]] = {}
    for unit in sorted(tags.keys() & homes.keys()):
        for rule, entry in sorted(tags[unit].items()):
            known, other = first.setdefault((rule, homes[unit].context), (entry, unit))
            if known != entry:
                what = f"{other} and {unit} are kept apart"
                raise contradiction(hand, what, hand.apart[rule].line, homes[other], homes[unit])


def contradiction(hand: Hand, what: str, line: int, *placed: Decree) -> DecomposeError:
    """The error for a rule at `line` that other lines do not leave room for."""
    others = " and ".join(dict.fromkeys(f"line {each.line} puts one into {each.context!r}" for each in placed))
    return DecomposeError(f"{hand.at(line)}: {what}, but {others}.", "Change one of these lines: both cannot hold.")


def _homes(hand: Hand, modules: Iterable[Unit]) -> dict[str, Decree]:
    listed = Patterns((text, Decree(each.id, each.line, True)) for each in hand.contexts for text in each.modules)
    pinned = Patterns((text, Decree(pin.context, pin.line)) for pin in hand.pins for text in pin.modules)
    homes = {}
    for unit in modules:
        if pin := pinned.best(unit.id, unit.name):
            homes[unit.id] = replace(pin, context=hand.merged(pin.context))
        elif by_list := listed.best(unit.id, unit.name):
            homes[unit.id] = split_off(hand, unit, replace(by_list, context=hand.merged(by_list.context)))
    return homes


def split_off(hand: Hand, unit: Unit, home: Decree) -> Decree:
    """Where a module of this home, named as after all merges, goes: the home itself unless a split of it means the module."""
    for split in hand.splits:
        if hand.merged(split.context) == home.context and means(split.modules, unit):
            return Decree(split.into, split.line)
    return home


def means(patterns: Iterable[str], unit: Unit) -> bool:
    """Whether one of the patterns means the unit."""
    return any(Pattern(text).matches(unit.id, unit.name) for text in patterns)


def _tables(hand: Hand, tables: Iterable[Unit]) -> dict[str, Decree]:
    listed = Patterns((text, Decree(each.id, each.line)) for each in hand.contexts for text in each.tables)
    pinned = Patterns((text, Decree(pin.context, pin.line)) for pin in hand.pins for text in pin.tables)
    owners = {}
    for name in (unit.id.removeprefix(TABLE) for unit in tables):
        if found := pinned.best(name, name) or listed.best(name, name):
            owners[name] = Decree(hand.merged(found.context), found.line)
    return owners


def _groups(hand: Hand, modules: list[Unit]) -> list[tuple[tuple[str, ...], int]]:
    """The modules that must be together; rules that share a module make one group, at the line of the first."""
    groups: list[tuple[set[str], int]] = []
    for rule in hand.together:
        members = {unit.id for unit in modules if unit.lines and means(rule.modules, unit)}
        line = rule.line
        for other in [group for group in groups if group[0] & members]:
            groups.remove(other)
            members |= other[0]
            line = min(line, other[1])
        if len(members) > 1:
            groups.append((members, line))
    return sorted((tuple(sorted(members)), line) for members, line in groups)


def tags_of(hand: Hand, units: Iterable[Unit]) -> dict[str, dict[int, int]]:
    """Of the entries of one rule that mean a unit the most specific one counts: `shop/**` and `shop/tax/**` can be apart."""
    tags: dict[str, dict[int, int]] = defaultdict(dict)
    rules = [Patterns((text, entry) for entry, text in enumerate(rule.modules)) for rule in hand.apart]
    for unit in units:
        for number, rule in enumerate(rules):
            entry = rule.best(unit.id, unit.name)
            if entry is not None:
                tags[unit.id][number] = entry
    return dict(tags)


def _unknown(hand: Hand, modules: list[Unit], tables: list[Unit], units: tuple[Unit, ...]) -> Iterator[Problem]:
    """A problem for every pattern that means nothing, with what it may have meant."""
    others = [unit for unit in units if unit.kind is UnitKind.MODULE and unit.role is not Role.PRODUCT]
    names = {name for unit in modules for name in (unit.id, unit.name)}
    stored = {unit.id.removeprefix(TABLE) for unit in tables}
    for entry in hand.entries():
        for text in () if isinstance(entry, Merge) else entry.modules:
            if text in names or ("*" in text and _any_means(text, modules)):
                continue
            roles = sorted({unit.role.value for unit in others if means([text], unit)})
            reason = f"only {' and '.join(roles)} code, of which no context is made." if roles else "no module."
            meant = "" if roles else near(text, names)
            yield Problem(hand.at(entry.line), UNKNOWN, f"{text!r} means {reason}{meant}")
        for text in entry.tables if isinstance(entry, ContextBoundary | Pin) else ():
            if not any(Pattern(text).matches(name, name) for name in stored):
                yield Problem(hand.at(entry.line), UNKNOWN, f"{text!r} means no table.{near(text, stored)}")


def _any_means(text: str, modules: Iterable[Unit]) -> bool:
    pattern = Pattern(text)
    return any(pattern.matches(unit.id, unit.name) for unit in modules)


def near(name: str, known: Iterable[str]) -> str:
    """` Did you mean …?` with the names that are like this one; "" if none is."""
    found = get_close_matches(name.replace("/**", "").replace(".**", ""), sorted(set(known)), n=2, cutoff=0.6)
    return f" Did you mean {' or '.join(map(repr, found))}?" if found else ""
