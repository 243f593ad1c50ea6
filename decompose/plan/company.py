"""Company: from what a candidate has to mend to the one other context that half of it lies with, which could leave with it."""

from collections.abc import Mapping
from math import fsum

from decompose.evidence.words import amount, number
from decompose.plan.judging import Judged
from decompose.plan.one_way import due_with
from decompose.plan.plan import LEAVES, Verdict

HALF = 0.5  # share of what a candidate has to mend, from which one other context decides what leaving costs; chosen
WORTH = 50.0  # points below which it is cheap enough alone, half of what a release of its own costs; chosen
MOVING = (*LEAVES, Verdict.MODULARISE)


def company_of(id: str, judged: Mapping[str, Judged], names: Mapping[str, str]) -> str:
    """With whom it could leave, so that half of its cuts or more are never mended; "" where there is nobody.

    Neither of both is too little to move. Where the other stays for now, leaving it there is the alternative. A cut is due as it
    is for a package (see `OneWay`).
    """
    due = due_with(judged[id].candidate)
    total = fsum(due.values())
    closest = min(due, key=lambda other: (-due[other], other), default="")
    if total < WORTH or due[closest] < HALF * total or closest not in judged:
        return ""
    verdict, stays = judged[id].verdict, judged[closest].verdict not in LEAVES
    if verdict not in MOVING or judged[closest].verdict is Verdict.NEVER:
        return ""
    share = f"{number(due[closest])} of the {amount(total, 'point')} that it has to mend lie between the two"
    if judged[closest].verdict is Verdict.KEEP or (verdict in LEAVES and stays):
        return f"Or leave it with {names[closest]}, which stays for now: {share}."
    others = due_with(judged[closest].candidate)
    left = total - due[closest] + fsum(others.values()) - others.get(id, 0.0)
    return f"Or together with {names[closest]}: {share}. As one unit they leave those alone, and mend {amount(left, 'point')}."
