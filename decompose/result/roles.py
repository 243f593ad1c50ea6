"""From a result to what its modules are for: how many are product code, and how many are counted but in no context."""

from decompose.evidence.unit import Role, UnitKind
from decompose.evidence.words import amount, listed

from .decomposition import Decomposition
from .past import ROLES


def roles_left_out(decomposition: Decomposition) -> tuple[tuple[str, int], ...]:
    """Modules that are not product code, by role: counted here, clustered nowhere."""
    found = _roles(decomposition)
    return tuple((role.value, found.count(role)) for role in Role if role in found and role is not Role.PRODUCT)


def roles_said(decomposition: Decomposition) -> str:
    """How many modules are product code and how many are left out as what, in a sentence; "" where all are product."""
    left_out = roles_left_out(decomposition)
    if not left_out:
        return ""
    product = amount(_roles(decomposition).count(Role.PRODUCT), "module is", "modules are")
    others = listed([f"{count:,} of {ROLES.get(role, role)}" for role, count in left_out], 0)
    verb = "is" if sum(count for _, count in left_out) == 1 else "are"
    return f"{product} product code; {others} {verb} in no context (--roles corrects this)."


def _roles(decomposition: Decomposition) -> list[Role]:
    return [unit.role for unit in decomposition.units if unit.kind is UnitKind.MODULE]
