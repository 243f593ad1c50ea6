"""The reads and writes that an entry point or a transaction can cause, in order."""

from msgspec.structs import replace

from decompose.design.transactions.sequence import Sequence, sequence_from, sequence_in
from decompose.design.transactions.ways import Ways, passages_to_tables
from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.passage import Passage
from decompose.evidence.transaction import Transaction, TransactionKind, Written
from tests.build import link

ENTRY = "entry:POST /orders"


def reads(function: str, table: str, line: int) -> Evidence:
    return link(function, f"table:{table}", EvidenceKind.READS, line)


def writes(function: str, table: str, line: int) -> Evidence:
    return link(function, f"table:{table}", EvidenceKind.WRITES, line)


def block(function: str, first: int, last: int, commit: bool = False) -> Transaction:
    kind = TransactionKind.COMMIT if commit else TransactionKind.BLOCK
    return Transaction(function, Location(function.partition("::")[0], first), first, last, kind)


def world(*parts: Evidence | Passage | Transaction) -> Findings:
    return Findings(
        evidence=(link(ENTRY, "a.py::post", EvidenceKind.ROUTES), *(p for p in parts if isinstance(p, Evidence))),
        runs=tuple(p for p in parts if isinstance(p, Passage)),
        transactions=tuple(p for p in parts if isinstance(p, Transaction)),
    )


def shown(sequence: Sequence) -> list[str]:
    """Each step as `reads orders 3`, with its transaction and whether it comes later."""
    return [
        f"{step.access} {step.table.removeprefix('table:')} {step.location.line}"
        + (f" in {step.transaction}" if step.transaction else "")
        + (" later" if step.later else "")
        for step in sequence.steps
    ]


def from_entry(*parts: Evidence | Passage | Transaction) -> list[str]:
    return shown(sequence_from(Ways(world(*parts)), ENTRY))


def test_steps_come_in_order_of_lines_through_calls() -> None:
    found = from_entry(
        writes("a.py::post", "orders", 9),
        reads("a.py::post", "carts", 2),
        Passage("a.py::post", "b.py::charge", 5),
        writes("b.py::charge", "payments", 40),
    )
    assert found == ["reads carts 2", "writes payments 40", "writes orders 9"]


def test_of_one_line_the_reads_come_before_the_calls_before_the_writes() -> None:
    found = from_entry(
        writes("a.py::post", "orders", 2),
        reads("a.py::post", "carts", 2),
        Passage("a.py::post", "b.py::price", 2),
        reads("b.py::price", "prices", 7),
    )
    assert found == ["reads carts 2", "reads prices 7", "writes orders 2"]


def test_functions_that_call_each_other_end() -> None:
    found = from_entry(
        Passage("a.py::post", "a.py::f", 2),
        Passage("a.py::f", "a.py::post", 4),
        writes("a.py::f", "orders", 5),
    )
    assert found == ["writes orders 5"]


def test_what_is_called_in_a_transaction_is_in_it() -> None:
    found = from_entry(
        block("a.py::post", 3, 6),
        Passage("a.py::post", "b.py::charge", 5),
        writes("b.py::charge", "payments", 40),
        block("b.py::charge", 39, 41),
        writes("a.py::post", "orders", 9),
    )
    assert found == ["writes payments 40 in 1", "writes orders 9"]


def test_a_function_that_runs_outside_and_inside_is_told_twice() -> None:
    found = from_entry(
        Passage("a.py::post", "b.py::log", 2),
        Passage("a.py::post", "a.py::inner", 5),
        block("a.py::post", 4, 6),
        Passage("a.py::inner", "b.py::log", 20),
        writes("b.py::log", "logs", 40),
    )
    assert found == ["writes logs 40", "writes logs 40 in 1"]


def test_a_called_function_that_commits_has_a_transaction_of_its_own() -> None:
    found = from_entry(
        block("a.py::post", 1, 6, commit=True),
        writes("a.py::post", "orders", 2),
        Passage("a.py::post", "b.py::charge", 3),
        block("b.py::charge", 30, 50, commit=True),
        writes("b.py::charge", "payments", 40),
    )
    assert found == ["writes orders 2 in 1", "writes payments 40 in 2"]


def test_what_runs_on_commit_comes_after_the_transaction() -> None:
    found = from_entry(
        block("a.py::post", 3, 7),
        Passage("a.py::post", "b.py::save", 4),
        Passage("b.py::save", "b.py::mail", 20, committed=True),
        Passage("b.py::save", "b.py::mail", 20),
        writes("b.py::mail", "outbox", 40),
        writes("a.py::post", "orders", 6),
        writes("a.py::post", "logs", 9),
    )
    assert found == ["writes orders 6 in 1", "writes outbox 40", "writes logs 9"]


def test_without_a_transaction_what_waits_for_the_commit_runs_at_once() -> None:
    found = from_entry(
        Passage("a.py::post", "b.py::mail", 4, committed=True),
        writes("b.py::mail", "outbox", 40),
        writes("a.py::post", "orders", 6),
    )
    assert found == ["writes outbox 40", "writes orders 6"]


def test_tasks_and_signals_come_last() -> None:
    found = from_entry(
        link("a.py::post", "t.py::task", EvidenceKind.TRIGGERS, 2),
        writes("t.py::task", "mails", 9),
        writes("a.py::post", "orders", 5),
        link("m.py::Order", "table:orders", EvidenceKind.DEFINES),
        link("m.py::Order", "s.py::saved", EvidenceKind.TRIGGERS),
        writes("s.py::saved", "stats", 3),
    )
    assert found == ["writes orders 5", "writes mails 9 later", "writes stats 3 later"]


def test_a_transaction_is_followed_within_its_lines_only() -> None:
    transaction = block("a.py::post", 3, 6)
    found = world(
        transaction,
        writes("a.py::post", "carts", 2),
        reads("a.py::post", "stock", 4),
        Passage("a.py::post", "b.py::charge", 5),
        writes("b.py::charge", "payments", 40),
        writes("a.py::post", "orders", 9),
    )
    assert shown(sequence_in(Ways(found), transaction)) == ["reads stock 4 in 1", "writes payments 40 in 1"]


def test_a_sequence_is_bounded_and_says_so() -> None:
    found = sequence_from(Ways(world(*(writes("a.py::post", f"t{n}", n) for n in range(1, 400)))), ENTRY)
    assert (len(found.steps), found.whole) == (300, False)


def test_only_passages_that_lead_to_a_table_are_kept() -> None:
    kept = Passage("a.py::post", "a.py::f", 2), Passage("a.py::f", "b.py::save", 4)
    found = world(*kept, Passage("a.py::post", "c.py::format", 3), writes("b.py::save", "orders", 5))
    assert set(passages_to_tables(found)) == set(kept)


def test_a_transaction_that_a_method_inherits_is_told_by_the_one_table_it_writes_and_what_its_signals_lead_to() -> None:
    """`ListView.post` of a generic view has its lines in the ancestor; of the heir only what it writes is known."""
    heir = replace(block("heirs.py::Heir.post", 3, 9), writes=(Written("notes"), Written("logs", direct=False)))
    signal = (
        link("models.py::Note", "table:notes", EvidenceKind.DEFINES),
        link("models.py::Note", "logs.py::record", EvidenceKind.TRIGGERS),
        writes("logs.py::record", "logs", 70),
    )
    ways = Ways(world(heir, *signal))
    assert shown(sequence_in(ways, heir)) == ["writes notes 3 in 1"]
    assert shown(sequence_in(ways, heir, signals=True)) == ["writes notes 3 in 1", "writes logs 70 later"]
    several = replace(heir, writes=(Written("notes"), Written("tags")))
    assert shown(sequence_in(ways, several)) == []


def heir_of(base: str, function: str, first: int, last: int, *tables: str) -> tuple[Transaction, Evidence]:
    """A transaction that the class of `function` has from `base`, and that it inherits."""
    inherited = replace(
        block(function, first, last),
        writes=tuple(Written(table, direct=False) for table in tables),
        marks=("inherited",),
    )
    return inherited, link(function.rpartition(".")[0], base, EvidenceKind.INHERITS)


def test_an_inherited_transaction_runs_the_text_of_the_ancestor_with_the_methods_of_the_heir() -> None:
    """`RH.process` of a framework of one's own calls `self._process`, which each handler has in its own way."""
    heir, inherits = heir_of("rh.py::RH", "book.py::Book.process", 3, 9, "bookings", "bills")
    other = link("other.py::Other", "rh.py::RH", EvidenceKind.INHERITS)
    ways = Ways(
        world(
            heir, inherits, other,
            Passage("rh.py::RH.process", "rh.py::RH.late", 12),
            Passage("rh.py::RH.process", "rh.py::RH._do", 5),
            Passage("rh.py::RH._do", "rh.py::RH._process", 20),
            Passage("rh.py::RH._do", "other.py::Other._process", 20),
            Passage("book.py::Book._process", "rh.py::RH._process", 30),
            writes("book.py::Book._process", "bookings", 31),
            writes("rh.py::RH._process", "audits", 22),
            writes("rh.py::RH.late", "logs", 40),
            writes("other.py::Other._process", "bills", 50),
        )
    )  # fmt: skip
    assert shown(sequence_in(ways, heir)) == ["writes audits 22 in 1", "writes bookings 31 in 1"]


def test_what_only_the_class_is_known_to_write_comes_in_the_method_that_writes_it() -> None:
    """`BulkEditView._update_objects` saves rows of whatever model its heir names."""
    heir, inherits = heir_of("bulk.py::Edit", "views.py::SiteEdit.post", 3, 9, "sites")
    saved = replace(writes("views.py::SiteEdit", "sites", 1), detail="Base.save() in Edit._update")
    deleted = replace(
        writes("views.py::SiteEdit", "racks", 1), detail="Base.delete() in Edit._remove", flags=("delete",)
    )
    passage = Passage("bulk.py::Edit.post", "bulk.py::Edit._update", 4)
    assert shown(sequence_in(Ways(world(heir, inherits, saved, deleted, passage)), heir)) == ["writes sites 1 in 1"]
    assert shown(sequence_in(Ways(world(heir, inherits, saved, deleted)), heir)) == ["writes sites 1 in 1"]


def test_passages_of_a_family_that_inherits_a_transaction_are_kept_as_the_heir_decides_where_they_lead() -> None:
    heir, inherits = heir_of("rh.py::RH", "book.py::Book.process", 3, 9)
    kept = Passage("rh.py::RH.process", "rh.py::RH._process", 5)
    assert passages_to_tables(world(heir, inherits, kept, Passage("rh.py::RH.process", "log.py::info", 6))) == (kept,)
