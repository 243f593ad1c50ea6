"""The coupling graph: units, and between them couplings whose weight is the sum of named strands."""

from msgspec import Struct


class Strand(Struct, frozen=True, order=True, omit_defaults=True, gc=False):
    """One signal's part of a coupling.

    `signal` names the formula (`references`, `tables`, `co-change`, `vocabulary`, …); `amount` is the raw measure in the
    signal's own unit (co-change: support; references: log(1 + names), both directions added; folders: 1/(modules of the
    folder − 1); otherwise a cosine), `weight` what it adds to the coupling (0…1), `formula` the sentence with the numbers
    filled in, "" for couplings that are not among the strongest of either end.
    """

    signal: str
    amount: float
    weight: float
    formula: str = ""


class Coupling(Struct, frozen=True, order=True, gc=False):
    """An undirected edge, `source` < `target`; `weight` is the sum of the strands' weights and positive."""

    source: str
    target: str
    weight: float
    strands: tuple[Strand, ...] = ()


class Signal(Struct, frozen=True, order=True):
    """One way in which units couple, and how much it counts in this graph.

    `share` is its share of every coupling (0 when this system shows nothing of the kind; the shares of a graph sum to
    1), `pairs` the number of pairs of units it couples, `observations` how many observations stand behind them, `note` a
    sentence for people.
    """

    name: str
    share: float
    pairs: int = 0
    observations: float = 0.0
    note: str = ""


class CouplingGraph(Struct, frozen=True):
    """Units to be clustered, sorted; couplings, sorted; and units set apart from clustering with the reason.

    `apart` holds (unit id, reason) for omnipresent units (shared kernel) so that they do not glue everything together.
    `signals` tells what the couplings were made of, heaviest first. `folders` holds (folder, units in it) of the folders
    that count as evidence, so that units which share one are not all coupled pair by pair.
    """

    units: tuple[str, ...]
    couplings: tuple[Coupling, ...]
    apart: tuple[tuple[str, str], ...] = ()
    signals: tuple[Signal, ...] = ()
    folders: tuple[tuple[str, tuple[str, ...]], ...] = ()
