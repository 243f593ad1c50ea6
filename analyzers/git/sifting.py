"""From a history to the changes that say what belongs together, and why the other commits do not."""

from collections.abc import Mapping

from msgspec import Struct

from decompose.evidence.options import Mining
from decompose.evidence.unit import Role
from decompose.repository.history import History
from decompose.repository.identity import todays_modules

from .change_sets import ChangeSet, Used, change_sets
from .selection import reason_to_leave_out


class Sifted(Struct, frozen=True):
    """All commits with the modules of today that they `changed`, newest first, and for each the reason against it, or "".

    `used` are those without a reason; what their product modules make up are the `changes`.
    """

    changed: list[Used]
    reasons: list[str]
    used: list[Used]
    changes: list[ChangeSet]


def sift(history: History, roles: Mapping[str, Role], mining: Mining) -> Sifted:
    """The commits of a history, judged; `roles` are those of all modules of today."""
    changed = list(todays_modules(history, frozenset(roles)))
    ignored = frozenset(history.ignored)
    reasons: list[str] = []
    used: list[Used] = []
    of_products: list[Used] = []
    for commit, modules in changed:
        products = tuple(module for module in modules if roles[module] is Role.PRODUCT)
        reasons.append(reason_to_leave_out(commit, modules, len(products), ignored, mining.largest))
        if not reasons[-1]:
            used.append((commit, modules))
            of_products.append((commit, products))
    return Sifted(changed, reasons, used, change_sets(of_products, mining))
