"""Data ownership: writes count most, a definition as much as it can be trusted, a kernel a third."""

from hypothesis import given

from decompose.contexts.context import ContextCatalog
from decompose.design.data.columns import ColumnGroup
from decompose.design.data.ownership import TableOwnership, own_tables
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from tests.build import link, table, world
from tests.design.worlds import catalog, context, designs, three

K = EvidenceKind


def owned(*parts: object) -> dict[str, TableOwnership]:
    return {each.table: each for each in own_tables(world(*parts), three()).tables}  # type: ignore[arg-type]


def test_who_defines_and_writes_a_table_owns_it_whoever_reads_it() -> None:
    found = owned(
        link("orders/a.py::Order", "table:orders", K.DEFINES),
        link("orders/b.py::place", "table:orders", K.WRITES),
        *(link("billing/a.py::f", "table:orders", K.READS, line) for line in range(1, 9)),
    )["orders"]
    assert (found.owner, found.contested) == ("orders", False)
    assert found.reason == "Orders makes the only write and defines it in orders/a.py."
    assert [(a.context, a.reads, a.writes) for a in found.accesses] == [("orders", 0, 1), ("billing", 8, 0)]


def test_where_nobody_defines_a_table_only_writes_and_reads_make_an_owner() -> None:
    writes = [link("orders/a.py::f", "table:orders", K.WRITES, line) for line in (1, 2, 3)]
    found = owned(*writes, link("billing/a.py::f", "table:orders", K.WRITES))["orders"]
    assert (found.owner, found.confidence) == ("orders", 3 / 4 * 4 / 5)  # its share, four things being known


def test_rows_that_go_with_what_they_point_to_make_no_second_writer() -> None:
    defined = link("orders/a.py", "table:orders", K.DEFINES)
    own = link("orders/b.py::place", "table:orders", K.WRITES)
    deletion = link("billing/a.py::close", "table:orders", K.WRITES, flags=("cascade", "delete", "orm"))
    assert not owned(defined, own, deletion)["orders"].contested
    on_purpose = link("billing/a.py::close", "table:orders", K.WRITES, flags=("delete", "orm"))
    assert owned(defined, own, on_purpose)["orders"].contested


def test_who_only_drops_or_alters_a_table_is_no_writer_of_it() -> None:
    defined = link("orders/a.py", "table:orders", K.DEFINES)
    dropped = [link("billing/a.py", "table:orders", K.WRITES, line, flags=("ddl", "sql")) for line in range(1, 9)]
    assert owned(defined, *dropped)["orders"].owner == "orders"
    assert not owned(defined, link("orders/b.py::place", "table:orders", K.WRITES), *dropped)["orders"].contested


def test_what_only_a_command_writes_makes_no_second_writer_but_is_told() -> None:
    defined = link("orders/a.py", "table:orders", K.DEFINES)
    own = link("orders/b.py::place", "table:orders", K.WRITES)
    seed = link("billing/a.py::seed", "table:orders", K.WRITES)
    command = link("entry:command seed", "billing/a.py::seed", K.ROUTES)
    found = owned(defined, own, seed, command)["orders"]
    assert (found.owner, found.contested) == ("orders", False)
    assert found.reason.endswith("Commands of Billing (at 1 place) write it too.")
    assert [(each.context, each.writes, each.commands) for each in found.accesses] == [
        ("orders", 1, 0),
        ("billing", 0, 1),
    ]
    served = link("entry:POST /seed", "billing/a.py::seed", K.ROUTES)
    assert owned(defined, own, seed, command, served)["orders"].contested


def test_a_module_of_everybodys_models_does_not_own_what_others_write() -> None:
    models = [link("orders/a.py", f"table:{name}", K.DEFINES) for name in ("bills", "taxes", "dues")]
    writes = [link("billing/a.py::f", f"table:{name}", K.WRITES) for name in ("bills", "taxes", "dues")]
    found = owned(*models, *writes)
    assert {each.owner for each in found.values()} == {"billing"}
    assert found["bills"].reason == (
        "Billing makes the only write. It is defined by Orders in orders/a.py, where 0 of 3 written tables are written "
        "most by that context."
    )


def test_a_definition_decides_when_both_write_as_much() -> None:
    parts = [
        link("orders/a.py", "table:notes", K.DEFINES),
        link("orders/a.py::f", "table:notes", K.WRITES),
        link("billing/a.py::f", "table:notes", K.WRITES),
    ]
    found = owned(*parts)["notes"]
    assert (found.owner, found.contested) == ("orders", True)


def test_a_kernel_owns_only_what_nobody_else_has_a_third_of_its_claim_to() -> None:
    parts = [link("lib/a.py", "table:settings", K.DEFINES), link("lib/a.py::f", "table:settings", K.WRITES)]
    assert owned(*parts)["settings"].owner == "kernel"
    assert owned(*parts, link("orders/a.py::f", "table:settings", K.WRITES))["settings"].owner == "orders"


def test_a_table_that_nothing_touches_has_no_owner() -> None:
    found = owned(table("lost"))["lost"]
    assert (found.owner, found.confidence, found.contested) == ("", 0.0, False)


def test_what_is_only_read_is_anothers_data() -> None:
    read = [link("orders/a.py::f", "table:columns", K.READS, line) for line in (1, 2)]
    also = link("billing/a.py::f", "table:columns", K.READS)
    found = owned(*read, also)["columns"]
    assert (found.owner, found.confidence, found.contested) == ("", 0.0, False)
    assert found.reason == (
        "Nothing here defines or writes it: a library, another system or somebody fills it; "
        "Orders (at 2 places) and Billing (at 1 place) read it."
    )
    assert [(each.context, each.reads) for each in found.accesses] == [("orders", 2), ("billing", 1)]
    for made_ours in (
        link("tests/a.py::test", "table:columns", K.WRITES),
        link("migrations/0001.py", "table:columns", K.DEFINES),
        link("table:rows", "table:columns", K.FOREIGN_KEY),
    ):
        assert owned(*read, also, made_ours)["columns"].owner == "orders"


def test_contested_tables_come_first() -> None:
    found = own_tables(
        world(
            link("orders/a.py::f", "table:a", K.WRITES),
            link("orders/a.py::f", "table:z", K.WRITES),
            link("billing/a.py::f", "table:z", K.WRITES),
        ),
        three(),
    )
    assert [(each.table, each.contested) for each in found.tables] == [("z", True), ("a", False)]


def test_more_evidence_for_the_only_claimant_makes_it_more_certain() -> None:
    one = owned(link("orders/a.py::f", "table:t", K.WRITES))["t"].confidence
    two = owned(link("orders/a.py::f", "table:t", K.WRITES, count=2))["t"].confidence
    assert one == 0.5 < two < 1


@given(designs())
def test_every_table_has_one_line_a_confidence_and_an_owner_that_touches_it(
    design: tuple[Findings, ContextCatalog],
) -> None:
    findings, contexts = design
    tables = own_tables(findings, contexts).tables
    named = {end.removeprefix("table:") for e in findings.evidence for end in (e.source, e.target) if "table:" in end}
    named |= {unit.name for unit in findings.units if unit.id.startswith("table:")}
    assert sorted(each.table for each in tables) == sorted(named)
    for each in tables:
        assert 0 <= each.confidence < 1
        assert each.owner == "" or each.owner in {context.id for context in contexts.contexts}
        assert each.contested == any(a.writes and a.context != each.owner for a in each.accesses)


def test_evidence_outside_all_contexts_claims_nothing() -> None:
    found = own_tables(world(link("x.py::f", "table:t", K.WRITES)), catalog(context("orders", "orders/a.py")))
    assert found.tables[0].owner == ""


def test_trust_in_a_module_of_everybodys_models_falls_so_far_that_more_writes_win() -> None:
    models = [link("orders/a.py", f"table:{name}", K.DEFINES) for name in ("bills", "taxes", "dues")]
    writes = [link("billing/a.py::f", f"table:{name}", K.WRITES, count=3) for name in ("bills", "taxes", "dues")]
    found = owned(*models, *writes, link("orders/a.py::f", "table:bills", K.WRITES))["bills"]
    assert found.owner == "billing"
    assert " Orders (at 1 place) writes it too." in found.reason


def test_columns_that_another_context_has_to_itself_are_a_way_to_split_the_table() -> None:
    def orders(*more: Evidence) -> TableOwnership:
        own = [
            link("orders/a.py::f", "table:orders", K.DEFINES),
            link("orders/a.py::f", "table:orders", K.WRITES, 1, flags=("create",)),
            link("orders/a.py::g", "table:orders", K.WRITES, 2, columns=("state",)),
        ]
        found = world(
            *own, link("billing/a.py::f", "table:orders", K.WRITES, 3, columns=("paid", "state_of_pay")), *more
        )
        return own_tables(found, three()).tables[0]

    assert orders().groups == (ColumnGroup("billing", ("paid", "state_of_pay"), 1),)
    assert orders().reason.endswith(
        " Billing sets only paid and state_of_pay of it (at 1 place), which nobody else names: it can be split by these columns, "
        "and both parts have one writer."
    )
    unnamed = link("orders/b.py::h", "table:orders", K.WRITES, 4)
    assert orders(unnamed).groups == (ColumnGroup("billing", ("paid", "state_of_pay"), 1, 1),)
    assert "once it is known what others save at 1 place without naming columns" in orders(unnamed).reason
    for other in (
        link("orders/b.py::h", "table:orders", K.WRITES, 4, columns=("paid",)),
        link("billing/b.py::h", "table:orders", K.WRITES, 4),
        link("billing/b.py::h", "table:orders", K.WRITES, 4, flags=("delete",)),
    ):
        assert orders(other).groups == ()


def test_what_the_class_that_defines_a_table_does_to_it_claims_nothing_as_it_moves_with_the_table() -> None:
    everybodys = [link(f"orders/a.py::{name.title()}", f"table:{name}", K.DEFINES) for name in ("bill", "order")]
    itself = [
        link("orders/a.py::Bill.__init__", "table:bill", kind, line) for kind in (K.WRITES, K.READS) for line in (5, 6)
    ]
    used = [link("billing/a.py::pay", "table:bill", K.WRITES), link("orders/b.py::place", "table:order", K.WRITES)]
    bill = owned(*everybodys, *itself, *used)["bill"]
    assert (bill.owner, bill.contested) == ("billing", False)
    assert [(each.context, each.reads, each.writes) for each in bill.accesses] == [("billing", 0, 1)]
    at_home = owned(*everybodys, *itself)["bill"]
    assert [(each.context, each.reads, each.writes) for each in at_home.accesses] == [("orders", 2, 2)]
    assert owned(*everybodys, *itself)["bill"].reason.startswith("Orders makes both writes, makes both reads")


def test_an_administration_that_makes_most_of_the_writes_is_a_customer_of_who_defines_and_writes_the_table() -> None:
    """A dashboard edits products at seven places; the catalogue defines them beside its other tables and writes them at one."""
    others = [link("orders/a.py::f", f"table:{name}", K.WRITES) for name in ("kinds", "tags")]
    defines = [link("orders/a.py", f"table:{name}", K.DEFINES) for name in ("products", "kinds", "tags")]
    edits = link("billing/a.py::f", "table:products", K.WRITES, count=7)
    found = owned(*defines, *others, edits, link("orders/b.py::f", "table:products", K.WRITES))["products"]
    assert (found.owner, found.contested) == ("orders", True)
    assert owned(*defines, *others, edits)["products"].owner == "billing"


def hanging(*keys: tuple[str, str]) -> TableOwnership:
    """The table `words` that only a migration defines, which points to orders, invoices and what else `keys` say."""
    return owned(
        link("orders/a.py::f", "table:orders", K.WRITES),
        link("billing/a.py::f", "table:invoices", K.WRITES),
        link("migrations/0001.py", "table:words", K.DEFINES),
        *(link(f"table:{one}", f"table:{other}", K.FOREIGN_KEY) for one, other in keys),
    )["words"]


def test_a_table_that_no_code_names_goes_with_the_rows_it_hangs_on() -> None:
    found = hanging(("words", "orders"))
    assert (found.owner, found.confidence) == ("orders", 1 / 4)  # half of what is known of its rows
    assert found.reason == "No code names it; its rows hang on those of orders, which Orders owns."
    assert hanging(("words", "lines"), ("lines", "orders")).owner == ""  # nothing defines the lines
    assert hanging().owner == ""


def test_a_table_that_only_triggers_fill_goes_with_the_table_they_are_on() -> None:
    def fired(line: int, *tables: str) -> tuple[Evidence, ...]:
        by_code = [link("orders/a.py::f", f"table:{table}", K.WRITES, line) for table in tables]
        return (*by_code, link("orders/a.py::f", "table:former", K.WRITES, line, flags=("trigger",)))

    defined = link("migrations/0001.py", "table:former", K.DEFINES)
    points = link("table:former", "table:users", K.FOREIGN_KEY)
    users = link("billing/a.py::f", "table:users", K.WRITES)
    found = owned(defined, points, users, *fired(1, "orders"), *fired(2, "orders", "lines"))["former"]
    assert found.owner == "orders"
    assert found.reason == "No code names it; a trigger fills it where orders is written, which Orders owns."
    assert (
        owned(defined, users, *fired(1, "orders"), *fired(2, "users"))["former"].owner == ""
    )  # of both, or of neither


def test_of_several_tables_it_hangs_on_that_which_fewest_point_to() -> None:
    assert hanging(("words", "orders"), ("words", "invoices")).owner == ""
    assert hanging(("words", "orders"), ("words", "invoices"), ("other", "orders")).owner == "billing"
