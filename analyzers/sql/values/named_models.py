"""Texts and names that stand for a model by convention → the model."""

from collections.abc import Callable

from ...python.facts import Call, Expression, Text
from ..schema.schema import Model, Schema
from ..scopes import constant, last_name
from .values import Value

_DJANGO_USER = "external:django.contrib.auth.models.User"


LEFT_AS_IT_IS = 0.8
"""Confidence that a setting which says what stands in for something has the value that the code falls back to (chosen)."""


def named_model(
    schema: Schema, function: str, call: Call, told: Callable[[Expression], Value | None] | None = None
) -> Value | None:
    """`get_model("shop", "Order")`, `get_model("shop.Order")`, `get_user_model()`; what no text is, `told` tells."""
    if function == "get_user_model":
        return user_model(schema)
    texts = [constant(each) or "" for each in call.arguments[:2]]
    sure = 1.0
    if told is not None and len(texts) == 1 and not texts[0]:
        value = told(call.arguments[0])
        is_plain = value is not None and value.text is not None and not value.text.holes
        texts = [value.text.value] if is_plain and value is not None and value.text is not None else texts
        sure = value.confidence if value is not None else sure
    return _labelled(schema, texts, sure)


def unless_set(expression: Expression) -> Value | None:
    """`getattr(settings, "ORDER_MODEL", "shop.Order")`: the text that it is unless a setting says otherwise."""
    given = expression.arguments if isinstance(expression, Call) and expression.function == "getattr" else ()
    is_default = len(given) == 3 and last_name(given[0]) == "settings" and isinstance(given[2], Text)
    return Value("text", text=given[2], confidence=LEFT_AS_IT_IS) if is_default and isinstance(given[2], Text) else None


def _labelled(schema: Schema, texts: list[str], sure: float) -> Value | None:
    """The model of an application's label and a name, in one text or in two."""
    label = ".".join(texts).lower() if all(texts) and texts else ""
    app, _, name = label.rpartition(".")
    for model in schema.models.values():
        named = bool(name) and model.framework == "django" and model.reference.lower().endswith(f"::{name}")
        if named and (model.table == f"{app.rpartition('.')[2]}_{name}" or _in_app(model, app)):
            return Value("class", model.reference, confidence=sure)
    return None


def user_model(schema: Schema) -> Value | None:
    """The model of users: the only `User` of the tree that Django knows, else Django's own; None without Django."""
    django = [model.reference for model in schema.models.values() if model.framework == "django"]
    users = [reference for reference in django if reference.endswith("::User")]
    return Value("class", users[0] if len(users) == 1 else _DJANGO_USER) if django else None


def _in_app(model: Model, app: str) -> bool:
    return f"/{app.rpartition('.')[2]}/" in f"/{model.location.path}" and bool(app)
