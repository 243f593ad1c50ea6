"""Persons: one person has many mails and spellings, bots are none, and a pseudonym tells nothing of who it is."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.analyzers.git import GIT
from decompose.analyzers.git.persons import persons_of
from decompose.analyzers.git.pseudonyms import pseudonym
from decompose.evidence.people import Person, Work
from decompose.repository.history import Commit
from tests.git.histories import NOW, commit, corpus

PSEUDONYM = re.compile(r"author [a-z]{5}-[a-z]{5}\Z")


def known(*authors: str) -> tuple[Person, ...]:
    """The persons of a history with these authors, the newest commit first."""
    commits = [commit("a.py", author=author, days_ago=day) for day, author in enumerate(authors)]
    return persons_of(commits, NOW)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Lee <ann@x.org>", "A. Lee <ANN@x.org>"),
        ("Ann Lee <ann@x.org>", "ann  LEE <private@y.org>"),
        ("annlee <1+annlee@users.noreply.github.com>", "Ann <2+annlee@users.noreply.github.com>"),
        ("annlee <ann@x.org>", "Ann Lee <7+annlee@users.noreply.github.com>"),
        ("annlee <ann@x.org>", "annlee <ann@home>"),
        ("Ann", "Ann"),
    ],
)
def test_one_person_has_several_mails_and_spellings(one: str, other: str) -> None:
    assert len(known(one, other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann <ann@x.org>", "Ann <ann@y.org>"),
        ("root <root@a>", "root <root@b>"),
        ("Ann Lee <ann@x.org>", "Bea Lee <bea@x.org>"),
        ("<ann@x.org>", "<bea@x.org>"),
    ],
)
def test_what_many_are_called_joins_nobody(one: str, other: str) -> None:
    assert len(known(one, other)) == 2


def test_whoever_joins_two_mails_joins_all_that_hang_on_them() -> None:
    assert len(known("Ann Lee <b@x>", "Bob <b@x>", "Ann Lee <d@x>", "Cid Moe <d@x>", "Cid Moe <e@x>")) == 1


def test_a_mail_of_many_names_is_nobodys() -> None:
    names = ["Ann Lee", "Bea Moe", "Cid Noe", "Dan Poe", "Eve Roe", "Flo Soe"]
    assert len(known(*(f"{name} <none@none>" for name in names))) == 6
    assert len(known(*(f"{name} <ann@x>" for name in names[:5]))) == 1


def test_bots_are_nobody() -> None:
    assert known("dependabot[bot] <1@x>", "renovate <r@x>", "Copilot <c@x>", "Ann <ann@x>") == known(
        *["Ann <ann@x>"] * 4
    )


def test_a_name_that_is_a_mail_is_not_kept() -> None:
    (person,) = known("ann@x.org <ann@x.org>")
    assert person.names == ()
    assert PSEUDONYM.match(person.pseudonym)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5), st.text(max_size=20))
def test_no_text_of_an_author_brings_a_mail_through(authors: list[str], mail: str) -> None:
    strings = [*authors, *(f"{author} <{mail}>" for author in authors), "a\uff20b.org <a>"]
    for person in known(*strings):
        assert not [name for name in person.names if "@" in normalize("NFKC", name)]


def test_spellings_are_kept_the_most_used_first() -> None:
    authors = ("Ann Moe <a@x>", "Ann Lee <a@x>", "Ann Lee <a@y>", "A. Lee <a@y>")
    assert known(*authors)[0].names == ("Ann Lee", "A. Lee", "Ann Moe")


def test_gone_is_who_has_no_commit_in_the_last_year() -> None:
    commits = [
        commit("a.py", author="Ann <a@x>"),
        commit("other.md", author="Bea <b@x>", days_ago=300),
        commit("a.py", author="Bea <b@x>", days_ago=900),
        commit("a.py", author="Cid <c@x>", days_ago=365),
    ]
    assert {each.names[0]: each.gone for each in persons_of(commits, NOW)[0]} == {
        "Ann": False,
        "Bea": False,
        "Cid": True,
    }


def test_pseudonyms_stay_as_history_grows() -> None:
    old = [commit("a.py", author="Bea <b@x>", days_ago=5), commit("+a.py", author="Ann <a@x>", days_ago=9)]
    new = [commit("a.py", author="Cid <c@x>"), commit("a.py", author="B. <b@x>", days_ago=2), *old]
    before, after = persons_of(old, NOW)[0], persons_of(new, NOW)[0]
    assert [each.pseudonym for each in after[:2]] == [each.pseudonym for each in before]
    assert len({each.pseudonym for each in after}) == 3


def test_pseudonyms_stay_from_version_to_version() -> None:
    """They stand in results and settings that were made long ago."""
    assert [pseudonym(name, b"key") for name in ("Ann", "Bea")] == ["author zigon-difov", "author valaf-zapob"]


def test_a_list_of_names_is_no_key_to_pseudonyms() -> None:
    """The same people in another repository are called otherwise, even if its commits differ in one blob only."""
    history = [commit("a.py", author="Bea <b@x>"), commit("+a.py", author="Ann <a@x>", days_ago=9)]
    change = history[-1].changes[0]
    root = history[-1]
    other = Commit(
        root.id, root.parents, root.time, root.author, root.subject, (type(change)(change.path, "A", "", "1"),)
    )
    one, two = persons_of(history, NOW)[0], persons_of([history[0], other], NOW)[0]
    assert not {each.pseudonym for each in one} & {each.pseudonym for each in two}


def test_work_counts_changes_recent_ones_and_who_made_it() -> None:
    found = GIT.analyze(
        corpus(
            commit("a.py", author="Bea <b@x>"),
            commit("a.py", "b.py", author="Ann <a@x>", days_ago=365),
            commit("+a.py", "+b.py", author="Ann <a@x>", days_ago=700),
        )
    ).people
    assert found.work == (Work("a.py", 0, 2, 0, True), Work("a.py", 1, 1, 1), Work("b.py", 0, 2, 0, True))
    assert found.days == 700


def test_who_made_a_module_counts_even_if_the_commit_does_not() -> None:
    modules = [f"m{number}.py" for number in range(40)]
    imported = commit(*(f"+{module}" for module in modules), author="Ann <a@x>", days_ago=9)
    found = GIT.analyze(corpus(commit("m1.py", author="Bea <b@x>"), imported, modules=" ".join(modules)))
    assert Work("m1.py", 0, 0, 0, True) in found.people.work
    assert [each.authors for each in found.activity] == [1]


def test_who_made_a_module_is_unknown_where_history_is_cut() -> None:
    whole = corpus(commit("a.py"), limits=("renames with edits are followed in part",))
    cut = corpus(commit("a.py"), limits=("shallow clone",), cut=True)
    assert [GIT.analyze(each).people.work[0].created for each in (whole, cut)] == [True, False]


authors = st.sampled_from(["Ann Lee <ann@x>", "Bea Moe <bea@x>", "Ann Lee <al@y>", "bot[bot] <b@z>", "Cid <cid@x>"])


@given(st.lists(authors, min_size=1, max_size=12))
def test_work_is_that_of_the_commits_whoever_they_are_by(history: list[str]) -> None:
    commits = [commit("a.py", author=author, subject=str(at)) for at, author in enumerate(history)]
    people = GIT.analyze(corpus(*commits)).people
    by_people = [author for author in history if "[bot]" not in author]
    assert sum(work.changes for work in people.work) == len(by_people)
    mails = {"ann@x": "ann@x", "al@y": "ann@x"}
    assert len(people.persons) == len(
        {mails.get(mail, mail) for mail in (author.split("<")[1].rstrip(">") for author in by_people)}
    )


@given(st.lists(authors, min_size=1, max_size=12))
def test_no_mail_is_in_what_the_analyzer_says(history: list[str]) -> None:
    commits = [commit("a.py", author=author, subject=str(at)) for at, author in enumerate(history)]
    assert "@" not in repr(GIT.analyze(corpus(*commits)))
