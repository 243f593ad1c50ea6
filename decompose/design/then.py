"""From the outline of an older tree and the contexts of today to its snapshot."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from decompose.design.outline import Outline
from decompose.design.trend import PairCoupling, Snapshot

Home = Callable[[str], str]
"""The context of a module of today or of a table, "" if it has none."""


def homes_then(modules: Iterable[str], today: Mapping[str, str], home: Home) -> dict[str, str]:
    """The context of each module of an older tree: that of the module of `today` that it became.

    A module that is gone belonged where more than half of the placed modules of its folder belonged, else nowhere.
    """
    modules = tuple(modules)
    placed = {module: home(today[module]) if today.get(module) else "" for module in modules}
    by_folder: dict[str, Counter[str]] = {}
    for module, context in placed.items():
        if context:
            by_folder.setdefault(_folder(module), Counter())[context] += 1
    return {module: placed[module] or _main(by_folder.get(_folder(module), Counter())) for module in modules}


def snapshot_of(
    outline: Outline,
    homes: Mapping[str, str],
    owner: Home,
    kernels: frozenset[str],
    *,
    commit: str,
    day: str,
    changes: Iterable[frozenset[str]] = (),
) -> Snapshot:
    """What the contexts see of a tree; `changes` are the contexts that each change since the snapshot before touched."""
    at = [homes.get(module, "") for module, _ in outline.modules]
    ends = [(at[start], at[end]) for start, end in outline.uses]
    counted = [pair for pair in ends if all(pair) and not kernels.intersection(pair)]
    crossing = Counter(pair for pair in counted if pair[0] != pair[1])
    touched = [set(changed - kernels) for changed in changes]
    return Snapshot(
        commit=commit,
        day=day,
        modules=len(outline.modules),
        lines=sum(lines for _, lines in outline.modules),
        placed=sum(map(bool, at)),
        unread=outline.unread,
        uses=len(counted),
        crossing=crossing.total(),
        contested=_contested(outline, at, owner),
        foreign=_foreign(outline, at, owner, kernels),
        pairs=tuple(PairCoupling(start, end, uses) for (start, end), uses in sorted(crossing.items())),
        changes=sum(map(bool, touched)),
        scattered=sum(len(contexts) > 1 for contexts in touched),
    )


def _contested(outline: Outline, at: list[str], owner: Home) -> int:
    """How many tables another context writes than the owner of today; of those that are gone, several contexts."""
    total = 0
    for table in outline.tables:
        owned_by, writers = owner(table.name), {at[index] for index in table.writers} - {""}
        total += bool(writers - {owned_by}) if owned_by else len(writers) > 1
    return total


def _foreign(outline: Outline, at: list[str], owner: Home, kernels: frozenset[str]) -> int:
    """How many tables of others each context touches, summed over the contexts."""
    total = 0
    for table in outline.tables:
        owned_by = owner(table.name)
        if owned_by and owned_by not in kernels:
            total += len({at[index] for index in (*table.readers, *table.writers)} - {"", owned_by, *kernels})
    return total


def _main(contexts: Counter[str]) -> str:
    """What more than half of them are; nothing where there is no such."""
    most = max(contexts, key=lambda context: (contexts[context], context), default="")
    return most if 2 * contexts[most] > contexts.total() else ""


def _folder(module: str) -> str:
    return module.rpartition("/")[0]
