"""The AppConfig classes of a program → the label of the app that a file belongs to."""

from ...python.program import Program
from ..scopes import constant
from .declared import ClassFacts

_FOLDERS_OF_MODELS = frozenset({"models", "model", "entities"})


class AppLabels:
    """The labels of apps by the folder they are in."""

    def __init__(self, program: Program, classes: dict[str, ClassFacts]) -> None:
        self._labels: dict[str, str] = {}
        for facts in classes.values():
            if facts.path.endswith("apps.py") or any(base.endswith(".AppConfig") for base in facts.bases):
                self._add(program, facts)

    def _add(self, program: Program, facts: ClassFacts) -> None:
        name = constant(facts.fields["name"].value) if "name" in facts.fields else None
        label = constant(facts.fields["label"].value) if "label" in facts.fields else None
        if name is None and label is None:
            return
        module = program.module_named(name) if name else None
        folder = (module or facts.path).rpartition("/")[0]
        self._labels.setdefault(folder, label or (name or "").rpartition(".")[2])

    def of(self, path: str) -> str:
        """The label of the nearest app above a file; without one, the name of its package."""
        folders = path.split("/")[:-1]
        for depth in range(len(folders), 0, -1):
            label = self._labels.get("/".join(folders[:depth]))
            if label:
                return label
        while folders and folders[-1] in _FOLDERS_OF_MODELS:
            folders.pop()
        if "models" in folders:
            folders = folders[: folders.index("models")]
        return folders[-1] if folders else "app"
