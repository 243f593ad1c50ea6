"""From the packages of a tree to the labels of its Django applications, and the modules and models a label stands for."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..facts import Text
from ..references import NAMESPACE
from .tree import Tree

if TYPE_CHECKING:
    from ..files.modules import ModuleIndex


class AppLabels:
    """The folders of applications by label: what their configuration says, or else the name of the folder."""

    def __init__(self, tree: Tree, index: "ModuleIndex") -> None:
        self.tree = tree
        self.index = index
        self._configs: list[tuple[str, str, str]] | None = None
        self._folders: dict[str, list[str]] | None = None
        self._models: dict[tuple[str, str], list[str]] | None = None

    def models_module(self, label: str, asker: str) -> str | None:
        """The module that holds the models of an application; of several the one nearest to who asks."""
        found = (_models_of(folder, self.index) for folder in self._by_label().get(label, ()))
        return self.tree.likeliest([one for one in found if one], asker)

    def model(self, label: str, name: str, asker: str) -> str | None:
        """The class that a label and a name in any case stand for, as in `get_model("shop", "order")`."""
        module = self.models_module(label, asker)
        if module is None:
            return None
        found = self._by_name().get((_home(module), name.lower()), [])
        return found[0] if len(found) == 1 else None

    def _by_label(self) -> dict[str, list[str]]:
        if self._folders is None:
            told = {folder: label for folder, label, _ in self._told()}
            self._folders = {}
            homes = {_home(path) for path in self.index.paths if path.endswith(("/models.py", "/models/__init__.py"))}
            for folder in sorted(homes - {""}):
                self._folders.setdefault(told.get(folder, folder.rpartition("/")[2]), []).append(folder)
        return self._folders

    def config(self, label: str, asker: str) -> str | None:
        """The class that configures an application; of several the first in the file nearest to who asks."""
        found = [reference for _, told, reference in self._told() if told == label]
        path = self.tree.likeliest(sorted({reference.partition("::")[0] for reference in found}), asker)
        return next((reference for reference in found if reference.partition("::")[0] == path), None)

    def label(self, config: str) -> str | None:
        """The label of the application that a class configures."""
        return next((label for _, label, reference in self._told() if reference == config), None)

    def _told(self) -> list[tuple[str, str, str]]:
        if self._configs is None:
            self._configs = list(self._read_configs())
        return self._configs

    def _read_configs(self) -> Iterable[tuple[str, str, str]]:
        """Folder, label and class of each application that has one like `class ShopConfig(AppConfig): name = "shop"`."""
        for path, facts in self.tree.facts.items():
            texts: dict[int, dict[str, str]] = {}
            for assignment in facts.assignments:
                target = assignment.targets[0]
                if assignment.scope and target in ("name", "label") and isinstance(assignment.value, Text):
                    texts.setdefault(assignment.scope, {})[str(target)] = assignment.value.value
            for scope, said in sorted(texts.items()):
                definition = facts.definitions[scope]
                is_config = definition.kind == "class" and "name" in said
                found = self.index.absolute(path, said["name"]) if is_config else None
                if found and (found.endswith("/__init__.py") or found.startswith(NAMESPACE)):
                    folder = found.removeprefix(NAMESPACE).removesuffix("/__init__.py")
                    yield folder, said.get("label", folder.rpartition("/")[2]), f"{path}::{definition.name}"

    def _by_name(self) -> dict[tuple[str, str], list[str]]:
        """The classes of models by the folder of their application and their name in lower case."""
        if self._models is None:
            self._models = {}
            folders = {folder for folders in self._by_label().values() for folder in folders}
            for path, facts in self.tree.facts.items():
                folder = _home(path)
                if folder in folders:
                    for definition in facts.definitions:
                        if definition.kind == "class" and definition.parent == 0:
                            key = folder, definition.name.lower()
                            self._models.setdefault(key, []).append(f"{path}::{definition.name}")
        return self._models


def _home(path: str) -> str:
    """The folder of the application that a module of models lies in: `shop` of `shop/models/orders.py`; "" for others."""
    before, models, _ = path.rpartition("/models/")
    return before if models else path.removesuffix("/models.py") if path.endswith("/models.py") else ""


def _models_of(folder: str, index: "ModuleIndex") -> str | None:
    found = index.submodule(f"{folder}/__init__.py", "models")
    return None if found is None or found.startswith(NAMESPACE) else found
