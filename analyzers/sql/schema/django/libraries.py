"""What the abstract models of well-known Django libraries bring to the table of a model that inherits from them."""

from msgspec import Struct


class Brought(Struct, frozen=True):
    """Columns, of which `key` is the primary key; (column, table it points to); and (name, table) of tables of pairs."""

    columns: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    many: tuple[tuple[str, str], ...] = ()
    key: str = ""


_CONTENT_TYPE = "django_content_type"
_RIGHTS = Brought(("is_superuser",), many=(("groups", "auth_group"), ("user_permissions", "auth_permission")))
_PASSWORD = ("password", "last_login")

_BROUGHT = {
    "django.contrib.auth.AbstractBaseUser": Brought(_PASSWORD),
    "django.contrib.auth.PermissionsMixin": _RIGHTS,
    "django.contrib.auth.AbstractUser": Brought(
        (
            *_PASSWORD,
            *_RIGHTS.columns,
            "username",
            "first_name",
            "last_name",
            "email",
            "is_staff",
            "is_active",
            "date_joined",
        ),
        many=_RIGHTS.many,
    ),
    "django.contrib.sessions.AbstractBaseSession": Brought(
        ("session_key", "session_data", "expire_date"), key="session_key"
    ),
    "mptt.MPTTModel": Brought(("lft", "rght", "tree_id", "level")),
    "treebeard.MP_Node": Brought(("path", "depth", "numchild")),
    "treebeard.NS_Node": Brought(("lft", "rgt", "tree_id", "depth")),
    "treebeard.AL_Node": Brought(),
    "django_extensions.TimeStampedModel": Brought(("created", "modified")),
    "django_extensions.TitleDescriptionModel": Brought(("title", "description")),
    "django_extensions.TitleSlugDescriptionModel": Brought(("title", "description", "slug")),
    "django_extensions.ActivatorModel": Brought(("status", "activate_date", "deactivate_date")),
    "model_utils.TimeStampedModel": Brought(("created", "modified")),
    "model_utils.StatusModel": Brought(("status", "status_changed")),
    "model_utils.TimeFramedModel": Brought(("start", "end")),
    "model_utils.SoftDeletableModel": Brought(("is_removed",)),
    "model_utils.UUIDModel": Brought(("id",), key="id"),
    "polymorphic.PolymorphicModel": Brought(("polymorphic_ctype_id",), (("polymorphic_ctype_id", _CONTENT_TYPE),)),
    "ordered_model.OrderedModel": Brought(("order",)),
    "ordered_model.OrderedModelBase": Brought(),
    "solo.SingletonModel": Brought(),
    "modelcluster.ClusterableModel": Brought(),
    "taggit.TagBase": Brought(("name", "slug")),
    "taggit.ItemBase": Brought(),
    "taggit.CommonGenericTaggedItemBase": Brought(("content_type_id",), (("content_type_id", _CONTENT_TYPE),)),
    "taggit.GenericTaggedItemBase": Brought(("object_id", "content_type_id"), (("content_type_id", _CONTENT_TYPE),)),
    "taggit.GenericUUIDTaggedItemBase": Brought(
        ("object_id", "content_type_id"), (("content_type_id", _CONTENT_TYPE),)
    ),
    "safedelete.SafeDeleteModel": Brought(("deleted", "deleted_by_cascade")),
}
"""By the distribution's package, its `contrib` app where there is one, and the class, as their releases of 2024 declare them."""


def brought(reference: str) -> Brought | None:
    """What an external class brings; None for one that is not known."""
    parts = reference.removeprefix("external:").split(".")
    package = ".".join(parts[:3]) if parts[:2] == ["django", "contrib"] else parts[0]
    return _BROUGHT.get(f"{package}.{parts[-1]}")
