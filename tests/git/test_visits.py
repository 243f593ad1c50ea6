"""The commits that touched one module, under whatever name, with what else changed."""

from decompose.analyzers.git import GIT
from decompose.evidence.options import Mining
from decompose.evidence.unit import Role
from decompose.evidence.visit import Historian, Visit
from decompose.repository.history import Commit, History
from tests.git.histories import commit

ROLES = {"a.py": Role.PRODUCT, "b.py": Role.PRODUCT, "c.py": Role.PRODUCT, "test_a.py": Role.TEST}


def visits(*commits: Commit, mining: Mining = Mining()) -> list[Visit]:  # noqa: B008 - a frozen value
    assert isinstance(GIT, Historian)
    return list(GIT.visits(History("git", commits), ROLES, mining, "a.py"))


def test_a_module_is_followed_under_the_names_it_had() -> None:
    newest, moved, old, made = (
        commit("a.py", "b.py"),
        commit("old.py>a.py", "test_a.py"),
        commit("old.py", "c.py"),
        commit("+old.py"),
    )
    assert visits(newest, commit("b.py"), moved, old, made) == [
        Visit(newest.id, "a.py", "a.py", ("b.py",)),
        Visit(moved.id, "a.py", "old.py", ()),
        Visit(old.id, "old.py", "old.py", ("c.py",)),
        Visit(made.id, "old.py", "", ()),
    ]


def test_what_does_not_count_for_co_change_is_no_visit() -> None:
    assert visits(commit("a.py", parents=2), commit("a.py", author="dependabot[bot] <x@y>"), commit("b.py")) == []


def test_what_belongs_together_was_visited_together() -> None:
    first, second = commit("a.py", subject="SHOP-1"), commit("c.py", subject="SHOP-1", days_ago=1)
    assert visits(first, second, mining=Mining(tickets=True)) == [Visit(first.id, "a.py", "a.py", ("c.py",))]
