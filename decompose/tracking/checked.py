"""From a check to JSON for programs: `decompose schema check` is its schema."""

import msgspec
from msgspec import Struct

from decompose.tracking.check import CheckResult, Violation
from decompose.tracking.edge import Edge


class Checked(Struct, frozen=True):
    """What `decompose check -f json` prints: findings with their edges, and the edges that are gone or may be.

    `known` counts the edges that were accepted and are still there; `passed` says whether nothing new fails the check.
    """

    new: tuple[Violation, ...]
    known: int
    removed: tuple[Edge, ...]
    stale: tuple[Edge, ...]
    unsure: tuple[Edge, ...]
    unassigned: tuple[Violation, ...]
    passed: bool


def to_json(result: CheckResult) -> str:
    """The whole result but the edges that are known, which are counted."""
    told = msgspec.structs.asdict(result)
    checked = Checked(**{**told, "known": len(result.known), "passed": result.passed})
    return msgspec.json.format(msgspec.json.encode(checked)).decode() + "\n"
