import pytest

from decompose.analyzers.git.selection import LARGEST, REFORMATTED, reason_to_leave_out
from decompose.repository.history import Commit
from tests.git.histories import commit


def reason(commit: Commit, modules: int = 2, ignored: str = "") -> str:
    return reason_to_leave_out(commit, tuple(f"{number}.py" for number in range(modules)), frozenset({ignored}))


def test_ordinary_work_counts() -> None:
    assert reason(commit("a.py")) == ""
    assert reason(commit("a.py"), modules=1) == ""
    assert reason(commit("a.py"), modules=LARGEST) == ""


def test_merges_empty_commits_and_mass_changes_do_not() -> None:
    assert reason(commit("a.py", parents=2)) == "merge"
    assert reason(commit(), modules=0) == "no-module"
    assert reason(commit("a.py"), modules=LARGEST + 1) == "large"


def test_a_revision_the_project_passes_over_is_passed_over() -> None:
    one = commit("a.py")
    assert reason(one, ignored=one.id) == "ignored-revision"


@pytest.mark.parametrize(
    "author",
    [
        "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
        "Renovate Bot <bot@renovateapp.com>",
        "renovate <x@y>",
        "shop-bot <ci@shop>",
        "CI <shop-bot@users>",
        "pyup.io bot <github-bot@pyup.io>",
        "pre-commit-ci <x@y>",
    ],
)
def test_machines_do_not_design(author: str) -> None:
    assert reason(commit("a.py", author=author)) == "bot"


@pytest.mark.parametrize(
    "author", ["Abbot <abbot@x>", "Elise Talbot <talbot@x.org>", "Bo Tan <bot@home>", "Roboto <r@x>"]
)
def test_people_whose_names_sound_like_machines_are_people(author: str) -> None:
    assert reason(commit("a.py", author=author)) == ""


@pytest.mark.parametrize(
    "subject", ["Run black", "isort", "Reformat everything", "Apply ruff fixes", "PEP 8", "Code style"]
)
def test_a_formatters_work_is_known_by_its_subject_and_size(subject: str) -> None:
    assert reason(commit("a.py", subject=subject), modules=REFORMATTED) == "reformat"
    assert reason(commit("a.py", subject=subject), modules=REFORMATTED - 1) == ""


@pytest.mark.parametrize("subject", ["Add date format", "Blacklist users", "Format of invoices", "Scruffy"])
def test_words_of_the_domain_are_no_formatters(subject: str) -> None:
    assert reason(commit("a.py", subject=subject), modules=REFORMATTED) == ""
