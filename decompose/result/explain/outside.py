"""What a resource outside the database is to the system, to one context, and to one module."""

from decompose.design.transactions.calls_out import CallOut
from decompose.design.transactions.outside import OutsideResource
from decompose.evidence.resource import ResourceUse
from decompose.evidence.words import amount, listed, number
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.explain.lookup import unknown
from decompose.result.outside import (
    calls_out_of_context,
    outside_of,
    sentences_of_context,
    title_of,
    use_said,
    used_in,
    users_said,
    what_to_decide,
)
from decompose.result.wording import context_names, inside, place, symbol

FLAGS = {
    "no-timeout": "no timeout",
    "wrapped": "through a function given the name",
    "setting": "declared",
    "class": "by a class",
}


def resource_explanation(decomposition: Decomposition, name: str) -> Explanation:
    """Who uses the resources with this name, client or kind, and where; DecomposeError if there are none."""
    wanted = name.strip().casefold()
    found = [one for one in outside_of(decomposition) if wanted in (one.name.casefold(), one.title.casefold())]
    found = found or [one for one in outside_of(decomposition) if wanted in one.title.casefold()]
    if not found or not wanted:
        raise unknown("resource", name, [one.name or one.title for one in outside_of(decomposition)])
    names, sections = context_names(decomposition), []
    for one in found:
        said = [f"Used by {users_said(one, names) or 'nobody'}."]
        said += [f"Declared at {listed([str(where) for where in one.declared], 0)}."] if one.declared else []
        said += [f"Keys or paths that several use: {listed(one.common, 0)}."] if one.common else []
        said += [decide] if (decide := what_to_decide(one, names)) else []
        uses = [use for use in decomposition.resources if is_of(use, one)]
        sections.append(_uses(decomposition, uses, one.title, tuple(said)))
    calls = [
        call for call in decomposition.calls_out if any((call.kind, call.name) == (one.kind, one.name) for one in found)
    ]
    sections += [section] if (section := calls_section(calls)) else []
    return Explanation("resource", (name,), f"{name}: {amount(len(found), 'resource')}", tuple(sections))


def resources_of_context(decomposition: Decomposition, context: str) -> Section | None:
    """The resources that a context uses, and who else does."""
    names = context_names(decomposition)
    rows = tuple(
        (one.title, use_said(user, one.kind), users_said(one, names, context) or "–", what_to_decide(one, names) or "–")
        for one, user in used_in(outside_of(decomposition), context)
    )
    columns = ("resource", "it", "others", "what to decide")
    return Section("Resources outside the database", (), columns, rows) if rows else None


def resources_between(decomposition: Decomposition, left: frozenset[str], right: frozenset[str]) -> Section | None:
    """What modules on both sides use outside the database, with the keys that both use; no table of the ledger holds it."""
    rows = []
    for one in outside_of(decomposition):
        uses = [use for use in decomposition.resources if is_of(use, one) and "setting" not in use.flags]
        sides = [[use for use in uses if use.location.path in side] for side in (left, right)]
        if one.name and all(sides):
            keys = set.intersection(*({use.key for use in side if use.key} for side in sides))
            decide = what_to_decide(one, context_names(decomposition))
            rows.append(
                (one.title, *(f"{len(side):,}" for side in sides), ", ".join(sorted(keys)) or "–", decide or "–")
            )
    columns = ("resource", "places on one side", "on the other", "keys of both", "what to decide")
    return Section("What both use outside the database", (), columns, tuple(rows)) if rows else None


def is_of(use: ResourceUse, resource: OutsideResource) -> bool:
    """Whether a use is one of this resource."""
    return (use.kind, use.name) == (resource.kind, resource.name) and bool(use.name or use.client in resource.clients)


def calls_out_of(decomposition: Decomposition, context: str) -> Section | None:
    """What leaves the database while a transaction of the context is open."""
    return calls_section(calls_out_of_context(decomposition, context))


def resources_of_module(decomposition: Decomposition, module: str) -> Section | None:
    """Every use of a resource in one module."""
    uses = [use for use in decomposition.resources if use.location.path == module]
    return _uses(decomposition, uses, "Resources outside the database", ()) if uses else None


def resources_of_step(decomposition: Decomposition, context: str) -> Section | None:
    """What taking a context out means for its resources."""
    said = sentences_of_context(decomposition, context)
    return Section("What it uses outside the database", said) if said else None


def _uses(decomposition: Decomposition, uses: list[ResourceUse], title: str, said: tuple[str, ...]) -> Section:
    names, context_of = context_names(decomposition), decomposition.catalog.context_of()
    rows = tuple(
        (place(use.location), inside(use.source, use.location), names.get(context_of.get(use.location.path, ""), "–"),
         use.resource, str(use.direction), use.key or "–", number(use.confidence),
         ", ".join(FLAGS.get(flag, flag) for flag in use.flags) or "–", use.detail or "–")
        for use in uses
    )  # fmt: skip
    columns = ("place", "in", "context", "resource", "how", "key", "sure", "", "call")
    return Section(title, said, columns, rows)


def calls_section(calls: list[CallOut]) -> Section | None:
    """These calls with their way, None if there are none."""
    rows = tuple(
        (place(call.transaction), symbol(call.function), title_of(call), place(call.location), place(call.place),
         " → ".join(symbol(one).rpartition("::")[2] for one in (*call.way, call.user) if one != call.function) or "–",
         "waits" if call.waits else "sends", number(call.confidence))
        for call in calls
    )  # fmt: skip
    said = (
        "Locks are held while another machine answers, and no rollback takes back what it was told.",
        "Do it before or after, or hand it to an outbox.",
    )
    columns = ("transaction", "of", "resource", "from", "used at", "by way of", "", "sure")
    return Section("Calls that leave while a transaction is open", said, columns, rows) if rows else None
