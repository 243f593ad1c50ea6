"""What must be settled before a step, how it goes and how it goes back, and what the plan advises as a whole."""

from msgspec.structs import replace

from decompose.design.people.topology import ContextPeople, TeamShare, TeamTopology
from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import Unit, UnitKind
from decompose.plan.plan import Verdict
from tests.build import link, module, world
from tests.design.worlds import catalog, context
from tests.plan.worlds import calls, four, planned, writes

K = EvidenceKind


def test_two_writers_of_a_table_ask_for_preparation_with_the_table_named() -> None:
    plan = four(
        link("left/m0.py::f", "table:notes", K.WRITES),
        link("left/m1.py::f", "table:notes", K.WRITES),
        link("right/m0.py::f", "table:notes", K.WRITES),
    )
    left = next(step for step in plan.steps if step.context == "left")
    assert left.verdict is Verdict.PREPARE
    assert "Only Left writes notes; today Right does too." in left.preconditions


def test_a_kernel_whose_tables_are_only_joined_needs_no_package_that_nobody_would_import() -> None:
    contexts = catalog(
        context("kernel", "lib/a.py", kernel=True), context("left", *(f"left/m{n}.py" for n in range(3)))
    )
    units = [module("lib/a.py"), *(module(f"left/m{n}.py", 2000) for n in range(3))]
    tables = [link("lib/a.py::f", "table:base", K.WRITES), *writes("left", "own", 2)]
    joined = link("table:base", "table:own", K.JOINS, 7, place="left/m0.py::f")

    def said(*parts: Evidence) -> list[str]:
        (step,) = planned(world(*units, *tables, *parts), contexts).steps
        return [each for each in step.preconditions if "package of its own" in each]

    assert said(joined) == []
    assert said(link("left/m0.py", "lib/a.py")) == [
        "The shared kernel Kernel is a package of its own: this context uses it at 1 place."
    ]


def test_who_can_leave_is_counted_where_a_system_is_large_enough_to_split() -> None:
    contexts = catalog(
        context("kernel", "lib/a.py", kernel=True),
        *(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in ("left", "middle", "right")),
    )
    units = [module(f"{name}/m{n}.py", 2000) for name in ("left", "middle", "right") for n in range(3)]
    shared = [*writes("left", "notes", 2), *writes("right", "notes", 1), *writes("middle", "own", 2)]
    shared.append(link("left/m0.py", "lib/a.py"))
    advice = planned(world(*units, module("lib/a.py"), *shared), contexts).advice
    assert advice[0].endswith(
        "Of the 3 contexts, 1 can leave as it is and 2 once what is said of them is settled; each may also stay a module if "
        "nothing forces it out."
    )
    assert [each for each in advice if "versioned package" in each] == [
        "Before the first extraction, make the shared kernel Kernel (1 module, used at 1 place) a versioned package."
    ]


def test_two_contexts_are_advised_to_stay_together() -> None:
    contexts = catalog(context("a", "a/m.py"), context("b", "b/m.py"))
    advice = planned(world(module("a/m.py"), module("b/m.py")), contexts).advice
    assert advice[0].startswith("Modularise in place: there are only 2 contexts")


def test_a_context_that_no_team_changes_most_needs_an_owner_first() -> None:
    def said(*teams: TeamShare, fit: float | None = 0.3) -> list[str]:
        topology = TeamTopology(contexts=(ContextPeople("left", 50, teams=teams, fit=fit),))
        units = (module(f"{name}/m{n}.py", lines=200) for name in ("left", "right") for n in range(3))
        contexts = catalog(*(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in ("left", "right")))
        step = next(step for step in planned(world(*units), contexts, topology).steps if step.context == "left")
        return [each for each in step.preconditions if "team" in each]

    shared = (TeamShare("blue", 24, 0.48), TeamShare("red", 16, 0.32), TeamShare("", 10, 0.2))
    assert said(*shared) == [
        "One team owns it; of its changes in the last year blue 48%, red 32% and people of no team 20%."
    ]
    assert said(TeamShare("blue", 26, 0.52), TeamShare("red", 24, 0.48)) == []
    assert said(*shared, fit=None) == []


def test_what_stays_in_the_process_is_called_through_its_facade_and_goes_back_by_reverting() -> None:
    heirs = [link(f"{of}/m{n % 3}.py::C{n}", f"{to}/m0.py::Base", K.INHERITS, n + 1)
             for of, to in (("left", "right"), ("right", "left")) for n in range(51)]  # fmt: skip
    left = next(step for step in four(*heirs).steps if step.context == "left")
    assert left.verdict is Verdict.MODULARISE
    assert left.communication == "Calls within the process, through the façade: 102 crossings, none of them remote."
    assert left.rollback.startswith("Everything stays in one process and one database: revert ")


def test_going_back_loses_nothing_without_tables_and_writes_from_the_day_they_are_moved() -> None:
    entry = Unit("entry:GET /", UnitKind.ENTRY_POINT, "GET /", Location("left/m0.py", 1))
    steps = {
        step.context: step.rollback
        for step in four(entry, link(entry.id, "left/m0.py::view", K.ROUTES), *writes("core", "red", 1)).steps
    }
    assert steps["left"].endswith("a switch; it owns no table, so switching back loses nothing.")
    assert "Until red is moved, switching back loses nothing; from then on copy every write back" in steps["core"]


def test_what_a_service_would_turn_into_remote_calls_is_said_for_the_way_the_package_goes() -> None:
    def later(*parts: Evidence) -> str:
        return next(step.later for step in four(*parts).steps if step.context == "left")

    assert later(*calls("left", "core", 2), *calls("right", "left", 1)) == (
        "As a package in the same process it may go on using the others at 2 call sites; a service would turn these into remote "
        "calls, 2 points more."
    )
    assert later(*calls("left", "core", 1), *calls("right", "left", 2)).startswith(
        "As a library in the same process others may go on using it at 2 call sites; "
    )
    assert later() == ""


def test_transactions_with_the_same_advice_are_one_condition() -> None:
    """A generic view that deletes is one transaction in each of its heirs."""
    owned = [*writes("left", "red", 4), *writes("right", "blue", 4)]
    places = [f"left/m0.py::{name}.post" for name in ("A", "B", "C")]
    pairs = [link("table:blue", "table:red", K.CO_WRITES, 40 + n, place=place) for n, place in enumerate(places)]
    left = next(step for step in four(*owned, *pairs).steps if step.context == "left")
    one = next(step for step in four(*owned, pairs[0]).steps if step.context == "left")
    [alone] = [each for each in one.preconditions if "spans contexts" in each]
    assert alone.startswith("The transaction in left.m0.A.post (")
    [said] = [each for each in left.preconditions if "span contexts" in each]
    assert said.startswith("3 transactions no longer span contexts: left.m0.A.post (")
    assert "and 1 more." in said
    assert said.count("let one context own both") == 1


def test_what_has_most_of_its_cuts_with_one_other_is_told_to_leave_with_it() -> None:
    contexts = catalog(
        *(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in ("shop", "desk", "far", "off"))
    )
    units = [module(f"{name}/m{n}.py", 900) for name in ("shop", "desk", "far", "off") for n in range(3)]
    inside = [call for name in ("shop", "desk", "far", "off") for call in calls(name, name, 3)]
    near = [link("desk/m0.py::f", f"shop/m0.py::g{n}", K.INHERITS, 300 + n) for n in range(20)]
    near += [link("shop/m1.py::f", f"desk/m0.py::g{n}", K.INHERITS, 300 + n) for n in range(20)]
    far = [link("far/m0.py::f", f"shop/m0.py::h{n}", K.CALL, 400 + n) for n in range(7)]

    def told(*more: Evidence) -> dict[str, str]:
        steps = planned(world(*units, *inside, *near, *more), contexts).steps
        return {step.context: step.together for step in steps}

    assert told()["desk"] == (
        "Or together with Shop: 60 of the 60 points that it has to mend lie between the two. As one unit they leave those alone, "
        "and mend no points."
    )
    assert told(*far)["desk"].startswith("Or together with Shop: 60 of the 60 points")
    small = [replace(each, lines=100) for each in units[:3]]
    more = [link("shop/m2.py::f", f"off/m0.py::g{n}", K.INHERITS, 600 + n) for n in range(10)]
    more += [link("off/m2.py::f", f"shop/m2.py::g{n}", K.INHERITS, 600 + n) for n in range(10)]
    dense = planned(world(*small, *units[3:], *inside, *near, *more), contexts).steps
    assert next(step for step in dense if step.context == "shop").verdict is Verdict.MODULARISE
    assert next(step.together for step in dense if step.context == "desk") == (
        "Or leave it with Shop, which stays for now: 60 of the 60 points that it has to mend lie between the two."
    )
    few = planned(world(*units, *inside, *near[:9]), contexts).steps
    assert not any(step.together for step in few)
    assert told()["off"] == told(*far)["far"] == ""
    elsewhere = [
        link(f"{name}/m0.py::f", "table:desks", K.READS, 500 + n) for name in ("far", "off") for n in range(21)
    ]
    elsewhere.append(link("desk/m0.py::f", "table:desks", K.WRITES, 900))
    assert told(*elsewhere)["desk"] == ""
