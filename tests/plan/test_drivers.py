"""Effort, risk and value: each driver, its number and what it says."""

from msgspec.structs import replace

from decompose.design.people.topology import Contended, ContextPeople, Hotspot, TeamTopology
from decompose.errors import Location, Problem
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Activity, Clarity, Findings
from decompose.evidence.transaction import Transaction, TransactionKind
from decompose.plan.candidate import NOBODY
from decompose.plan.plan import Verdict
from tests.build import link, module, together, world
from tests.design.worlds import catalog, context
from tests.plan.worlds import calls, four, planned, values, writes

K = EvidenceKind


def test_what_only_one_person_ever_changed_frees_nobody_from_waiting() -> None:
    units = [module(f"{name}/m{n}.py", 200) for name in ("left", "right") for n in range(3)]
    contexts = catalog(*(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in ("left", "right")))
    activity = tuple(Activity(f"{name}/m0.py", 9, 9, people) for name, people in (("left", 1), ("right", 2)))
    steps = planned(Findings(units=world(*units).units, activity=activity), contexts).steps
    assert [step.context for step in steps if any(driver.name == "people" for driver in step.drivers)] == ["right"]


def test_hidden_co_change_is_a_risk_only_where_nothing_else_joins_the_modules() -> None:
    change = together("left/m0.py", "right/m0.py", 9)
    hidden = four(change)
    known = four(change, link("left/m0.py", "right/m0.py"))
    assert [d.name for s in hidden.steps if s.context == "left" for d in s.drivers if d.dimension == "risk"] == [
        "hidden co-change",
        "leaking boundary",
        "unsteady boundary",
    ]
    assert all(d.name != "hidden co-change" for s in known.steps for d in s.drivers)


def test_what_changes_most_is_worth_most() -> None:
    names = ("calm", "busy", "other")
    contexts = catalog(*(context(name, *(f"{name}/m{k}.py" for k in range(3))) for name in names))
    found = world(*(module(f"{name}/m{k}.py", 200) for name in names for k in range(3)))
    activity = tuple(Activity(f"{name}/m0.py", n, n, 2) for name, n in (("busy", 30), ("calm", 2), ("other", 5)))
    plan = planned(Findings(units=found.units, evidence=found.evidence, activity=activity), contexts)
    assert plan.steps[0].context == "busy"
    assert plan.steps[0].value == 1.0


def test_every_driver_says_its_number() -> None:
    left = [f"left/m{n}.py" for n in range(3)]
    parts = [
        *calls("left", "core", 3),
        *writes("left", "red", 4),
        *writes("right", "red", 1),
        link("left/m0.py::f", "table:blue", K.WRITES, 20),
        link("core/m0.py::f", "table:green", K.WRITES, 20),
        link("table:blue", "table:green", K.FOREIGN_KEY, 30),
        link("table:blue", "table:green", K.JOINS, 31, place="left/m0.py::f"),
        link("table:blue", "table:green", K.CO_WRITES, 40, place="left/m0.py::g"),
    ]
    names = ("core", "left", "middle", "right")
    units = [module(f"{name}/m{n}.py", lines=200) for name in names for n in range(3)]
    found = world(*units, *parts)
    findings = Findings(
        units=found.units,
        evidence=found.evidence,
        activity=tuple(Activity(path, 3, 2, 1 if path == left[0] else 4) for path in left),
        problems=(Problem(Location(left[1], 2), "syntax-error", "cannot parse"),),
    )
    contexts = catalog(*(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in names))
    step = next(step for step in planned(findings, contexts).steps if step.context == "left")
    assert {(driver.name, round(driver.amount, 2), round(driver.points, 2)) for driver in step.drivers} == {
        ("call sites", 0, 0.3),
        ("table accesses", 1, 3.0),
        ("foreign keys", 1, 5.0),
        ("joins", 1, 5.0),
        ("split transactions", 1, 8.0),
        ("others' code", 1, 1.5),
        ("shared tables", 1, 3.0),
        ("size", 600, 1.2),
        ("release of its own", 1, 100.0),
        ("split transactions", 1, 6.0),
        ("shared writes", 1, 2.0),
        ("leaking boundary", 0.2, 2.0),
        ("unsteady boundary", 0.1, 0.5),
        ("not understood", 1, 3.33),
        ("few people", 1, 1.33),
        ("change frequency", 6, 1.44),
        ("independence", 600, 3.6),
        ("own data", 1, 4.07),
        ("people", 4, 2.16),
    }
    said = {driver.name: driver.explanation for driver in step.drivers}
    assert said["not understood"] == "Something was not understood in 1 module (33%), so cuts may be missing."
    assert step.verdict is Verdict.PREPARE
    assert step.why.startswith("1 transaction spans its boundary and 1 table that it writes has another writer")


def test_calls_that_could_not_be_followed_are_a_risk_like_modules_that_were_not_understood() -> None:
    contexts = catalog(
        replace(context("left", "left/m0.py"), clarity=Clarity("left", 50, 10, 30)), context("right", "right/m0.py")
    )
    left = next(
        step
        for step in planned(world(module("left/m0.py"), module("right/m0.py")), contexts).steps
        if step.context == "left"
    )
    (driver,) = [each for each in left.drivers if each.name == "not understood"]
    assert driver.points == 7.5
    assert driver.explanation == (
        "30 of 40 calls that may lead to the rest of the system could not be followed (75%), so cuts may be missing."
    )


def test_rows_that_a_split_transaction_locks_are_a_risk_of_their_own() -> None:
    names = ("left", "right")
    contexts = catalog(*(context(n, *(f"{n}/m{k}.py" for k in range(3))) for n in names))
    units = [module(f"{n}/m{k}.py", 200) for n in names for k in range(3)]
    place = "left/m0.py::f"
    parts = [*writes("left", "red", 2), *writes("right", "blue", 2)]
    parts.append(link("table:blue", "table:red", K.CO_WRITES, 40, place=place))
    found = world(*units, *parts)
    where = Location("left/m0.py", 40)
    locking = Transaction(place, where, 40, 44, TransactionKind.BLOCK, locks=("blue",))
    steps = planned(replace(found, transactions=(locking,)), contexts).steps
    told = [driver.explanation for step in steps for driver in step.drivers if driver.name == "locked rows"]
    assert told == ["1 of them locks rows of blue, which nothing can from outside."] * 2
    assert not any(driver.name == "locked rows" for step in planned(found, contexts).steps for driver in step.drivers)


def test_hotspots_give_value_to_the_context_that_they_lie_in() -> None:
    hot = Hotspot("left/m1.py", "left", 9, 1200, 0.4)
    assert "hotspots" not in values("right", NOBODY, hot)
    amount, points, said = values("left", NOBODY, hot)["hotspots"]
    assert (amount, points) == (1, 0.72)
    assert said == "1 hotspot of the system lies in it, first of all left.m1 with 9 changes of 1,200 lines."


def test_teams_that_meet_say_more_of_people_than_how_many_there_are() -> None:
    met = Contended("left/m1.py", (("blue", 5), ("red", 3)))
    topology = TeamTopology(contexts=(ContextPeople("left", 8, contended=(met,)), ContextPeople("right", 8)))
    amount, points, said = values("left", topology)["teams that stop colliding"]
    assert (amount, points) == (3, 2.16)
    assert "met another team's in the same module (blue and red)" in said
    assert not {"people", "teams that stop colliding"} & values("right", topology).keys()
    assert "people" in values("right")


def test_who_only_maintains_tables_that_others_define_has_no_data_of_its_own() -> None:
    """A page for administrators writes tables whose classes all lie with others."""

    def said(definer: str) -> str:
        written = [link(f"left/m{n}.py::f", "table:notes", K.WRITES, n + 1) for n in range(3)]
        defined = link(f"{definer}/m0.py::Note", "table:notes", K.DEFINES)
        steps = {step.context: step for step in four(*written, defined, *writes("core", "red", 1)).steps}
        assert steps["left"].tables == ("notes",)
        return " ".join(driver.explanation for driver in steps["left"].drivers if driver.name == "own data")

    assert said("left") == "It owns 1 table that no other context writes, 50% of all such."
    assert said("right") == ""


def test_tables_that_nobody_else_writes_are_worth_a_lot_and_contested_ones_nothing() -> None:
    parts = [link(f"{name}/m0.py::f", f"table:{name}", K.WRITES) for name in ("left", "right")]
    shared = link("middle/m0.py::f", "table:right", K.WRITES)
    gained = {step.context: step.value for step in four(*parts, shared).steps}
    assert gained["left"] == 1.0 > 1.5 * gained["right"]
    driver = next(d for d in four(*parts).steps[0].drivers if d.name == "own data")
    assert (driver.amount, driver.explanation) == (
        1,
        "It owns 1 table that no other context writes, 50% of all such.",
    )


def test_an_edit_in_anothers_code_costs_more_than_one_of_its_own() -> None:
    reads = [link(f"left/m{n}.py::f", "table:of_right", K.READS, n + 1) for n in range(3)]
    own = link("right/m0.py::f", "table:of_right", K.WRITES)
    steps = {step.context: step for step in four(own, *reads).steps}
    driver = next(d for d in steps["right"].drivers if d.name == "others' code")
    assert (driver.amount, driver.points) == (3, 3.0)
    assert driver.explanation == "3 edits are in code of 1 other context, to be agreed with whoever works there."
    assert "others' code" not in {d.name for d in steps["left"].drivers}


def test_a_table_that_many_places_of_others_write_costs_more_to_share_than_one_that_a_single_place_does() -> None:
    def price(places: int) -> float:
        foreign = [link(f"left/m{n % 3}.py::f", "table:notes", K.WRITES, n + 1) for n in range(places)]
        owned = [link("right/m0.py::f", "table:notes", K.WRITES, line) for line in range(40)]
        drivers = next(s for s in four(*owned, *foreign).steps if s.context == "right").drivers
        return next(d.points for d in drivers if d.name == "shared tables")

    assert [price(1), price(3), price(20)] == [3.0, 9.0, 16.0]


def test_rows_that_go_by_cascade_are_no_transaction_that_is_split() -> None:
    deleted = [
        link("table:red", "table:green", K.CO_WRITES, line, place=f"right/m0.py::f{line}", flags=("cascade",))
        for line in (7, 8)
    ]
    units = (module(f"{name}/m{n}.py", 200) for name in ("left", "right") for n in range(3))
    found = world(*units, *writes("left", "red", 4), *writes("right", "green", 4), *deleted)
    contexts = catalog(*(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in ("left", "right")))
    (step, *_) = planned(found, contexts).steps
    drivers = {driver.name: driver for driver in step.drivers if driver.dimension == "effort"}
    assert "split transactions" not in drivers
    assert drivers["cascades"].explanation.startswith(
        "Rows go or change together with rows of another context at 2 places"
    )


def test_one_edit_cuts_a_context_loose_and_two_cut_it() -> None:
    def why(uses: int) -> str:
        units = [module(f"{name}/m{n}.py", 900) for name in ("left", "right") for n in range(4)]
        used = [link(f"right/m{n}.py::f", f"left/m{n}.py::Order", K.CALL, 3) for n in range(uses)]
        used += [link(f"left/m{n}.py::g", f"right/m{n}.py::Price", K.CALL, 3) for n in range(4)]
        contexts = catalog(*(context(name, *(f"{name}/m{n}.py" for n in range(4))) for name in ("left", "right")))
        return " ".join(step.why for step in planned(world(*units, *used, *writes("left", "red", 4)), contexts).steps)

    assert "1 edit cuts it loose" in why(1)
    assert "2 edits cut it loose" in why(2)
