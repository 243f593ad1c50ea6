"""Memory that an analysis needs no more is free at once, though the parts of a program know each other."""

import gc

from decompose.analyzers.python.names.answers import Answers
from decompose.analyzers.python.names.tree import Tree
from decompose.analyzers.sql import SQL
from decompose.analyzers.sql.scopes import Scopes
from decompose.analyzers.sql.transactions.written import Writes
from decompose.analyzers.sql.values.evaluation import Evaluation
from decompose.repository.collector import without_collector
from tests.sql.systems import corpus_of

SHOP = {
    "shop/models.py": "from django.db import models\n\nclass Order(models.Model):\n    paid = models.BooleanField()\n",
    "shop/views.py": (
        "from django.db import transaction\n\nfrom shop.models import Order\n\n"
        "def pay(order: Order):\n    with transaction.atomic():\n        order.save()\n"
    ),
}
LARGE = frozenset((Answers, Tree, Scopes, Evaluation, Writes))


def test_nothing_of_a_program_stays_when_its_corpus_is_let_go_and_no_collector_runs() -> None:
    gc.collect()
    with without_collector():
        corpus = corpus_of(SHOP)
        assert SQL.analyze(corpus).transactions
        assert _alive() == {Answers, Tree}
        corpus.let_go()
        assert _alive() == set()


def _alive() -> frozenset[type]:
    return LARGE & {type(one) for one in gc.get_objects()}
