"""From where a system is asked to the context that is its door: most ways in, and hardly any data behind them."""

from decompose.plan.candidate import Candidate, ways_in
from decompose.plan.plan import Verdict
from decompose.plan.standing import NEARLY_ALL, SCHEMA, SYSTEM, Ruling, Surroundings, owns_data

# Chosen, and said in the sentence: the share of all ways in, and how many there are at least to say so.
MOST, ENOUGH = 0.5, 10


def door(candidate: Candidate, around: Surroundings) -> Ruling:
    """What most of a system is asked through, where the tables are those of the others: it stays to forward to them."""
    asked, few = ways_in(candidate), around.others < SYSTEM or around.tables < SCHEMA or around.ways_in < ENOUGH
    if around.richest >= NEARLY_ALL * around.tables:  # then to own none sets nobody apart
        return None
    used = around.used_of_most(candidate)
    if few or asked <= MOST * around.ways_in or owns_data(candidate, around) or not used:
        return None
    return Verdict.KEEP, (
        f"{asked} of the {around.ways_in:,} entry points are its own and {len(candidate.tables)} of the {around.tables:,} "
        f"tables, and it uses {used} of the {around.others} other contexts: it is the door of the others. Whatever leaves "
        "takes its own entry points along, and what forwards to it stays here."
    )
