from hypothesis import given
from hypothesis import strategies as st

from decompose.repository.history import Change, Commit, History
from decompose.repository.identity import names_today, todays_modules
from tests.git.histories import commit


def touched(*commits: Commit, modules: str = "a.py b.py c.py") -> list[str]:
    """What each commit touched, newest first, as one word each."""
    return [" ".join(names) for _, names in todays_modules(History("git", commits), frozenset(modules.split()))]


def test_a_renamed_module_keeps_its_past() -> None:
    assert (
        touched(commit("a.py"), commit("old.py>a.py"), commit("old.py"), commit("older.py>old.py"), commit("+older.py"))
        == ["a.py"] * 5
    )


def test_the_past_of_a_name_belongs_to_whoever_bore_it() -> None:
    history = [commit("a.py"), commit("a.py>b.py", "+a.py"), commit("a.py")]
    assert touched(*history) == ["a.py", "a.py b.py", "b.py"]


def test_names_that_were_swapped_are_swapped_back() -> None:
    assert touched(commit("a.py"), commit("a.py>b.py", "b.py>a.py"), commit("a.py"), commit("b.py")) == [
        "a.py",
        "a.py b.py",
        "b.py",
        "a.py",
    ]


def test_a_rename_there_and_back_changes_nothing() -> None:
    assert touched(commit("x.py>a.py"), commit("x.py"), commit("a.py>x.py"), commit("a.py")) == ["a.py"] * 4


def test_what_was_deleted_for_good_is_nobodys_past() -> None:
    assert touched(commit("-gone.py"), commit("gone.py"), commit("gone.py>lost.py"), commit("gone.py")) == [""] * 4


def test_a_file_that_overwrote_another_has_no_part_in_its_past() -> None:
    assert touched(commit("a.py>b.py"), commit("b.py"), commit("a.py"), modules="b.py") == ["b.py", "", "b.py"]


def test_a_branch_from_before_a_rename_counts_for_todays_name() -> None:
    side, rename, before = commit("old.py", subject="side"), commit("old.py>a.py"), commit("old.py")
    assert touched(commit(parents=2), side, rename, before) == ["", "a.py", "a.py", "a.py"]


names = st.sampled_from(["a.py", "b.py", "c.py", "d.py"])


@given(st.lists(st.lists(st.tuples(names, names), max_size=3), max_size=6))
def test_following_names_backwards_undoes_the_moves(moves: list[list[tuple[str, str]]]) -> None:
    """Files that know who they are, moved about: whoever is touched under a name is found under today's."""
    owner = {name: number for number, name in enumerate(["a.py", "b.py"])}
    commits: list[Commit] = [commit(*owner)]
    expected: list[set[int]] = [set(owner.values())]
    for number, step in enumerate(moves):
        real: list[tuple[str, str]] = []
        for old, new in step:
            if (
                old in owner
                and new not in owner
                and all(old != b and new != a and new != b and old != a for a, b in real)
            ):
                real.append((old, new))
        for old, new in real:
            owner[new] = owner.pop(old)
        changes = [Change(new, "R", old) for old, new in real]
        commits.append(Commit(f"{number:040}", (), 0, "", "", tuple(changes)))
        expected.append({owner[new] for _, new in real})
    history = History("git", tuple(reversed(commits)))
    found = [{owner[name] for name in names} for _, names in todays_modules(history, frozenset(owner))]
    assert found == expected[::-1]


def test_the_paths_of_an_older_tree_are_known_by_todays_names() -> None:
    newest, renaming, older = commit("a.py"), commit("old.py>a.py"), commit("+old.py", "+gone.py")
    history = History("git", (newest, commit("-gone.py"), renaming, older))
    trees = {older.id: ["old.py", "gone.py", "b.py"], newest.id: ["a.py"]}
    assert names_today(history, frozenset({"a.py", "b.py"}), trees) == {
        newest.id: {"a.py": "a.py"},
        older.id: {"old.py": "a.py", "gone.py": "", "b.py": "b.py"},
    }


def test_a_name_that_means_another_module_today_means_what_it_was_then() -> None:
    split, older = commit("a.py>b.py", "+a.py"), commit("+a.py", days_ago=1)
    found = names_today(History("git", (split, older)), frozenset({"a.py", "b.py"}), {older.id: ["a.py"]})
    assert found == {older.id: {"a.py": "b.py"}}
