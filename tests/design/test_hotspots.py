"""Hotspots: what is large and changes often, down to half of it all, and whether it calms down."""

import pytest
from msgspec.structs import replace

from decompose.design.people.hotspots import hotspots_of, trend
from decompose.evidence.findings import Activity, Findings, gather
from decompose.evidence.unit import Role
from tests.build import module


def test_half_of_all_changes_times_lines_is_in_few_modules() -> None:
    units = (module("a.py", 400), module("b.py", 100), module("c.py", 100), module("d.py", 100))
    changes = (4, 12, 10, 2)
    activity = tuple(Activity(unit.id, 50, recent, 1) for unit, recent in zip(units, changes, strict=True))
    found = hotspots_of(gather([Findings(units=units, activity=activity)]), {"a.py": "shop"})
    assert [(each.unit, each.context, each.changes, each.lines) for each in found] == [
        ("a.py", "shop", 4, 400),
        ("b.py", "", 12, 100),
    ]
    assert [each.share for each in found] == [1600 / 4000, 1200 / 4000]


@pytest.mark.parametrize(("lines", "hot"), [((400, 200, 200), 1), ((399, 201, 200), 2)])
def test_hotspots_end_where_half_is_reached(lines: tuple[int, ...], hot: int) -> None:
    units = tuple(module(f"{name}.py", size) for name, size in zip("abc", lines, strict=True))
    activity = tuple(Activity(unit.id, 1, 1, 1) for unit in units)
    assert len(hotspots_of(gather([Findings(units=units, activity=activity)]), {})) == hot


def test_only_product_code_that_changed_lately_is_hot() -> None:
    units = (module("a.py"), replace(module("test_a.py"), role=Role.TEST), module("b.py"))
    activity = (Activity("a.py", 9, 0, 1), Activity("test_a.py", 9, 9, 1), Activity("gone.py", 9, 9, 1))
    assert hotspots_of(gather([Findings(units=units, activity=activity)]), {}) == ()


@pytest.mark.parametrize(
    ("quarters", "said"),
    [
        ((1, 1, 1, 1, 5, 5, 5, 5), "rising"),
        ((5, 5, 5, 5, 1, 1, 1, 1), "falling"),
        ((3, 3, 3, 3, 4, 3, 3, 3), "steady"),
        ((10, 0, 0, 0, 0, 20, 0, 0), "steady"),
        ((10, 0, 0, 0, 0, 21, 0, 0), "rising"),
        ((0, 0, 0, 0, 9, 0, 0, 0), ""),
        ((0, 0, 0, 0, 9, 0, 0, 1), "rising"),
        ((9, 9, 9, 9, 9), ""),
        ((), ""),
    ],
)
def test_a_trend_is_told_where_it_is_no_chance(quarters: tuple[int, ...], said: str) -> None:
    assert trend(quarters) == said
