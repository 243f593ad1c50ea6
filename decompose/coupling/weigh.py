"""From findings to the coupling graph: each signal measured, made comparable, and added to the others."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from decompose.coupling.affinity import Affinity
from decompose.coupling.cochange import co_change
from decompose.coupling.cocitation import co_citation
from decompose.coupling.folders import folders
from decompose.coupling.graph import Coupling, CouplingGraph, Signal, Strand
from decompose.coupling.layers import layers
from decompose.coupling.omnipresent import omnipresent
from decompose.coupling.references import names_used, references
from decompose.coupling.sparse import canonical, nearest, shares, upper, values_at
from decompose.coupling.tables import settled_by_data, tables, tables_touched
from decompose.coupling.use_cases import use_cases
from decompose.coupling.vocabulary import Along, path_words, quoted_names, vocabulary
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, Unit, UnitKind

NEIGHBOURS = 15  # 10 to 20 measured alike on seventeen systems
STRONGEST = 20  # what detection uses, see `contexts.backbone`
TOLD = 15  # chosen: each module's strongest couplings carry formulas; all of them make a result ten times as large


def weigh(findings: Findings, *, kernel: Mapping[str, str] | None = None, kept: Collection[str] = ()) -> CouplingGraph:
    """The coupling graph of the product modules that contain code.

    Each signal is scaled so that the couplings of a module sum to 1, and a chatty signal or a busy module does not outvote
    the rest; both directions are averaged and the signals added, each with its share. Of similarities (vocabulary, quoted
    names, path words, tables, co-citation) only each module's nearest neighbours count: everything is a little like
    everything. Signals of which the system shows nothing vanish, and the others share the whole. Folders are evidence as far as
    they agree with the other signals, see `folders.folders`. People may set modules apart (`kernel`, with the reason) or say
    that they are somebody's (`kept`), whatever is measured.
    """
    units = modules_with_code(findings.units)
    index = {unit.id: position for position, unit in enumerate(units)}
    names, touched = names_used(findings.evidence), tables_touched(findings.evidence)
    ties: tuple[Affinity, ...] = (references(names, index), co_change(findings.evidence, index))
    if any(piece.kind is EvidenceKind.EXERCISES for piece in findings.evidence):
        ties = (*ties, use_cases(findings.evidence, index))
    along = Along.of(ties, layers(units, index, NEIGHBOURS))
    similarities = (
        vocabulary(units, index, along, NEIGHBOURS),
        quoted_names(units, index, Along(along.ties), NEIGHBOURS),
        path_words(units, index, along, NEIGHBOURS),
        tables(touched, index, NEIGHBOURS),
        co_citation(names, index, NEIGHBOURS),
    )
    apart = omnipresent(names, ties, index, settled_by_data(findings.evidence, touched).union(kept))
    apart |= {module: reason for module, reason in sorted((kernel or {}).items()) if module in index}
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
    units = tuple(id for id in ids if id not in apart)
    among = tuple(
        _among(affinity, [position for position, id in enumerate(ids) if id not in apart]) for affinity in affinities
    )
    by_folder, placing = folders(units, among, mixture(among))
    every = (*among, by_folder)
    whole = sum(affinity.weight for affinity in every if affinity.amounts.nnz) or 1.0
    signals = tuple(sorted((_signal(affinity, whole) for affinity in every), key=lambda signal: -signal.share))
    placed = tuple((folder, tuple(units[module] for module in block)) for folder, block in placing.blocks)
    return CouplingGraph(units, _couplings(units, among, every), tuple(sorted(apart.items())), signals, placed)


def mixture(affinities: Iterable[Affinity]) -> Any:
    """The symmetric matrix of couplings: of each signal the mean of both directions' shares, times its vote's share."""
    affinities = tuple(affinities)
    whole = sum(affinity.weight for affinity in affinities if affinity.amounts.nnz) or 1.0
    mixed = sum(shares(affinity.amounts) * (affinity.weight / whole) for affinity in affinities)
    return canonical((mixed + mixed.T) / 2)


def _among(affinity: Affinity, kept: list[int]) -> Affinity:
    """The affinity between the modules at these positions, which become 0, 1, …"""

    def sentence(i: int, j: int, amount: float) -> str:
        return affinity.sentence(kept[i], kept[j], amount)

    amounts, raw = (canonical(canonical(matrix)[kept][:, kept]) for matrix in (affinity.amounts, affinity.raw))
    return replace(affinity, amounts=amounts, raw=raw, sentence=sentence)


def _couplings(ids: tuple[str, ...], among: tuple[Affinity, ...], every: tuple[Affinity, ...]) -> tuple[Coupling, ...]:
    """The couplings of every pair that a signal other than folders couples, or that is among the strongest of one end."""
    present = [affinity for affinity in every if affinity.amounts.nnz]
    if not present:
        return ()
    mixed = mixture(present)
    strongest = nearest(mixed, STRONGEST)
    pattern = canonical(sum((_ones(affinity.amounts) for affinity in among), _ones(strongest)))
    pairs = upper(canonical(pattern + pattern.T))
    told = set(upper(canonical(_ones(nearest(mixed, TOLD)) + _ones(nearest(mixed, TOLD)).T)))
    whole = sum(affinity.weight for affinity in present)
    strands: list[list[Strand]] = [[] for _ in pairs]
    for affinity in present:
        for at, strand in _strands(affinity, affinity.weight / whole, ids, pairs, told):
            strands[at].append(strand)
    return tuple(
        Coupling(ids[i], ids[j], sum(strand.weight for strand in found), tuple(found))
        for (i, j), found in zip(pairs, strands, strict=True)
        if found
    )


def _ones(matrix: Any) -> Any:
    pattern = matrix.copy()
    pattern.data[:] = 1.0
    return pattern


def _strands(
    affinity: Affinity, share: float, ids: tuple[str, ...], pairs: list[tuple[int, int]], told: set[tuple[int, int]]
) -> Iterator[tuple[int, Strand]]:
    """The affinity's strand of each pair that it couples, by position; with its formula for the pairs to be `told`."""
    import numpy as np

    of, every = shares(affinity.amounts), np.array(pairs, dtype=np.int64)
    coupled = [
        at for at, amount in enumerate(values_at(affinity.amounts, every)) if amount
    ]  # of many pairs it tells nothing
    places = every[coupled]
    measured = (values_at(matrix, places) for matrix in (of, canonical(of.T), affinity.amounts, affinity.raw))
    for at, of_i, of_j, amount, raw in zip(coupled, *measured, strict=True):
        i, j = pairs[at]
        formula = (
            f"{affinity.sentence(i, j, amount)}; "
            f"{of_i:.0%} of the {affinity.signal} of {ids[i]}, {of_j:.0%} of {ids[j]}"
            if (i, j) in told
            else ""
        )
        yield at, Strand(affinity.signal, raw, share * (of_i + of_j) / 2, formula)


def _signal(affinity: Affinity, whole: float) -> Signal:
    pairs = affinity.amounts.nnz // 2
    share = affinity.weight / whole if pairs else 0.0
    note = f"{pairs} pairs, {share:.0%} of every coupling" if pairs else affinity.silent
    return Signal(affinity.signal, share, pairs, affinity.observations, note)
