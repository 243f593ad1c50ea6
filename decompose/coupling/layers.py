"""Layers: from the libraries that modules use to which modules are of one technical kind, whatever domain they serve."""

from collections.abc import Iterable, Mapping
from typing import Any

from decompose.coupling.features import tf_idf
from decompose.coupling.sparse import cosine
from decompose.evidence.unit import Unit


def layers(units: Iterable[Unit], index: Mapping[str, int], neighbours: int) -> Any:
    """Cosine between the names that modules import from outside the system, of each module's nearest neighbours.

    Forms import a library of forms and routes one of routes: what is alike here is alike by technique. It couples
    nothing; it tells which words are of a technique (`vocabulary`).
    """
    names = {index[unit.id]: dict.fromkeys(unit.libraries, 1.0) for unit in units if unit.id in index}
    features, _ = tf_idf(names, len(index))
    return cosine(features, neighbours)
