"""The schema that we read from models against the one that the framework really creates, on SQLite, table by table.

    python benchmarks/schema_oracle.py WORK [CASE ...] [--show 40]

Each case is a package of the index, installed with what it needs into an environment under WORK, or one of the trees of
access_oracle.py in its environment (give both the same WORK). There the framework
creates its tables (Django without migrations, SQLAlchemy by `create_all`), and SQLite is asked what they are; see
schema_created.py. The same installed files are read by the analyzer. Compared are tables, columns, primary keys and
foreign keys (column → table), each with recall (of what was created, how much was read) and precision (of what was
read, how much was created). Columns, keys and foreign keys are compared for tables that both know.

Tables that we read and that were not created belong to apps that the case does not install; they count against us
unless nothing of the same app or module was created. Tables of models that say to be made elsewhere, and foreign keys
that say not to be checked by the database, are left out.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from access_oracle import TREES, prepared, variables_of
from environments import environment
from msgspec import Struct
from packages import corpus_of

from decompose.analyzers.python.names.program import program_of
from decompose.analyzers.sql.schema.declared import classes_of
from decompose.analyzers.sql.schema.schema import Schema
from decompose.analyzers.sql.schema.sources import schema_of
from decompose.analyzers.sql.scopes import Scopes
from decompose.analyzers.sql.text.names import table_name
from decompose.evidence.analyzer import Corpus


class Case(Struct, frozen=True):
    """What to install, the framework, the package to read, and the apps or modules that declare its tables.

    With `tree` nothing is installed: `package` is the folder to read, Django's apps are those of the tree's own settings.
    """

    requirements: tuple[str, ...]
    framework: str
    package: str
    names: tuple[str, ...]
    user: str = ""
    tree: str = ""


OSCAR = (
    "analytics checkout address shipping catalogue catalogue.reviews communication partner basket payment offer order "
    "customer search voucher wishlists"
)
DASHBOARDS = "reports users orders catalogue offers partners pages ranges reviews vouchers communications shipping"


def _oscar() -> tuple[str, ...]:
    named = {name: "".join(part.capitalize() for part in name.split(".")) for name in OSCAR.split()}
    return (
        "oscar.config.Shop",
        *(f"oscar.apps.{name}.apps.{title}Config" for name, title in named.items()),
        "oscar.apps.dashboard.apps.DashboardConfig",
        *(f"oscar.apps.dashboard.{name}.apps.{name.capitalize()}DashboardConfig" for name in DASHBOARDS.split()),
        *("treebeard", "django_tables2", "widget_tweaks", "haystack"),
    )


WAGTAIL = (
    "contrib.forms contrib.redirects contrib.settings contrib.search_promotions contrib.simple_translation embeds sites users "
    "snippets documents images search admin locales"
)
MAILMAN = (
    "address autorespond bans bounce cache digests domain mailinglist member message pending preferences requests template "
    "uid user usermanager workflow"
)
CASES = {
    "oscar": Case(("django-oscar==4.2.1", "setuptools<81"), "django", "oscar", _oscar()),
    "wagtail": Case(
        ("wagtail==6.3.1", "django==5.1.4", "djangorestframework==3.15.2"),
        "django",
        "wagtail",
        (*(f"wagtail.{name}" for name in WAGTAIL.split()), "wagtail", "taggit", "modelcluster"),
    ),
    "jupyterhub": Case(("jupyterhub",), "sqlalchemy", "jupyterhub", ("jupyterhub.orm",)),
    "optuna": Case(("optuna",), "sqlalchemy", "optuna", ("optuna.storages._rdb.models",)),
    "glance": Case(
        ("glance", "setuptools<81"),
        "sqlalchemy",
        "glance",
        ("glance.db.sqlalchemy.models", "glance.db.sqlalchemy.models_metadef"),
    ),
    "buildbot": Case(("buildbot", "setuptools<81"), "sqlalchemy", "buildbot", ("buildbot.db.model",)),
    "pretalx": Case((), "settings", "src/pretalx", (), tree="pretalx"),
    "healthchecks": Case((), "settings", "hc", (), tree="healthchecks"),
    "ctfd": Case((), "sqlalchemy", "CTFd", ("CTFd.models", "CTFd.plugins.dynamic_challenges"), tree="ctfd"),
    "mailman": Case(
        (), "sqlalchemy", "src/mailman", tuple(f"mailman.model.{name}" for name in MAILMAN.split()), tree="mailman"
    ),
}

Facts = dict[str, set[tuple[str, ...]]]


def main() -> None:
    """One line for each case and kind of fact."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("case", nargs="*", default=list(CASES))
    parser.add_argument("--show", type=int, default=0, help="differences of each kind")
    asked = parser.parse_args()
    print(f"{'case':12} {'of':12} {'created':>8} {'read':>6} {'both':>6} {'recall':>7} {'precision':>10}")
    for name in asked.case:
        compare(name, CASES[name], asked.work.resolve(), asked.show)


def compare(name: str, case: Case, work: Path, show: int) -> None:
    """The lines of one case."""
    variables: dict[str, str] = {}
    if case.tree:
        tree = TREES[case.tree]
        root, python = prepared(case.tree, tree, work)
        variables = variables_of(root, tree)
    else:
        python = environment(work / name, case.requirements)
        root = next((work / name).glob("lib/python*/site-packages"))
    created = facts_created(python, case, work / f"{name}.json", variables)
    read = facts_read(declared_schema(corpus_of(root, case.package)), created["tables"])
    known = created["tables"] & read["tables"]
    for kind in ("tables", "columns", "keys", "links"):
        there, told = (
            {fact for fact in facts[kind] if kind == "tables" or fact[:1] in known} for facts in (created, read)
        )
        both = there & told
        recall, precision = (len(both) / len(each) if each else 1.0 for each in (there, told))
        print(f"{name:12} {kind:12} {len(there):8} {len(told):6} {len(both):6} {recall:7.3f} {precision:10.3f}")
        for mark, differences in (("not read", there - told), ("not created", told - there)):
            for fact in sorted(differences)[:show]:
                print(f"    {mark}: {' '.join(fact)}")


def facts_created(python: Path, case: Case, out: Path, variables: Mapping[str, str]) -> Facts:
    """What the framework made."""
    if not out.exists():
        script = Path(__file__).with_name("schema_created.py")
        more = [case.user] if case.user else []
        package = case.package.rpartition("/")[2]
        command = [python, script, out, case.framework, package, ",".join(case.names), *more]
        subprocess.run(command, check=True, env={**os.environ, **variables})
    made = json.loads(out.read_text(encoding="utf-8"))
    facts: Facts = {kind: set() for kind in ("tables", "columns", "keys", "links")}
    for spelling, table in made.items():
        name = table_name(spelling)
        facts["tables"].add((name,))
        facts["columns"].update((name, column.lower()) for column in table["columns"])
        facts["keys"].update((name, column.lower()) for column in table["key"])
        facts["links"].update((name, column.lower(), table_name(target)) for column, target in table["links"])
    return facts


def declared_schema(corpus: Corpus) -> Schema:
    """The models of a corpus."""
    program = corpus.derive(program_of)
    scopes = {path: Scopes(path, module.facts) for path, module in program.modules.items()}
    return schema_of(program, scopes, classes_of(program, scopes))


def facts_read(schema: Schema, created: Iterable[tuple[str, ...]]) -> Facts:
    """What the analyzer reads from the same files, of those modules that made any table."""
    names = {name for (name,) in created}
    modules = {table.reference.partition("::")[0] for table in schema.tables if table.name in names}
    told = [table for table in schema.tables if table.made and table.reference.partition("::")[0] in modules]
    facts: Facts = {kind: set() for kind in ("tables", "columns", "keys", "links")}
    for table in told:
        facts["tables"].add((table.name,))
        facts["columns"].update((table.name, column.name.lower()) for column in table.columns)
        facts["keys"].update((table.name, column.name.lower()) for column in table.columns if column.key)
    facts["links"] = {(key.table, key.column.lower(), key.target) for key in schema.foreign_keys if key.enforced}
    return facts


if __name__ == "__main__":
    sys.exit(main())
