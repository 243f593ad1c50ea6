"""What the parts of a module changed with: a section of its explanation."""

from decompose.design.past.inside import ENOUGH, Inside, PartTies
from decompose.evidence.words import amount, listed, percent
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Section
from decompose.result.past import INSUFFICIENT
from decompose.result.wording import context_names

MOST, CONTEXTS = 30, 3
"""Parts and contexts that are listed; chosen."""

OUTSIDE = "(outside of functions and classes)"


def inside_section(decomposition: Decomposition, inside: Inside) -> Section:
    """Each part with the contexts it changed with, and those parts that go with another context than the module's."""
    names = context_names(decomposition)
    rows = tuple(
        (each.part or OUTSIDE, f"{each.changes:,}", f"{each.alone:,}", _ties(each, names))
        for each in inside.parts[:MOST]
    )
    sentences = (*_looked_into(inside), *_elsewhere(decomposition, inside, names))
    columns = ("function or class", "changes", "alone", "what else changed then, by context")
    return Section("What its functions and classes changed with", sentences, columns if rows else (), rows)


def _looked_into(inside: Inside) -> list[str]:
    said = [
        f"{amount(inside.changes, 'change')} of it could be looked into; each counts once, however much it changed."
    ]
    if inside.unread:
        said.append(f"Of {amount(inside.unread, 'other')} a version is missing from git's objects, or too large.")
    if len(inside.parts) > MOST:
        said.append(f"{len(inside.parts) - MOST:,} parts that changed less often are not listed.")
    return said


def _ties(part: PartTies, names: dict[str, str]) -> str:
    if part.changes - part.alone < ENOUGH:
        return INSUFFICIENT
    return ", ".join(
        f"{names.get(context, 'in no context')} {percent(share)}" for context, share in part.ties[:CONTEXTS]
    )


def _elsewhere(decomposition: Decomposition, inside: Inside, names: dict[str, str]) -> list[str]:
    home = decomposition.catalog.context_of().get(inside.module, "")
    found: dict[str, list[str]] = {}
    for part in inside.parts:
        if part.part and part.goes_with() not in ("", home):
            found.setdefault(part.goes_with(), []).append(part.part)
    order = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        f"More with {names.get(context, context)} than with all others changed {listed(parts)}: "
        f"{'it' if len(parts) == 1 else 'they'} may belong there."
        for context, parts in order
    ]
