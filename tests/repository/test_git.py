"""History from real repositories in every state that git knows."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from decompose.errors import DecomposeError
from decompose.repository.git import read_history
from decompose.repository.history import Change, History
from decompose.repository.inventory import read_repository
from tests.repository.checkouts import Checkout, python


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Two commits: one adds shop/a.py and b.py, one changes b.py."""
    checkout = Checkout(tmp_path / "checkout").write(shop__a="1\n", b="1\n")
    checkout.commit("first")
    checkout.write(b="2\n").commit("second")
    return checkout


def history_of(root: Path, **options: object) -> History:
    history, problems = read_history(root, **options)  # type: ignore[arg-type]  # free-form options in tests
    assert problems == ()
    assert history is not None
    return history


def subjects(history: History) -> list[str]:
    return [commit.subject for commit in history.commits]


def reason(root: Path) -> str:
    history, [problem] = read_history(root)
    assert history is None
    return problem.code


def test_commits_come_newest_first_with_what_they_changed(checkout: Checkout) -> None:
    second, first = history_of(checkout.path).commits
    assert (second.subject, second.parents, second.author) == ("second", (first.id,), "Ann <ann@example.org>")
    assert (first.parents, first.time) == ((), 1_600_003_600)
    assert [(change.path, change.status) for change in first.changes] == [("b.py", "A"), ("shop/a.py", "A")]
    assert second.changes == (Change("b.py", "M", "", checkout.git("rev-parse", "HEAD:b.py")),)


def test_order_is_that_of_descent_whatever_the_dates_say(checkout: Checkout) -> None:
    checkout.hour = -10_000
    checkout.commit("from long ago")
    checkout.hour = 500_000
    checkout.commit("from the future")
    assert subjects(history_of(checkout.path)) == ["from the future", "from long ago", "second", "first"]


def test_a_parent_never_comes_before_its_child_on_another_branch(checkout: Checkout) -> None:
    checkout.git("checkout", "-q", "-b", "side")
    checkout.hour = -10_000
    checkout.write(c="").commit("side, from long ago")
    checkout.git("checkout", "-q", "main")
    checkout.hour = 10
    checkout.write(d="").commit("third")
    checkout.git("merge", "-q", "--no-edit", "side")
    order = subjects(history_of(checkout.path))
    assert order.index("side, from long ago") < order.index("second")


def test_a_part_keeps_the_commits_of_a_branch_whose_work_was_dropped(checkout: Checkout) -> None:
    checkout.git("checkout", "-q", "-b", "side", "HEAD~1")
    checkout.write(shop__a="2\n").commit("side")
    checkout.git("checkout", "-q", "main")
    checkout.git("merge", "-q", "--no-edit", "-s", "ours", "side")
    assert "side" in subjects(history_of(checkout.path / "shop"))


def test_a_folder_outside_any_repository_has_no_history(tmp_path: Path) -> None:
    assert reason(tmp_path) == "git-absent"


def test_without_git_there_is_no_history(checkout: Checkout, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert reason(checkout.path) == "git-absent"
    assert len(read_repository(checkout.path, python).files) == 2


def test_a_git_in_the_analysed_tree_is_never_run(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = checkout.put("git", f"#!/bin/sh\ntouch {checkout.path}/ran\n")
    trap.chmod(0o755)
    monkeypatch.chdir(checkout.path)
    monkeypatch.setenv("PATH", f".:{os.pathsep}{os.environ['PATH']}")
    assert len(history_of(checkout.path).commits) == 2
    assert not (checkout.path / "ran").exists()


def test_a_repository_without_commits_has_no_history(tmp_path: Path) -> None:
    assert reason(Checkout(tmp_path).path) == "git-empty"


def test_a_detached_head_is_a_head(checkout: Checkout) -> None:
    checkout.git("checkout", "-q", "--detach", "HEAD~1")
    assert subjects(history_of(checkout.path)) == ["first"]


def test_a_bare_repository_has_a_history(checkout: Checkout, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    checkout.git("clone", "-q", "--bare", ".", bare)
    assert history_of(bare).commits == history_of(checkout.path).commits


def test_a_linked_work_tree_has_the_history_of_its_own_head(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("worktree", "add", "-q", "-b", "side", tmp_path / "linked", "HEAD~1")
    assert subjects(history_of(tmp_path / "linked")) == ["first"]
    assert [file.path for file in read_repository(tmp_path / "linked", python).files] == ["b.py", "shop/a.py"]


def test_a_git_file_leads_to_the_repository(checkout: Checkout, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    checkout.git("clone", "-q", "--separate-git-dir", tmp_path / "elsewhere.git", ".", clone)
    assert (clone / ".git").is_file()
    assert history_of(clone).commits == history_of(checkout.path).commits


def test_a_part_of_a_checkout_has_the_history_of_that_part(checkout: Checkout) -> None:
    checkout.put("shop/[x]/c.py", "")
    checkout.put("shop/x/d.py", "")
    checkout.commit("third")
    part = history_of(checkout.path / "shop")
    assert [(commit.subject, [change.path for change in commit.changes]) for commit in part.commits] == [
        ("third", ["[x]/c.py", "x/d.py"]),
        ("first", ["a.py"]),
    ]
    assert [change.path for change in history_of(checkout.path / "shop/[x]").commits[0].changes] == ["c.py"]


def test_a_part_whose_name_means_something_to_git_is_only_a_name(checkout: Checkout) -> None:
    checkout.put(":!b/c.py", "")
    checkout.commit("third")
    assert subjects(history_of(checkout.path / ":!b")) == ["third"]


def test_a_part_that_no_commit_touches_has_no_history(checkout: Checkout) -> None:
    checkout.put("new/c.py", "")
    assert reason(checkout.path / "new") == "git-empty"


def test_a_path_with_a_line_feed_and_quotes_is_borrowed_from(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / 'odd\n"name" \\ #ü').write(a="")
    checkout.commit("first")
    assert subjects(history_of(checkout.path)) == ["first"]
    assert [file.path for file in read_repository(checkout.path, python).files] == ["a.py"]


def test_a_sha256_repository_has_a_history(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path, "--object-format=sha256").write(a="")
    checkout.commit("first")
    [commit] = history_of(tmp_path).commits
    assert len(commit.id) == len(commit.changes[0].blob) == 64


def test_a_shallow_clone_is_told_with_the_command_that_mends_it(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("clone", "-q", "--depth", "1", f"file://{checkout.path}", tmp_path / "shallow")
    history, [problem] = read_history(tmp_path / "shallow")
    assert history is not None
    assert (subjects(history), history.limits, history.cut) == (["second"], ("shallow clone",), True)
    assert problem.code == "git-shallow"
    assert "git fetch --unshallow" in problem.message


def test_a_history_that_git_cannot_read_to_its_end_is_none(checkout: Checkout) -> None:
    tree = checkout.git("rev-parse", "HEAD~1:shop")
    (checkout.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    assert reason(checkout.path) == "git-incomplete"


def test_a_missing_parent_is_not_the_beginning(checkout: Checkout) -> None:
    parent = checkout.git("rev-parse", "HEAD~1")
    (checkout.path / ".git/objects" / parent[:2] / parent[2:]).unlink()
    assert reason(checkout.path) == "git-incomplete"


def test_missing_contents_cost_only_the_renames_with_edits(checkout: Checkout) -> None:
    lines = "".join(f"line {number}\n" for number in range(20))
    checkout.write(c=lines, d=lines + "d\n").commit("third")
    for old, new in (("c", "e"), ("d", "f")):
        checkout.git("mv", f"{old}.py", f"{new}.py")
        checkout.write(**{new: (checkout.path / f"{new}.py").read_text() + "more\n"}).commit(f"{old} to {new}")
    blob = checkout.git("rev-parse", "HEAD:f.py")
    (checkout.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    history, [problem] = read_history(checkout.path)
    assert history is not None
    assert problem.code == "git-renames"
    assert history.limits == ("renames with edits are followed in part",)
    assert [sorted(change.status for change in commit.changes) for commit in history.commits[:2]] == [["A", "D"], ["R"]]


def test_moved_files_are_renames_with_and_without_edits(checkout: Checkout) -> None:
    lines = "".join(f"line {number}\n" for number in range(20))
    checkout.write(c=lines, same="x\n").commit("third")
    checkout.git("mv", "c.py", "d.py")
    checkout.git("mv", "same.py", "moved.py")
    checkout.write(d=lines + "more\n").commit("moved")
    changes = history_of(checkout.path).commits[0].changes
    assert [(change.path, change.status, change.old_path) for change in changes] == [
        ("d.py", "R", "c.py"),
        ("moved.py", "R", "same.py"),
    ]
    wanted = history_of(checkout.path / ".", wants=python)
    assert wanted.commits[0].changes == changes


def test_a_merge_has_its_parents_and_no_changes(checkout: Checkout) -> None:
    checkout.git("checkout", "-q", "-b", "side", "HEAD~1")
    checkout.write(c="").commit("side")
    checkout.git("checkout", "-q", "main")
    checkout.git("merge", "-q", "--no-edit", "side")
    merge, *others = history_of(checkout.path).commits
    assert len(merge.parents) == 2
    assert merge.changes == ()
    assert {commit.subject for commit in others} == {"first", "second", "side"}


def test_the_newest_commits_or_those_since_a_day_are_told_as_a_limit(checkout: Checkout) -> None:
    checkout.hour = 24 * 30
    checkout.write(b="3\n").commit("third")
    two = history_of(checkout.path, max_commits=2)
    assert (subjects(two), two.limits) == (["third", "second"], ("the newest 2 commits only",))
    assert history_of(checkout.path, max_commits=3).limits == ()
    recent = history_of(checkout.path, since="2020-10-01")
    assert (subjects(recent), recent.limits) == (["third"], ("commits since 2020-10-01 only",))


@pytest.mark.parametrize("since", ["yesterday", "2020", "2020-13-99x", "--all"])
def test_a_date_that_git_would_take_for_now_is_refused(checkout: Checkout, since: str) -> None:
    with pytest.raises(DecomposeError, match="is not a day"):
        read_history(checkout.path, since=since)


def test_one_person_with_two_mails_is_joined_by_the_mailmap_of_the_commit(checkout: Checkout) -> None:
    checkout.put(".mailmap", "Ann Lee <ann@example.org> <old@example.org>\n<<<>>> \xff broken\n")
    checkout.commit("third", author="A. Lee <old@example.org>")
    assert history_of(checkout.path).commits[0].author == "Ann Lee <ann@example.org>"


def test_commits_the_project_asks_to_pass_over_are_known(checkout: Checkout) -> None:
    id = checkout.git("rev-parse", "HEAD")
    checkout.put(".git-blame-ignore-revs", f"# black\n{id} # all\n\nnot-an-id\nabc\n")
    checkout.commit("third")
    assert history_of(checkout.path).ignored == (id,)


def test_authors_and_subjects_are_data(checkout: Checkout) -> None:
    raw = checkout.git("cat-file", "commit", "HEAD").encode()
    hostile = raw.replace(b"author Ann <ann@example.org>", b"author \xff\x1b[31m<script> <x\tparents@y>")
    hostile = hostile.replace(b"second", b"commit " + b"a" * 40 + b"\xfe\x1b]0;x\x07 ::set-output\n\n:100644 x")
    id = checkout.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=hostile)
    checkout.git("update-ref", "HEAD", id)
    commit = history_of(checkout.path).commits[0]
    assert commit.subject.startswith("commit " + "a" * 40 + "\\xfe\x1b]0;x\x07")
    assert commit.author.startswith("\\xff\x1b[31m")
    assert len(history_of(checkout.path).commits) == 2


def test_a_commit_without_dates_and_author_is_read(checkout: Checkout) -> None:
    tree, parent = checkout.git("rev-parse", "HEAD^{tree}"), checkout.git("rev-parse", "HEAD")
    raw = f"tree {tree}\nparent {parent}\nauthor\ncommitter nobody\n\nbroken\n".encode()
    checkout.git(
        "update-ref", "HEAD", checkout.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)
    )
    commit = history_of(checkout.path).commits[0]
    assert (commit.subject, commit.time) == ("broken", 0)


def test_variables_of_a_hook_do_not_lead_elsewhere(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Checkout(tmp_path / "other").write(x="")
    other.commit("other")
    git_dir = str(other.path / ".git")
    monkeypatch.setenv("GIT_DIR", git_dir)
    monkeypatch.setenv("GIT_COMMON_DIR", git_dir)
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    monkeypatch.setenv("GIT_INDEX_FILE", f"{git_dir}/index")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", f"{git_dir}/objects")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "log.follow")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "broken")
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert subjects(history_of(checkout.path)) == ["second", "first"]
    assert [file.path for file in read_repository(checkout.path, python).files] == ["b.py", "shop/a.py"]
    assert not (tmp_path / "trace").exists()


def test_replaced_and_grafted_commits_are_seen_as_they_were(checkout: Checkout) -> None:
    before = history_of(checkout.path).commits
    checkout.git("replace", "--graft", "HEAD")
    checkout.put(".git/info/grafts", checkout.git("rev-parse", "HEAD") + "\n")
    assert history_of(checkout.path).commits == before


def test_a_work_tree_set_elsewhere_by_the_repository_is_not_read(checkout: Checkout) -> None:
    checkout.git("config", "core.worktree", "/etc")
    assert subjects(history_of(checkout.path)) == ["second", "first"]
    assert [file.path for file in read_repository(checkout.path, python).files] == ["b.py", "shop/a.py"]
    assert [file.path for file in read_repository(checkout.path / "shop", python).files] == ["a.py"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a repository away")
def test_a_repository_of_someone_else_is_read_without_being_trusted(checkout: Checkout) -> None:
    for path in (checkout.path, *checkout.path.rglob("*")):
        os.chown(path, 65534, 65534)
    refused = subprocess.run(["git", "-C", checkout.path, "log"], env={"HOME": "/nonexistent"}, capture_output=True)
    assert b"dubious ownership" in refused.stderr
    assert subjects(history_of(checkout.path)) == ["second", "first"]


def test_objects_borrowed_from_another_repository_are_found(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("clone", "-q", "--shared", ".", tmp_path / "shared")
    assert history_of(tmp_path / "shared").commits == history_of(checkout.path).commits


def test_reading_leaves_nothing_behind(checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    def state() -> list[tuple[str, int]]:
        return sorted((str(path), path.lstat().st_mtime_ns) for path in checkout.path.rglob("*"))

    before = state()
    history_of(checkout.path)
    read_repository(checkout.path, python)
    assert state() == before
    assert list(temporary.iterdir()) == []
    shutil.rmtree(temporary)
