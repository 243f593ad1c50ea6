"""Nothing is analysed twice, and anything that could change the result is analysed anew."""

from pathlib import Path

import pytest

from decompose.pipeline.analyze import analyze
from decompose.result.store import to_bytes
from decompose.settings import Settings
from tests.repository.checkouts import Checkout

ORDERS = "class Order:\n    def total(self):\n        return 1\n"
CART = "from shop.orders import Order\n\ndef checkout():\n    return Order().total()\n"
BILLS = "from shop.orders import Order\n\ndef bill(order: Order):\n    return order.total()\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    checkout = Checkout(tmp_path / "system")
    checkout.write(shop____init__="", shop__orders=ORDERS, shop__cart=CART, shop__bills=BILLS).commit()
    return checkout


class Runs:
    """Runs with one cache; each tells its result as bytes and whether it was worked out."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root, self.cache = root, str(cache)

    def __call__(self, **settings: object) -> tuple[bytes, bool]:
        stages: set[str] = set()
        known = Settings(cache_dir=self.cache, jobs=1, **settings)  # type: ignore[arg-type]  # names are checked by msgspec
        result = analyze(self.root, known, lambda stage, _done, _total: stages.add(stage))
        return to_bytes(result), "weighing couplings" in stages


@pytest.fixture
def run(checkout: Checkout, tmp_path: Path) -> Runs:
    return Runs(checkout.path, tmp_path / "cache")


def test_the_second_run_recalls_the_same_bytes(run: Runs) -> None:
    first, worked = run()
    assert worked
    assert run() == (first, False)
    assert run(cache=False) == (first, True)


def test_a_changed_file_is_seen_and_its_return_recalled(run: Runs, checkout: Checkout) -> None:
    first, _ = run()
    checkout.write(shop__cart=CART.replace("checkout", "pay"))
    other, worked = run()
    assert worked
    assert other != first
    checkout.write(shop__cart=CART)
    assert run() == (first, False)


def test_a_commit_a_setting_or_a_moved_file_is_seen(run: Runs, checkout: Checkout) -> None:
    run()
    checkout.commit("nothing changed but the history")
    assert run()[1]
    assert run(seed=1)[1]
    assert run(git=False)[1]
    assert run(roles=("shop/bills.py=test",))[1]
    assert run(source_roots=("shop",))[1]
    checkout.path.joinpath("shop/cart.py").rename(checkout.path / "shop/basket.py")
    assert run()[1]
