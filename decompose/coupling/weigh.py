"""From findings to the coupling graph: each signal measured, made comparable, and added to the others."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from decompose.coupling.affinity import Affinity
from decompose.coupling.cochange import co_change
from decompose.coupling.cocitation import co_citation
from decompose.coupling.graph import Coupling, CouplingGraph, Signal, Strand
from decompose.coupling.omnipresent import omnipresent
from decompose.coupling.references import names_used, references
from decompose.coupling.sparse import canonical, shares, upper, values_at
from decompose.coupling.tables import settled_by_data, tables
from decompose.coupling.vocabulary import vocabulary
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, Unit, UnitKind

NEIGHBOURS = 15  # 10 to 20 measured alike on seventeen systems


def weigh(findings: Findings) -> CouplingGraph:
    """The coupling graph of the product modules that contain code.

    Each signal is scaled so that the couplings of a module sum to 1, and a chatty signal or a busy module does not outvote
    the rest; both directions are averaged and the signals added, each with its share. Of similarities (vocabulary,
    tables, co-citation) only each module's nearest neighbours count: everything is a little like everything.
    Signals of which the system shows nothing vanish, and the others share the whole.
    """
    units = modules_with_code(findings.units)
    index = {unit.id: position for position, unit in enumerate(units)}
    names = names_used(findings.evidence)
    ties = (references(names, index), co_change(findings.evidence, index))
    similarities = (
        vocabulary(units, index, ties, NEIGHBOURS),
        tables(findings.evidence, index, NEIGHBOURS),
        co_citation(names, index, NEIGHBOURS),
    )
    apart = omnipresent(names, ties, index, settled_by_data(findings.evidence))
    return combine(tuple(index), ties + similarities, apart)


def modules_with_code(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The product modules with at least one line, by id."""
    return tuple(
        sorted(
            (unit for unit in units if unit.kind is UnitKind.MODULE and unit.role is Role.PRODUCT and unit.lines > 0),
            key=lambda unit: unit.id,
        )
    )


def combine(ids: tuple[str, ...], affinities: tuple[Affinity, ...], apart: Mapping[str, str]) -> CouplingGraph:
    """One graph of all signals between the modules that are not set apart; `ids` are all modules by position."""
    affinities = tuple(_among(affinity, [id not in apart for id in ids]) for affinity in affinities)
    present = [affinity for affinity in affinities if affinity.amounts.nnz]
    whole = sum(affinity.weight for affinity in present) or 1.0
    strands: dict[tuple[int, int], list[Strand]] = {}
    for affinity in present:
        for pair, strand in _strands(affinity, affinity.weight / whole, ids):
            strands.setdefault(pair, []).append(strand)
    couplings = tuple(
        Coupling(ids[i], ids[j], sum(strand.weight for strand in found), tuple(found))
        for (i, j), found in sorted(strands.items())
    )
    units = tuple(id for id in ids if id not in apart)
    signals = tuple(sorted((_signal(affinity, whole) for affinity in affinities), key=lambda signal: -signal.share))
    return CouplingGraph(units, couplings, tuple(sorted(apart.items())), signals)


def _among(affinity: Affinity, present: list[bool]) -> Affinity:
    from scipy.sparse import diags

    chosen = diags([float(each) for each in present])
    return replace(affinity, amounts=canonical(chosen @ affinity.amounts @ chosen))


def _strands(affinity: Affinity, share: float, ids: tuple[str, ...]) -> Iterable[tuple[tuple[int, int], Strand]]:
    of = shares(affinity.amounts)
    pairs = upper(canonical(of + of.T))
    columns = (values_at(matrix, pairs) for matrix in (of, canonical(of.T), affinity.amounts, affinity.raw))
    for (i, j), of_i, of_j, amount, raw in zip(pairs, *columns, strict=True):
        formula = (
            f"{affinity.sentence(i, j, amount)}; "
            f"{of_i:.0%} of the {affinity.signal} of {ids[i]}, {of_j:.0%} of {ids[j]}"
        )
        yield (i, j), Strand(affinity.signal, raw, share * (of_i + of_j) / 2, formula)


def _signal(affinity: Affinity, whole: float) -> Signal:
    pairs = affinity.amounts.nnz // 2
    share = affinity.weight / whole if pairs else 0.0
    note = (
        f"{pairs} pairs, {share:.0%} of every coupling"
        if pairs
        else "nothing of the kind in this system; the others count more"
    )
    return Signal(affinity.signal, share, pairs, affinity.observations, note)
