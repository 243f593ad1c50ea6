import pytest

from decompose.analyzers.git.selection import SWEEP, reason_to_leave_out
from decompose.evidence.options import LARGEST
from decompose.repository.history import Commit
from tests.git.histories import commit


def reason(commit: Commit, modules: int = 2, ignored: str = "", tests: int = 0) -> str:
    """Of a commit that changed so many product modules and tests."""
    names = tuple(f"{number}.py" for number in range(modules + tests))
    return reason_to_leave_out(commit, names, modules, frozenset({ignored}), LARGEST)


def test_ordinary_work_counts() -> None:
    assert reason(commit("a.py")) == ""
    assert reason(commit("a.py"), modules=1) == ""
    assert reason(commit("a.py"), modules=LARGEST) == ""


def test_merges_empty_commits_and_mass_changes_do_not() -> None:
    assert reason(commit("a.py", parents=2)) == "merge"
    assert reason(commit(), modules=0) == "no-module"
    assert reason(commit("a.py"), modules=LARGEST + 1) == "large"


def test_a_change_is_as_large_as_its_product_code() -> None:
    assert reason(commit("a.py"), modules=LARGEST, tests=LARGEST) == ""
    assert reason(commit("a.py"), modules=0, tests=2) == "no-product-module"


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
    assert reason(commit("a.py", subject=subject), modules=SWEEP) == "reformat"
    assert reason(commit("a.py", subject=subject), modules=SWEEP - 1) == ""


@pytest.mark.parametrize("subject", ["Add date format", "Blacklist users", "Format of invoices", "Scruffy"])
def test_words_of_the_domain_are_no_formatters(subject: str) -> None:
    assert reason(commit("a.py", subject=subject), modules=SWEEP) == ""


@pytest.mark.parametrize(
    "subject",
    [
        "Update copyright year",
        "Add license headers",
        "licence header",
        "Bump copyright",
        "SPDX identifiers",
        "Fix the licenses",
    ],
)
def test_a_sweep_over_licences_is_known_by_its_subject_and_size(subject: str) -> None:
    assert reason(commit("a.py", subject=subject), modules=SWEEP) == "licence"
    assert reason(commit("a.py", subject=subject), modules=SWEEP - 1) == ""


@pytest.mark.parametrize("subject", ["Add licensee search", "Report licence fees", "Copyrighted works of a label"])
def test_licences_of_the_domain_are_no_sweep(subject: str) -> None:
    assert reason(commit("a.py", subject=subject), modules=SWEEP) == ""
