"""Relied: from who depends on whom to how much of the rest of a system depends on each context."""

from collections.abc import Mapping

from decompose.design.map.context_map import ContextMap


def dependents_of(context_map: ContextMap, ids: Mapping[str, int]) -> dict[str, set[str]]:
    """Which of the contexts depend on each of them."""
    found: dict[str, set[str]] = {id: set() for id in ids}
    for relation in context_map.relations:
        if relation.upstream in ids and relation.downstream in ids:
            found[relation.upstream].add(relation.downstream)
    return found


def relied_on(dependents: Mapping[str, set[str]], modules: Mapping[str, int]) -> dict[str, float]:
    """For each context the share of the modules of all others that lie in those that depend on it, 0…1.

    Into how many contexts these are cut changes with every two that are found as one; how much of the system they are does not.
    """
    whole = sum(modules.values())
    return {id: sum(modules[each] for each in dependents[id]) / max(1, whole - modules[id]) for id in modules}
