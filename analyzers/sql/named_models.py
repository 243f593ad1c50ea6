"""Texts and names that stand for a model by convention → the model."""

from ..python.facts import Call
from .schema.schema import Model, Schema
from .scopes import constant
from .values import Value

_DJANGO_USER = "external:django.contrib.auth.models.User"


def named_model(schema: Schema, function: str, call: Call) -> Value | None:
    """`get_model("shop", "Order")`, `get_model("shop.Order")`, `get_user_model()`."""
    texts = [constant(each) or "" for each in call.arguments[:2]]
    if function == "get_user_model":
        return user_model(schema)
    label = ".".join(texts).lower() if all(texts) and texts else ""
    app, _, name = label.rpartition(".")
    for model in schema.models.values():
        named = bool(name) and model.framework == "django" and model.reference.lower().endswith(f"::{name}")
        if named and (model.table == f"{app.rpartition('.')[2]}_{name}" or _in_app(model, app)):
            return Value("class", model.reference)
    return None


def user_model(schema: Schema) -> Value | None:
    """The model of users: the only `User` of the tree that Django knows, else Django's own; None without Django."""
    django = [model.reference for model in schema.models.values() if model.framework == "django"]
    users = [reference for reference in django if reference.endswith("::User")]
    return Value("class", users[0] if len(users) == 1 else _DJANGO_USER) if django else None


def _in_app(model: Model, app: str) -> bool:
    return f"/{app.rpartition('.')[2]}/" in f"/{model.location.path}" and bool(app)
