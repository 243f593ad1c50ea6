"""A pair is hidden if history joins it and code does not."""

import pytest

from decompose.design.past.hidden import OFTEN, RATE, HiddenPair, hidden_pairs
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import Role, Unit
from tests.build import link, module, table, together, world

K = EvidenceKind
MODULES = [module(name) for name in ("a.py", "b.py", "c.py", "pack/__init__.py", "pack/part.py")]


def hidden(*parts: Unit | Evidence) -> list[HiddenPair]:
    return list(hidden_pairs(world(*MODULES, *parts)))


def test_what_changes_together_without_a_link_is_told_with_what_history_says() -> None:
    [pair] = hidden(together("a.py", "b.py", 9, (12, 20)))
    assert (pair.source, pair.target, pair.common, pair.history.changes, pair.via) == ("a.py", "b.py", 9, (12, 20), ())
    assert pair.strength == pytest.approx(9 * (1 - 1 / 9))


@pytest.mark.parametrize(
    "known",
    [
        [link("a.py", "b.py")],
        [link("b.py::f", "a.py::C.m", K.CALL)],
        [link("a.py::f", "table:t", K.READS), link("b.py::g", "table:t", K.WRITES)],
        [link("a.py::A", "table:t", K.DEFINES), link("b.py::f", "table:t", K.READS)],
        [
            link("a.py::A", "table:t", K.DEFINES),
            link("b.py::B", "table:u", K.DEFINES),
            link("table:u", "table:t", K.FOREIGN_KEY),
        ],
    ],
)
def test_what_code_joins_is_not_hidden(known: list[Evidence]) -> None:
    assert hidden(together("a.py", "b.py", 9), table("t"), table("u"), *known) == []


def test_who_uses_a_part_of_a_package_runs_the_packages_own_file() -> None:
    change = together("a.py", "pack/__init__.py", 9)
    assert len(hidden(change)) == 1
    assert hidden(change, link("a.py", "pack/part.py")) == []
    inside = together("pack/__init__.py", "pack/part.py", 9)
    assert len(hidden(inside, link("pack/part.py", "a.py"))) == 1


@pytest.mark.parametrize(
    "change",
    [
        together("a.py", "b.py", OFTEN - 1),
        together("a.py", "b.py", 9, chance=RATE * 1.01),
        together("a.py", "b.py", 9, lift=0.9),
        Evidence(K.CO_CHANGE, "a.py", "b.py", count=9, support=9.0),
    ],
)
def test_what_may_be_chance_is_not_told(change: Evidence) -> None:
    assert hidden(change) == []
    assert len(hidden(together("a.py", "b.py", OFTEN, chance=RATE))) == 1


def test_only_product_modules_count() -> None:
    test = Unit("t.py", MODULES[0].kind, "t", MODULES[0].location, role=Role.TEST)
    assert hidden(test, together("a.py", "t.py", 9), together("a.py", "gone.py", 9)) == []


def test_modules_between_the_two_are_named_that_changed_along() -> None:
    links = [link("a.py", "c.py"), link("b.py", "c.py"), link("a.py", "pack/part.py"), link("b.py", "pack/part.py")]
    changes = [together("a.py", "b.py", 9), together("a.py", "c.py", 5), together("b.py", "c.py", 7)]
    [pair] = hidden(*links, *changes, together("a.py", "pack/part.py", 8))
    assert pair.via == ("c.py",)


def test_the_strongest_come_first_and_changes_of_many_modules_count_less() -> None:
    pairs = hidden(
        together("a.py", "b.py", 5), together("a.py", "c.py", 9, lift=1.2), together("b.py", "c.py", 4, lift=100.0)
    )
    assert [(pair.source, pair.target) for pair in pairs] == [("a.py", "b.py"), ("b.py", "c.py"), ("a.py", "c.py")]


def test_modules_of_one_layer_are_told_from_those_that_only_share_a_word() -> None:
    parts = [f"{part}/models.py" for part in ("orders", "billing", "stock", "users")] + ["shipping/models/box.py"]
    modules = [module(name) for name in (*parts, "api/orders/views.py", "orders/views.py", "orders/taxes.py")]
    [layer] = hidden(*modules, together("billing/models.py", "orders/models.py", 9))
    [package] = hidden(*modules, together("billing/models.py", "shipping/models/box.py", 9))
    [word] = hidden(*modules, together("api/orders/views.py", "orders/taxes.py", 9))
    [inside] = hidden(*modules, together("orders/models.py", "orders/views.py", 9))
    assert (layer.layer, package.layer, word.layer, inside.layer) == ("models", "models", "", "")
