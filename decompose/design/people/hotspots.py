"""Hotspots: from lines and activity to the modules that are large and change often, and to whether they calm down.

Change frequency times size, with lines as the measure of complexity: they need no run and predict as well as costlier
ones (Tornhill, Your Code as a Crime Scene, 2015; Herraiz and Hassan, Beyond Lines of Code, 2010).
"""

from collections.abc import Mapping, Sequence
from math import sqrt

from decompose.design.people.topology import Hotspot
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, UnitKind

HALF = 0.5
"""Hotspots are the fewest modules that make up this part of all; chosen: half of the work in so few files is worth a look."""

YEAR, TWO_YEARS = 4, 8  # quarters

FEW = 10
"""Changes in two years below which a trend is chance; chosen."""

SURE = 1.96
"""Standard deviations that two Poisson counts differ by where only one in twenty would by chance."""


def hotspots_of(findings: Findings, context_of: Mapping[str, str]) -> tuple[Hotspot, ...]:
    """Product modules by changes of the last year times lines, greatest first, until they make up half of it all."""
    lines = {
        unit.id: unit.lines for unit in findings.units if unit.kind is UnitKind.MODULE and unit.role is Role.PRODUCT
    }
    active = [each for each in findings.activity if each.recent and lines.get(each.unit)]
    total = sum(each.recent * lines[each.unit] for each in active)
    found: list[Hotspot] = []
    reached = 0
    for each in sorted(active, key=lambda each: (-each.recent * lines[each.unit], each.unit)):
        if reached >= HALF * total:
            break
        heat = each.recent * lines[each.unit]
        reached += heat
        context = context_of.get(each.unit, "")
        found.append(Hotspot(each.unit, context, each.recent, lines[each.unit], heat / total, each.quarters))
    return tuple(found)


def trend(quarters: Sequence[int]) -> str:
    """`rising`, `falling` or `steady`: the last year against the one before; "" if history or changes are too few to say."""
    if len(quarters) < TWO_YEARS or sum(quarters) < FEW:
        return ""
    before, after = sum(quarters[:-YEAR]), sum(quarters[-YEAR:])
    if abs(after - before) <= SURE * sqrt(after + before):
        return "steady"
    return "rising" if after > before else "falling"
