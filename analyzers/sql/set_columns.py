"""A call that changes rows → the columns it sets, as far as the call names them."""

from collections.abc import Sequence

from ..python.facts import Call, Expression, Group
from .scopes import argument, constant, keyword

BY_KEYWORDS = frozenset({"update", "aupdate"})
BY_LIST = frozenset({"bulk_update", "abulk_update"})
SAVES = frozenset({"save", "asave"})


def set_columns(method: str, call: Call | None) -> tuple[str, ...]:
    """`update(state=…)`, `bulk_update(orders, ["state"])` and `save(update_fields=["state"])`; () where it is not evident."""
    if call is None:
        return ()
    if method in BY_KEYWORDS:
        names = [name for name, _ in call.keywords]
        return () if call.arguments or "**" in names else tuple(sorted(names))
    if method in BY_LIST:
        return _named(argument(call, 1, "fields"))
    return _named(keyword(call, "update_fields")) if method in SAVES else ()


def _named(given: Expression) -> tuple[str, ...]:
    items: Sequence[Expression] = (
        given.items if isinstance(given, Group) and given.kind in {"list", "tuple", "set"} else ()
    )
    names = [constant(item) for item in items]
    return () if None in names else tuple(sorted({name for name in names if name}))
