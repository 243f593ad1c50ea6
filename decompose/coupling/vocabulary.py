"""Vocabulary: from the words of modules to how alike their domain language is."""

from collections.abc import Iterable, Mapping
from typing import Any

from decompose.coupling.affinity import Affinity
from decompose.coupling.features import heaviest, in_common, tf_idf
from decompose.coupling.sparse import canonical, cosine, shares
from decompose.evidence.unit import Unit


def vocabulary(units: Iterable[Unit], index: Mapping[str, int], ties: Iterable[Affinity], neighbours: int) -> Affinity:
    """Cosine between the words of modules: (1 + log count) · log(1 + modules / its modules) · lift of the word.

    The lift tells domain words from those of frameworks and layers, which are rare too but shared by modules that have
    nothing to do with each other: it is measured along the couplings of `ties`. Observations are the words weighed.
    """
    counts = {
        index[unit.id]: {word: float(count) for word, count in unit.words}
        for unit in units
        if unit.id in index and unit.words
    }
    features, names = tf_idf(counts, len(index))
    domain = _lifted(features, [tie.amounts for tie in ties if tie.amounts.nnz])
    similar = cosine(domain, neighbours)
    heavy = heaviest(domain, names)

    def sentence(i: int, j: int, amount: float) -> str:
        return f"common words ({in_common(heavy[i], heavy[j]) or 'none of the heaviest'}), cosine {amount:.2f}"

    return Affinity("vocabulary", similar, similar, sentence, float(len(names)))


def _lifted(features: Any, ties: list[Any]) -> Any:
    """The features, each column weighted by max(0, ln lift), or as they are where nothing ties modules together.

    lift = (found + 1) / (expected + 1): found is the weight of ties both of whose ends use the word, expected what it
    would be if the same modules were tied at random, D² / 4E for their summed degree D and the weight E of all ties. Each
    module's ties of one kind sum to 1. One tie is added to both, so that a rare word cannot have a large lift.
    """
    import numpy as np
    from scipy.sparse import diags

    if not ties:
        return features
    tied = canonical(sum(shares(tie) + shares(tie).T for tie in ties))
    uses = features.copy()
    uses.data[:] = 1.0
    found = np.asarray(uses.multiply(tied @ uses).sum(axis=0)).ravel() / 2
    expected = (uses.T @ np.asarray(tied.sum(axis=1)).ravel()) ** 2 / (2 * tied.sum())
    return canonical(features @ diags(np.maximum(0.0, np.log((found + 1) / (expected + 1)))))
