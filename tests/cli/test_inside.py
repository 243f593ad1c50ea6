"""`explain module --inside` on a repository in which one function goes with another context than its module."""

import json
from pathlib import Path

import pytest

from tests.cli.shop import decompose
from tests.repository.checkouts import Checkout

IMPORT = "from orders import m0, m1, m2\n"
SHARED = "def total(order):\n    return {0}\n\n\ndef tax(invoice):\n    return {1}\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two contexts of three modules each; `orders/shared.py` has a function that always changes with billing."""
    checkout = Checkout(tmp_path_factory.mktemp("shop"))
    for context in ("orders", "billing"):
        others = "\n".join(f"from {context} import m{n}" for n in range(2))
        for number in range(3):
            body = f"{others if number == 2 else ''}\n\ndef {context}_{number}():\n    return '{context}'\n"
            checkout.put(f"{context}/m{number}.py", body)
        checkout.put(f"{context}/__init__.py", "")
    checkout.put("orders/shared.py", IMPORT + SHARED.format(0, 0))
    checkout.commit("begin")
    for number in range(1, 13):  # odd ones change `total` and orders, even ones `tax` and billing
        checkout.put("orders/shared.py", IMPORT + SHARED.format((number + 1) // 2, number // 2))
        other = checkout.path / f"{'orders' if number % 2 else 'billing'}/m{number % 3}.py"
        other.write_text(f"{other.read_text()}# {number}\n")
        checkout.commit(f"step {number}")
    assert decompose("analyze", checkout.path, "-q", cwd=checkout.path).returncode == 0
    return checkout.path


def test_a_function_that_changes_with_another_context_is_named(shop: Path) -> None:
    done = decompose("explain", "module", "orders/shared.py", "--inside", "-f", "json", cwd=shop)
    assert (done.returncode, done.stderr) == (0, "")
    section = json.loads(done.stdout)["sections"][1]
    assert section["heading"] == "What its functions and classes changed with"
    assert section["sentences"][0].startswith("12 changes of it could be looked into")
    rows = {row[0]: row[1:] for row in section["rows"]}
    assert rows["tax"][:2] == ["6", "0"]
    assert rows["tax"][2].endswith("100%")
    assert rows["total"][:2] == ["6", "0"]
    assert any(sentence.endswith("changed tax: it may belong there.") for sentence in section["sentences"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("edge", "orders", "billing", "--inside"), "--inside is for modules"),
        (("module", "orders/shared.py", "--inside", "--result", ".decompose/result.json"), "name the analysed folder"),
    ],
)
def test_what_it_needs_is_said(shop: Path, arguments: tuple[str, ...], said: str) -> None:
    done = decompose("explain", *arguments, cwd=shop)
    assert done.returncode == 2
    assert said in done.stderr


def test_without_git_there_is_nothing_to_look_into(shop: Path, tmp_path: Path) -> None:
    (tmp_path / ".decompose").mkdir()
    (tmp_path / ".decompose/result.json").write_bytes((shop / ".decompose/result.json").read_bytes())
    done = decompose("explain", "module", "orders/shared.py", "--inside", cwd=tmp_path)
    assert done.returncode == 2
    assert "history cannot be looked into: the analysed folder is not in a git repository" in done.stderr
