"""Runs inside the environment of schema_oracle.py: has a framework create its tables on SQLite and writes what is there.

    python schema_created.py OUT django PACKAGE APP,APP,…  |  OUT settings PACKAGE ""  |  OUT sqlalchemy PACKAGE MODULE,MODULE,…

`settings` is Django with the settings that DJANGO_SETTINGS_MODULE names.

Written are, as JSON, the tables of the package: columns, primary key, and (column, table) of every foreign key.
"""

import gc
import importlib
import json
import sys
from pathlib import Path

CONTRIB = ["admin", "auth", "contenttypes", "sessions", "messages", "sites", "flatpages", "staticfiles"]


IN_MEMORY = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}


class NoMigrations(dict):
    """Tells Django of every app that it has no migrations."""

    def __contains__(self, label: object) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


def main() -> None:
    """The tables of one package to a file."""
    out, framework, package, names = sys.argv[1:5]
    made = {"django": of_django, "settings": of_settings, "sqlalchemy": of_sqlalchemy}[framework](
        package, names.split(",")
    )
    Path(out).write_text(json.dumps(made, indent=1, sort_keys=True), encoding="utf-8")


def of_django(package: str, apps: list[str]) -> dict[str, object]:
    """Every table that Django makes for the models of the apps, without running a migration."""
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=[f"django.contrib.{name}" for name in CONTRIB] + apps,
        DATABASES=IN_MEMORY,
        MIGRATION_MODULES=NoMigrations(),
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="benchmark",  # noqa: S106 - of no site
        SITE_ID=1,
        USE_TZ=True,
        HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
        SILENCED_SYSTEM_CHECKS=["urls"],
        WAGTAIL_SITE_NAME="benchmark",
        STATIC_URL="/static/",
        **({"AUTH_USER_MODEL": sys.argv[5]} if len(sys.argv) > 5 else {}),
    )
    if package == "oscar":
        import oscar.defaults as defaults

        for name in dir(defaults):
            if name.isupper():
                setattr(settings, name, getattr(defaults, name))
    return created_by_django(package)


def of_settings(package: str, _: list[str]) -> dict[str, object]:
    """Every table that Django makes for the models of a package under its own settings, in memory, without migrations."""
    from django.conf import settings

    settings.DATABASES = IN_MEMORY
    settings.MIGRATION_MODULES = NoMigrations()
    return created_by_django(package)


def created_by_django(package: str) -> dict[str, object]:
    """The tables of the models of a package, once Django has made them."""
    import django

    django.setup()
    from django.apps import apps as registry
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", run_syncdb=True, verbosity=0)
    tables = set()
    for model in registry.get_models(include_auto_created=True):
        owner = model._meta.auto_created or model
        if owner.__module__.split(".")[0] == package and model._meta.managed and not model._meta.swapped:
            tables.add(model._meta.db_table)
    with connection.cursor() as cursor:
        return {table: described(cursor, table) for table in sorted(tables)}


def of_sqlalchemy(_: str, modules: list[str]) -> dict[str, object]:
    """Every table of every MetaData there is once the modules are imported, but for those that libraries bring."""
    from sqlalchemy import MetaData, create_engine

    for name in modules:
        importlib.import_module(name)
    found: dict[str, object] = {}
    for metadata in [each for each in gc.get_objects() if isinstance(each, MetaData)]:
        if any(
            name.startswith(("pg_", "INFORMATION_SCHEMA.", "sys.")) for name in metadata.tables
        ):  # catalogues of SQLAlchemy
            continue
        engine = create_engine("sqlite://")
        metadata.create_all(engine)
        with engine.connect() as connection:
            cursor = connection.connection.cursor()
            found.update({table.name: described(cursor, table.name) for table in metadata.sorted_tables})
    return found


def described(cursor: object, table: str) -> dict[str, object]:
    """What SQLite says of one table."""
    columns = list(cursor.execute(f'PRAGMA table_info("{table}")').fetchall())  # type: ignore[attr-defined]
    links = list(cursor.execute(f'PRAGMA foreign_key_list("{table}")').fetchall())  # type: ignore[attr-defined]
    return {
        "columns": sorted(column[1] for column in columns),
        "key": sorted(column[1] for column in columns if column[5]),
        "links": sorted([link[3], link[2]] for link in links),
    }


if __name__ == "__main__":
    main()
