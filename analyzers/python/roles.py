"""From the path of a file to what it is for."""

import re
from posixpath import basename

from decompose.evidence.unit import Role

VENDORED = re.compile(r"(^|/)(_?vendor(s|ed)?|third_?party|extern|node_modules|site-packages|bower_components)/")
HIDDEN = re.compile(r"(^|/)\.[^/]+/")  # rules of linters, scripts of the build: beside the system, not of it
TESTS = re.compile(r"(^|/)tests?/")
TEST_FILE = re.compile(r"test_.*|.*_tests?|tests?|conftest")
MIGRATIONS = re.compile(
    r"(^|/)(migrations|south_migrations|(alembic|migrate_repo)/versions)/"
)  # migrate_repo: of sqlalchemy-migrate
GENERATED_FILE = re.compile(r".*(_pb2|_pb2_grpc|_thrift)\.py")


def role_of(path: str, generated: bool) -> Role:
    """The role that folders and file name give, in this order: vendored, tooling, generated, test, migration, product."""
    if VENDORED.search(path):
        return Role.VENDORED
    if HIDDEN.search(path):
        return Role.TOOLING
    if generated or GENERATED_FILE.fullmatch(path):
        return Role.GENERATED
    if TESTS.search(path) or TEST_FILE.fullmatch(basename(path).rpartition(".")[0]):
        return Role.TEST
    return Role.MIGRATION if MIGRATIONS.search(path) else Role.PRODUCT


def is_product(path: str, generated: bool) -> bool:
    """Whether a file is part of what is deployed and written by people."""
    return role_of(path, generated) is Role.PRODUCT
