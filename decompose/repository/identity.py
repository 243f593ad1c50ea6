"""From commits to the modules of today that each of them changed, whatever their files were called at the time."""

from collections.abc import Collection, Iterator, Mapping

from decompose.repository.history import Change, Commit, History


class Names:
    """What a path of the past is called today, while walking from the newest commit to the oldest."""

    def __init__(self, modules: frozenset[str]) -> None:
        self._modules = modules
        self._today: dict[str, str] = {}

    def today(self, path: str) -> str:
        """Today's module of a path as it stands after the commits still to come, "" if it has none."""
        if path in self._today:
            return self._today[path]
        return path if path in self._modules else ""

    def step_back(self, commit: Commit) -> dict[str, str]:
        """Go before a commit: its renamed files bear their old names there; returns those with today's."""
        moves = [(change.old_path, change.path) for change in commit.changes if change.status == "R"]
        before = {old: self.today(new) for old, new in moves}
        self._today.update(dict.fromkeys((new for _, new in moves), ""))
        self._today.update(before)
        return before


def todays_modules(history: History, modules: frozenset[str]) -> Iterator[tuple[Commit, tuple[str, ...]]]:
    """Each commit with the modules of today that it changed, sorted; newest first."""
    for commit, changes in todays_changes(history, modules):
        yield commit, tuple(sorted({module for _, module in changes}))


def todays_changes(history: History, modules: frozenset[str]) -> Iterator[tuple[Commit, list[tuple[Change, str]]]]:
    """Each commit with those of its changes that are of a module of today, and this module; newest first.

    A branch that began before a rename and was merged after it uses the old name although it is listed first: a name
    that means nothing at its place in the list means what any later rename made of it.
    """
    elsewhere = _renamed_at_any_time(history, modules)
    names = Names(modules)
    for commit in history.commits:
        found = ((change, names.today(change.path) or elsewhere.get(change.path, "")) for change in commit.changes)
        yield commit, [(change, module) for change, module in found if module]
        names.step_back(commit)


def names_today(
    history: History, modules: frozenset[str], trees: Mapping[str, Collection[str]]
) -> dict[str, dict[str, str]]:
    """For each commit whose tree holds these paths: the module of today that each of them became, "" if it is gone."""
    elsewhere = _renamed_at_any_time(history, modules)
    names = Names(modules)
    found: dict[str, dict[str, str]] = {}
    for commit in history.commits:
        if commit.id in trees:
            found[commit.id] = {path: names.today(path) or elsewhere.get(path, "") for path in trees[commit.id]}
        names.step_back(commit)
    return found


def names_now(history: History, modules: frozenset[str], paths: Collection[str]) -> dict[str, str]:
    """What paths of the past, of no tree in particular, are called today by their newest rename; the others are left out."""
    renamed = _renamed_at_any_time(history, modules)
    return {path: renamed[path] for path in sorted(paths) if path in renamed}


def _renamed_at_any_time(history: History, modules: frozenset[str]) -> dict[str, str]:
    """Old name to today's, by the newest rename; not for names that a module bears today."""
    names = Names(modules)
    found: dict[str, str] = {}
    for commit in history.commits:
        for old, today in names.step_back(commit).items():
            if today and old not in modules:
                found.setdefault(old, today)
    return found
