"""Why a module is where it is: its couplings by context, its strongest ones with their formulas, cuts, tables, words."""

from collections.abc import Iterable, Sequence
from math import fsum

from decompose.contexts.context import Membership
from decompose.coupling.graph import Coupling
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit, module_of
from decompose.evidence.words import amount, number, percent
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.explain.hidden import hidden_of_module
from decompose.result.explain.outside import resources_of_module
from decompose.result.explain.people import people_of_module
from decompose.result.leanings import leanings_of
from decompose.result.wording import context_names, ended, inside, place, symbol

TOUCHES = (EvidenceKind.DEFINES, EvidenceKind.READS, EvidenceKind.WRITES)


def module_explanation(decomposition: Decomposition, module: Unit) -> Explanation:
    """Why this module is in its context, or in none."""
    sections = (
        _membership(decomposition, module),
        _by_context(decomposition, module),
        _by_kind(decomposition, module),
        _couplings(decomposition, module),
        hidden_of_module(decomposition, module.id),
        _cuts(decomposition, module),
        _tables(decomposition, module),
        resources_of_module(decomposition, module.id),
        _entry_points(decomposition, module),
        people_of_module(decomposition, module.id),
        _vocabulary(module),
    )
    return Explanation("module", (module.id,), _title(decomposition, module), tuple(s for s in sections if s))


def _title(decomposition: Decomposition, module: Unit) -> str:
    context = decomposition.catalog.context_of().get(module.id)
    if context is None:
        return f"{module.name} is in no context"
    return f"{module.name} is in {context_names(decomposition)[context]}"


def _membership(decomposition: Decomposition, module: Unit) -> Section:
    about = f"{module.id}, {amount(module.lines, 'line')} of {module.role} code."
    names = context_names(decomposition)
    apart = dict(decomposition.graph.apart).get(module.id)
    unassigned = dict(decomposition.catalog.unassigned).get(module.id)
    sentences = [about]
    if apart:
        sentences.append(ended(f"It was set apart before the contexts were looked for: {apart}"))
    elif unassigned:
        sentences.append(ended(f"It fits nowhere: {unassigned}"))
    elif module.role != Role.PRODUCT:
        sentences.append("Contexts are made of product code only.")
    for context in decomposition.catalog.contexts:
        for member in context.members:
            if member.unit == module.id and member.by:
                sentences.append(f"People put it there: {member.by}.")
            if member.unit == module.id and not apart:
                sentences.extend(_firmness(member, names[context.id], names))
    return Section("Why there", tuple(sentences))


def _firmness(member: Membership, context: str, names: dict[str, str]) -> Iterable[str]:
    yield f"{percent(member.strength)} of its coupling stays inside {context}."
    if member.stability:
        yield f"It stays with {percent(member.stability)} of the others when all weights are shaken at random."
    if not member.runner_up:
        return
    other = names.get(member.runner_up, member.runner_up)
    ahead = member.strength - member.runner_up_strength
    margin = f": a margin of {percent(ahead)}" if ahead > 0 else ""
    yield f"The runner-up is {other} with {percent(member.runner_up_strength)}{margin}."
    if member.runner_up_strength > member.strength:
        yield f"More of its coupling goes to {other} than stays: look at it before you rely on this boundary."


def _by_context(decomposition: Decomposition, module: Unit) -> Section | None:
    context_of, names = decomposition.catalog.context_of(), context_names(decomposition)
    weights: dict[str, list[float]] = {}
    for other, coupling in _partners(decomposition, module):
        weights.setdefault(names.get(context_of.get(other, ""), "in no context"), []).append(coupling.weight)
    sums = sorted(
        ((fsum(found), name, len(found)) for name, found in weights.items()), key=lambda row: (-row[0], row[1])
    )
    total = fsum(row[0] for row in sums)
    if not total:
        return None
    rows = tuple((name, number(weight), percent(weight / total), str(count)) for weight, name, count in sums)
    return Section("Its coupling by context", (), ("context", "weight", "share", "modules"), rows)


def _by_kind(decomposition: Decomposition, module: Unit) -> Section | None:
    names, home = context_names(decomposition), decomposition.catalog.context_of().get(module.id, "")
    rows = tuple(
        (leaning.signal, names.get(leaning.context, leaning.context), percent(leaning.share), percent(leaning.own),
         "agrees" if leaning.context == home else "elsewhere")
        for leaning in leanings_of(decomposition).get(module.id, ())
    )  # fmt: skip
    columns = ("evidence", "would put it in", "share there", "share here", "")
    return Section("What each kind of evidence alone would do", (), columns, rows) if rows else None


def _couplings(decomposition: Decomposition, module: Unit) -> Section | None:
    context_of, names = decomposition.catalog.context_of(), context_names(decomposition)
    rows = tuple(
        (other, names.get(context_of.get(other, ""), "–"), number(coupling.weight), strands(coupling))
        for other, coupling in _partners(decomposition, module)
    )
    sentence = "The evidence and the formulas behind each: `decompose explain edge`."
    columns = ("module", "context", "weight", "made of")
    return Section("Its couplings, strongest first", (sentence,), columns, rows) if rows else None


def strands(coupling: Coupling) -> str:
    """What a coupling's weight is the sum of, heaviest first."""
    order = sorted(coupling.strands, key=lambda strand: (-strand.weight, strand.signal))
    return " + ".join(f"{number(strand.weight)} {strand.signal}" for strand in order)


def _partners(decomposition: Decomposition, module: Unit) -> list[tuple[str, Coupling]]:
    found = [
        (coupling.target if coupling.source == module.id else coupling.source, coupling)
        for coupling in decomposition.graph.couplings
        if module.id in (coupling.source, coupling.target)
    ]
    return sorted(found, key=lambda pair: (-pair[1].weight, pair[0]))


def _cuts(decomposition: Decomposition, module: Unit) -> Section | None:
    names = context_names(decomposition)
    rows = tuple(
        (place(cut.location), cut.kind, inside(cut.source, cut.location), symbol(cut.target),
         names.get(cut.to_context, "–"), cut.remedy, number(cut.effort))
        for cut in decomposition.ledger.cuts
        if module.id in (module_of(cut.source), module_of(cut.target), cut.location.path if cut.location else "")
    )  # fmt: skip
    columns = ("place", "kind", "in", "to", "of context", "remedy", "points")
    return Section("What its context's boundary cuts here", (), columns, rows) if rows else None


def _tables(decomposition: Decomposition, module: Unit) -> Section | None:
    owners = {table.table: table.owner for table in decomposition.ownership.tables}
    names = context_names(decomposition)
    rows = tuple(
        (symbol(piece.target), str(piece.kind), names.get(owners.get(symbol(piece.target), ""), "–"),
         place(piece.location), piece.detail)
        for piece in decomposition.evidence
        if piece.kind in TOUCHES and module_of(piece.source) == module.id
    )  # fmt: skip
    return Section("Tables", (), ("table", "access", "owner", "place", "detail"), rows) if rows else None


def _entry_points(decomposition: Decomposition, module: Unit) -> Section | None:
    rows = tuple(
        (symbol(piece.source), symbol(piece.target), place(piece.location))
        for piece in decomposition.evidence
        if piece.kind == EvidenceKind.ROUTES and module_of(piece.target) == module.id
    )
    return Section("Entry points", (), ("entry point", "handler", "place"), rows) if rows else None


def _vocabulary(module: Unit) -> Section | None:
    lines = [_said(module.words)] if module.words else []
    lines += [f"In quoted names: {_said(module.names)}"] if module.names else []
    lines += [f"Of libraries: {', '.join(packages)}"] if (packages := _packages(module)) else []
    return Section("Its vocabulary", tuple(lines)) if lines else None


def _packages(module: Unit) -> list[str]:
    return sorted({library.partition(".")[0] for library in module.libraries})


def _said(words: Sequence[tuple[str, int]]) -> str:
    frequent = sorted(words, key=lambda pair: (-pair[1], pair[0]))[:20]
    return ", ".join(f"{word} ({count})" for word, count in frequent)
