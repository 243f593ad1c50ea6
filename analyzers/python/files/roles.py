"""From the path of a file to what it is for."""

from itertools import pairwise

from decompose.evidence.unit import Role

VENDORED = frozenset(
    """vendor vendors vendored _vendor _vendors _vendored third_party thirdparty extern node_modules site-packages
    bower_components""".split()  # noqa: SIM905 - a list of quoted words reads worse
)
TESTS = frozenset(("test", "tests"))
TEST_FILES = frozenset(("test", "tests", "conftest"))
MIGRATIONS = frozenset(("migrations", "south_migrations"))
VERSIONS = frozenset((("alembic", "versions"), ("migrate_repo", "versions")))  # migrate_repo: of sqlalchemy-migrate
GENERATED_FILES = ("_pb2.py", "_pb2_grpc.py", "_thrift.py")


def role_of(path: str, generated: bool) -> Role:
    """The role that folders and file name give, in this order: vendored, tooling, generated, test, migration, product."""
    *folders, name = path.split("/")
    if not VENDORED.isdisjoint(folders):
        return Role.VENDORED
    if "." in {folder[:1] for folder in folders}:  # rules of linters, scripts of the build: beside the system
        return Role.TOOLING
    if "{{" in path or "{%" in path:  # a template of a project that somebody will start
        return Role.TOOLING
    if generated or name.endswith(GENERATED_FILES):
        return Role.GENERATED
    if not TESTS.isdisjoint(folders) or _is_test(name.rpartition(".")[0]):
        return Role.TEST
    if not MIGRATIONS.isdisjoint(folders) or ("versions" in folders and not VERSIONS.isdisjoint(pairwise(folders))):
        return Role.MIGRATION
    return Role.PRODUCT


def _is_test(stem: str) -> bool:
    return stem in TEST_FILES or stem.startswith("test_") or stem.endswith(("_test", "_tests"))


def is_product(path: str, generated: bool) -> bool:
    """Whether a file is part of what is deployed and written by people."""
    return role_of(path, generated) is Role.PRODUCT
