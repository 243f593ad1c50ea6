"""From files that one commit removed and added to files that it moved: same content, same object id."""

from collections import defaultdict, deque
from collections.abc import Iterable

from decompose.repository.history import Change, Commit

EMPTY = frozenset(
    {
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    }
)
"""The empty file under SHA-1 and SHA-256: equal without being the same, so its name has to stay too."""

DEEPEST = 12
"""Folders of a path that are compared; more only serve to make this slow."""


def pair_renames(changes: list[Change], removed: dict[str, str]) -> list[Change]:
    """The changes of one commit, where a removed file whose object id an added one has becomes a rename.

    `removed` holds the old object id of each removed path. This reads no content. Of several candidates the ones with
    the longest common end of path are paired.
    """
    sources = _by_blob((path, blob) for path, blob in removed.items())
    targets = _by_blob((change.path, change.blob) for change in changes if change.status == "A")
    moved: dict[str, str] = {}
    for blob in sorted(sources.keys() & targets.keys()):
        moved.update(_paired(sources[blob], targets[blob], same_name=blob in EMPTY))
    return as_renames(changes, moved)


def as_renames(changes: list[Change], moved: dict[str, str]) -> list[Change]:
    """The changes with each added path of `moved` as a rename of the removed path it names; others of `moved` are ignored."""
    added = {change.path for change in changes if change.status == "A"}
    removed = {change.path for change in changes if change.status == "D"}
    moves = {new: old for new, old in moved.items() if new in added and old in removed}
    if not moves:
        return changes
    gone = set(moves.values())
    kept = (change for change in changes if not (change.status == "D" and change.path in gone))
    return [
        Change(change.path, "R", moves[change.path], change.blob) if change.path in moves else change for change in kept
    ]


def might_hide_renames(commit: Commit) -> bool:
    """Whether the commit both adds and removes files, so that one may have been moved and edited at once."""
    statuses = {change.status for change in commit.changes}
    return "A" in statuses and "D" in statuses


def _by_blob(files: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path, blob in files:
        found[blob].append(path)
    return found


def _paired(sources: list[str], targets: list[str], *, same_name: bool) -> dict[str, str]:
    """New path to old path, each used once: by the longest common end first, by mere order last."""
    pairs: dict[str, str] = {}
    old, new = sorted(sources), sorted(targets)
    for depth in range(min(DEEPEST, max(path.count("/") for path in old + new) + 1), 0, -1):
        by_end: dict[tuple[str, ...], deque[str]] = defaultdict(deque)
        for source in old:
            by_end[_end(source, depth)].append(source)
        for target in new:
            if by_end[_end(target, depth)]:
                pairs[target] = by_end[_end(target, depth)].popleft()
        taken = set(pairs.values())
        old, new = [path for path in old if path not in taken], [path for path in new if path not in pairs]
        if not (old and new):
            break
    return pairs if same_name else pairs | dict(zip(new, old, strict=False))


def _end(path: str, depth: int) -> tuple[str, ...]:
    return tuple(path.rsplit("/", depth)[-depth:])
