"""What gives little: libraries, pilots to learn from, and what is tied to others that stay."""

from msgspec.structs import replace

from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import Unit, UnitKind
from decompose.plan.plan import Step, Verdict
from tests.build import link, module, world
from tests.design.worlds import catalog, context
from tests.plan.worlds import calls, four, planned, six, writes

K = EvidenceKind


def test_what_gives_little_is_a_pilot_with_entry_points_and_no_step_without() -> None:
    sizes = {"great": 9000, "small": 120}
    contexts = catalog(*(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in sizes))
    shared = [link("great/m0.py::f", f"table:t{n}", K.WRITES) for n in range(9)]
    shared += [link("other/m0.py::f", f"table:t{n}", K.WRITES) for n in range(9)]
    units = [module(f"{name}/m{n}.py", lines) for name, lines in sizes.items() for n in range(3)]
    whole = catalog(*contexts.contexts, context("other", *(f"other/m{n}.py" for n in range(3))))
    units += [module(f"other/m{n}.py", 9000) for n in range(3)]
    entry = Unit("entry:GET /", UnitKind.ENTRY_POINT, "GET /", Location("small/m0.py", 1))
    route = Evidence(K.ROUTES, entry.id, "small/m0.py::view")
    used = link("great/m0.py::f", "small/m0.py::view", K.CALL, 90)

    def steps(*parts: Unit | Evidence) -> dict[str, Step]:
        return {step.context: step for step in planned(world(*units, *shared, *parts), whole).steps}

    great = [Evidence(K.ROUTES, f"entry:GET /{n}", "great/m0.py::view") for n in range(20)]
    pilot = steps(entry, route, *great)
    assert pilot["small"].why.endswith("A pilot: little is at stake, and by itself it gives little.")
    assert not any("pilot" in pilot[name].why for name in ("great", "other"))
    assert steps(used)["small"].verdict is Verdict.MODULARISE
    command = replace(entry, id="entry:command tidy"), replace(route, source="entry:command tidy")
    assert steps(*command, *great)["small"].why.startswith(
        "It has no data and no entry points of its own but commands, and it"
    )
    assert "a module with a façade is enough" in steps(used)["small"].why
    assert steps()["small"].why.endswith("it stands beside the system already, so there is nothing to extract.")
    own = link("small/m0.py::f", "table:own", K.WRITES), link("great/m0.py::f", "small/m0.py::Base", K.INHERITS, 90)
    great += [link("great/m0.py::f", f"table:g{n}", K.WRITES, 100 + n) for n in range(60)]
    alone = steps(*own, *great)["small"]
    assert alone.verdict is Verdict.MODULARISE
    assert alone.why.startswith(
        "No entry point leads into it and no other context reads or writes its tables, so a service"
    )
    assert "A pilot" in steps(*own, *great, link("great/m0.py::f", "table:own", K.READS, 91))["small"].why


def test_what_has_neither_data_nor_entry_points_is_a_library_and_no_service() -> None:
    left = next(
        step for step in four(*calls("core", "left", 2), *writes("core", "red", 1)).steps if step.context == "left"
    )
    assert left.verdict is Verdict.EXTRACT
    assert left.why.endswith(
        "It has no data and no entry points of its own, so make it a package: a library, not a service."
    )
    assert left.communication == "Calls within the process: a library that others import, used in 2 crossings."
    assert left.rollback == "Go back to the package's last version that worked: it owns no table, so nothing is lost."
    assert any(driver.explanation.startswith("A package has a build, ") for driver in left.drivers)
    assert "service" not in " ".join([*left.preconditions, left.communication, left.rollback])


def test_what_has_data_or_entry_points_is_no_library_nor_is_anything_where_nobody_has_them() -> None:
    entry = Unit("entry:GET /", UnitKind.ENTRY_POINT, "GET /", Location("left/m0.py", 1))
    route = Evidence(K.ROUTES, entry.id, "left/m0.py::view")
    for parts in (
        [*writes("core", "red", 1), *writes("left", "blue", 1)],
        [*writes("core", "red", 1), entry, route],
        [],
    ):
        left = next(step for step in four(*calls("core", "left", 2), *parts).steps if step.context == "left")
        assert "library" not in left.why + left.communication


def test_where_nothing_but_commands_is_known_to_come_in_what_has_one_is_no_library() -> None:
    """The daemons of a system that talks by queues; beside routes, commands are for those who run it."""
    command, page = (
        [
            Unit(f"entry:{name}", UnitKind.ENTRY_POINT, name, Location("left/m0.py", 1)),
            link(f"entry:{name}", to, K.ROUTES),
        ]
        for name, to in (("command watch", "left/m0.py::main"), ("GET /", "right/m0.py::view"))
    )
    left, beside = (
        next(step for step in four(*writes("core", "red", 1), *parts).steps if step.context == "left").why
        for parts in (command, [*command, *page])
    )
    assert "library" not in left
    assert "no entry points of its own but commands" in beside


def test_what_the_core_would_give_makes_nothing_look_little() -> None:
    """What stays is no measure of what leaving gives: a library beside a large core is a step all the same."""
    entry = [Unit("entry:GET /", UnitKind.ENTRY_POINT, "GET /", Location("core/m1.py", 1))]
    parts = [*entry, link("entry:GET /", "core/m1.py::view", K.ROUTES), *writes("core", "red", 1)]
    parts += [call for name in ("left", "right", "middle") for call in calls(name, "core", 1)]
    parts += [link(f"core/m{n}.py::f", f"table:t{n}{m}", K.WRITES) for n in range(3) for m in range(9)]
    steps = {step.context: step for step in six(*parts).steps}
    assert steps["core"].verdict is Verdict.KEEP
    assert steps["left"].value < 1 / 3
    assert steps["left"].verdict is Verdict.EXTRACT


def test_what_most_use_gives_little_and_has_no_data_is_no_pilot() -> None:
    def enters(name: str, unit: str) -> list[object]:
        entry = Unit(f"entry:GET /{name}", UnitKind.ENTRY_POINT, name, Location(unit, 1))
        return [entry, link(entry.id, f"{unit}::view", K.ROUTES)]

    parts = [*enters("", "core/m1.py"), *(each for n in range(30) for each in enters(str(n), f"off/m{n % 3}.py"))]
    parts += [link(f"off/m{n}.py::f", f"table:t{n}{m}", K.WRITES) for n in range(3) for m in range(9)]
    parts += calls("core", "off", 9)  # so it is no core, nor what the others are built upon
    ruled = {}
    for users in (("left", "right"), ("left", "right", "middle")):
        used = [call for name in users for call in calls(name, "core", 1)]
        ruled[len(users)] = next(step for step in six(*parts, *used).steps if step.context == "core")
    assert ruled[2].verdict is Verdict.EXTRACT
    assert ruled[3].verdict is Verdict.MODULARISE
    assert ruled[3].why.startswith(
        "3 of the 5 other contexts use it, it has no data of its own, and it would give little ("
    )


def test_what_gives_little_and_is_tied_to_what_stays_by_more_than_a_service_costs_stays_with_it() -> None:
    """Wireless networks beside the devices whose interfaces they are: no pilot, and not worth their price."""

    def enters(name: str, unit: str) -> list[object]:
        entry = Unit(f"entry:GET /{name}", UnitKind.ENTRY_POINT, name, Location(unit, 1))
        return [entry, link(entry.id, f"{unit}::view", K.ROUTES)]

    def small(reads: int, of: str) -> Step:
        parts = [*enters("", "left/m0.py"), *(each for n in range(40) for each in enters(str(n), f"off/m{n % 3}.py"))]
        parts += [link(f"off/m{n}.py::f", f"table:t{n}{m}", K.WRITES) for n in range(3) for m in range(9)]
        parts += [call for name in ("left", "right", "middle", "far") for call in calls(name, "core", 1)]
        parts += [
            *writes("core", "red", 1),
            *(link("left/m0.py::f", f"table:{of}", K.READS, 99 + n) for n in range(reads)),
        ]
        return next(step for step in six(*parts).steps if step.context == "left")

    tied = small(60, "red")
    assert tied.verdict is Verdict.MODULARISE
    assert "lie with Core, which stays for now: leave it there" in tied.why
    assert small(40, "red").verdict is Verdict.EXTRACT
    assert small(60, "t00").verdict is Verdict.EXTRACT
