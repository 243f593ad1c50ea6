"""Patterns: from the modules of groups to as few patterns as say exactly which module is in which group."""

from collections.abc import Iterable, Mapping


def patterns_of(groups: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """The patterns of each group, sorted, true among all modules of the groups.

    A folder whose modules are all of one group becomes one pattern, so that a new file in it belongs there too; modules of
    folders that groups share are listed one by one.
    """
    members = {group: sorted(modules) for group, modules in groups.items()}
    sole: dict[str, str] = {}
    for group, modules in members.items():
        for module in modules:
            for folder in _folders(module):
                sole[folder] = group if sole.get(folder, group) == group else ""
    return {group: _patterns(group, modules, sole) for group, modules in members.items()}


def _patterns(group: str, modules: Iterable[str], sole: Mapping[str, str]) -> tuple[str, ...]:
    patterns = set()
    for module in modules:
        folder = next((folder for folder in _folders(module) if sole[folder] == group), "")
        patterns.add(writable(f"{folder}/**" if folder else module))
    return tuple(sorted(patterns))


def _folders(path: str) -> list[str]:
    """The folders of a path, outermost first."""
    steps = path.split("/")[:-1]
    return ["/".join(steps[: index + 1]) for index in range(len(steps))]


def writable(text: str) -> str:
    """Bytes of a name that are no UTF-8 cannot be written in TOML, so a wildcard stands for them."""
    return "".join("*" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
