"""Staffing: teams from settings, code owners or history, who works where, who meets, and what nobody can say."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from decompose.contexts.context import ContextCatalog
from decompose.design.people.circles import circles_of
from decompose.design.people.meeting import regrouped
from decompose.design.people.staffing import topology_of
from decompose.design.people.teams import Declaration
from decompose.design.people.topology import ContextPeople, TeamTopology
from decompose.evidence.findings import Findings
from decompose.evidence.people import People, Work
from decompose.repository.code_owners_text import parse_code_owners
from decompose.repository.globs import globs_of
from tests.design.staff import worked
from tests.design.worlds import catalog, context

SHOP = {
    "orders/a.py": "ann:20 bea:10 dan:4",
    "orders/b.py": "ann:10 bea:10 cid:1",
    "billing/a.py": "cid:20 dan:10",
    "billing/b.py": "cid:9 dan:8 ann:3",
}
OWNERS = "/orders/ @acme/orders\n/billing/ @acme/billing\n"
TEAMS = (Declaration("orders", ("Ann", "Bea")), Declaration("billing", ("cid", "author dan")))


def contexts_of(findings: Findings) -> ContextCatalog:
    """A context for each folder."""
    modules = sorted(unit.id for unit in findings.units)
    names = sorted({path.partition("/")[0] for path in modules})
    return catalog(*(context(name, *(m for m in modules if m.startswith(f"{name}/"))) for name in names))


def staffed(changes: Mapping[str, str], owners: str = "", *teams: Declaration, **more: object) -> TeamTopology:
    findings = worked(changes, **more)  # type: ignore[arg-type]  # free-form keywords in tests
    rules = parse_code_owners(owners, ".github/CODEOWNERS")[0] if owners else None
    return topology_of(findings, contexts_of(findings), teams, rules)


def of(topology: TeamTopology, context: str) -> ContextPeople:
    found = topology.of(context)
    assert found is not None
    return found


def shares(topology: TeamTopology, context: str) -> list[tuple[str, int]]:
    return [(each.team, each.changes) for each in of(topology, context).teams]


def test_without_a_history_nothing_is_said() -> None:
    findings = replace(worked(SHOP), people=People())
    assert topology_of(findings, contexts_of(findings)) == TeamTopology()
    assert TeamTopology().source == ""


def test_people_belong_to_the_team_whose_modules_they_change_most() -> None:
    topology = staffed(SHOP, OWNERS)
    assert topology.source == ".github/CODEOWNERS"
    assert [(team.name, team.people, team.contexts) for team in topology.teams] == [
        ("billing", 2, ("billing",)),
        ("orders", 2, ("orders",)),
    ]
    assert shares(topology, "orders") == [("orders", 50), ("billing", 5)]
    assert shares(topology, "billing") == [("billing", 47), ("orders", 3)]
    assert of(topology, "orders").declared == (("orders", 1.0),)


def test_a_team_fits_a_context_that_it_changes_more_than_it_changes_everything() -> None:
    topology = staffed(SHOP, OWNERS)
    usual = 53 / 105
    assert of(topology, "orders").fit == pytest.approx((50 / 55 - usual) / (1 - usual))


def test_the_team_of_all_modules_fits_none_of_them_better() -> None:
    both = staffed({"orders/a.py": "ann:30 cid:10", "billing/a.py": "ann:30 cid:10"}, "", *TEAMS)
    assert [of(both, each).fit for each in ("orders", "billing")] == [0, 0]


def test_settings_go_before_code_owners_and_take_names_and_pseudonyms() -> None:
    topology = staffed(SHOP, OWNERS, *TEAMS)
    assert topology.source == "settings"
    assert shares(topology, "orders") == [("orders", 50), ("billing", 5)]
    assert of(topology, "orders").declared == ()


def test_whoever_no_team_names_belongs_where_the_paths_say() -> None:
    teams = (Declaration("orders", ("Ann",), globs_of(["orders/"])), Declaration("billing", (), globs_of(["billing/"])))
    topology = staffed(SHOP, "", *teams)
    assert [(team.name, team.people) for team in topology.teams] == [("billing", 2), ("orders", 2)]


def test_members_that_the_history_does_not_know_are_counted_and_not_named() -> None:
    topology = staffed(SHOP, "", Declaration("orders", ("Ann", "Zoe Unknown")))
    assert "1 of their members is not in the history" in topology.note
    assert "Zoe" not in repr(topology)


def test_one_team_for_everything_tells_nothing_apart() -> None:
    topology = staffed({"orders/a.py": "ann:30 bea:30", "billing/a.py": "ann:30 bea:30"}, "* @acme/all\n")
    assert topology.source == ""
    assert "names one team for all" in topology.note
    assert of(topology, "orders").teams == ()
    assert of(topology, "orders").people == 2


def test_owners_of_whom_one_does_all_the_work_tell_nothing_apart_either() -> None:
    idle = "/orders/ @acme/orders\n/billing/ @acme/orders\n/billing/b.py @acme/idle\n"
    topology = staffed({"orders/a.py": "ann:30 bea:30", "billing/a.py": "ann:30 bea:30", "billing/b.py": "ann:1"}, idle)
    assert topology.source == ""
    assert "of the 2 teams in .github/CODEOWNERS no more than one" in topology.note


def test_who_works_with_whom_makes_teams_where_no_file_does() -> None:
    rows = {f"{place}/{n}.py": f"{one}:9 {other}:9" for place, one, other in
            (("orders", "ann", "bea"), ("billing", "cid", "dan"), ("stock", "eve", "flo")) for n in range(4)}  # fmt: skip
    topology = staffed(rows)
    assert topology.source == "who works with whom"
    assert [(team.name, team.people) for team in topology.teams] == [
        ("Billing group", 2),
        ("Orders group", 2),
        ("Stock group", 2),
    ]


def test_two_groups_are_groups() -> None:
    rows = {f"{place}/{n}.py": f"{one}:9 {other}:9" for place, one, other in
            (("orders", "ann", "bea"), ("billing", "cid", "dan")) for n in range(2)}  # fmt: skip
    assert [team.name for team in staffed(rows).teams] == ["Billing group", "Orders group"]


def test_a_group_need_not_change_the_same_modules_as_long_as_neighbours_do() -> None:
    def work(group: int, place: int) -> dict[str, int]:
        return {f"{group}/{which}.py": 9 for which in ("all", *((place + step) % 6 for step in range(3)))}

    groups, _ = circles_of({6 * group + place: work(group, place) for group in range(2) for place in range(6)})
    assert groups == (tuple(range(6)), tuple(range(6, 12)))


def test_visitors_belong_to_no_team() -> None:
    topology = staffed(SHOP | {"orders/c.py": "zoe:4"}, OWNERS)
    assert shares(topology, "orders") == [("orders", 50), ("billing", 5), ("", 4)]


def test_modules_that_several_teams_change_are_contended() -> None:
    (first, second) = of(staffed(SHOP, OWNERS), "orders").contended
    assert (first.unit, first.teams, first.foreign) == ("orders/a.py", (("orders", 30), ("billing", 4)), 4)
    assert (second.unit, second.foreign) == ("orders/b.py", 1)
    assert [each.unit for each in of(staffed(SHOP, OWNERS), "billing").contended] == ["billing/b.py"]


def test_of_few_changes_neither_fit_nor_owners_are_told() -> None:
    thin = of(staffed({"orders/a.py": "ann:12 cid:7", "billing/a.py": "cid:30"}, OWNERS), "orders")
    assert (thin.changes, thin.fit, thin.owners) == (19, None, ())
    enough = of(staffed({"orders/a.py": "ann:12 cid:8", "billing/a.py": "cid:30"}, OWNERS), "orders")
    assert enough.fit == pytest.approx((0.6 - 0.24) / (1 - 0.24))
    assert [owner.author for owner in enough.owners] == ["author ann"]


def test_the_only_team_there_is_fits_nothing_better_than_the_rest() -> None:
    alone = staffed({"orders/a.py": "ann:30", "billing/a.py": "ann:30"}, "", Declaration("all", ("Ann",)))
    assert [(of(alone, each).main, of(alone, each).fit) for each in ("orders", "billing")] == [("all", None)] * 2


def test_where_only_people_of_no_team_work_no_team_fits() -> None:
    visited = staffed(SHOP | {"stock/a.py": "eve:4 flo:4 gil:4 hal:4 ida:4"}, OWNERS)
    assert (of(visited, "stock").main, of(visited, "stock").fit) == ("", None)
    assert shares(visited, "stock") == [("", 20)]


def test_of_a_short_history_nobody_is_said_to_have_gone() -> None:
    young = of(staffed({"orders/a.py": "ann!:30", "billing/a.py": "bea:9"}, days=364, gone="ann"), "orders")
    assert young.lost is None
    old = of(staffed({"orders/a.py": "ann!:0/30", "billing/a.py": "bea:9"}, gone="ann"), "orders")
    assert (old.lost, old.bus_factor) == (1.0, 0)


def test_owners_are_few_and_in_no_order_of_merit() -> None:
    owners = of(staffed({"orders/a.py": "zoe:40 ann:30 bea:30", "billing/a.py": "ann:9"}), "orders").owners
    assert [(owner.author, owner.share) for owner in owners] == [("author ann", 0.3), ("author zoe", 0.4)]
    many = of(staffed({"orders/a.py": " ".join(f"p{n}:5" for n in range(10)), "billing/a.py": "p1:9"}), "orders")
    assert many.owners == ()


def test_names_are_given_only_when_asked_for() -> None:
    findings = worked(SHOP)
    hidden = topology_of(findings, contexts_of(findings))
    told = topology_of(findings, contexts_of(findings), names=True)
    assert "Ann" not in repr(hidden)
    assert [owner.author for owner in of(told, "orders").owners] == ["Ann"]


def test_spread_counts_people_by_how_many_contexts_they_work_in() -> None:
    topology = staffed({"orders/a.py": "ann:20 bea:10 cid:19 dan:2", "billing/a.py": "bea:10 cid:1"})
    assert topology.spread == (2, 1)


staffs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(1, 30)), min_size=1, max_size=25)


def random_staff(rows: list[tuple[int, int, int]]) -> Findings:
    modules = ("orders/a.py", "orders/b.py", "billing/a.py", "stock/a.py")
    base = worked(dict.fromkeys(modules, "a:1 b:1 c:1 d:1 e:1 f:1"))
    counts: dict[tuple[str, int], int] = {}
    for person, unit, changes in rows:
        counts[modules[unit], person] = counts.get((modules[unit], person), 0) + changes
    work = tuple(Work(unit, person, count, count) for (unit, person), count in sorted(counts.items()))
    return replace(base, people=replace(base.people, work=work))


@given(staffs, st.sampled_from(["", OWNERS]))
def test_shares_sum_to_one(rows: list[tuple[int, int, int]], owners: str) -> None:
    findings = random_staff(rows)
    rules = parse_code_owners(owners, "CODEOWNERS")[0] if owners else None
    topology = topology_of(findings, contexts_of(findings), (), rules)
    for each in topology.contexts:
        assert sum(share.changes for share in each.teams) in (0, each.changes)
        assert sum(share.share for share in each.teams) == pytest.approx(1 if each.teams else 0)
        assert sum(part for _, part in each.declared) <= 1 + 1e-9
        assert each.fit is None or 0 <= each.fit <= 1
    assert sum(topology.spread) <= 6


@given(staffs, st.permutations(range(6)), st.sampled_from(["", OWNERS]))
def test_what_people_are_called_changes_nothing_but_what_they_are_called(
    rows: list[tuple[int, int, int]], order: list[int], owners: str
) -> None:
    findings = random_staff(rows)
    rules = parse_code_owners(owners, "CODEOWNERS")[0] if owners else None
    persons = tuple(findings.people.persons[at] for at in order)
    renamed = replace(findings, people=replace(findings.people, persons=persons))
    before, after = (topology_of(each, contexts_of(each), (), rules) for each in (findings, renamed))
    assert anonymous(before) == anonymous(after)


def anonymous(topology: TeamTopology) -> TeamTopology:
    contexts = tuple(
        replace(each, owners=tuple(sorted(replace(owner, author="") for owner in each.owners)))
        for each in topology.contexts
    )
    return replace(topology, contexts=contexts)


@given(staffs)
def test_other_contexts_are_staffed_from_a_result_as_they_would_be_from_history(
    rows: list[tuple[int, int, int]],
) -> None:
    findings = random_staff(rows)
    teams = (Declaration("one", ("A", "B", "C")), Declaration("two", ("D", "E")))
    other = catalog(context("one", "orders/a.py", "billing/a.py"), context("two", "orders/b.py"))
    anew = topology_of(findings, other, teams)
    again = regrouped(topology_of(findings, contexts_of(findings), teams), other)
    known = ("context", "teams", "fit", "contended")
    assert [[getattr(each, part) for part in known] for each in again.contexts] == [
        [getattr(each, part) for part in known] for each in anew.contexts
    ]
