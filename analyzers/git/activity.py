"""From the commits of each module to how active it is: changes, recent changes, and how many people made them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from decompose.evidence.findings import Activity

from .pairs import Used, Weights

YEAR = 365 * 86_400
"""Seconds."""


def activity(used: Sequence[Used], weights: Weights, births: dict[str, str]) -> tuple[Activity, ...]:
    """The activity of every module that a used commit changed, by module; people are counted and forgotten."""
    newest = used[0][0].time if used else 0
    recent = Counter(module for commit, modules in used if commit.time > newest - YEAR for module in modules)
    people: dict[str, set[str]] = {}
    for commit, modules in used:
        for module in modules:
            people.setdefault(module, set()).add(_person(commit.author))
    return tuple(
        Activity(
            module,
            commits,
            recent[module],
            len(people[module]),
            weights.weight.get(module, 0.0),
            births.get(module, ""),
        )
        for module, commits in sorted(weights.commits.items())
    )


def births_of(changed: Iterable[Used]) -> dict[str, str]:
    """The oldest commit of each module, whatever kind of commit it is."""
    return {module: commit.id for commit, modules in changed for module in modules}


def _person(author: str) -> str:
    """One mail, one person, however the name is spelled; the name where there is no mail."""
    name, _, mail = author.rpartition(" <")
    return mail.rstrip(">").lower() or name
