"""From calls that load by name to what they load: a module's name and one of what it defines, in two texts or in one."""

from typing import TYPE_CHECKING

from ..facts import Call, Expression, Group, Text
from ..parts import argument, last_name
from ..references import NAMESPACE

if TYPE_CHECKING:
    from .names import Names

MODULE_WORDS = ("module_label", "app_label", "module", "module_name", "app")
NAME_WORDS = ("classname", "classnames", "class_name", "model_name", "model", "name")
# What takes the label of an application and the name of a model, in any case.
MODEL_LOADERS = frozenset(
    (
        "get_model",
        "get_registered_model",
        "get_by_natural_key",
        "is_model_registered",
        "get_model_class",
        "get_for_model",
    )
)
OF_OWN = "self.get_model"
MODULE_LOADERS = frozenset(
    """import_module __import__ import_string import_class import_object import_from_string load_module load_class
    load_object load_backend load_attr locate resolve_name try_import safe_import""".split()  # noqa: SIM905
)


class Loaders:
    """What `load("shop.models", "Order")`, `get_model("shop", "order")` and `import_string(BACKEND)` give."""

    def __init__(self, names: "Names") -> None:
        self.names = names

    def pair(self, path: str, scope: int, call: Call, position: int = 0) -> str | None:
        """What a module's name or label and a name in it give; of a list of names the one at a position."""
        if last_name(call.function) == "get_user_model" and not call.arguments:
            return self._user(path)
        name = self._name(call)
        if isinstance(name, Group) and name.kind in ("list", "tuple") and position < len(name.items):
            name = name.items[position]
        verb = last_name(call.function)
        if name is None and verb in MODEL_LOADERS:
            first = argument(call, 0)
            return self._of_own(path, scope, first) if call.function == OF_OWN else self._by_one_text(path, first)
        if not isinstance(name, Text) or not name.value.isidentifier():
            return None
        module = self.names.constants.text(path, scope, argument(call, 0, *MODULE_WORDS))
        if module is None or module.holes:
            return None
        if "." not in module.value:
            return self._model(path, module.value, name.value, verb in MODEL_LOADERS)
        return self._of_module(path, module.value, name.value, argument(call, 2, "module_prefix", "package"))

    def several(self, path: str, scope: int, call: Call) -> tuple[str, ...]:
        """Everything that one such call gives, each once."""
        name = self._name(call)
        if name is None and last_name(call.function) not in MODEL_LOADERS:
            return ()
        count = len(name.items) if isinstance(name, Group) and name.kind in ("list", "tuple") else 1
        found = (self.pair(path, scope, call, position) for position in range(count))
        return tuple(dict.fromkeys(one for one in found if one))

    def module_text(self, path: str, scope: int, call: Call) -> Text | None:
        """The full name that `import_module(f"shop.{name}")` is given, a leading dot resolved; holes where unknown."""
        text = self.names.constants.text(path, scope, argument(call, 0, "name", "dotted_path", "import_name"))
        if text is None or not text.value.startswith("."):
            return text
        package = self.names.constants.text(path, scope, argument(call, 1, "package"))
        if package is None or package.holes:
            name = self.names.index.name(path)
            package = Text(name if path.endswith("__init__.py") else name.rpartition(".")[0])
        rest = text.value.lstrip(".")
        above = package.value.split(".")
        kept = above[: len(above) - (len(text.value) - len(rest) - 1)]
        return Text(".".join((*kept, rest)), text.holes)

    def _name(self, call: Call) -> Expression:
        if len(call.arguments) > 1:
            return call.arguments[1]
        return argument(call, 1, *NAME_WORDS) if call.keywords else None

    def _by_one_text(self, path: str, text: Expression) -> str | None:
        if not isinstance(text, Text) or text.holes or text.value.count(".") != 1:
            return None
        label, _, name = text.value.partition(".")
        return self._model(path, label, name, True)

    def _user(self, path: str) -> str | None:
        """The model of users that the settings name."""
        text = self.names.constants.setting("AUTH_USER_MODEL")
        return self._by_one_text(path, text) if text else None

    def _of_own(self, path: str, scope: int, name: Expression) -> str | None:
        """`self.get_model("Order")` in the configuration of an application."""
        own = self.names.tree.enclosing_class(path, scope)
        label = self.names.apps.label(own) if own else None
        return self._model(path, label, name.value, True) if label and isinstance(name, Text) else None

    def _model(self, path: str, label: str, name: str, any_case: bool) -> str | None:
        found = self.names.texts.labelled(path, label, name)
        return found if found and (any_case or found.endswith((f"::{name}", f".{name}"))) else None

    def _of_module(self, path: str, module: str, name: str, prefix: Expression) -> str | None:
        whole = f"{prefix.value}.{module}" if isinstance(prefix, Text) and not prefix.holes else module
        index = self.names.index
        for found in (index.named(whole), self.names.tree.likeliest(index.endings(module), path)):
            if found and not found.startswith(NAMESPACE):
                member = self.names.members.of(found, name)
                if member and self.names.tree.definition(member):
                    return member
        return None
