"""What was found of the same facts is not found again, and whatever is recalled is what a cold run finds, byte for byte."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from decompose.evidence.analyzer import Corpus, FrontEnd
from decompose.evidence.findings import Findings
from decompose.pipeline.analyze import analyze
from decompose.pipeline.recalling import Memory
from decompose.repository.cache import FactsCache, open_cache
from decompose.repository.history import History
from decompose.result.store import to_bytes
from decompose.settings import Settings
from tests.build import module, world
from tests.repository.checkouts import Checkout

MODELS = "from django.db import models\n\nclass Order(models.Model):\n    total = models.IntegerField()\n"
TEXTS = {
    "orders": MODELS,
    "dearer orders": MODELS + "    note = models.TextField()\n\n    def pay(self):\n        self.save()\n",
    "cart": "from shop.orders import Order\n\ndef checkout(order: Order):\n    order.pay()\n    return Order.objects.all()\n",
    "bills": "from shop import cart\n\nclass Bill:\n    def make(self):\n        return cart.checkout(None)\n",
    "shifted bills": "# bills\n\nfrom shop import cart\n\nclass Bill:\n    def make(self):\n        return cart.checkout(None)\n",
    "commented bills": "from shop import cart\n\nclass Bill:\n    def make(self):  # once\n        return cart.checkout(None)\n",
    "broken": "def (:\n",
}
FILES = ("shop/orders.py", "shop/cart.py", "shop/bills.py", "shop/tests/test_bills.py")

Step = tuple[str, str, str]
files, texts = st.sampled_from(FILES), st.sampled_from(sorted(TEXTS))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), files, texts),
        st.tuples(st.just("rename"), files, files),
        st.tuples(st.just("delete"), files, st.just("")),
        st.tuples(st.just("tell"), st.just("README.md"), texts),
        st.tuples(st.just("commit"), st.just(""), st.just("")),
    ),
    min_size=1,
    max_size=4,
)


@effort(max_examples=8)
@given(st.lists(steps, min_size=1, max_size=3))
def test_after_any_edits_a_warm_run_gives_the_bytes_of_a_cold_one(rounds: list[list[Step]]) -> None:
    with TemporaryDirectory() as place:
        checkout = Checkout(Path(place) / "system")
        checkout.write(shop____init__="", shop__orders=TEXTS["orders"], shop__cart=TEXTS["cart"]).commit()
        warm, cold = Settings(cache_dir=f"{place}/cache", jobs=1), Settings(cache=False, jobs=1)
        analyze(checkout.path, warm)
        for edits in rounds:
            for edit in edits:
                _do(checkout, *edit)
            assert to_bytes(analyze(checkout.path, warm)) == to_bytes(analyze(checkout.path, cold))


def _do(checkout: Checkout, what: str, path: str, other: str) -> None:
    file = checkout.path / path
    match what:
        case "write" | "tell":
            checkout.put(path, TEXTS[other])
        case "rename" if file.exists():
            (checkout.path / other).parent.mkdir(parents=True, exist_ok=True)
            file.rename(checkout.path / other)
        case "delete":
            file.unlink(missing_ok=True)
        case "commit":
            checkout.commit()


class Counting:
    """Says one thing of every corpus, and counts how often it was asked."""

    front_ends: tuple[FrontEnd, ...] = ()

    def __init__(self, name: str = "counting", reads_history: bool = False) -> None:
        self.name, self.reads_history, self.asked = name, reads_history, 0

    def analyze(self, corpus: Corpus) -> Findings:
        self.asked += 1
        assert not self.reads_history or corpus.history
        return world(module("a.py", order=2))


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[FactsCache]:
    with open_cache(tmp_path) as opened:
        yield opened


def test_the_same_facts_are_asked_about_once_however_the_history_goes_on(cache: FactsCache) -> None:
    analyzer, history = Counting(), History("HEAD", ())
    found = [Memory(cache, "code").findings(analyzer, Corpus({}, each, digest="facts")) for each in (None, history)]
    assert found == [world(module("a.py", order=2))] * 2
    assert analyzer.asked == 1


@pytest.mark.parametrize(
    ("by", "digest", "name"), [("other", "facts", "a"), ("code", "other", "a"), ("code", "facts", "b")]
)
def test_other_code_other_facts_and_other_analyzers_are_asked_anew(
    cache: FactsCache, by: str, digest: str, name: str
) -> None:
    Memory(cache, "code").findings(Counting("a"), Corpus({}, digest="facts"))
    analyzer = Counting(name)
    Memory(cache, by).findings(analyzer, Corpus({}, digest=digest))
    assert analyzer.asked == 1


def test_what_is_said_of_a_history_is_not_kept(cache: FactsCache) -> None:
    analyzer = Counting(reads_history=True)
    for _ in range(2):
        Memory(cache, "code").findings(analyzer, Corpus({}, History("HEAD", ()), digest="facts"))
    assert analyzer.asked == 2


def test_what_cannot_be_read_is_found_anew(cache: FactsCache) -> None:
    analyzer = Counting()
    Memory(cache, "code").findings(analyzer, Corpus({}, digest="facts"))
    assert cache._connection is not None
    cache._connection.execute("UPDATE facts SET facts = x'00'")
    Memory(cache, "code").findings(analyzer, Corpus({}, digest="facts"))
    assert analyzer.asked == 2
