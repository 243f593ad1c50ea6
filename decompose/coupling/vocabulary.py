"""Vocabulary: from the words of modules to how alike their language is."""

from collections.abc import Iterable, Mapping

from decompose.coupling.affinity import Affinity
from decompose.coupling.features import common_features, tf_idf
from decompose.coupling.sparse import cosine
from decompose.evidence.unit import Unit


def vocabulary(units: Iterable[Unit], index: Mapping[str, int], neighbours: int) -> Affinity:
    """Cosine between the words of modules, each word weighted by (1 + log count) · log(1 + modules / its modules)."""
    counts = {
        index[unit.id]: {word: float(count) for word, count in unit.words} for unit in units if unit.id in index and unit.words
    }
    features, names = tf_idf(counts, len(index))
    similar = cosine(features, neighbours)

    def sentence(i: int, j: int) -> str:
        return f"common words ({', '.join(common_features(features, names, i, j))}), cosine {similar[i, j]:.2f}"

    return Affinity("vocabulary", similar, sentence, observations=float(len(names)))
