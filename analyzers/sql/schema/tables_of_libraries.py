"""The name of a table that nothing in a tree defines → the well-known library that brings it, if it is one."""

_BROUGHT_BY = {
    "auth_group": "django.contrib.auth",
    "auth_group_permissions": "django.contrib.auth",
    "auth_permission": "django.contrib.auth",
    "auth_user": "django.contrib.auth",
    "auth_user_groups": "django.contrib.auth",
    "auth_user_user_permissions": "django.contrib.auth",
    "django_admin_log": "django.contrib.admin",
    "django_content_type": "django.contrib.contenttypes",
    "django_flatpage": "django.contrib.flatpages",
    "django_migrations": "Django's migrations",
    "django_redirect": "django.contrib.redirects",
    "django_session": "django.contrib.sessions",
    "django_site": "django.contrib.sites",
    "south_migrationhistory": "South",
    "alembic_version": "Alembic",
    "migrate_version": "sqlalchemy-migrate",
    "authtoken_token": "Django REST framework",
    "django_celery_beat_periodictask": "django-celery-beat",
    "django_celery_results_taskresult": "django-celery-results",
    "celery_taskmeta": "Celery",
    "spatial_ref_sys": "PostGIS",
    "geometry_columns": "PostGIS",
}
"""As their releases of the last ten years name them."""


def library_of(table: str) -> str:
    """Who brings a table of this name; "" for one that is not known."""
    return _BROUGHT_BY.get(table.rpartition(".")[2], "")
