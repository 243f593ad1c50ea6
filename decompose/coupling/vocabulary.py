"""Vocabulary: from the words of modules to how alike their domain language is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from decompose.coupling.affinity import Affinity
from decompose.coupling.features import heaviest, in_common, tf_idf
from decompose.coupling.sparse import canonical, cosine, shares
from decompose.coupling.words import split_words, stem
from decompose.evidence.unit import Unit

NOTHING = 1e-9  # a lift of 1 up to rounding; a module with no better word would be wholly alike by it
Words = Mapping[int, Mapping[str, float]]


class Along(NamedTuple):
    """What tells words of a domain from those of frameworks and layers, which are rare too: see `_worth`.

    Symmetric matrices in which each module's ties of one kind sum to 1; None where nothing ties modules.
    """

    ties: Any
    layers: Any = None

    @staticmethod
    def of(ties: Iterable[Affinity], layers: Any = None) -> "Along":
        """The ties of all kinds and those of layers, made once for all words that are weighed along them."""
        tied = [tie.amounts for tie in ties if tie.amounts.nnz]
        is_layered = layers is not None and layers.nnz
        return Along(_both_ways(tied) if tied else None, _both_ways([layers]) if is_layered else None)


def _both_ways(ties: Sequence[Any]) -> Any:
    return canonical(sum(shares(tie) + shares(tie).T for tie in ties))


def vocabulary(units: Iterable[Unit], index: Mapping[str, int], along: Along, neighbours: int) -> Affinity:
    """Cosine between the words of modules: (1 + log count) · log(1 + modules / its modules) · worth of the word.

    Observations are the words weighed.
    """
    words = {index[unit.id]: _amounts(unit.words) for unit in units if unit.id in index and unit.words}
    return _alike("vocabulary", "common words", words, len(index), along, neighbours)


def quoted_names(units: Iterable[Unit], index: Mapping[str, int], along: Along, neighbours: int) -> Affinity:
    """The same of the names that modules have in quotes: templates, URLs, permissions, events, settings.

    A signal of its own, since such names couple what no import does, and identifiers would drown them.
    """
    words = {index[unit.id]: _amounts(unit.names) for unit in units if unit.id in index and unit.names}
    return _alike("quoted names", "common words of quoted names", words, len(index), along, neighbours)


def path_words(units: Iterable[Unit], index: Mapping[str, int], along: Along, neighbours: int) -> Affinity:
    """The same of the stems of the words in their paths, each counted once.

    Folders say what lies together in one place; these say it across places: where folders are layers, `api/awards.py`,
    `forms/awards.py` and `schemas/award.py` are one domain. Words of layers are worth nothing.
    What lies in no folder has a name but no path: classes of another system would be put together by how they are called.
    """
    words = {
        index[unit.id]: dict.fromkeys(map(stem, split_words(unit.name)), 1.0)
        for unit in units
        if unit.id in index and "/" in unit.id
    }
    return _alike("path words", "common words of their paths", words, len(index), along, neighbours)


def _amounts(words: Iterable[tuple[str, int]]) -> dict[str, float]:
    return {word: float(count) for word, count in words}


def _alike(signal: str, shared: str, words: Words, size: int, along: Along, neighbours: int) -> Affinity:
    from scipy.sparse import diags

    features, names = tf_idf(words, size)
    domain = canonical(features @ diags(_worth(features, along)))
    similar = cosine(domain, neighbours)
    heavy = heaviest(domain, names)

    def sentence(i: int, j: int, amount: float) -> str:
        return f"{shared} ({in_common(heavy[i], heavy[j]) or 'none of the heaviest'}), cosine {amount:.2f}"

    return Affinity(signal, similar, similar, sentence, float(len(names)))


def _worth(features: Any, along: Along) -> Any:
    """For each word max(0, ln lift along the ties − max(0, ln lift along the layers)); 1 where nothing ties modules.

    A word of a domain is used at both ends of a coupling more often than chance has it, and not by all modules that use
    the same libraries.
    """
    import numpy as np

    uses = features.copy()
    uses.data[:] = 1.0
    if along.ties is None:
        return np.ones(features.shape[1])
    worth = _log_lift(uses, along.ties)
    if along.layers is not None:
        worth -= np.maximum(0.0, _log_lift(uses, along.layers))
    return np.where(worth > NOTHING, worth, 0.0)


def _log_lift(uses: Any, tied: Any) -> Any:
    """For each column ln((found + 1) / (expected + 1)).

    `found` is the weight of ties both of whose ends use the word, `expected` what it would be if the same modules were
    tied at random, D² / 4E for their summed degree D and the weight E of all ties. One tie is added to both, so that a
    rare word cannot have a large lift.
    """
    import numpy as np

    found = np.asarray(uses.multiply(tied @ uses).sum(axis=0)).ravel() / 2
    expected = (uses.T @ np.asarray(tied.sum(axis=1)).ravel()) ** 2 / (2 * tied.sum())
    return np.log((found + 1) / (expected + 1))
