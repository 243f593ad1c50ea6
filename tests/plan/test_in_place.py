"""What is better made a module in place, or goes with another: what is too small or loose, shelves, layers, errands."""

from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import Unit, UnitKind
from decompose.plan.plan import Step, Verdict
from tests.build import link, module, together, world
from tests.design.worlds import catalog, context
from tests.plan.worlds import calls, four, planned, writes

K = EvidenceKind


def test_where_no_table_is_known_none_is_said_to_have_one_writer() -> None:
    called = calls("left", "core", 3)
    unknown, known = four(*called).steps[0], four(*called, *writes("core", "orders", 1)).steps[0]
    assert unknown.verdict is known.verdict is Verdict.EXTRACT
    assert unknown.why.startswith(
        "No table of the system is known, so that whoever shares its data, if it keeps any, was not"
    )
    assert known.why.startswith("No table it writes has another writer")


def test_a_tiny_context_goes_where_its_closest_neighbour_goes() -> None:
    contexts = catalog(context("tiny", "tiny/a.py"), *(context(n, *(f"{n}/m{k}.py" for k in range(3))) for n in "ab"))
    found = world(module("tiny/a.py", 40), *(module(f"{n}/m{k}.py", 200) for n in "ab" for k in range(3)))

    def tiny(*ties: Evidence) -> Step:
        steps = planned(world(*found.units, *ties), contexts).steps
        return next(step for step in steps if step.context == "tiny")

    assert tiny().verdict is Verdict.NEVER
    assert tiny().operations == ()
    alone = "40 lines in 1 module are too little to run alone; "
    assert tiny().why == f"{alone}nothing ties it to another context, so leave it where it is."
    ties = [link("tiny/a.py::f", f"{to}.py::g", K.CALL, line) for line, to in enumerate(("a/m0", "b/m0", "b/m1"), 1)]
    assert tiny(*ties).why == f"{alone}it goes where B goes, which 67% of its cuts join it to."


def test_a_loose_boundary_stays_in_place_and_an_unsteady_one_is_confirmed_first() -> None:
    names = {"loose": (0.2, 0.9), "unsteady": (0.9, 0.2)}
    contexts = catalog(
        *(
            context(name, *(f"{name}/m{k}.py" for k in range(3)), cohesion=cohesion, stability=stability)
            for name, (cohesion, stability) in names.items()
        )
    )
    found = world(*(module(f"{name}/m{k}.py", 200) for name in names for k in range(3)))
    why = {step.context: (step.verdict, step.why) for step in planned(found, contexts).steps}
    assert why["loose"] == (
        Verdict.MODULARISE,
        "Only 20% of its coupling stays inside; sharpen the boundary before moving it.",
    )
    assert why["unsteady"] == (
        Verdict.PREPARE,
        "Repeating the detection keeps only 20% of its pairs together: settle this in the monolith, then extract.",
    )


def test_a_plug_in_is_not_loose_because_it_uses_its_host_a_lot() -> None:
    contexts = catalog(
        *(context(n, *(f"{n}/m{k}.py" for k in range(3)), cohesion=0.3) for n in ("host", "plug")),
    )

    def verdict(back: int) -> Verdict:
        ties = [*calls("plug", "host", 9), *calls("host", "plug", back)]
        found = world(*(module(f"{n}/m{k}.py", 200) for n in ("host", "plug") for k in range(3)), *ties)
        return next(step for step in planned(found, contexts).steps if step.context == "plug").verdict

    assert verdict(1) is Verdict.EXTRACT
    assert verdict(2) is Verdict.MODULARISE


def test_modules_side_by_side_are_a_shelf_and_go_with_their_users() -> None:
    names = ("shelf", "shop")
    contexts = catalog(*(context(n, *(f"{n}/m{k}.py" for k in range(6))) for n in names))
    units = [module(f"{n}/m{k}.py", 200) for n in names for k in range(6)]

    def shelf(*ties: Evidence) -> Step:
        steps = planned(world(*units, *ties), contexts).steps
        return next(step for step in steps if step.context == "shelf")

    assert shelf().verdict is Verdict.NEVER
    assert shelf().why.startswith("None of its 6 modules uses another: a shelf, ")
    two = [link("shelf/m0.py::f", "shelf/m1.py::f", K.CALL)]
    assert shelf(*two).why.startswith("Of its 6 modules no more than 2 use one another: a shelf, ")
    assert shelf(*two, link("shelf/m1.py::f", "shelf/m2.py", K.REFERENCES)).verdict is Verdict.EXTRACT
    assert shelf(*(together("shelf/m0.py", f"shelf/m{n}.py", 9) for n in range(1, 6))).verdict is Verdict.NEVER
    for kind, target in ((K.INHERITS, "shop/m0.py::Base"), (K.WRITES, "table:red")):
        assert shelf(*(link(f"shelf/m{n}.py::f", target, kind) for n in range(3))).verdict is not Verdict.NEVER


def test_commands_without_data_go_with_the_data_they_work_on() -> None:
    names = ("errands", "shop")
    contexts = catalog(*(context(n, *(f"{n}/m{k}.py" for k in range(6))) for n in names))
    units = [module(f"{n}/m{k}.py", 200) for n in names for k in range(6)]
    inside = [link(f"errands/m{n}.py", "errands/m0.py") for n in range(1, 6)]

    def errands(commands: int, *more: Unit | Evidence) -> Step:
        told = [
            Unit(f"entry:command c{n}", UnitKind.ENTRY_POINT, f"c{n}", Location("errands/m0.py", 1))
            for n in range(commands)
        ]
        routes = [link(f"entry:command c{n}", f"errands/m{n % 6}.py::handle", K.ROUTES) for n in range(commands)]
        steps = planned(world(*units, *inside, *told, *routes, *more), contexts).steps
        return next(step for step in steps if step.context == "errands")

    served = (
        Unit("entry:GET /shop", UnitKind.ENTRY_POINT, "GET /shop", Location("shop/m0.py", 1)),
        link("entry:GET /shop", "shop/m0.py::view", K.ROUTES),
    )
    assert errands(5, *served).verdict is Verdict.MODULARISE
    assert errands(5, *served).why.startswith("It is 5 commands in 6 modules, and it has no data: ")
    assert errands(4, *served).verdict is not Verdict.MODULARISE
    assert errands(5).verdict is not Verdict.MODULARISE  # daemons that are started by commands
    owned = link("errands/m0.py", "table:jobs", K.DEFINES), link("errands/m0.py::f", "table:jobs", K.WRITES)
    assert errands(5, *served, *owned).verdict is not Verdict.MODULARISE


def test_examples_are_no_step_but_what_a_few_of_them_lie_with_may_be() -> None:
    def showing(lines: int) -> Step:
        shown = ("shop/examples/deck.py", "shop/examples/flights.py", "shop/viz.py")
        contexts = catalog(context("red", *(f"red/m{k}.py" for k in range(3))), context("shown", *shown))
        units = [*(module(f"red/m{k}.py", 200) for k in range(3)), *(module(path, 200) for path in shown[:2])]
        filling = link("shop/examples/deck.py::load", "table:red", K.WRITES)
        parts = world(*units, module(shown[2], lines), *writes("red", "red", 1), filling)
        return next(step for step in planned(parts, contexts).steps if step.context == "shown")

    assert showing(399).verdict is Verdict.MODULARISE
    assert showing(399).why.startswith("400 of its 799 lines show what the system can do (shop/examples)")
    assert "show what the system can do" not in showing(400).why


def test_what_owns_nearly_all_tables_and_is_used_by_many_is_a_data_layer_to_be_split_up() -> None:
    names = ("db", "also", *"abcde")
    contexts = catalog(*(context(n, *(f"{n}/m{k}.py" for k in range(3))) for n in names))
    units = [module(f"{n}/m{k}.py", 200) for n in names for k in range(3)]
    tables = [each for k in range(12) for each in writes("db", f"t{k}", 1)]

    def layer(users: str, *more: Unit | Evidence) -> Step:
        ties = [call for name in users for base in ("db", "also") for call in calls(name, base, 2)]
        out = [*calls("db", "a", 9), *calls("also", "a", 9)]  # else it is the frame
        steps = planned(world(*units, *ties, *out, *tables, *more), contexts).steps
        return next(step for step in steps if step.context == "db")

    assert layer("abc").verdict is Verdict.MODULARISE
    assert layer("abc").why.startswith("It owns 12 of all 12 tables, and 3 of the 6 other contexts depend on it")
    said = "It owns 12 of all 12 tables, and nothing but commands comes in there from outside: it is the data layer"
    assert layer("a").why.startswith(said)
    entry = Unit("entry:GET /rows", UnitKind.ENTRY_POINT, "GET /rows", Location("db/m0.py", 1))
    assert not layer("a", entry, link(entry.id, "db/m0.py::f", K.ROUTES)).why.startswith("It owns 12")
    others = [each for k in range(4) for each in writes("also", f"own{k}", 1)]
    assert not layer("abc", *others).why.startswith("It owns 12")


def test_what_owns_nearly_all_tables_and_is_the_largest_of_few_stays_when_the_others_leave() -> None:
    contexts = catalog(*(context(n, *(f"{n}/m{k}.py" for k in range(3))) for n in ("main", "side", "wing")))
    tables = [each for k in range(10) for each in writes("main", f"t{k}", 1)]

    def main(lines: int, *more: Evidence) -> Step:
        sizes = {"main": lines, "side": 200, "wing": 150}
        units = [module(f"{n}/m{k}.py", size) for n, size in sizes.items() for k in range(3)]
        steps = planned(world(*units, *calls("side", "main", 2), *tables, *more), contexts).steps
        return next(step for step in steps if step.context == "main")

    assert main(201).verdict is Verdict.KEEP
    assert main(201).why.startswith("It owns 10 of all 10 tables and has more lines than any other context")
    assert main(200).verdict is Verdict.EXTRACT
    assert main(201, *writes("side", "own", 1), *writes("side", "more", 1)).verdict is Verdict.KEEP
    others = [each for k in range(3) for each in writes("side", f"own{k}", 1)]
    assert main(201, *others).verdict is main(350, *others).verdict is Verdict.EXTRACT
    assert main(400, *others).why.startswith("It owns 10 of all 13 tables and has 53% of the lines")


def test_a_cut_every_four_lines_is_a_rewrite() -> None:
    def heirs(of: str, to: str, times: int) -> list[Evidence]:
        return [link(f"{of}/m{n % 3}.py::C{n}", f"{to}/m{n % 3}.py::Base", K.INHERITS, n + 1) for n in range(times)]

    def verdicts(there: int, back: int) -> set[Verdict]:
        steps = four(*heirs("left", "right", there), *heirs("right", "left", back)).steps
        return {step.verdict for step in steps if step.context in ("left", "right")}

    assert verdicts(51, 51) == {Verdict.MODULARISE}
    assert Verdict.MODULARISE not in verdicts(50, 50)
    assert Verdict.MODULARISE not in verdicts(51, 0)


def test_much_that_changes_together_with_few_visible_cuts_must_be_understood_first() -> None:
    changes = [together(f"left/m{n}.py", f"right/m{n}.py", 9) for n in range(3)]
    assert {s.verdict for s in four(*changes).steps if s.context in ("left", "right")} == {Verdict.PREPARE}
    assert {s.verdict for s in four(*changes[:2]).steps} == {Verdict.EXTRACT}
    rare = [together(f"left/m{n}.py", f"right/m{n}.py", 4) for n in range(3)]
    assert {s.verdict for s in four(*rare).steps} == {Verdict.EXTRACT}
    mostly_alone = [together(f"left/m{n}.py", f"right/m{n}.py", 9, (40, 40)) for n in range(3)]
    assert {s.verdict for s in four(*mostly_alone).steps} == {Verdict.EXTRACT}
    chance = [together(f"left/m{n}.py", f"right/m{n}.py", 9, chance=0.5) for n in range(3)]
    assert {s.verdict for s in four(*chance).steps} == {Verdict.EXTRACT}


def test_modules_of_a_layer_may_use_a_little_of_what_others_of_it_serve() -> None:
    served = ("core", "middle", "right", "core")

    def left(astray: int) -> Verdict:
        parts = [
            link(f"left/m{n}.py::f", f"{target}/m0.py::g", K.CALL, line)
            for n in range(3)
            for target, lines in ((served[n], range(1, 4)), (served[n + 1], range(4, 4 + astray)))
            for line in lines
        ]
        data = [link(f"{name}/m0.py::f", f"table:{name}", K.WRITES, 90) for name in ("core", "middle")]
        return next(step.verdict for step in four(*parts, *data).steps if step.context == "left")

    assert left(1) is Verdict.MODULARISE
    assert left(2) is Verdict.EXTRACT


def test_a_side_from_which_nothing_crosses_is_not_told() -> None:
    def told(*parts: object) -> list[str]:
        left = next(step for step in four(*writes("left", "red", 3), *parts).steps if step.context == "left")
        return [d.explanation for d in left.drivers if d.name in ("call sites", "table accesses")]

    read = link("core/m0.py::f", "table:red", K.READS, 50)
    assert told(*calls("left", "core", 1)) == ["1 call site of its own may stay while it runs in the same process."]
    assert told(*calls("core", "left", 2), *calls("left", "core", 1)) == [
        (
            "1 call site of its own changes, so that it depends on nobody; 2 call sites in other contexts may stay while it "
            "runs in the same process."
        )
    ]
    assert told(*calls("left", "core", 2), read, *calls("core", "left", 1)) == [
        (
            "1 call site in other contexts changes to a façade or a hook; 2 call sites of its own may stay while it runs in the "
            "same process."
        ),
        "Others read or write its tables at 1 place.",
    ]


def test_what_owns_no_data_and_only_leads_out_to_most_others_is_a_layer() -> None:
    outward = [
        link(f"left/m{n}.py::f", f"{target}/m0.py::g", K.CALL, line)
        for n, target in enumerate(("core", "middle", "right"))
        for line in (1, 2)
    ]
    data = [link(f"{name}/m0.py::f", f"table:{name}", K.WRITES, 90) for name in ("core", "middle")]
    left = next(step for step in four(*outward, *data).steps if step.context == "left")
    assert left.verdict is Verdict.MODULARISE
    assert left.why.startswith(
        "It owns no table, and 6 of its 6 cuts lead out, to 3 of the 3 other contexts, 100% of them to one per"
    )
    inside = link("left/m1.py::f", "left/m0.py::g", K.CALL, 95)  # two of its three modules hang together
    assert (
        next(step for step in four(*outward, *data, inside).steps if step.context == "left").verdict is Verdict.EXTRACT
    )
    mixed = [call for target in ("core", "middle", "right") for call in calls("left", target, 2)]
    assert next(step for step in four(*mixed, *data).steps if step.context == "left").verdict is Verdict.EXTRACT
    for more in (calls("right", "left", 2), [link("left/m0.py::f", "table:own", K.WRITES)]):
        plan = four(*outward, *data, *more)
        assert next(step for step in plan.steps if step.context == "left").verdict is Verdict.EXTRACT
    for fewer in ([*outward], [*outward[:2], *data]):
        assert next(step for step in four(*fewer).steps if step.context == "left").verdict is Verdict.EXTRACT
