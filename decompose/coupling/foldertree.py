"""The tree of folders: from paths to the cut of it that a resolution and a matrix of couplings make best."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class FolderTree:
    """Folders, each after its parent; `parents` are positions (−1 for the root, which is `""`).

    `home` is the folder in which each module lies directly.
    """

    folders: tuple[str, ...]
    parents: tuple[int, ...]
    home: Any  # numpy array of positions

    def cut(self, couplings: Any, resolution: float) -> list[int]:
        """For each module the folder whose whole content is its block, or its own folder where that is split.

        The cut has the highest modularity at the resolution of all cuts (Σ_b w_b/2m − γ·(d_b/2m)²), found from the
        leaves up: a folder stays whole unless its direct modules and the best cuts of its sub-folders are worth more.
        """
        import numpy as np

        count = len(self.folders)
        entries = couplings.tocoo()
        total = float(entries.data.sum()) or 1.0
        ancestors = self._ancestors
        ends = ancestors[self.home[entries.row]], ancestors[self.home[entries.col]]
        inside = np.zeros(count)
        for depth in range(ancestors.shape[1]):
            shared = (ends[0][:, depth] == ends[1][:, depth]) & (ends[0][:, depth] >= 0)
            inside += np.bincount(ends[0][shared, depth], entries.data[shared], minlength=count)
        alike = self.home[entries.row] == self.home[entries.col]
        direct = np.bincount(self.home[entries.row][alike], entries.data[alike], minlength=count)
        own = np.bincount(self.home[entries.row], entries.data, minlength=count)
        return self._best(inside / total, direct / total, own / total, resolution)

    def pieces(self, modules: Any) -> int:
        """What it takes to name these modules (an array of positions): folders that hold no others, and single modules.

        A folder that is named stands for all that lies in it and below, so of folders only the topmost are named.
        """
        import numpy as np

        ways = self._ancestors[self.home[modules]]
        held = np.bincount(ways[ways >= 0], minlength=len(self.folders))
        full = held == self._contents
        topmost = full & ~np.where(self._above >= 0, full[self._above], False)
        return int(topmost.sum() + (~full[self.home[modules]]).sum())

    @cached_property
    def _contents(self) -> Any:
        """How many modules lie in each folder and below it."""
        import numpy as np

        ways = self._ancestors[self.home]
        return np.bincount(ways[ways >= 0], minlength=len(self.folders))

    @cached_property
    def _above(self) -> Any:
        import numpy as np

        return np.array(self.parents, dtype=np.int64)

    @cached_property
    def _ancestors(self) -> Any:
        """One row per folder: the positions of the folders from the root down to it, then −1."""
        import numpy as np

        ways: list[list[int]] = []
        for position, parent in enumerate(self.parents):
            ways.append([*(ways[parent] if parent >= 0 else []), position])
        depth = max(map(len, ways))
        return np.array([way + [-1] * (depth - len(way)) for way in ways], dtype=np.int64)

    def _best(self, inside: Any, direct: Any, own: Any, resolution: float) -> list[int]:
        count = len(self.folders)
        degree, below, whole = own.copy(), [0.0] * count, [True] * count
        for folder in range(count - 1, -1, -1):
            together = inside[folder] - resolution * degree[folder] ** 2
            apart = direct[folder] - resolution * own[folder] ** 2 + below[folder]
            whole[folder] = bool(together >= apart - 1e-12)
            if self.parents[folder] >= 0:
                degree[self.parents[folder]] += degree[folder]
                below[self.parents[folder]] += max(together, apart)
        block = list(range(count))
        for folder, parent in enumerate(self.parents):
            if parent >= 0 and (whole[parent] or block[parent] != parent):
                block[folder] = block[parent]
        return [block[folder] for folder in self.home.tolist()]


def tree_of(paths: Sequence[str]) -> FolderTree:
    """The folders of these POSIX paths and all above them, in order of name."""
    import numpy as np

    homes = [path.rpartition("/")[0] for path in paths]
    names = sorted({name for home in homes for name in _upwards(home)} | {""}, key=lambda name: name.split("/"))
    names.remove("")
    names.insert(0, "")
    place = {name: position for position, name in enumerate(names)}
    parents = tuple(place[name.rpartition("/")[0]] if name else -1 for name in names)
    return FolderTree(tuple(names), parents, np.array([place[home] for home in homes], dtype=np.int64))


def _upwards(folder: str) -> list[str]:
    parts = folder.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)] if folder else []
