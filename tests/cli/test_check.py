"""`decompose accept` and `decompose check`: boundaries accepted once, and couplings across them that are new."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.shop import decompose, write


@pytest.fixture
def accepted(tmp_path: Path) -> Path:
    """The small shop, analysed and accepted."""
    system = write(tmp_path)
    assert decompose("analyze", system, cwd=tmp_path).returncode == 0
    done = decompose("accept", system, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return system


def test_what_was_accepted_passes(accepted: Path) -> None:
    done = decompose("check", accepted, cwd=accepted)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("0 new")


def test_a_new_coupling_across_contexts_fails_with_its_place(accepted: Path) -> None:
    with (accepted / "shop/orders/cart.py").open("a") as file:
        file.write("\ndef bill():\n    from shop.billing.invoice import Invoice\n    return Invoice()\n")
    done = decompose("check", accepted, cwd=accepted)
    assert done.returncode == 1
    assert "shop/orders/cart.py:7: error: new-cross-context-edge" in done.stdout
    assert decompose("check", accepted, "--exit-zero", cwd=accepted).returncode == 0


def test_a_new_coupling_inside_a_context_passes(accepted: Path) -> None:
    (accepted / "shop/orders/refund.py").write_text("from shop.orders.cart import checkout\n\ncheckout([])\n")
    assert decompose("check", accepted, cwd=accepted).returncode == 0


def test_new_coupling_that_may_be_the_tools_doing_is_doubted(accepted: Path) -> None:
    with (accepted / "shop/orders/cart.py").open("a") as file:
        file.write("\nfrom shop.billing.invoice import Invoice\n")
    assert "made by version" not in decompose("check", accepted, cwd=accepted).stderr
    baseline = accepted / "decompose.baseline.jsonl"
    _, _, edges = baseline.read_text().partition("\n")
    for header in (
        '{"decompose": "baseline", "version": 1, "tool": "0.0.9"}',
        '{"decompose": "baseline", "version": 1}',
    ):
        baseline.write_text(f"{header}\n{edges}")
        done = decompose("check", accepted, cwd=accepted)
        assert done.returncode == 1
        assert f"made by version {'0.0.9' if 'tool' in header else 'unknown'}" in done.stderr


def test_accepting_what_is_no_longer_the_tree_is_told(accepted: Path) -> None:
    assert "since the analysis" not in decompose("accept", accepted, cwd=accepted).stderr
    later = (accepted / ".decompose/result.json").stat().st_mtime + 5
    os.utime(accepted / "shop/orders/cart.py", (later, later))
    (accepted / "shop/orders/views.py").unlink()
    told = decompose("accept", accepted, cwd=accepted).stderr
    assert f"2 files changed since the analysis that this accepts: run `decompose analyze {accepted}`" in told


def test_accepting_again_makes_the_new_coupling_known(accepted: Path) -> None:
    with (accepted / "shop/orders/cart.py").open("a") as file:
        file.write("\nfrom shop.billing.invoice import Invoice\n")
    before = (accepted / "decompose.contexts.toml").read_bytes()
    assert decompose("analyze", accepted, cwd=accepted).returncode == 0
    assert decompose("accept", accepted, cwd=accepted).returncode == 0
    assert (accepted / "decompose.contexts.toml").read_bytes() == before
    done = decompose("check", accepted, cwd=accepted)
    assert done.returncode == 0
    assert "0 new, 0 removed, 0 known" not in done.stdout


def test_a_broken_boundary_file_is_told_with_its_line(accepted: Path) -> None:
    with (accepted / "decompose.contexts.toml").open("a") as file:
        file.write("\n[[context]]\nid = 'x'\nmodule = []\n")
    done = decompose("check", accepted, cwd=accepted)
    assert done.returncode == 2
    assert "decompose.contexts.toml:" in done.stderr
    assert "modules" in done.stderr


def test_a_missing_baseline_is_an_error_and_not_an_empty_one(accepted: Path) -> None:
    (accepted / "decompose.baseline.jsonl").unlink()
    assert decompose("check", accepted, cwd=accepted).returncode == 2


def test_json_counts_what_is_known_and_tells_whether_it_passed(accepted: Path) -> None:
    with (accepted / "shop/orders/cart.py").open("a") as file:
        file.write("\nfrom shop.billing.invoice import Invoice\n\nclass Bill(Invoice):\n    pass\n")
    told = json.loads(decompose("check", accepted, "-f", "json", cwd=accepted).stdout)
    assert (told["known"], told["passed"]) == (0, False)
    assert [edge["kind"] for finding in told["new"] for edge in finding["edges"]] == ["import", "inherits"]
    assert "2 new in 1 finding, 0 removed" in decompose("check", accepted, cwd=accepted).stdout
