"""Reads and writes that we claim against statements that ran: test suites of real applications, every statement logged.

    python benchmarks/access_oracle.py WORK [TREE ...] [--show 20]

Trees: the sample; packages of the index that carry their tests in the source distribution, and four that keep them in their
repository only (cloned, or taken from the folder of bare mirrors that ORACLE_MIRROR names). WORK keeps them, the
environments they run in and the logs; delete a log to run its tests again. All run on SQLite.

What happened is a triple (function, table, read or write): the innermost function of product code below which a statement
ran. Statements that run late are those of the function that built the query, or changed the object that is flushed,
as much as of the one that has it run; inherited methods of a library are those of the product class they run for.

    recall      of the triples that happened, those that are claimed for one of these functions; the mean over triples of
                the share of the statements behind each (`innermost`: claimed for the innermost function itself)
    precision   of the claims whose line ran, those where such a statement ran below the function, at that line or
                innermost (`strict`), or a row in memory was handed to it by a relation, which is access all the same
    read/write  of the triples whose table is claimed for the function, those whose mode is claimed too
    transactions  of the functions whose transactions wrote tables, those for which no written table is missing (`covered`),
                and no table is surplus (`equal`): see access_spans.py for what is fair to compare

A claim is counted from a confidence of .5: below, it says that it is rather wrong than right. How right claims are of
each confidence stands below.

Left out and counted: statements below no function of product code (of tests, of the framework for itself), statements
of templates, rows that SQLAlchemy loads again after a commit for whoever looks at them first, claims of queries that were
built and never ran, claims of classes of which nothing ran, tables that the tree does not define. A method of a base of
everything (`save` of a mixin of all models) counts like any other function, although nothing is claimed for it.
"""

import argparse
import json
import os
import subprocess
from pathlib import Path

from access_compare import compare
from access_log import Log
from environments import checkout, environment
from msgspec import Struct
from packages import source_of


class Tree(Struct, frozen=True):
    """An application: where it is from, what its tests need, how they run, in which folder, with which variables.

    `required` is the file of the tree that lists what it needs, for one that is no package; `beside` are beginnings of paths
    of files that stand among the product's and are there for tests; `folders` must be there for it to run. One without
    requirement and repository stands beside this folder.
    """

    requirement: str
    needs: tuple[str, ...]
    command: tuple[str, ...]
    folder: str = "."
    variables: tuple[tuple[str, str], ...] = ()
    repository: str = ""
    revision: str = ""
    required: str = ""
    beside: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


BESIDE = Path(__file__).parent.parent
PYTEST = ("pytest", "-q", "-p", "no:cacheprovider", "-p", "no:warnings")
PRETALX = ("agenda", "cfp", "submission", "schedule", "person", "mail", "event")
CTFD = ("hints", "users", "teams", "awards", "submissions", "files", "tags", "topics", "flags")
MAILMAN = r"mailman\.(model|app|commands|rules|handlers|chains|pipelines|utilities|core|archiving)\."
LINKDING = (
    "bookmarks_service",
    "tags_service",
    "importer",
    "bookmark_assets",
    "bookmark_action_view",
    "toasts_view",
    "settings_general_view",
    "bookmarks_api_permissions",
    "bookmark_shared_view",
    "bookmark_edit_view",
    "bookmark_new_view",
    "settings_integrations_view",
    "feeds",
)
WAGTAIL = (
    *(f"wagtail.tests.test_{part}" for part in ("page_model", "collection_model", "revision_model", "sites")),
    *(f"wagtail.admin.tests.pages.test_{part}" for part in ("create_page", "delete_page", "move_page")),
    *(
        f"wagtail.{part}"
        for part in ("users", "sites", "locales", "contrib.redirects", "images.tests.test_admin_views")
    ),
)
TREES = {
    "sample_monolith": Tree("", ("sqlalchemy<2.1",), (*PYTEST, "tests"), required="requirements.txt"),
    "pretalx": Tree(
        "pretalx==2025.2.2",
        (
            "pytest<9",
            "pytest-django",
            "pytest-mock",
            "freezegun",
            "responses",
            "jsonschema",
            "urllib3",
            "drf-spectacular",
        ),
        (
            *(*PYTEST, "--nomigrations", *(f"tests/{part}" for part in PRETALX)),
            *(f"tests/orga/views/test_orga_views_{part}.py" for part in ("submission", "review", "person")),
        ),
        folder="src",
        variables=(("DJANGO_SETTINGS_MODULE", "pretalx.common.settings.test_settings"),),
    ),
    "mailman": Tree(
        "mailman==3.3.10",
        ("sqlalchemy<2.1", "flufl.testing", "nose2"),
        ("nose2", "-P", MAILMAN),
        beside=("src/mailman/testing/",),
    ),
    "ctfd": Tree(
        "",
        ("pytest<9", "setuptools<81"),
        (
            *(*PYTEST, "tests/teams", "tests/challenges/test_dynamic.py"),
            *(f"tests/api/v1/test_{part}.py" for part in CTFD),
        ),
        repository="CTFd/CTFd",
        revision="3.8.7",
        required="requirements.txt",
    ),
    "barbican": Tree(
        "barbican==23.0.0",
        (
            *("sqlalchemy<2.1", "setuptools<81", "pytest<9", "ddt<2", "oslotest<6", "fixtures<5", "requests-mock<2"),
            *("WebTest<4", "python-keystoneclient<6", "testtools<3", "pykmip<1"),
        ),
        (*PYTEST, *(f"barbican/tests/{part}" for part in ("api/controllers", "model", "tasks", "queue", "cmd"))),
    ),
    "magnum": Tree(
        "magnum==23.0.0",
        (
            *(
                "sqlalchemy<2.1",
                "setuptools<81",
                "pytest<9",
                "fixtures<5",
                "oslotest<6",
                "testtools<3",
                "testscenarios<1",
            ),
            *("WebTest<4", "requests-mock<2", "osprofiler<5", "python-subunit<2"),
        ),
        (*PYTEST, *(f"magnum/tests/unit/{part}" for part in ("db", "objects", "conductor", "service", "servicegroup"))),
    ),
    "helpdesk": Tree(
        "django<5.3",
        (
            *(
                "django-bootstrap4-form<5",
                "celery<6",
                "email-reply-parser<1",
                "akismet",
                "markdown<4",
                "beautifulsoup4<5",
            ),
            *(
                "nh3",
                "djangorestframework<3.17",
                "django-model-utils<6",
                "django-cleanup<10",
                "oauthlib",
                "requests-oauthlib",
            ),
            *(
                "freezegun",
                "factory-boy<4",
                "faker",
                "mock<6",
                "pillow",
                "pysocks",
                "packaging",
                "numpy",
                "setuptools<81",
            ),
        ),
        ("quicktest", "tests"),
        repository="django-helpdesk/django-helpdesk",
        revision="v2.3.2",
        beside=("quicktest.py",),
    ),
    "healthchecks": Tree(
        "",
        (),
        ("django", "test"),
        variables=(("DJANGO_SETTINGS_MODULE", "hc.settings"),),
        repository="healthchecks/healthchecks",
        revision="v3.11.2",
        required="requirements.txt",
    ),
    "linkding": Tree(
        "django==5.1.1",
        (
            *(
                "beautifulsoup4<5",
                "bleach<7",
                "bleach-allowlist<2",
                "django-registration<4",
                "waybackpy<4",
            ),
            *("django-widget-tweaks<2", "djangorestframework<3.16", "huey<3", "markdown<4", "mozilla-django-oidc<5"),
            *("python-dateutil", "requests", "supervisor<5", "django-debug-toolbar<5", "pytest<9", "pytest-django<5"),
        ),
        (*PYTEST, *(f"bookmarks/tests/test_{part}.py" for part in LINKDING)),
        variables=(("DJANGO_SETTINGS_MODULE", "siteroot.settings.dev"),),
        repository="sissbruecker/linkding",
        revision="v1.36.0",
        folders=("data",),
    ),
    "ironic": Tree(
        "ironic==29.0.0",
        (
            *("sqlalchemy<2.1", "setuptools<81", "pytest<9", "ddt<2", "fixtures<5", "oslotest<6", "testtools<3"),
            *("testscenarios<1", "WebTest<4", "python-subunit<2", "requests-mock<2"),
        ),
        (
            *(*PYTEST, "ironic/tests/unit/db", "ironic/tests/unit/objects", "--ignore=ironic/tests/unit/db/sqlalchemy"),
            *(
                f"ironic/tests/unit/conductor/test_{part}.py"
                for part in ("allocations", "base_manager", "task_manager")
            ),
        ),
    ),
    "wagtail": Tree(
        "wagtail==6.3.1",
        (
            *("django<5.2", "Jinja2<3.2", "boto3<2", "freezegun<2", "azure-mgmt-cdn<13", "azure-mgmt-frontdoor<2"),
            *("azure-identity<2", "azure-mgmt-subscription<4", "django-pattern-library<2", "responses<1"),
            *("factory-boy<4", "polib<2", "tblib<4"),
        ),
        ("runtests", "--keepdb", *WAGTAIL),
        variables=(("DATABASE_NAME", "tested.sqlite"),),
        repository="wagtail/wagtail",
        revision="v6.3.1",
        beside=("wagtail/test/", "runtests.py"),
    ),
    "oscar": Tree(
        "django-oscar==4.2.1",
        (
            *("django>=5.2,<5.3", "Whoosh<2.8", "WebTest<4", "django-webtest<1.10", "pytest<9", "pytest-django<5"),
            *("freezegun", "pytz", "sorl-thumbnail<13", "easy-thumbnails<2.11", "django-environ", "whitenoise"),
            "pycountry",
        ),
        (*PYTEST, "--sqlite", "--nomigrations", "tests"),
        variables=(("DATABASE_ENGINE", "django.db.backends.sqlite3"), ("DATABASE_NAME", ":memory:")),
        repository="django-oscar/django-oscar",
        revision="4.2.0",
    ),
}


def main() -> None:
    """A few lines for each tree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("tree", nargs="*", default=list(TREES))
    parser.add_argument("--show", type=int, default=0, help="misses of each kind")
    asked = parser.parse_args()
    for name in asked.tree:
        root, log = logged(name, TREES[name], asked.work.resolve())
        compare(name, root, log, asked.show)


def logged(name: str, tree: Tree, work: Path) -> tuple[Path, Log]:
    """The folder of a tree and what its tests ran."""
    root, python = prepared(name, tree, work)
    kept = work / f"log-{name}.json"
    if not kept.is_file():
        command = [python, Path(__file__).with_name("trace_statements.py"), kept, root, *tree.command]
        variables = {**os.environ, **variables_of(root, tree)}
        with (work / f"run-{name}.txt").open("w") as told:
            subprocess.run(command, cwd=root / tree.folder, env=variables, check=False, stdout=told, stderr=told)
    return root, Log(**json.loads(kept.read_text()), beside=tree.beside)


def prepared(name: str, tree: Tree, work: Path) -> tuple[Path, Path]:
    """The folder of a tree, and the interpreter of an environment with what it needs."""
    if tree.repository:
        root = checkout(tree.repository, tree.revision, work)
    else:
        root = source_of(tree.requirement, work) if tree.requirement else BESIDE / name
    for each in tree.folders:
        (root / each).mkdir(exist_ok=True)
    listed = ("-r", str(root / tree.required)) if tree.required else (tree.requirement,)
    return root, environment(work / f"environment-{name}", (*listed, "coverage", *tree.needs))


def variables_of(root: Path, tree: Tree) -> dict[str, str]:
    """The variables that a tree runs with."""
    return {"PYTHONPATH": f"{root / tree.folder}{os.pathsep}{root / 'src'}", **dict(tree.variables)}


if __name__ == "__main__":
    main()
