"""Folders: from where modules lie and how they are coupled to which folders keep together what belongs together."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct

from decompose.coupling.affinity import Affinity
from decompose.coupling.foldertree import FolderTree, tree_of
from decompose.coupling.information import OBSERVED, RESOLUTIONS, cost, gain
from decompose.coupling.sparse import canonical, upper, values_at

PER_MODULE = 4.0  # observations where folders tell everything; with 6 layers are split off, see `contexts/choices.md`
MOST = 300  # chosen: in a folder of more modules each neighbour would get less than a third of a percent
SILENT = "the folders do not keep together what is used and changed together; the others count more"


class Placing(Struct, frozen=True):
    """The folders whose modules count as placed together, as (folder, positions of modules), and what they are worth.

    `worth` is the share of what these folders tell of the observations that is left after the cost of telling them (0…1).
    """

    blocks: tuple[tuple[str, tuple[int, ...]], ...] = ()
    worth: float = 0.0


def folders(ids: Sequence[str], affinities: Sequence[Affinity], mixed: Any) -> tuple[Affinity, Placing]:
    """1/(modules of the folder − 1) for modules that lie in one folder, of the folders that follow the couplings.

    Authors put files together that belong together, but some by domain and some by layer, and at another depth in
    each branch. So the tree is cut where modularity of the couplings (`mixed`) is best, at each resolution, and
    the cut is taken that tells most of references and co-change for its cost. One that costs more than it tells, as
    folders of layers do, counts nothing; otherwise all other signals together weigh 1 and folders their `worth`.
    What is observed of folders counts as far as they are believed, too: four observations for each module times `worth`.
    """
    placing = _placing(ids, affinities, mixed)
    placed = {module: number for number, (_, block) in enumerate(placing.blocks) for module in block}
    amounts = _together(placing, len(ids))

    def sentence(i: int, _: int, amount: float) -> str:
        folder, block = placing.blocks[placed[i]]
        return f"both of the {len(block)} modules in {folder}: 1/({len(block)} − 1) = {amount:.2f}"

    weight = placing.worth * sum(each.weight for each in affinities if each.amounts.nnz)
    observed = PER_MODULE * placing.worth * len(placed)
    return Affinity("folders", amounts, amounts, sentence, observed, weight, SILENT), placing


def _placing(ids: Sequence[str], affinities: Sequence[Affinity], mixed: Any) -> Placing:
    tree = tree_of(ids)
    observed = [_observed(each) for each in affinities if each.signal in OBSERVED and each.raw.nnz]
    if len(tree.folders) < 2 or not observed:
        return Placing()
    best = (0.0, 0.0, Placing())
    for resolution in RESOLUTIONS:
        blocks = _blocks(tree, tree.cut(mixed, resolution))
        told, price = _told(blocks, observed, len(ids)), cost(len(block) for _, block in blocks)
        if len(blocks) > 1 and told - price > best[0]:
            kept = tuple((folder, block) for folder, block in blocks if 1 < len(block) <= MOST)
            best = (told - price, told, Placing(kept, (told - price) / told))
    return best[2] if best[2].blocks else Placing()


def _blocks(tree: FolderTree, chosen: Sequence[int]) -> list[tuple[str, tuple[int, ...]]]:
    """Modules by the chosen folder, in order of folders; the root is called `.`."""
    placed = sorted((tree.folders[folder] or ".", module) for module, folder in enumerate(chosen))
    return [(folder, tuple(module for _, module in found)) for folder, found in groupby(placed, lambda each: each[0])]


def _observed(affinity: Affinity) -> tuple[float, Any, Any]:
    """What stands behind a signal: how many observations, the pairs of modules, and the amount of each pair."""
    import numpy as np

    pairs = np.array(upper(affinity.raw), dtype=np.int64)
    return affinity.observations, pairs.T, np.array(values_at(affinity.raw, pairs))


def _told(
    blocks: Sequence[tuple[str, tuple[int, ...]]], observed: Sequence[tuple[float, Any, Any]], size: int
) -> float:
    import numpy as np

    home = np.zeros(size, dtype=np.int64)
    for number, (_, block) in enumerate(blocks):
        home[list(block)] = number
    return sum(observations * gain(home[pairs], amounts) for observations, pairs, amounts in observed)


def _together(placing: Placing, size: int) -> Any:
    import numpy as np
    from scipy.sparse import csr_matrix

    entries = [
        (one, other, 1 / (len(block) - 1))
        for _, block in placing.blocks
        for one in block
        for other in block
        if one != other
    ]
    places = np.array([entry[:2] for entry in entries], dtype=np.int64).reshape(-1, 2).T
    return canonical(csr_matrix(([value for _, _, value in entries], (places[0], places[1])), shape=(size, size)))
