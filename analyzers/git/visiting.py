"""From a history to the visits to one module: each commit that changed it, with what else changed along."""

from collections.abc import Iterator, Mapping

from decompose.evidence.options import Mining
from decompose.evidence.unit import Role
from decompose.evidence.visit import Visit
from decompose.repository.history import Change, History
from decompose.repository.identity import todays_changes

from .sifting import sift


def visits_to(module: str, history: History, roles: Mapping[str, Role], mining: Mining) -> Iterator[Visit]:
    """The visits that count for co-change, newest first."""
    seen = {
        commit.id: change
        for commit, changes in todays_changes(history, frozenset(roles))
        for change, today in changes
        if today == module
    }
    for change_set in sift(history, roles, mining).changes:
        others = tuple(each for each in change_set.modules if each != module)
        for commit, modules in change_set.parts:
            if module in modules:
                yield Visit(commit.id, *_names(seen[commit.id]), others)


def _names(change: Change) -> tuple[str, str]:
    """What the module was called after the change and before, "" where there was none."""
    return "" if change.status == "D" else change.path, "" if change.status == "A" else change.old_path or change.path
