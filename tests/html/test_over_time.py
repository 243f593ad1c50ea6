"""The trend in the page: four charts on one scale of time each, the trees they stand for, and pairs of contexts."""

from msgspec.structs import replace

from decompose.design.past.trend import Trend
from decompose.reports.html.atlas import atlas_of
from decompose.reports.html.over_time import BASE, MOST, TOP, TrendView, trend_view
from decompose.result.trend import NO_TREND
from tests.decompositions import shop


def view(trend: Trend | None = None) -> TrendView:
    of = shop() if trend is None else replace(shop(), trend=trend)
    return trend_view(of, atlas_of(of))


def test_the_largest_value_stands_at_the_top_and_none_on_the_base_line() -> None:
    share, several, *_ = view().charts
    assert [dot.y for dot in share.dots][-1] == TOP
    assert [dot.y for dot in several.dots] == [BASE, TOP, TOP]
    assert (share.first, share.last) == ("25%", "50%")
    assert several.dots[1].said == "2024-03-31: 1"


def test_a_measure_that_was_always_none_is_flat() -> None:
    trend = shop().trend
    never = replace(trend, snapshots=tuple(replace(each, contested=0) for each in trend.snapshots))
    assert {dot.y for dot in view(never).charts[1].dots} == {BASE}


def test_every_tree_has_its_row_and_pairs_lead_to_their_cuts() -> None:
    found = view()
    assert [row[0] for row in found.rows] == ["2023-12-31", "2024-03-31", "2024-05-17"]
    assert [(pair.then, pair.now, pair.change) for pair in found.pairs] == [(1, 3, "+2"), (0, 1, "+1")]
    assert found.pairs[0].link.startswith("#edge=")
    assert len(found.pairs) <= MOST


def test_without_a_trend_the_section_says_how_to_get_one() -> None:
    found = view(Trend())
    assert (found.known, found.note) == (False, NO_TREND)
