"""How a context moves while the system runs: façade first, what nobody else uses next, what others write last."""

from msgspec.structs import replace

from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import Role
from decompose.plan.plan import Step, Verdict
from tests.build import link, module, world
from tests.design.worlds import catalog, context
from tests.plan.worlds import calls, planned

K = EvidenceKind
NAMES = ("core", "left", "right")
CONTEXTS = catalog(*(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in NAMES))


def step(name: str, *parts: Evidence) -> Step:
    found = world(*(module(f"{each}/m{n}.py", 400) for each in NAMES for n in range(3)), *parts)
    return next(each for each in planned(found, CONTEXTS).steps if each.context == name)


def writes(where: str, table: str, kind: EvidenceKind = K.WRITES) -> Evidence:
    return link(f"{where}/m0.py::f", f"table:{table}", kind)


def test_tables_move_from_those_nobody_else_uses_to_those_that_others_write() -> None:
    own = [writes("left", table) for table in ("alone", "read", "shared") for _ in range(2)]
    more = link("left/m1.py::g", "table:shared", K.WRITES)
    found = step("left", *own, more, writes("right", "read", K.READS), writes("right", "shared"))
    moves = [each for each in found.operations if each.split()[0] in ("Move", "Then", "Last")]
    assert [each.split(",")[0] for each in moves] == ["Move alone", "Then read", "Last shared"]


def test_the_facade_comes_first_and_traffic_moves_last_by_what_comes_in() -> None:
    route = link("entry:GET /left", "left/m0.py::f", K.ROUTES)
    job = link("entry:task left.sync", "left/m1.py::f", K.ROUTES)
    found = step("left", *calls("right", "left", 2), route, job)
    assert found.operations[0].startswith("Put a façade that offers ")
    assert found.operations[-1] == (
        "A proxy in front of 1 route sends a few users, then more, to the new service, and back at once if errors or latency "
        "rise. 1 job moves one by one to a queue of its own that the new workers read."
    )


def test_operations_of_graphql_share_an_address_so_no_proxy_tells_them_apart() -> None:
    fields = [link(f"entry:{kind} left", "left/m0.py::f", K.ROUTES) for kind in ("QUERY", "MUTATION")]
    page = link("entry:GET /left", "left/m0.py::g", K.ROUTES)
    said = step("left", *calls("right", "left", 2), *fields, page).operations[-1]
    assert said.startswith("A proxy in front of 1 route sends a few users, then more, to the new service")
    assert said.endswith(
        "2 operations of the GraphQL schema have one address with all others: a switch in the resolvers, or a gateway that "
        "composes schemas, does the same for them."
    )
    alone = step("left", *calls("right", "left", 2), *fields).operations[-1]
    assert alone.endswith(
        "sends a few users, then more, to the new service, and back at once if errors or latency rise."
    )


def test_where_others_only_touch_its_tables_the_facade_answers_for_these() -> None:
    read = [writes("left", "notes"), writes("left", "own"), writes("right", "notes", K.READS)]
    assert step("left", *read).operations[0] == (
        "Put a façade that offers queries and commands for notes in front of it, in the same process, and lead the 1 module that "
        "uses it through that."
    )


def test_only_modules_are_led_through_the_facade_and_no_table_that_points_to_it() -> None:
    rows = [writes("left", "notes"), writes("left", "notes"), writes("core", "theirs")]
    key = link("table:theirs", "table:notes", K.FOREIGN_KEY, 5)
    assert step("left", *rows, key, writes("right", "notes", K.READS)).operations[0].endswith("lead the 1 module that "
        "uses it through that.")  # fmt: skip


def test_every_table_of_others_is_named_although_the_line_that_reads_two_is_edited_but_once() -> None:
    theirs = [link("right/m0.py::f", f"table:{name}", K.WRITES, line) for name in ("blue", "red") for line in (1, 2)]
    both = [link("left/m0.py::f", f"table:{name}", K.READS, 5) for name in ("blue", "red")]
    asked = [each for each in step("left", *theirs, *both).operations if each.startswith("Ask ")]
    assert [each.partition(";")[0] for each in asked] == [
        "Ask the owners of blue and red through their façades instead of reading these tables itself, at 1 place"
    ]


def test_every_table_whose_rows_go_by_one_deletion_follows_its_event() -> None:
    own = [
        link("left/m0.py::f", f"table:{name}", K.WRITES, line)
        for name in ("tan", "red", "jet", "blue", "ash")
        for line in (1, 2)
    ]
    gone = [
        link("right/m0.py::f", f"table:{name}", K.WRITES, 7, flags=("cascade",))
        for name in ("tan", "red", "jet", "blue", "ash")
    ]
    [said] = [each for each in step("left", *own, *gone).operations if each.startswith("Announce ")]
    assert said.startswith("Announce the end of what rows of ash, blue, jet and 2 more point to ")
    assert said.endswith(", at 1 place.")


def test_a_context_that_no_test_imports_has_no_tests_to_take_along() -> None:
    assert not any("test module" in each for each in step("left", *calls("right", "left", 1)).operations)


def test_a_table_is_split_by_columns_only_where_another_context_alone_sets_some() -> None:
    def split(columns: tuple[str, ...]) -> list[str]:
        own = [link(f"left/m{n}.py::f", "table:notes", K.WRITES, n + 1, flags=("create",)) for n in range(3)]
        state = link("right/m0.py::f", "table:notes", K.WRITES, 9, columns=columns)
        return [each for each in step("left", *own, state).operations if each.startswith("Split ")]

    assert split(("state",)) == ["Split notes by the columns that only another context sets, which it keeps."]
    assert split(()) == []


def test_rows_that_the_database_deletes_with_what_they_point_to_follow_an_event() -> None:
    gone = link("right/m0.py::f", "table:notes", K.WRITES, 7, flags=("cascade", "orm"))
    said = step("left", *(writes("left", "notes") for _ in range(2)), gone, *calls("right", "left", 1)).operations
    assert (
        "Announce the end of what rows of notes point to as an event that they follow: today the database deletes or empties "
        "them at once where others delete, at 1 place."
    ) in said


def test_tests_beside_the_code_of_a_context_are_its_own_whatever_more_they_import() -> None:
    beside = replace(module("left/tests/test_left.py"), role=Role.TEST)
    apart = replace(module("tests/test_right.py"), role=Role.TEST)
    imports = [link(beside.id, "left/m0.py"), *(link(beside.id, f"right/m{n}.py", line=n + 2) for n in range(3))]
    imports += [link(apart.id, "left/m0.py"), *(link(apart.id, f"right/m{n}.py", line=n + 2) for n in range(2))]
    units = [module(f"{each}/m{n}.py", 400) for each in NAMES for n in range(3)]
    found = world(*units, beside, apart, *imports, *calls("right", "left", 2), *calls("left", "right", 1))
    steps = {each.context: each for each in planned(found, CONTEXTS).steps}
    assert (steps["left"].tests, steps["right"].tests) == ((beside.id,), (apart.id,))


def test_a_class_follows_its_table_before_any_table_moves() -> None:
    defined = link("right/m1.py::Note", "table:notes", K.DEFINES)
    written = [link(f"left/m{n}.py::f", "table:notes", K.WRITES, n + 1) for n in range(3)]
    coming, going = (step(name, defined, *written).operations for name in ("left", "right"))
    move = next(n for n, each in enumerate(coming) if "that others define: " in each)
    assert coming[move] == "Move the class of its tables over that others define: right.m1.Note (notes)."
    assert move < next(n for n, each in enumerate(coming) if "notes" in each and n != move)
    assert "Leave behind what defines tables of others: right.m1.Note (notes)." in going


def test_transactions_are_mended_before_any_table_moves() -> None:
    both = link("table:mine", "table:yours", K.CO_WRITES, 9, place="left/m0.py::f")
    found = step("left", writes("left", "mine"), writes("right", "yours"), both)
    saga = next(n for n, each in enumerate(found.operations) if "outbox" in each)
    assert saga < next(n for n, each in enumerate(found.operations) if each.startswith("Move "))


def test_the_core_does_not_move_and_is_left_alone_by_others() -> None:
    tied = [*calls("left", "core", 3), *calls("right", "core", 3), *calls("extra", "core", 3)]
    names = (*NAMES, "extra", "far", "off")
    contexts = catalog(*(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in names))
    found = world(*(module(f"{each}/m{n}.py", 400) for each in names for n in range(3)), *tied)
    steps = {each.context: each for each in planned(found, contexts).steps}
    assert steps["core"].verdict is Verdict.KEEP
    assert steps["core"].operations == ()
    assert steps["left"].leave_alone == (
        "The inside of Core (3 cuts): what stays for now is only called through its façade.",
    )


def test_of_two_contexts_with_one_name_it_is_told_which_is_left_alone() -> None:
    tied = [*calls("left", "core", 3), *calls("right", "core", 3), *calls("extra", "core", 3)]
    names = (*NAMES, "extra", "far", "off")
    contexts = [context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in names]
    alike = catalog(*(replace(each, name="Core" if each.id == "off" else each.name) for each in contexts))
    found = world(*(module(f"{each}/m{n}.py", 400) for each in names for n in range(3)), *tied)
    left = next(each for each in planned(found, alike).steps if each.context == "left")
    assert left.leave_alone[0].startswith("The inside of Core (core) (3 cuts): ")


def test_the_tests_that_import_most_of_its_modules_move_along_and_others_need_a_stand_in() -> None:
    tests = [replace(module(f"tests/test_{name}.py"), role=Role.TEST) for name in ("left", "both", "right", "core")]
    imports = [
        *(link("tests/test_left.py", f"left/m{n}.py::f", line=n + 1) for n in range(2)),
        *(link("tests/test_left.py", f"{name}/m0.py", line=9) for name in ("right", "core")),
        *(link("tests/test_both.py", f"{name}/m0.py", line=n + 1) for n, name in enumerate(("left", "right"))),
        link("tests/test_right.py", "right/m1.py"),
        link("right/m1.py", "left/m1.py"),
    ]
    units = [module(f"{each}/m{n}.py", 400) for each in NAMES for n in range(3)]
    steps = {each.context: each for each in planned(world(*units, *tests, *imports), CONTEXTS).steps}
    assert steps["left"].tests == ("tests/test_left.py",)
    assert steps["right"].tests == ("tests/test_right.py",)
    assert steps["core"].tests == ()
    driver = next(each for each in steps["left"].drivers if each.name == "tests to move")
    assert (driver.amount, driver.points) == (2, 1.5)
    assert driver.explanation == "1 test module moves with it; 1 test module of others uses it too."
    moving = (
        "Let its 1 test module (tests.test_left) run without the rest; 1 other that uses it too will need a stand-in."
    )
    assert moving in steps["left"].operations


def test_a_step_makes_a_package_before_data_moves_and_asks_no_call_to_go_that_may_stay() -> None:
    found = step(
        "left", *calls("left", "core", 2), *calls("right", "left", 1), writes("left", "own"), writes("left", "yours")
    )
    package = "Make its 3 modules a package of its own in the same process, and release that; 2 call sites may stay as they are."
    assert found.operations.index(package) < next(
        n for n, each in enumerate(found.operations) if each.startswith("Move own")
    )
    assert found.success_metric.startswith(
        "No cut leads into Left except through its façade (today 1, from Right 1). With the façades"
    )
    turned = step("left", *calls("left", "core", 1), *calls("right", "left", 2), writes("left", "own"))
    assert turned.success_metric.startswith(
        "No cut leads out of Left except through the façades of others (today 1, to Core 1). With the façades"
    )
    data = step(
        "left", *calls("left", "core", 2), writes("core", "theirs"), writes("core", "theirs"), writes("left", "theirs")
    )
    assert ", but calls, out of Left except through the façades of others (today 1, to Core 1)" in data.success_metric


def test_no_facade_leads_a_signal_or_what_the_database_does_and_its_callers_are_those_that_call() -> None:
    """Migrations send a signal that each application receives: nobody calls the receiver."""
    sent = link("right/m0.py::f", "left/m0.py::received", K.TRIGGERS, detail="post_migrate")
    gone = link("core/m0.py::f", "table:own", K.WRITES, flags=("cascade",))
    assert not any("façade that offers" in each for each in step("left", writes("left", "own"), sent, gone).operations)
    task = link("right/m0.py::f", "left/m0.py::sync", K.TRIGGERS, detail="delay")
    found = step("left", writes("left", "own"), sent, gone, task).operations[0]
    assert found.startswith("Put a façade that offers left.m0.sync in front of it, ")
    assert "lead the 1 module that uses it through that" in found
