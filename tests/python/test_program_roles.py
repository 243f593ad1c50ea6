"""Roles that paths do not tell: what only tests import, and what the user says."""

import pytest

from decompose.evidence.options import Options
from decompose.evidence.unit import Role
from decompose.repository.globs import globs_of
from tests.python.cases import findings_of, program

SUPPORT = {
    "shop/__init__.py": "",
    "shop/testing/__init__.py": "from .client import Client",
    "shop/testing/client.py": "from .data import order",
    "shop/testing/data.py": "from shop.orders import Order",
    "shop/orders.py": "class Order: pass",
    "shop/tests/test_orders.py": "from shop.testing import Client",
}


def role(files: dict[str, str], path: str, *told: tuple[str, str]) -> str:
    """What a file of a tree is for."""
    options = Options(roles=tuple((globs_of((pattern,)), Role(role)) for pattern, role in told))
    return next(unit.role for unit in findings_of(files, options).units if unit.id == path)


def test_what_only_tests_need_and_is_named_so_is_test_code() -> None:
    roles = {path: module.role for path, module in program(SUPPORT).modules.items()}
    assert [path for path, found in roles.items() if found is Role.TEST] == [
        "shop/testing/__init__.py",
        "shop/testing/client.py",
        "shop/testing/data.py",
        "shop/tests/test_orders.py",
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"shop/tests/test_orders.py": ""},  # nobody imports it: others may
        {"shop/orders.py": "from shop.testing import Client"},
        {"shop/orders.py": "from .testing import client"},
        {"shop/testing/apps.py": ""},  # an application of that name
    ],
)
def test_what_others_need_as_well_is_product_code(more: dict[str, str]) -> None:
    assert role(SUPPORT | more, "shop/testing/client.py") == "product"


def test_a_name_that_only_begins_like_that_says_nothing() -> None:
    files = {"shop/testimonials.py": "", "tests/test_x.py": "import shop.testimonials"}
    assert role(files, "shop/testimonials.py") == "product"


def test_the_user_has_the_last_word() -> None:
    told = (("shop/testing/**", "product"), ("shop/testing/data.py", "vendored"))
    assert role(SUPPORT, "shop/testing/client.py", *told) == "product"
    assert role(SUPPORT, "shop/testing/data.py", *told) == "vendored"
    assert role(SUPPORT, "shop/orders.py", ("shop", "generated")) == "generated"


def test_what_the_user_calls_product_is_read_as_product() -> None:
    files = {
        "vendor/mail.py": "from shop import f\ndef send():\n    f()",
        "shop.py": "def f(): pass",
        "tests/test_x.py": "",
    }
    calls = {
        pattern: [str(row.kind) for row in findings_of(files, Options(roles=((globs_of((pattern,)), Role.PRODUCT),))).evidence]
        for pattern in ("vendor", "tests")
    }  # fmt: skip
    assert calls == {"vendor": ["import", "call"], "tests": ["import"]}
