"""Why: from a `Decomposition` and a name to an `Explanation`, by nothing but what the result itself holds."""

from decompose.result.decomposition import Decomposition
from decompose.result.explain.context import context_explanation
from decompose.result.explain.edge import edge_explanation
from decompose.result.explain.entry import entry_explanation
from decompose.result.explain.explanation import Explanation
from decompose.result.explain.lookup import find_context, find_context_or_module, find_entry, find_module, find_step
from decompose.result.explain.lookup_data import find_table, find_transactions
from decompose.result.explain.measures import measures_explanation
from decompose.result.explain.module import module_explanation
from decompose.result.explain.outside import resource_explanation
from decompose.result.explain.step import step_explanation
from decompose.result.explain.table import table_explanation
from decompose.result.explain.teams import people_explanation
from decompose.result.explain.transaction import transaction_explanation


def explain_module(decomposition: Decomposition, name: str) -> Explanation:
    """Why a module is in its context: what it is coupled to, by which evidence, and what would break around it."""
    return module_explanation(decomposition, find_module(decomposition, name))


def explain_edge(decomposition: Decomposition, one: str, other: str) -> Explanation:
    """What couples two modules, two contexts, or one of each: the formula with its numbers, and all of the evidence."""
    ends = (find_context_or_module(decomposition, one), find_context_or_module(decomposition, other))
    return edge_explanation(decomposition, *ends)


def explain_context(decomposition: Decomposition, name: str) -> Explanation:
    """What a context is made of, how firmly it holds together, what it owns and what it needs of others."""
    return context_explanation(decomposition, find_context(decomposition, name))


def explain_entry(decomposition: Decomposition, name: str) -> Explanation:
    """What comes in by an entry point: its handler, and the contexts, tables and functions that it can reach."""
    return entry_explanation(decomposition, find_entry(decomposition, name))


def explain_table(decomposition: Decomposition, name: str) -> Explanation:
    """What a table holds, who owns, reads and writes it, and which tables are used together with it."""
    return table_explanation(decomposition, find_table(decomposition, name))


def explain_transaction(decomposition: Decomposition, name: str) -> Explanation:
    """What the transactions of a function write, lock and start, in order, and what the boundaries do to them."""
    return transaction_explanation(decomposition, find_transactions(decomposition, name))


def explain_resource(decomposition: Decomposition, name: str) -> Explanation:
    """Who uses a cache, queue, bucket or service, where, and what sharing it means for a cut."""
    return resource_explanation(decomposition, name)


def explain_step(decomposition: Decomposition, rank_or_name: int | str) -> Explanation:
    """Why a step stands where it does: drivers, what must come first, the cuts, its success metric and rollback."""
    return step_explanation(decomposition, find_step(decomposition, rank_or_name))


def explain_people(decomposition: Decomposition) -> Explanation:
    """Who works on what: teams, who changes and knows each context, where teams meet, and hotspots."""
    return people_explanation(decomposition)


def explain_measures(decomposition: Decomposition) -> Explanation:
    """How good the contexts are by every measure, beside trivial partitions, and what good is."""
    return measures_explanation(decomposition)
