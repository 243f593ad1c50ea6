"""Roles by path."""

import pytest

from decompose.analyzers.python.files.roles import role_of


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("shop/orders.py", "product"),
        ("shop/testing/client.py", "product"),
        ("shop/contest.py", "product"),
        ("shop/latest_orders.py", "product"),
        ("tests/orders.py", "test"),
        ("shop/test/orders.py", "test"),
        ("shop/test_orders.py", "test"),
        ("shop/orders_test.py", "test"),
        ("shop/tests.py", "test"),
        ("conftest.py", "test"),
        ("shop/migrations/0001_initial.py", "migration"),
        ("db/alembic/versions/1a2b.py", "migration"),
        ("storage/migrate_repo/versions/001_add.py", "migration"),
        ("shop/tests/migrations/0001.py", "test"),
        (".semgrep/rules/x.py", "tooling"),
        ("plugin/{{cookiecutter.name}}/views.py", "tooling"),
        ("templates/{% if api %}api{% endif %}.py", "tooling"),
        ("src/.github/scripts/tests/x.py", "tooling"),
        ("lib/_vendor/six.py", "vendored"),
        ("third_party/tests/test_x.py", "vendored"),
        ("shop/api_pb2.py", "generated"),
    ],
)
def test_the_path_tells_what_a_file_is_for(path: str, role: str) -> None:
    assert role_of(path, generated=False) == role


def test_a_generated_file_is_generated_wherever_it_lies() -> None:
    assert role_of("shop/tests/data.py", generated=True) == "generated"
    assert role_of("vendor/data.py", generated=True) == "vendored"
