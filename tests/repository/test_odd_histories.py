"""Histories and trees as git allows them and nobody expects them: many parents, several roots, names that lead elsewhere."""

from binascii import unhexlify
from pathlib import Path

import pytest

from decompose.errors import DecomposeError
from decompose.repository.git import read_history
from decompose.repository.revision import read_revision
from tests.repository.checkouts import Checkout, python
from tests.repository.fast_import import Planned, imported


def test_an_octopus_two_roots_and_a_criss_cross_are_read_once_each_children_first(tmp_path: Path) -> None:
    tree = {"a.py": "x = 1\n"}
    commits = [
        Planned(tree),
        Planned({"b.py": "y = 1\n"}),  # a second root
        Planned(tree | {"c.py": "c = 1\n"}, (0,)),
        Planned(tree | {"d.py": "d = 1\n"}, (0,)),
        Planned(tree | {"c.py": "c = 1\n", "d.py": "d = 1\n"}, (2, 3)),
        Planned(tree | {"c.py": "c = 1\n", "d.py": "d = 2\n"}, (3, 2)),  # crosses the one before
        Planned(tree | {"e.py": "e = 1\n"}, (4, 5, 1)),  # three parents
    ]
    repository, ids = imported(tmp_path / "odd", commits)
    found, _ = read_history(repository.path, wants=python)
    assert found
    order = [commit.id for commit in found.commits]
    assert sorted(order) == sorted(ids)
    parents = {commit.id: commit.parents for commit in found.commits}
    assert len(parents[ids[-1]]) == 3
    assert all(order.index(child) < order.index(parent) for child in ids for parent in parents[child])


@pytest.mark.parametrize(
    ("name", "folder"), [("..", True), (".git", True), (".", True), ("../../up.py", False), ("/abs.py", False)]
)
def test_a_tree_with_a_name_that_leads_elsewhere_is_refused_at_the_top_and_told_below(
    tmp_path: Path, name: str, folder: bool
) -> None:
    checkout = Checkout(tmp_path / "shop").write(orders="x = 1\n")
    checkout.commit()
    blob = checkout.git("rev-parse", "HEAD:orders.py")
    target = _tree(checkout, {"etc.py": blob}) if folder else blob
    hostile = _tree(checkout, {"orders.py": blob, name: target}, frozenset({name} if folder else ()))
    at_the_top = checkout.git("commit-tree", hostile, "-m", "hostile")
    with pytest.raises(DecomposeError, match="missing or garbled"):
        read_revision(checkout.path, at_the_top, python)
    below = _tree(checkout, {"orders.py": blob, "inner": hostile}, frozenset({"inner"}))
    found = read_revision(checkout.path, checkout.git("commit-tree", below, "-m", "hostile"), python)
    assert [file.path for file in found.files] == ["orders.py"]
    assert [(str(one.location), one.code) for one in found.problems] == [("inner/", "missing-object")]


def _tree(checkout: Checkout, entries: dict[str, str], folders: frozenset[str] = frozenset()) -> str:
    """A tree that no porcelain of git would write."""
    raw = b"".join(
        (b"40000 " if name in folders else b"100644 ") + name.encode() + b"\0" + unhexlify(entries[name])
        for name in sorted(entries)
    )
    return checkout.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", stdin=raw)
