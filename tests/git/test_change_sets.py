"""What one person or ticket needed several commits for is one change; each of both only if asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.analyzers.git.change_sets import ChangeSet, change_sets, tickets_of
from decompose.evidence.options import Mining
from decompose.repository.history import Commit
from tests.git.histories import DAY, NOW, commit

Used = tuple[Commit, tuple[str, ...]]


def used(*modules: str, subject: str = "work", author: str = "Ann <ann@x>", minutes_ago: int = 0) -> Used:
    made = commit(*modules, subject=subject, author=author)
    return Commit(made.id, made.parents, NOW - 60 * minutes_ago, author, subject, made.changes), modules


def modules_of(changes: list[ChangeSet]) -> list[tuple[str, ...]]:
    return [change.modules for change in changes]


@pytest.mark.parametrize(
    ("subject", "tickets"),
    [
        ("SHOP-12 Add taxes", ["SHOP-12"]),
        ("Fixes #12, #13: taxes", ["#12", "#13"]),
        ("Add taxes (#123)", ["#123"]),
        ("Use UTF-8 and SHA-256 as PEP-8 and CVE-2020 say", []),
        ("See other/repo#12 and C#7", []),
        ("Merge v2-3 and x-1", []),
        ("#0 or SHOP-0", []),
    ],
)
def test_tickets_are_known_by_their_form(subject: str, tickets: list[str]) -> None:
    assert tickets_of(subject) == tickets


def test_every_commit_is_a_change_of_its_own_unless_asked() -> None:
    commits = [used("a.py", subject="SHOP-1 b"), used("b.py", subject="SHOP-1 a")]
    assert modules_of(change_sets(commits, Mining())) == [("a.py",), ("b.py",)]


def test_commits_of_one_ticket_are_one_change_whoever_made_them() -> None:
    commits = [
        used("b.py", subject="SHOP-1 rest", author="Bea <b@x>"),
        used("c.py", subject="SHOP-2"),
        used("a.py", subject="SHOP-1 begin", minutes_ago=24 * 60),
    ]
    both, other = change_sets(commits, Mining(tickets=True))
    assert (both.modules, other.modules) == (("a.py", "b.py"), ("c.py",))
    assert both.time == NOW
    assert [modules for _, modules in both.parts] == [("b.py",), ("a.py",)]


def test_a_ticket_that_rests_for_long_is_new_work() -> None:
    def found(days: int) -> int:
        old = used("a.py", subject="SHOP-1", minutes_ago=days * DAY // 60)
        return len(change_sets([used("b.py", subject="SHOP-1"), old], Mining(tickets=True)))

    assert (found(30), found(31)) == (1, 2)


def test_commits_of_one_author_close_to_each_other_are_one_change() -> None:
    commits = [
        used("a.py"),
        used("b.py", author="Bea <b@x>", minutes_ago=1),
        used("c.py", minutes_ago=10),
        used("d.py", minutes_ago=20),
        used("e.py", minutes_ago=31),
    ]
    assert modules_of(change_sets(commits, Mining(minutes=10))) == [("a.py", "c.py", "d.py"), ("b.py",), ("e.py",)]


def test_what_is_too_large_together_stays_apart() -> None:
    commits = [used("a.py", "b.py"), used("c.py", minutes_ago=1)]
    assert len(change_sets(commits, Mining(minutes=5, largest=3))) == 1
    assert modules_of(change_sets(commits, Mining(minutes=5, largest=2))) == [("a.py", "b.py"), ("c.py",)]


words = st.sampled_from(["work", "SHOP-1", "SHOP-2", "#7 and SHOP-1"])
people = st.sampled_from(["Ann <a@x>", "Bea <b@x>"])


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from("abcd"), min_size=1, unique=True), words, people, st.integers(0, 90)),
        max_size=8,
    ),
    st.sampled_from([Mining(), Mining(tickets=True), Mining(minutes=20), Mining(largest=2, tickets=True, minutes=60)]),
)
def test_every_commit_is_in_exactly_one_change(made: list[tuple[list[str], str, str, int]], mining: Mining) -> None:
    commits = [
        used(*sorted(names), subject=f"{subject} {number}", author=author, minutes_ago=minutes)
        for number, (names, subject, author, minutes) in enumerate(made)
    ]
    changes = change_sets(commits, mining)
    parts = [part for change in changes for part in change.parts]
    assert sorted(parts, key=commits.index) == commits
    for change in changes:
        assert set(change.modules) == {module for _, modules in change.parts for module in modules}
        assert len(change.parts) == 1 or len(change.modules) <= mining.largest
