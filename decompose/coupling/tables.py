"""Tables: from what modules define, read, write, join and name to how alike the tables are that two of them work on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from decompose.coupling.affinity import Affinity
from decompose.coupling.features import heaviest, in_common, tf_idf
from decompose.coupling.references import is_named
from decompose.coupling.sparse import cosine
from decompose.evidence.evidence import Evidence, EvidenceKind, by_itself
from decompose.evidence.unit import module_of
from decompose.evidence.words import amount as amount_of

TOUCHES = frozenset({EvidenceKind.DEFINES, EvidenceKind.READS, EvidenceKind.WRITES})
BINDS = frozenset({EvidenceKind.JOINS, EvidenceKind.CO_WRITES})
Touched = Mapping[str, Mapping[str, float]]
"""For each module the tables it works on."""

SEVERAL = 3  # chosen; see test_a_module_that_works_on_several_tables_stays


def tables_touched(evidence: Iterable[Evidence]) -> dict[str, dict[str, float]]:
    """For each module the tables it works on, each counted once.

    Those it defines, reads, writes, joins or writes in one transaction, and those whose class it uses in any way: a form
    or a serializer that names a model works on its table, although the query is in the framework. What happens to rows that
    point to deleted ones is no work of whoever deletes.
    """
    evidence = tuple(evidence)
    mapped = _tables_of_classes(evidence)
    touched: dict[str, dict[str, float]] = defaultdict(dict)
    for piece in evidence:
        if by_itself(piece.flags):
            continue
        if piece.kind in TOUCHES:
            touched[module_of(piece.source)][piece.target] = 1.0
        elif piece.kind in BINDS and piece.place:
            touched[module_of(piece.place)].update({piece.source: 1.0, piece.target: 1.0})
        elif is_named(piece) and (named := mapped.get(_top_level(piece.target))):
            touched[module_of(piece.source)].update(dict.fromkeys(named, 1.0))
    return dict(touched)


def _tables_of_classes(evidence: Iterable[Evidence]) -> dict[str, set[str]]:
    tables: dict[str, set[str]] = defaultdict(set)
    for piece in evidence:
        if piece.kind is EvidenceKind.DEFINES and "::" in piece.source:
            tables[_top_level(piece.source)].add(piece.target)
    return dict(tables)


def _top_level(reference: str) -> str:
    """The id of the top-level definition that a reference is in: `a.py::Order.save` → `a.py::Order`."""
    module, _, name = reference.partition("::")
    return f"{module}::{name.partition('.')[0]}"


def settled_by_data(evidence: Iterable[Evidence], touched: Touched) -> frozenset[str]:
    """The modules that belong somewhere because of their data: they define a table, or work on at least three.

    Data needs an owner, and who works on several tables has a business of its own, however many use it; a helper that
    draws a number or looks up a user touches one or two.
    """
    definers = {module_of(piece.source) for piece in evidence if piece.kind is EvidenceKind.DEFINES}
    workers = {module for module, found in touched.items() if len(found) >= SEVERAL}
    return frozenset(definers | workers)


def tables(touched: Touched, index: Mapping[str, int], neighbours: int) -> Affinity:
    """Cosine between the tables that modules touch, each table weighted by log(1 + modules with tables / its modules).

    A table that half of the system reads says little of where its readers belong; one that two modules touch says a lot.
    Places are not counted, only whether a module touches a table: how often depends on style of writing.
    """
    counts = {index[module]: found for module, found in sorted(touched.items()) if module in index}
    features, names = tf_idf(counts, len(index))
    similar = cosine(features, neighbours)
    heavy = heaviest(features, tuple(name.removeprefix("table:") for name in names))

    def sentence(i: int, j: int, amount: float) -> str:
        both = amount_of(len(counts[i].keys() & counts[j].keys()), "common table")
        return f"{both} ({in_common(heavy[i], heavy[j])}), cosine {amount:.2f}"

    return Affinity("tables", similar, similar, sentence, float(sum(len(found) for found in counts.values())))
