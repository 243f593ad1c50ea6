"""From a result and one of its contexts to what could not be seen there: calls that lead nowhere known, computed code, files."""

from collections.abc import Iterator

from decompose.contexts.context import BoundedContext
from decompose.errors import Problem
from decompose.evidence.findings import Clarity, most_first
from decompose.evidence.words import amount, number, percent
from decompose.result.decomposition import Decomposition

COMPUTED = frozenset(("dynamic-call", "dynamic-code", "dynamic-import", "dynamic-name", "dynamic-class"))
"""Codes of problems that tell of a construct whose meaning is only known while the program runs."""


def computed_in(decomposition: Decomposition, context: BoundedContext) -> tuple[Problem, ...]:
    """The constructs of a context that compute what they call, run, import or look up, by place."""
    return tuple(problem for problem in _problems(decomposition, context) if problem.code in COMPUTED)


def other_problems(decomposition: Decomposition, context: BoundedContext) -> tuple[tuple[str, int], ...]:
    """What else was not read or not understood in a context, counted by code."""
    return most_first(
        (problem.code, 1) for problem in _problems(decomposition, context) if problem.code not in COMPUTED
    )


def unseen_said(clarity: Clarity) -> tuple[str, ...]:
    """How many of a context's calls could be followed, why not the others, and where most of those are."""
    if not clarity.calls:
        return ()
    may = clarity.inside + clarity.unresolved
    first = (
        f"Of {amount(clarity.calls, 'call')} {number(clarity.inside)} lead to the system itself and {number(clarity.unresolved)} "
        f"could not be followed ({percent(clarity.unresolved / may if may else 0.0)} of both)."
    )
    return (first, *_said("Why not", clarity.reasons), *_said("Most of them in", clarity.darkest))


def _said(what: str, counts: tuple[tuple[str, int], ...]) -> Iterator[str]:
    if counts:
        yield f"{what}: {', '.join(f'{name} {count:,}' for name, count in counts)}."


def _problems(decomposition: Decomposition, context: BoundedContext) -> Iterator[Problem]:
    members = {member.unit for member in context.members}
    return (problem for problem in decomposition.problems if problem.location.path in members)
