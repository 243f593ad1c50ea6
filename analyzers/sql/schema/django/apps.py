"""The apps of a program, configured, installed or with migrations → the label of the app that a file belongs to."""

from collections.abc import Iterator

from ....python.facts import Expression
from ....python.names.program import Module, Program
from ...scopes import constant, parts_of
from ..declared import ClassFacts

_FOLDERS_OF_MODELS = frozenset({"models", "model", "entities"})


class AppLabels:
    """The labels of apps by the folder they are in."""

    def __init__(self, program: Program, classes: dict[str, ClassFacts]) -> None:
        self._labels: dict[str, str] = {}
        for facts in classes.values():
            if facts.path.endswith("apps.py") or any(base.endswith(".AppConfig") for base in facts.bases):
                self._add(program, facts)
        for module in program.modules.values():
            for folder in _plain(program, module):
                self._labels.setdefault(folder, folder.rpartition("/")[2])

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


def _plain(program: Program, module: Module) -> Iterator[str]:
    """The folders of apps that no class configures: settings install them by name, or they have migrations of their own."""
    folder, _, home = module.path.rpartition("/")[0].rpartition("/")
    if home == "migrations" and folder and any(each.name == "Migration" for each in module.facts.definitions):
        yield folder
    for assignment in module.facts.assignments:
        if any(isinstance(target, str) and target.endswith("INSTALLED_APPS") for target in assignment.targets):
            named = (program.module_named(text) for text in _texts(assignment.value))
            yield from (path.removesuffix("/__init__.py") for path in named if path and path.endswith("/__init__.py"))


def _texts(expression: Expression) -> Iterator[str]:
    text = constant(expression)
    if text is not None:
        yield text
    for part in parts_of(expression):
        yield from _texts(part)
