"""Places: what the authors' own folders and files call a block."""

import pytest

from decompose.contexts.naming.places import Places


@pytest.mark.parametrize(
    ("inside", "beside", "strangers", "name"), [(8, 4, 4, "order"), (8, 4, 5, ""), (12, 0, 0, "order"), (5, 7, 0, "")]
)
def test_of_twelve_modules_four_may_lie_elsewhere_and_four_others_there(
    inside: int, beside: int, strangers: int, name: str
) -> None:
    block = [f"shop/order/m{n}.py" for n in range(inside)] + [f"shop/x{n}/y{n}.py" for n in range(beside)]
    others = [f"shop/order/other{n}.py" for n in range(strangers)]
    assert Places([*block, *others, *(f"shop/z{n}/w{n}.py" for n in range(40))]).own(block) == name


def test_of_two_names_that_fit_alike_the_deeper_one_is_meant() -> None:
    block = [f"shop/sales/order/m{n}.py" for n in range(3)]
    assert Places([*block, *(f"shop/z{n}/w{n}.py" for n in range(9))]).own(block) == "order"
