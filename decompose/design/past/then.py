"""From the outline of an older tree and the contexts of today to its snapshot."""

from collections import Counter
from collections.abc import Iterable, Mapping

from decompose.design.cuts.crossing import TABLE, Homes
from decompose.design.past.outline import Outline
from decompose.design.past.trend import PairCoupling, Snapshot


def homes_then(modules: Iterable[str], today: Mapping[str, str], homes: Homes) -> dict[str, str]:
    """The context of each module of an older tree: that of the module of `today` that it became.

    A module that is gone belonged where more than half of the placed modules of its folder belonged, else nowhere.
    """
    modules = tuple(modules)
    placed = {module: homes.of(today.get(module, "")) for module in modules}
    by_folder: dict[str, Counter[str]] = {}
    for module, context in placed.items():
        if context:
            by_folder.setdefault(_folder(module), Counter())[context] += 1
    return {module: placed[module] or _main(by_folder.get(_folder(module), Counter())) for module in modules}


def snapshot_of(
    outline: Outline,
    placed: Mapping[str, str],
    homes: Homes,
    *,
    commit: str,
    day: str,
    changes: Iterable[frozenset[str]] = (),
) -> Snapshot:
    """What the contexts see of a tree whose modules are `placed` in them.

    `changes` are the contexts that each change since the snapshot before touched.
    """
    at = [placed.get(module, "") for module, _ in outline.modules]
    ends = [(at[start], at[end]) for start, end in outline.uses]
    counted = [pair for pair in ends if all(pair) and not homes.kernels.intersection(pair)]
    crossing = Counter(pair for pair in counted if pair[0] != pair[1])
    touched = [set(changed - homes.kernels) for changed in changes]
    return Snapshot(
        commit=commit,
        day=day,
        modules=len(outline.modules),
        lines=sum(lines for _, lines in outline.modules),
        placed=sum(map(bool, at)),
        unread=outline.unread,
        uses=len(counted),
        crossing=crossing.total(),
        contested=_contested(outline, at, homes),
        foreign=_foreign(outline, at, homes),
        pairs=tuple(PairCoupling(start, end, uses) for (start, end), uses in sorted(crossing.items())),
        changes=sum(map(bool, touched)),
        scattered=sum(len(contexts) > 1 for contexts in touched),
    )


def _contested(outline: Outline, at: list[str], homes: Homes) -> int:
    """How many tables another context writes than the owner of today; of those that are gone, several contexts."""
    total = 0
    for table in outline.tables:
        owned_by, writers = homes.of(TABLE + table.name), {at[index] for index in table.writers} - {""}
        total += bool(writers - {owned_by}) if owned_by else len(writers) > 1
    return total


def _foreign(outline: Outline, at: list[str], homes: Homes) -> int:
    """How many tables of others each context touches, summed over the contexts."""
    total = 0
    for table in outline.tables:
        owned_by = homes.of(TABLE + table.name)
        if owned_by and owned_by not in homes.kernels:
            total += len({at[index] for index in (*table.readers, *table.writers)} - {"", owned_by, *homes.kernels})
    return total


def _main(contexts: Counter[str]) -> str:
    """What more than half of them are; nothing where there is no such."""
    most = max(contexts, key=lambda context: (contexts[context], context), default="")
    return most if 2 * contexts[most] > contexts.total() else ""


def _folder(module: str) -> str:
    return module.rpartition("/")[0]
