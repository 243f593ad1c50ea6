"""What the bases and mixins of well-known libraries bring to the table of a SQLAlchemy class that inherits from them."""

from ..schema import Column

_ID = (Column("id", key=True),)
_WHEN = (Column("created_at"), Column("updated_at"))
_GONE = (Column("deleted_at"), Column("deleted"))
_USER = tuple(map(Column, ("email", "hashed_password", "is_active", "is_superuser", "is_verified")))

_BROUGHT: dict[str, tuple[Column, ...]] = {
    "oslo_db.TimestampMixin": _WHEN,
    "oslo_db.SoftDeleteMixin": _GONE,
    "oslo_db.ModelBase": (),
    "oslo_db.ModelIterator": (),
    "sqlalchemy_mixins.TimestampsMixin": _WHEN,
    "sqlalchemy_mixins.AllFeaturesMixin": (),
    "flask_login.UserMixin": (),
    "flask_security.UserMixin": (),
    "flask_security.RoleMixin": (),
    "flask_appbuilder.Model": (),
    "flask_appbuilder.AuditMixin": (
        Column("created_on"),
        Column("changed_on"),
        Column("created_by_fk"),
        Column("changed_by_fk"),
    ),
    "fastapi_users_db_sqlalchemy.SQLAlchemyBaseUserTable": _USER,
    "fastapi_users_db_sqlalchemy.SQLAlchemyBaseUserTableUUID": (*_ID, *_USER),
    "advanced_alchemy.UUIDBase": _ID,
    "advanced_alchemy.BigIntBase": _ID,
    "advanced_alchemy.UUIDAuditBase": (*_ID, *_WHEN),
    "advanced_alchemy.BigIntAuditBase": (*_ID, *_WHEN),
}
"""By the distribution's package and the class, as their releases of 2024 declare them."""

_NOTHING = frozenset(
    "sqlalchemy sqlmodel flask_sqlalchemy sqlalchemy_utils typing typing_extensions abc enum pydantic dataclasses".split()  # noqa: SIM905
)
"""Packages none of whose bases has a column."""


def brought(reference: str) -> tuple[Column, ...] | None:
    """The columns of an external class; None for one that is not known."""
    parts = reference.removeprefix("external:").split(".")
    return () if parts[0] in _NOTHING else _BROUGHT.get(f"{parts[0]}.{parts[-1]}")
