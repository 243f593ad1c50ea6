"""The measures of a partition in words: what each counts, which way is better, and what it hides."""

from msgspec import Struct


class Definition(Struct, frozen=True):
    """One measure: `better` is higher, lower or "" where neither is; `good` says in a sentence what a good value means."""

    id: str
    name: str
    better: str
    good: str
    caution: str = ""


DEFINITIONS = (
    Definition(
        "modularity",
        "Modularity",
        "higher",
        "More coupling lies inside the contexts than chance would put there (Newman & Girvan): 0 is chance, above .3 structure.",
        "It rises with the number of modules and prefers contexts of equal size.",
    ),
    Definition(
        "cohesion",
        "Cohesion",
        "higher",
        "The mean over contexts of the share of their coupling that stays inside: 1 would be contexts that need nobody.",
        "All in one scores 1.",
    ),
    Definition(
        "coupling",
        "Crossing coupling",
        "lower",
        "The share of all coupling that crosses a boundary: what the boundaries cut.",
        "All in one scores 0.",
    ),
    Definition(
        "conductance",
        "Conductance",
        "lower",
        "The mean over contexts of the coupling that leaves, of all that touches the smaller side of the boundary: below .5 a "
        "context is more with itself than with others.",
        "All in one scores 0.",
    ),
    Definition(
        "sm",
        "SM, structural modularity",
        "higher",
        "Units of one context call each other densely, those of two hardly (Mono2Micro, FSE 2021).",
        "Small contexts reach dense calling easily.",
    ),
    Definition(
        "icp",
        "ICP, calls between contexts",
        "lower",
        "The share of calls that would become calls over a network, each pair counted ln(places) + 1 (Mono2Micro).",
        "All in one scores 0.",
    ),
    Definition(
        "ifn",
        "IFN, interfaces",
        "lower",
        "Pairs of units that call across a boundary, per context: what would have to be published (Mono2Micro).",
        "Many small contexts share the same pairs among more of them.",
    ),
    Definition(
        "ned",
        "NED, extreme sizes",
        "lower",
        "The share of units in contexts of fewer than 5 or more than 20 of them (Mono2Micro).",
        "The limits were chosen for systems of about a hundred classes: large systems have good contexts above 20.",
    ),
    Definition(
        "bcp",
        "BCP, use cases mixed",
        "lower",
        "The mean logarithm of the entry points that a context takes part in: 0 is one each (Mono2Micro).",
        "Many small contexts take part in few use cases each.",
    ),
    Definition(
        "database-purity",
        "Database purity",
        "higher",
        "Each table is read and written by one context alone: 1 less the mean entropy of its users' contexts (CARGO, ASE 2022).",
        "All in one scores 1; code that reaches tables in ways not seen does not count.",
    ),
    Definition(
        "mojofm-folders",
        "Likeness to the folders",
        "",
        "How few moves and joins lead to the folders as they are (MoJoFM, Wen & Tzerpos): 1 is the same, and neither is better.",
    ),
)
