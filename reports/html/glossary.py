"""The words and numbers of this report, each with what it means and when it misleads."""

from msgspec import Struct


class Entry(Struct, frozen=True):
    """One word: `caution` tells when the number lies."""

    term: str
    meaning: str
    caution: str = ""


GLOSSARY = (
    Entry(
        "Bounded context",
        "A group of modules with its own language that could become a service, or a module with enforced edges.",
        "A candidate found in code. Whether it is one in the business is for you to say.",
    ),
    Entry(
        "Coupling weight",
        "How strongly two modules belong together: the sum of its strands (references, tables, co-change, vocabulary, "
        "folders and others), each between 0 and 1 and each shown with its formula and numbers in the evidence panel.",
        "It is relative to this system; weights of two systems do not compare.",
    ),
    Entry(
        "Crossing coupling",
        "The share of all coupling weight between modules of different contexts.",
        "A single context holding everything would score 0%: read it beside the sizes.",
    ),
    Entry(
        "Modularity",
        "How much more coupling lies inside the contexts than chance would put there; at most 1, and 0 for one block.",
        "It rises with the number of modules, so it is compared with trivial partitions of the same system.",
    ),
    Entry(
        "Cohesion",
        "The share of the coupling weight of a context's modules that stays inside it.",
        "Large contexts score high by size alone.",
    ),
    Entry(
        "Stability",
        "How often two modules of the context stay together when the detection is repeated with small changes.",
        "Stable does not mean right: a strong technical layer is stable too.",
    ),
    Entry(
        "Membership strength",
        "The share of a module's coupling that stays in its context; the runner-up is where it would go next.",
    ),
    Entry(
        "Cut",
        "One place in code where one context reaches into another: an import, a call, a query, a foreign key.",
        "Calls through names that only exist at run time are not seen.",
    ),
    Entry(
        "Effort points",
        "The price of a cut; 1 is one simple edit at one place. A line with several cuts is counted once.",
    ),
    Entry("Contested table", "A table written by a context other than its proposed owner."),
    Entry(
        "Split transaction",
        "A database transaction that writes tables of more than one context; apart, it needs a saga.",
    ),
    Entry("Upstream, downstream", "The downstream context depends on the upstream one; change flows down."),
    Entry(
        "Shared kernel",
        "Modules used by nearly everything; they would travel with each context as a package and glue no two together.",
    ),
    Entry("Façade", "What others call today; the interface the context would have to keep while traffic moves to it."),
    Entry(
        "Co-change",
        "Commits that changed both modules. Large commits count less, because a reformatting couples everything.",
        "Young code and squashed histories show little of it.",
    ),
    Entry(
        "Hidden pair",
        "Two modules that changed together more often than by chance although no import, call, table or foreign key joins "
        "them. Chance keeps how often each module changed and how large each change was; the rate of false discoveries is "
        "held at one in twenty (Benjamini & Hochberg 1995). Modules of fewer than five changes are not judged.",
        "Changes that sweep through a layer (all views, all serializers) join its modules without a common reason.",
    ),
    Entry(
        "Folders as evidence",
        "Modules that share a folder are coupled by it, as far as the other kinds of evidence agree with the folders.",
        "Where folders are layers (views, models, services) they agree with nothing and count nothing.",
    ),
    Entry(
        "Bus factor",
        "How many people have to leave until fewer than half of a context's modules have a main author left (degree of "
        "authorship, Avelino et al. 2016); who has been gone for a year has left.",
        "It knows commits only: who reviews, operates or explains the code leaves no trace in it.",
    ),
    Entry(
        "Fit",
        "How much more of a context's changes its main team makes than of the whole system's: 1 for all, 0 for as many.",
        "People who work for several teams, and code that nobody changed lately, blur it.",
    ),
    Entry(
        "Hotspot",
        "A product module that is large and changes often: changes of the last year times lines. Listed until they make up "
        "half of the whole system's.",
        "Long lists and generated code are large and simple; look before you split.",
    ),
    Entry(
        "Effort, risk, value",
        "Each between 0 and 1, relative to the other contexts of this system; the drivers beside them are the measured amounts.",
    ),
)
