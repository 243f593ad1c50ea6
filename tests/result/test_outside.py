"""What sharing a queue means for a cut: a contract where one sends what another receives, else no reason to share."""

import pytest

from decompose.design.transactions.outside import OutsideResource, OutsideUse
from decompose.evidence.resource import ResourceKind
from decompose.result.outside import what_to_decide

NAMES = {"orders": "Orders", "billing": "Billing"}
APART = "Give each a queue of its own, unless one answers the other through it."
CONTRACT = ": its messages are a contract and need versions."


@pytest.mark.parametrize(
    ("orders", "billing", "decided"),
    [
        ((0, 2), (1, 0), f"Orders sends, Billing receives{CONTRACT}"),
        ((1, 2), (1, 0), f"Orders sends, Orders and Billing receive{CONTRACT}"),
        ((1, 2), (1, 1), APART),
        ((0, 2), (0, 1), APART),
        ((2, 0), (1, 0), APART),
    ],
)  # how often each takes and gives
def test_a_queue_is_a_contract_where_others_receive_than_send(
    orders: tuple[int, int], billing: tuple[int, int], decided: str
) -> None:
    users = (OutsideUse("orders", *orders, holds=0), OutsideUse("billing", *billing, holds=0))
    queue = OutsideResource(ResourceKind.QUEUE, "jobs", ("Celery",), users, shared=True)
    assert what_to_decide(queue, NAMES) == decided
