"""A call that changes rows → the columns it sets, as far as the code names them."""

from collections.abc import Iterator, Sequence

from ...python.facts import Call, Expression, Group
from ..scopes import Scopes, argument, constant, keyword, last_name
from ..values.values import Link

BY_KEYWORDS = frozenset({"update", "aupdate"})
BY_LIST = frozenset({"bulk_update", "abulk_update"})
SAVES = frozenset({"save", "asave"})
_SET_NOTHING = SAVES | {"refresh_from_db", "full_clean", "clean", "validate_unique", "delete"}


def set_columns(method: str, call: Call | None) -> tuple[str, ...]:
    """`update(state=…)`, `bulk_update(orders, ["state"])` and `save(update_fields=["state"])`; () where it is not evident."""
    if call is None:
        return ()
    if method in BY_KEYWORDS:
        names = [name for name, _ in call.keywords]
        if call.arguments and not names:
            return _of_keys(call.arguments[0])
        return () if call.arguments or "**" in names else tuple(sorted(names))
    if method in BY_LIST:
        return _named(argument(call, 1, "fields"))
    return _named(keyword(call, "update_fields")) if method in SAVES else ()


def set_by_values(links: Sequence[Link]) -> tuple[str, ...]:
    """The columns of `update(Order).values(state=…)`, or of `.values({Order.state: …})`."""
    found = [set_columns("update", link.call) for link in links if link.name == "values" and link.call is not None]
    return tuple(sorted({name for names in found for name in names})) if all(found) else ()


def set_before_saving(module: Scopes, scope: int, line: int, variable: str, call: Call) -> tuple[str, ...]:
    """The attributes of a variable that a function sets before it saves the whole row; () if others may set more.

    They may if the row is new, if the function hands the variable to anybody, or calls a method of it that may set some.
    """
    bindings = [each for each in module.assigned(scope, variable) if each.line <= line]
    if keyword(call, "update_fields") is not None or any(_makes(each.value) for each in bindings[-1:]):
        return ()
    if any(_is_given(variable, each) or _may_set(variable, each) for each in module.calls(scope)):
        return ()
    return tuple(sorted({name for name, at in module.attributes_set(scope, variable) if at <= line}))


def _makes(value: Expression) -> bool:
    """Whether a value may be a row that nobody has saved: what a class or a function makes, rather than a query."""
    if not isinstance(value, Call):
        return False
    name = last_name(value.function)
    return isinstance(value.function, str) and ("." not in value.function or name[:1].isupper())


def _is_given(variable: str, call: Call) -> bool:
    return variable in call.arguments or any(value == variable for _, value in call.keywords)


def _may_set(variable: str, call: Call) -> bool:
    """Whether a method of the object itself may set something."""
    owner, _, name = call.function.rpartition(".") if isinstance(call.function, str) else ("", "", "")
    return owner == variable and name not in _SET_NOTHING and not name.startswith(("get_", "is_", "has_", "can_"))


def _of_keys(given: Expression) -> tuple[str, ...]:
    """`{"state": …}` and `{Order.state: …}`."""
    pairs = given.items if isinstance(given, Group) and given.kind == "dict" else ()
    names = list(_keys(pairs))
    return tuple(sorted(set(names))) if names and "" not in names else ()


def _keys(pairs: Sequence[Expression]) -> Iterator[str]:
    for each in pairs:
        key = each.items[0] if isinstance(each, Group) and each.kind == "pair" else None
        yield constant(key) or (last_name(key) if isinstance(key, str) and "." in key else "")


def _named(given: Expression) -> tuple[str, ...]:
    items: Sequence[Expression] = (
        given.items if isinstance(given, Group) and given.kind in {"list", "tuple", "set"} else ()
    )
    names = [constant(item) for item in items]
    return () if None in names else tuple(sorted({name for name in names if name}))
