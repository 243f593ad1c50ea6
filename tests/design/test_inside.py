"""With which contexts the parts of a module changed."""

import pytest

from decompose.design.past.inside import Inside, Touch, inside_of

CONTEXTS = {"orders.py": "orders", "cart.py": "orders", "billing.py": "billing"}


def inside(*touches: tuple[str, str], today: str = "f g C", unread: int = 0) -> Inside:
    """Of parts and other modules in words."""
    made = [Touch(frozenset(parts.split()), tuple(others.split())) for parts, others in touches]
    return inside_of("core.py", today.split(), made, CONTEXTS, unread)


def test_each_change_counts_once_however_many_modules_it_had() -> None:
    [part] = inside(("f", "orders.py cart.py"), ("f", "billing.py"), ("f", "")).parts
    assert (part.part, part.changes, part.alone) == ("f", 3, 1)
    assert part.ties == (("billing", 0.5), ("orders", 0.5))
    [mixed] = inside(("f", "orders.py billing.py lib.py stray.py")).parts
    assert mixed.ties == (("", 0.5), ("billing", 0.25), ("orders", 0.25))


def test_parts_that_are_gone_are_not_told_and_the_most_changed_come_first() -> None:
    told = inside(("f g old", "cart.py"), ("g", "cart.py"), unread=2)
    assert [(part.part, part.changes) for part in told.parts] == [("g", 2), ("f", 1)]
    assert (told.changes, told.unread) == (2, 2)


@pytest.mark.parametrize(
    ("others", "goes"),
    [
        (["cart.py"] * 3, "orders"),
        (["cart.py"] * 2 + [""] * 5, ""),
        (["cart.py"] * 2 + ["billing.py"] * 2, ""),
        (["cart.py"] * 3 + ["billing.py"] * 2, "orders"),
        ([""] * 9, ""),
    ],
)
def test_a_part_goes_with_the_context_it_changes_most_with_if_it_did_often_enough(others: list[str], goes: str) -> None:
    [part] = inside(*(("C", each) for each in others)).parts
    assert part.goes_with() == goes
