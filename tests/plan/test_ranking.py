"""Which step comes first: the fewest cuts, what others wait for, value and risk, and what other weights would change."""

from decompose.evidence.evidence import EvidenceKind
from decompose.plan.plan import Verdict
from tests.build import link, module, world
from tests.design.worlds import catalog, context
from tests.plan.worlds import calls, four, planned, several, writes

K = EvidenceKind


def test_the_one_with_fewest_cuts_leaves_first_when_all_give_the_same() -> None:
    plan = four(*calls("left", "core", 40), *calls("middle", "core", 2), *calls("right", "core", 20))
    assert [step.context for step in plan.steps] == ["middle", "right", "left", "core"]


def test_who_writes_anothers_tables_in_many_places_waits_for_it() -> None:
    own = [link(f"right/m{n}.py::f", "table:notes", K.WRITES, line) for n in range(3) for line in (1, 2)]
    plan = four(*own, *(link(f"left/m{n}.py::f", "table:notes", K.WRITES) for n in range(3)))
    left = next(step for step in plan.steps if step.context == "left")
    assert left.after == ("right",)
    assert left.preconditions[0] == "Right first: it takes over the 3 writes to notes made here."
    often = link("left/m0.py::f", "table:notes", K.WRITES, 9, count=5)
    left = next(step for step in four(*own, *own, often).steps if step.context == "left")
    assert left.preconditions[0] == "Right first: it takes over the 5 writes to notes made here."


def test_the_order_is_the_best_of_all_where_no_more_than_eight_leave() -> None:
    def how(leaving: int) -> str:
        names = ("core", *(f"c{n}" for n in range(leaving)))
        used = [call for name in names[1:] for call in calls(name, "core", 3)]
        plan = several(names, *used)
        assert [step.verdict for step in plan.steps] == [Verdict.EXTRACT] * leaving + [Verdict.KEEP]
        return next(each for each in plan.advice if each.startswith("The order, "))

    assert "is the best of all possible ones: " in how(8)
    assert "is whatever gives most value for its cost next: " in how(9)


def test_who_writes_as_much_of_each_other_waits_for_nobody() -> None:
    plan = four(
        *writes("left", "red", 6), *writes("right", "red", 3), *writes("right", "blue", 6), *writes("left", "blue", 2)
    )
    assert all(step.after == () for step in plan.steps)


def test_a_circle_of_waits_loses_its_weakest() -> None:
    plan = four(
        *(part for name, table in (("left", "l"), ("middle", "m"), ("right", "r")) for part in writes(name, table, 9)),
        *writes("left", "m", 5),
        *writes("middle", "r", 4),
        *writes("right", "l", 3),
    )
    assert {step.context: step.after for step in plan.steps} == {
        "core": (),
        "left": ("middle",),
        "middle": ("right",),
        "right": (),
    }


def test_a_step_mends_what_couples_its_context_with_any_other_on_both_sides() -> None:
    plan = four(*calls("left", "core", 2), *calls("core", "right", 1), *calls("middle", "core", 1))
    assert [(step.context, step.remaining_coupling) for step in plan.steps] == [
        ("middle", 0.75),
        ("left", 0.25),
        ("right", 0.0),
        ("core", 0.0),
    ]


def test_what_is_risky_goes_later_when_all_else_is_equal() -> None:
    names = ("one", "two")
    contexts = catalog(
        *(context(n, *(f"{n}/m{k}.py" for k in range(3)), stability=0.6 if n == "one" else 0.9) for n in names)
    )
    found = world(*(module(f"{n}/m{k}.py", 200) for n in names for k in range(3)))
    assert [step.context for step in planned(found, contexts).steps] == ["two", "one"]


def test_what_is_worth_preparing_goes_before_what_is_free_but_worth_little() -> None:
    shared = [link(f"{name}/m0.py::f", "table:notes", K.WRITES) for name in ("left", "right")]
    sizes = {"left": 9000, "right": 9000, "small": 120}
    contexts = catalog(*(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in sizes))
    units = [module(f"{name}/m{n}.py", lines) for name, lines in sizes.items() for n in range(3)]
    shared += [link(f"{name}/m1.py::f", f"table:of_{name}", K.WRITES) for name in sizes]
    steps = planned(world(*units, *shared), contexts).steps
    assert {(step.context, step.verdict) for step in steps[:2]} == {
        ("left", Verdict.PREPARE),
        ("right", Verdict.PREPARE),
    }
    assert (steps[2].context, steps[2].verdict) == ("small", Verdict.EXTRACT)


def test_a_close_order_moves_with_the_weights_and_a_clear_one_does_not() -> None:
    def ranks(risky: float) -> list[tuple[int, int]]:
        contexts = catalog(
            context("one", *(f"one/m{n}.py" for n in range(3)), stability=risky),
            context("two", *(f"two/m{n}.py" for n in range(3))),
        )
        lines = {"one": 220, "two": 200}
        found = world(*(module(f"{name}/m{n}.py", lines[name]) for name in lines for n in range(3)))
        return [step.ranks for step in planned(found, contexts).steps]

    assert ranks(0.6) == [(1, 1), (2, 2)]
    assert ranks(0.862) == [(1, 2), (1, 2)]


def test_what_the_business_weighs_more_goes_first_and_says_so() -> None:
    contexts = catalog(*(context(n, *(f"{n}/m{k}.py" for k in range(3))) for n in "ab"))
    found = world(*(module(f"{n}/m{k}.py", 200) for n in "ab" for k in range(3)))
    assert [step.context for step in planned(found, contexts).steps] == ["a", "b"]
    weighed = planned(found, contexts, weights={"B": 3, "gone": 2})
    assert [step.context for step in weighed.steps] == ["b", "a"]
    (driver,) = [each for each in weighed.steps[0].drivers if each.name == "business weight"]
    assert driver.explanation == "The settings give it 3 times the weight of others."
    assert weighed.advice[0] == "`business-weights` name gone, which no context is called; there are a and b."
