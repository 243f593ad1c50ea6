"""`decompose check` where files move, and against another line of history."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shop import FILES, decompose
from tests.cli.test_track import BOUNDARIES
from tests.repository.checkouts import Checkout

BILL = "from shop.billing.ledger import book\n\ndef bill(order):\n    return book(order)\n"


@pytest.fixture
def branch(tmp_path: Path) -> Checkout:
    """A branch of the shop that begins with one module that uses another context, on `main`."""
    checkout = Checkout(tmp_path / "system")
    for name, text in {**FILES, "shop/orders/bill.py": BILL, "decompose.contexts.toml": BOUNDARIES}.items():
        checkout.put(name, text)
    checkout.commit()
    checkout.git("checkout", "-q", "-b", "work")
    return checkout


def check(checkout: Checkout, *options: str) -> tuple[int, str, str]:
    done = decompose("check", checkout.path, *options, cwd=checkout.path.parent)
    return done.returncode, done.stdout, done.stderr


def grow(checkout: Checkout, name: str = "shop/orders/cart.py") -> None:
    """A use of billing in a module of orders."""
    checkout.put(name, FILES["shop/orders/cart.py"] + "\nfrom shop.billing.invoice import Invoice\n")


def test_what_a_branch_adds_fails_without_any_baseline(branch: Checkout) -> None:
    assert check(branch, "--against", "main")[0] == 0
    grow(branch)
    code, out, _ = check(branch, "--against", "main")
    assert code == 1
    assert out.count("error:") == 1
    assert "shop/orders/cart.py:6: error: new-cross-context-edge: orders has a new import into billing" in out


def test_what_others_added_after_the_branch_left_is_not_its_fault(branch: Checkout) -> None:
    branch.put("shop/orders/views.py", FILES["shop/orders/views.py"] + "\nTAX = 7\n")
    branch.commit()
    branch.git("checkout", "-q", "main")
    (branch.path / "shop/orders/bill.py").unlink()
    branch.commit()
    branch.git("checkout", "-q", "work")
    code, out, err = check(branch, "--against", "main")
    assert (code, err) == (0, "")
    assert out.startswith("0 new, 0 removed, 2 known")


def test_a_file_that_moved_within_its_context_is_nothing_new(branch: Checkout) -> None:
    branch.git("mv", "shop/orders/bill.py", "shop/orders/invoicing.py")
    branch.commit()
    assert check(branch, "--against", "main")[1].startswith("0 new, 0 removed, 2 known, 0 stale")


def test_a_file_that_was_moved_to_where_no_pattern_means_it_had_its_coupling_before(branch: Checkout) -> None:
    moved = BOUNDARIES.replace('"shop.orders.**"', '"shop.orders.**", "shop.invoicing"')
    branch.git("mv", "shop/orders/bill.py", "shop/invoicing.py")
    branch.put("decompose.contexts.toml", moved)
    branch.commit()
    assert check(branch, "--against", "main")[1].startswith("0 new, 0 removed, 2 known, 0 stale")


def test_the_committed_baseline_follows_a_file_that_moved(branch: Checkout) -> None:
    assert decompose("analyze", branch.path, cwd=branch.path).returncode == 0
    assert decompose("accept", branch.path, cwd=branch.path).returncode == 0
    branch.commit()
    branch.git("mv", "shop/orders/bill.py", "shop/orders/invoicing.py")
    branch.commit()
    code, out, _ = check(branch)
    assert code == 0
    assert out.startswith("0 new, 0 removed, 2 known, 0 stale")


def test_a_move_that_is_not_committed_yet_is_told_to_look_new(branch: Checkout) -> None:
    for command in ("analyze", "accept"):
        assert decompose(command, branch.path, cwd=branch.path).returncode == 0
    branch.commit()
    branch.git("mv", "shop/orders/bill.py", "shop/orders/invoicing.py")
    code, _, err = check(branch)
    assert code == 1
    assert "1 file of the baseline is gone, and history does not tell where to." in err
    branch.commit()
    assert check(branch)[0] == 0


def test_without_history_the_baseline_is_taken_by_its_old_names(branch: Checkout) -> None:
    assert decompose("analyze", branch.path, cwd=branch.path).returncode == 0
    assert decompose("accept", branch.path, cwd=branch.path).returncode == 0
    (branch.path / "shop/orders/bill.py").rename(branch.path / "shop/orders/invoicing.py")
    code, out, _ = check(branch, "--no-git")
    assert code == 1
    assert "shop/orders/invoicing.py" in out


def test_a_line_that_git_does_not_know_is_told_with_what_to_do(branch: Checkout) -> None:
    code, _, err = check(branch, "--against", "origin/main")
    assert code == 2
    assert "has no commit 'origin/main'" in err and "git fetch origin" in err
    assert "unshallow" not in err  # it is a whole clone


def test_what_a_shallow_clone_lacks_is_told_with_how_to_deepen_it(branch: Checkout, tmp_path: Path) -> None:
    branch.git("clone", "-q", "--depth", "1", branch.path.as_uri(), tmp_path / "clone")
    done = decompose("check", tmp_path / "clone", "--against", "HEAD~1", cwd=tmp_path)
    assert done.returncode == 2
    assert "has no commit 'HEAD~1'" in done.stderr and "fetch-depth: 0" in done.stderr


def test_lines_without_a_common_commit_are_told(branch: Checkout) -> None:
    branch.git("checkout", "-q", "--orphan", "other")
    branch.commit()
    code, _, err = check(branch, "--against", "main")
    assert code == 2
    assert "no commit in common" in err


def test_sarif_names_place_rule_and_the_edge_whatever_its_line(branch: Checkout) -> None:
    grow(branch)
    (first,) = results(branch)
    text = (branch.path / "shop/orders/cart.py").read_text()
    branch.put("shop/orders/cart.py", "# a line more\n" + text)
    (second,) = results(branch)
    assert first["ruleId"] == "new-cross-context-edge"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "shop/orders/cart.py", "uriBaseId": "%SRCROOT%"}
    assert place["region"]["startLine"] + 1 == second["locations"][0]["physicalLocation"]["region"]["startLine"]
    assert first["partialFingerprints"] == second["partialFingerprints"]


def test_paths_begin_at_the_top_of_the_checkout_wherever_one_stands(branch: Checkout) -> None:
    grow(branch)
    branch.git("add", "-A")
    branch.git("commit", "-q", "-m", "grow")
    deep = branch.path.parent / "host"
    host = Checkout(deep)
    shutil.copytree(branch.path, deep / "back/end", ignore=shutil.ignore_patterns(".git"))
    host.commit()
    for command in ("analyze", "accept"):
        assert decompose(command, deep / "back/end", cwd=deep).returncode == 0
    (deep / "back/end/decompose.baseline.jsonl").write_text('{"decompose": "baseline", "version": 1}\n')
    told = {
        decompose("check", path, "-f", "github", cwd=cwd).stdout
        for path, cwd in (("back/end", deep), (".", deep / "back/end"), (deep / "back/end", branch.path))
    }
    assert len(told) == 1
    assert "::error file=back/end/shop/orders/" in told.pop()


def results(branch: Checkout) -> list[dict[str, Any]]:
    done = decompose("check", "system", "--against", "main", "-f", "sarif", cwd=branch.path.parent)
    assert done.returncode == 1, done.stderr
    document = json.loads(done.stdout)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert {result["ruleId"] for result in run["results"]} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    found: list[dict[str, Any]] = run["results"]
    return found


def test_annotations_stand_on_one_line_each(branch: Checkout) -> None:
    grow(branch, "shop/orders/a,b:c%.py")
    done = decompose("check", ".", "--against", "main", "-f", "github", cwd=branch.path)
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith("::error file=shop/orders/a%2Cb%3Ac%25.py,line=6,title=new-cross-context-edge::orders has")
