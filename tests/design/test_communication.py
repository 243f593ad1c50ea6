"""How two contexts should talk follows from what crosses: answers used, results ignored, rows read, transactions shared."""

import pytest
from msgspec.structs import replace

from decompose.design.data.ownership import own_tables
from decompose.design.map.communication import channels_of
from decompose.design.map.context_map import map_contexts
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.passage import Passage
from tests.build import link, world
from tests.design.worlds import catalog, context

K = EvidenceKind
OWN = link("up/a.py::w", "table:notes", K.WRITES, 90), link("up/a.py", "table:notes", K.DEFINES, 91)


def styles(*evidence: Evidence, kernel: bool = False, runs: tuple[Passage, ...] = ()) -> list[tuple[str, int]]:
    contexts = catalog(context("up", "up/a.py", kernel=kernel), context("down", "down/a.py"))
    found = replace(world(*evidence, *OWN), runs=runs)
    (relation,) = [
        each for each in map_contexts(found, contexts, own_tables(found, contexts)).relations if each.upstream == "up"
    ]
    return [(channel.style, channel.places) for channel in relation.channels]


def lines(kind: EvidenceKind, target: str, times: int, flags: tuple[str, ...] = ()) -> list[Evidence]:
    return [link("down/a.py::f", target, kind, line, flags=flags) for line in range(1, times + 1)]


def test_who_uses_the_answer_asks_and_who_ignores_it_tells() -> None:
    assert styles(*lines(K.CALL, "up/a.py::w", 3)) == [("synchronous request", 3)]
    assert styles(*lines(K.CALL, "up/a.py::w", 3, ("discarded",))) == [("asynchronous event", 3)]


def test_what_neither_reaches_data_nor_anything_outside_is_code_and_no_request() -> None:
    """A function that rounds a price, a class of errors, a validator: nobody asks them over a network."""
    for flags in ((), ("discarded",)):
        assert styles(*lines(K.CALL, "up/a.py::pure", 3, flags)) == [("library", 3)]
    through = Passage("up/a.py::pure", "up/a.py::w", 1)
    assert styles(*lines(K.CALL, "up/a.py::pure", 3), runs=(through,)) == [("synchronous request", 3)]


def test_code_comes_last_however_much_of_it_there_is() -> None:
    calls = (*lines(K.CALL, "up/a.py::pure", 9), link("down/a.py::f", "up/a.py::w", K.CALL, 20))
    assert styles(*calls) == [("synchronous request", 1), ("library", 9)]


def test_what_an_object_has_from_its_ancestors_is_called_where_it_is() -> None:
    heir = link("down/a.py::Heir", "up/a.py::Base", K.INHERITS, 1)
    call = link("down/a.py::Heir.save", "up/a.py::Base.save", K.CALL, 2, flags=("discarded",))
    writes = link("up/a.py::Base.save", "table:notes", K.WRITES, 95)
    assert styles(heir, call, writes) == [("library", 1)]
    assert styles(call, writes) == [("asynchronous event", 1)]


def test_who_may_refuse_has_to_be_asked_although_nobody_uses_an_answer() -> None:
    told = lines(K.CALL, "up/a.py::w", 1, ("discarded",))
    refusing = link("up/a.py::check", "up/a.py::Refused", K.RAISES, 96)
    assert styles(*told, refusing) == [("asynchronous event", 1)]
    passing = Passage("up/a.py::w", "up/a.py::check", 97)
    assert styles(*told, refusing, runs=(passing,)) == [("synchronous request", 1)]


def test_who_only_reads_tells_nobody_anything() -> None:
    reads = link("up/a.py::look", "table:notes", K.READS, 98)
    assert styles(reads, *lines(K.CALL, "up/a.py::look", 1, ("discarded",))) == [("synchronous request", 1)]


def test_what_waits_for_the_commit_is_an_event() -> None:
    calls = lines(K.CALL, "up/a.py::w", 2)
    later = Passage("down/a.py::f", "up/a.py::w", 1, committed=True)
    assert styles(*calls, runs=(later,)) == [("asynchronous event", 2)]
    assert styles(*calls, runs=(replace(later, committed=False),)) == [("synchronous request", 2)]


def test_many_reads_want_a_copy_and_few_a_question() -> None:
    assert styles(*lines(K.READS, "table:notes", 5)) == [("replicated read model", 5)]
    assert styles(*lines(K.READS, "table:notes", 4)) == [("synchronous query", 4)]
    assert styles(*lines(K.WRITES, "table:notes", 1)) == [("synchronous command", 1)]


def test_a_transaction_over_both_is_a_step_of_a_saga_beside_the_rest() -> None:
    mine = link("down/a.py::f", "table:mine", K.WRITES, 50), link("down/a.py::f", "table:mine", K.DEFINES, 51)
    both = link("table:mine", "table:notes", K.CO_WRITES, 7, place="down/a.py::f")
    assert styles(*mine, both, *lines(K.CALL, "up/a.py::w", 2)) == [("synchronous request", 2), ("saga step", 1)]


@pytest.mark.parametrize("job", ["task send", "schedule nightly", "command import"])
def test_what_only_jobs_run_needs_no_more_than_a_batch(job: str) -> None:
    calls = lines(K.CALL, "up/a.py::w", 2)
    by_job = link(f"entry:{job}", "down/a.py::f", K.ROUTES)
    assert styles(*calls, by_job) == [("batch", 2)]
    assert styles(*calls, by_job, link("entry:GET /", "down/a.py::f", K.ROUTES)) == [("synchronous request", 2)]


def test_names_and_types_alone_are_published_and_a_kernel_is_a_package() -> None:
    assert styles(*lines(K.INHERITS, "up/a.py::Base", 1)) == [("published types", 1)]
    assert styles(*lines(K.INHERITS, "up/a.py::Base", 1), *lines(K.CALL, "up/a.py::w", 1)) == [
        ("synchronous request", 1)
    ]
    assert styles(*lines(K.CALL, "up/a.py::w", 2), kernel=True) == [("package", 2)]


def test_nothing_that_crosses_asks_for_nothing() -> None:
    assert channels_of((), packaged=False, waiting=None) == ()  # type: ignore[arg-type]
