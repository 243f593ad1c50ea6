"""`decompose track` on a repository whose contexts grew together, moved and were parted again."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.shop import FILES, decompose
from tests.repository.checkouts import Checkout

BOUNDARIES = """version = 1
[[context]]
id = "orders"
modules = ["shop.orders.**"]
[[context]]
id = "billing"
modules = ["shop.billing.**"]
"""
BILL = "from shop.billing.ledger import book\n\ndef bill(order):\n    return book(order)\n"
MONTH = 24 * 31


@pytest.fixture
def shop(tmp_path: Path) -> Checkout:
    """Four months: apart, with one use across, under another name, with the boundaries accepted."""
    checkout = Checkout(tmp_path / "system")
    for name, text in FILES.items():
        checkout.put(name, text)
    checkout.commit()
    checkout.hour += MONTH
    checkout.put("shop/orders/bill.py", BILL)
    checkout.commit()
    checkout.hour += MONTH
    checkout.git("mv", "shop/orders/bill.py", "shop/orders/billing.py")
    checkout.commit()
    checkout.hour += MONTH
    checkout.put("decompose.contexts.toml", BOUNDARIES)
    checkout.put("shop/billing/invoice.py", FILES["shop/billing/invoice.py"] + "\n\nclass Credit:\n    pass\n")
    checkout.commit()
    return checkout


def snapshots(shop: Checkout, *options: str) -> list[dict[str, object]]:
    done = decompose("track", shop.path, "--every", "month", "-f", "json", *options, cwd=shop.path.parent)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)["snapshots"]
    return found


def test_every_tree_is_measured_by_the_accepted_contexts(shop: Checkout) -> None:
    found = snapshots(shop)
    assert [each["crossing"] for each in found] == [0, 1, 1, 1]
    assert found[1]["pairs"] == [{"from_context": "orders", "to_context": "billing", "uses": 1}]
    assert [each["modules"] for each in found] == [6, 7, 7, 7]
    assert [each["placed"] for each in found] == [6, 7, 7, 7]


def test_nothing_is_checked_out_and_the_result_is_kept_with_its_trend(shop: Checkout) -> None:
    before = sorted(path for path in shop.path.rglob("*") if ".git" not in path.parts)
    done = decompose("track", shop.path, "--every", "month", "-o", "html=trend.html", cwd=shop.path.parent)
    assert done.returncode == 0, done.stderr
    assert "Further away since 2020-09-13: 0% (0 of 4)" in done.stdout
    after = sorted(path for path in shop.path.rglob("*") if not {".git", ".decompose"} & {*path.parts})
    assert after == before
    assert shop.git("status", "--porcelain") == ""
    assert 'id="trend"' in (shop.path.parent / "trend.html").read_text()
    later = decompose("report", shop.path, "-o", "md=-", cwd=shop.path.parent)
    assert "## Over time" in later.stdout


def test_a_second_look_tells_the_same_with_and_without_a_cache(shop: Checkout) -> None:
    first = snapshots(shop)
    assert snapshots(shop) == first == snapshots(shop, "--no-cache")


def test_other_contexts_need_no_second_look_at_the_trees(shop: Checkout) -> None:
    cache = ("--cache-dir", str(shop.path.parent / "cache"))
    snapshots(shop, *cache)
    shop.put(
        "decompose.contexts.toml", BOUNDARIES.replace('"shop.orders.**"', '"shop.orders.**", "shop.billing.ledger"')
    )
    done = decompose("track", shop.path, "--every", "month", "-v", *cache, cwd=shop.path.parent)
    assert "looking at" not in done.stderr
    assert "looking back" in done.stderr


def test_fewer_points_are_the_newest_ones(shop: Checkout) -> None:
    assert [each["day"] for each in snapshots(shop, "--points", "1")] == [each["day"] for each in snapshots(shop)[-2:]]


def test_a_history_of_one_period_is_told_what_to_ask_for(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "system")
    checkout.put("a.py", "import b\n")
    checkout.commit()
    done = decompose("track", checkout.path, "--every", "year", cwd=tmp_path)
    assert done.returncode == 2
    assert "does not reach back into another year" in done.stderr
    assert "Say --every quarter or --every month or --every week.\n" in done.stderr  # and nothing of a whole history
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{checkout.path}", shallow], check=True)
    done = decompose("track", shallow, "--every", "week", cwd=tmp_path)
    assert "another week. Fetch the whole history (`git fetch --unshallow`)." in " ".join(done.stderr.split())


def test_a_folder_without_history_is_told_why(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    done = decompose("track", tmp_path, cwd=tmp_path)
    assert done.returncode == 2
    assert "no history to look back on" in done.stderr


def test_a_tree_before_there_was_python_is_left_out_and_told(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "system")
    checkout.put("README", "soon\n")
    checkout.commit()
    for month, text in enumerate(("x = 1\n", "x = 2\n")):
        checkout.hour += MONTH
        checkout.put("a.py", text)
        checkout.put("b.py", f"import a  # {month}\n")
        checkout.commit()
    done = decompose("track", checkout.path, "--every", "month", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2020-09-13 is left out" in done.stdout
