"""Knowledge: degree of authorship and bus factor as the paper has them, worked out by hand."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.design.people.knowledge import bus_factor, degree_of_authorship, lost_share, main_authors
from decompose.evidence.people import Work
from tests.design.staff import worked

NOBODY: frozenset[int] = frozenset()


def test_the_degree_of_authorship_is_the_papers() -> None:
    assert degree_of_authorship(Work("a.py", 0, 10, 0, True), 4) == pytest.approx(3.293 + 1.098 + 1.64 - 0.321 * log(5))


def test_main_authors_made_a_module_or_changed_it_as_much() -> None:
    found = main_authors(
        worked(
            {"a.py": "ann!:3 bea:1", "b.py": "ann!:1 bea:30", "c.py": "ann:9 bea:9", "d.py": "ann:1 bea:1 cid:1"}
        ).people
    )
    assert found == {"a.py": {0}, "b.py": {1}, "c.py": {0, 1}, "d.py": frozenset()}


@pytest.mark.parametrize(
    ("work", "authors"),
    [
        ("ann:1", {0}),  # 3.457
        ("ann:1 bea:1", set()),  # 3.234 each, below 3.293
        ("ann!:10 bea:10", {0, 1}),  # 4.16 of 5.26 is 0.79
        ("ann!:10 bea:8", {0}),  # 3.84 of 5.33 is 0.72
    ],
)
def test_main_authors_are_those_above_the_papers_thresholds(work: str, authors: set[int]) -> None:
    assert main_authors(worked({"a.py": work}).people) == {"a.py": authors}


def test_a_bus_factor_counts_who_must_leave_until_half_of_the_modules_are_nobodys() -> None:
    authors = {f"{n}.py": frozenset({0} if n < 4 else {1} if n < 7 else {2}) for n in range(8)}
    assert bus_factor(authors, authors, NOBODY) == 2
    assert bus_factor(["0.py", "1.py", "7.py"], authors, NOBODY) == 1
    assert bus_factor(authors, authors, frozenset({0})) == 1
    assert bus_factor(authors, authors, frozenset({0, 1})) == 0


def test_modules_of_several_authors_are_nobodys_only_without_all_of_them() -> None:
    authors = {"a.py": frozenset({0, 1}), "b.py": frozenset({0, 1}), "c.py": frozenset({2})}
    assert bus_factor(authors, authors, NOBODY) == 2


def test_without_a_known_author_there_is_no_factor() -> None:
    assert bus_factor(["a.py"], {"a.py": frozenset()}, NOBODY) is None
    assert bus_factor([], {}, NOBODY) is None
    assert lost_share(["a.py"], {}, NOBODY, {"a.py": 9}) is None


def test_lost_is_what_only_those_who_left_have_written() -> None:
    authors = {"a.py": frozenset({0}), "b.py": frozenset({0, 1}), "c.py": frozenset({1}), "d.py": frozenset()}
    lines = {"a.py": 100, "b.py": 50, "c.py": 250, "d.py": 999}
    assert lost_share(authors, authors, frozenset({0}), lines) == 0.25


staffs = st.dictionaries(st.sampled_from("abcdefgh"), st.frozensets(st.integers(0, 4), min_size=1), min_size=1)


@given(staffs, st.frozensets(st.integers(0, 4)))
def test_as_many_must_leave_as_the_factor_says_and_one_less_is_survived_by_somebody(
    authors: dict[str, frozenset[int]], gone: frozenset[int]
) -> None:
    factor = bus_factor(authors, authors, gone)
    everybody = frozenset().union(*authors.values())
    assert factor is not None
    assert 0 <= factor <= len(everybody - gone)
    assert bus_factor(authors, authors, gone | everybody) == 0


@given(staffs)
def test_a_factor_does_not_depend_on_who_is_who(authors: dict[str, frozenset[int]]) -> None:
    moved = {unit: frozenset(person + 7 for person in found) for unit, found in authors.items()}
    assert bus_factor(authors, authors, NOBODY) == bus_factor(moved, moved, NOBODY)
