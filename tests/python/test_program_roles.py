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
        {"shop/testing/models.py": "", "shop/testing/migrations/0001_initial.py": ""},
        {"shop/testing/client.py": 'if __name__ == "__main__":\n    pass'},  # run by itself
    ],
)
def test_what_others_need_as_well_is_product_code(more: dict[str, str]) -> None:
    assert role(SUPPORT | more, "shop/testing/client.py") == "product"


@pytest.mark.parametrize("folder", ["shop/testing", "shoptesting"])
def test_a_plug_in_of_tests_found_by_its_name_is_one_of_them_if_others_of_its_folder_are(folder: str) -> None:
    module = folder.replace("/", ".")
    files = {
        f"{folder}/client.py": "",
        f"{folder}/models.py": "",  # of rows that only tests make
        f"{folder}/pytest/plugin.py": f"import {module}.client",
        "tests/test_orders.py": f"import {module}.client",
    }
    assert role(files, f"{folder}/pytest/plugin.py") == role(files, f"{folder}/models.py") == "test"


HOUSE = {
    "acmeapi/api.py": "",
    "acmecore/core.py": "",
    "acmetests/acmetests/base.py": "",
    "acmetests/packs/one/action.py": "",  # found by its name
    "acmeapi/tests/test_api.py": "from acmetests.base import x",
}


def test_tests_that_stand_beside_all_parts_of_a_system_under_its_name_are_no_product() -> None:
    assert role(HOUSE, "acmetests/packs/one/action.py") == role(HOUSE, "acmetests/acmetests/base.py") == "test"
    assert (
        role({**HOUSE, "acmecore/core.py": "from acmetests.base import x"}, "acmetests/acmetests/base.py") == "product"
    )
    contests = {path.replace("acmetests", "contests"): text for path, text in HOUSE.items()}
    assert role(contests, "contests/contests/base.py") == "product"


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


ALEMBIC = {
    "shop/migration/env.py": "from alembic import context",
    "shop/migration/versions/001_orders.py": "",
    "shop/plugins/migration/shipping/versions/002.py": "from alembic import op",
    "shop/versions/service.py": "",
    "shop/env.py": "import os",
}


def test_what_alembic_runs_is_a_migration_in_whatever_folder() -> None:
    assert {path: role(ALEMBIC, path) for path in ALEMBIC} == {
        "shop/migration/env.py": "migration",
        "shop/migration/versions/001_orders.py": "migration",
        "shop/plugins/migration/shipping/versions/002.py": "migration",
        "shop/versions/service.py": "product",
        "shop/env.py": "product",
    }


DJANGO = {
    "shop/db_changes/__init__.py": "",
    "shop/db_changes/0001_initial.py": "from django.db import migrations\nclass Migration(migrations.Migration): pass",
    "shop/db_changes/0002_more.py": "from django.db.migrations import Migration as M\nclass Migration(M): pass",
    "shop/db_changes/texts.py": "",
    "shop/birds/geese.py": "class Migration: pass",
    "shop/core/commands.py": "from django.db import migrations\nclass Migration(migrations.Migration): pass",
    "shop/core/models.py": "",
}


def test_folders_full_of_djangos_migrations_are_migrations_whatever_they_are_called() -> None:
    assert {path: role(DJANGO, path) for path in DJANGO} == {
        path: "migration" if path.startswith("shop/db_changes") else "product" for path in DJANGO
    }


BESIDE = {
    "shop/__init__.py": "",
    "shop/orders.py": "",
    "shop/prices.py": "",
    "shop/carts.py": "",
    "docs/conf.py": "import theme",
    "tools/data/fill.py": "import shop.orders",
    "dev/code-generation/types.py": "import shop.prices",
}


@pytest.mark.parametrize("path", ["docs/conf.py", "tools/data/fill.py", "dev/code-generation/types.py"])
def test_what_stands_beside_the_system_and_is_used_by_nothing_of_it_is_tooling(path: str) -> None:
    assert role(BESIDE, path) == "tooling"


def test_a_set_up_script_is_tooling_and_a_module_of_that_name_in_a_package_is_not() -> None:
    files = {**BESIDE, "setup.py": "import shop", "shop/setup.py": ""}
    assert (role(files, "setup.py"), role(files, "shop/setup.py")) == ("tooling", "product")


@pytest.mark.parametrize(
    "more",
    [
        {"shop/orders.py": "from tools.data import fill"},
        {"tools/__init__.py": ""},
        {"tools/models.py": ""},  # an application of that name
    ],
)
def test_what_the_system_uses_belongs_to_it_wherever_it_lies(more: dict[str, str]) -> None:
    assert role(BESIDE | more, "tools/data/fill.py") == "product"


def test_an_application_below_examples_is_an_example() -> None:
    system = BESIDE | {f"shop/part{n}.py": "" for n in range(5)}
    plugin = {"examples/plugin/__init__.py": "", "examples/plugin/models.py": "import shop.orders"}
    assert role(system | plugin, "examples/plugin/models.py") == "tooling"
    assert role(system | plugin | {"examples/models.py": ""}, "examples/plugin/models.py") == "product"
    assert role(system | {"tools/plugin/models.py": ""}, "tools/plugin/models.py") == "product"


def test_a_folder_inside_a_package_is_a_part_of_it_whatever_its_name() -> None:
    assert role({**BESIDE, "shop/docs/letters.py": ""}, "shop/docs/letters.py") == "product"


def test_a_system_of_tools_is_a_system() -> None:
    files = {"setup.py": "", "tools/nightly.py": "import sqlite3", "tools/billing.py": ""}
    assert [role(files, path) for path in files] == ["tooling", "product", "product"]


def test_what_the_user_calls_product_is_product_beside_the_system_too() -> None:
    assert role(BESIDE, "tools/data/fill.py", ("tools", "product")) == "product"
