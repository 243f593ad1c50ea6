"""Vocabulary: from the words of modules to how alike their language is."""

from collections.abc import Iterable, Mapping

from decompose.coupling.affinity import Affinity
from decompose.coupling.features import heaviest, in_common, tf_idf
from decompose.coupling.sparse import cosine
from decompose.evidence.unit import Unit


def vocabulary(units: Iterable[Unit], index: Mapping[str, int], neighbours: int) -> Affinity:
    """Cosine between the words of modules, each word weighted by (1 + log count) · log(1 + modules / its modules)."""
    counts = {
        index[unit.id]: {word: float(count) for word, count in unit.words}
        for unit in units
        if unit.id in index and unit.words
    }
    features, names = tf_idf(counts, len(index))
    similar = cosine(features, neighbours)
    heavy = heaviest(features, names)

    def sentence(i: int, j: int, amount: float) -> str:
        return f"common words ({in_common(heavy[i], heavy[j]) or 'none of the heaviest'}), cosine {amount:.2f}"

    return Affinity("vocabulary", similar, sentence, observations=float(len(names)))
