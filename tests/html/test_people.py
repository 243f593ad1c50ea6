"""People in the page: the matrix of contexts by teams, where teams meet, hotspots, and what history cannot tell."""

from msgspec.structs import replace

from decompose.design.people.topology import ContextPeople, Team, TeamShare, TeamTopology
from decompose.reports.html.atlas import atlas_of
from decompose.reports.html.people import MOST_TEAMS, OTHERS, PeopleView, people_view
from decompose.result.people import NO_TEAM
from tests.decompositions import shop


def view(topology: TeamTopology | None = None) -> PeopleView:
    of = shop() if topology is None else replace(shop(), topology=topology)
    return people_view(of, atlas_of(of))


def test_a_row_is_a_context_and_a_column_a_team() -> None:
    found = view()
    assert found.teams == ("checkout", "finance", NO_TEAM)
    ordering = found.rows[0]
    assert [(cell.changes, cell.main, cell.heat) for cell in ordering.cells if cell] == [
        (36, True, 5),
        (10, False, 2),
        (2, False, 1),
    ]
    assert found.rows[1].cells[0] is None
    assert (ordering.met, found.rows[1].fits, found.rows[2].bus_factor) == (8, True, None)


def test_more_teams_than_fit_are_one_column() -> None:
    names = [f"team {number:02}" for number in range(MOST_TEAMS + 3)]
    shares = tuple(TeamShare(name, 10, 1 / len(names)) for name in names)
    topology = TeamTopology(
        "CODEOWNERS",
        teams=tuple(Team(name, 1, 10) for name in names),
        contexts=(ContextPeople("ordering", 10 * len(names), teams=shares),),
    )
    found = view(topology)
    assert found.teams == (*names[:MOST_TEAMS], OTHERS)
    assert [cell.changes for cell in found.rows[0].cells if cell] == [10] * MOST_TEAMS + [30]


def test_where_teams_meet_comes_with_the_module_and_its_quarters() -> None:
    (met,) = view().met
    assert (met.link, met.teams, met.changes) == ("#module=shop%2Forders%2Fmodels.py", "checkout 22, finance 8", 30)
    assert met.spark.counts == "2, 3, 4, 3, 6, 8, 9, 7"
    assert max(height for _, _, height in met.spark.bars) == 20


def test_hotspots_are_told_greatest_first() -> None:
    assert [(hot.changes, hot.lines, hot.share) for hot in view().hot] == [(30, 420, 0.41), (14, 310, 0.14)]


def test_without_a_history_the_section_says_so() -> None:
    found = view(TeamTopology())
    assert not found.known
    assert (found.rows, found.met) == ((), ())
