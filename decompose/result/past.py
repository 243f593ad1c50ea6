"""From what history tells to the words in which every report says it: how much there is, and what changes together."""

from collections.abc import Iterable

from msgspec import Struct

from decompose.design.past.hidden import HiddenPair, is_more
from decompose.evidence.evidence import ENOUGH_CHANGES, Together
from decompose.evidence.findings import HistorySummary
from decompose.evidence.unit import module_of
from decompose.evidence.words import amount, number
from decompose.result.decomposition import Decomposition
from decompose.result.wording import of

INSUFFICIENT = "insufficient history"

FEW_COMMITS = 30
"""Commits below which nothing can be said of what changes together; chosen."""

LEFT_OUT = {
    "merge": ("merge", "merges"),
    "no-module": ("that changes no module of today", "that change no module of today"),
    "no-product-module": ("of tests or other code that is no product", "of tests or other code that is no product"),
    "ignored-revision": ("that the project passes over itself", "that the project passes over itself"),
    "bot": ("by a bot", "by bots"),
    "large": ("of too many modules", "of too many modules"),
    "reformat": ("that reformats code", "that reformat code"),
    "licence": ("that sweeps over licences", "that sweep over licences"),
}


ROLES = {
    "generated": "generated code",
    "migration": "migrations",
    "other files": "files that no analyzer reads (documents, translations, lock files)",
    "test": "tests",
    "tooling": "tooling",
    "vendored": "vendored code",
}


def says_little(history: HistorySummary | None) -> bool:
    """Whether too few commits were used to say what changes together or who works where."""
    return history is None or history.used < FEW_COMMITS


def history_said(history: HistorySummary | None) -> tuple[str, ...]:
    """How much history stands behind what changes together, sentence by sentence; what is lacking is said too."""
    if history is None or not history.commits:
        return ("No history was read: nothing here says what changes together.",)
    window = f" from {history.first} to {history.last}" if history.first and history.last else ""
    sentences = [f"{of(history.used, history.commits, 'commits')}{window} were used ({history.source})."]
    if left_out := _counted(history.left_out):
        sentences.append(f"Commits left out: {left_out}.")
    if history.passed_over:
        passed = ", ".join(f"{count:,} of {ROLES.get(role, role)}" for role, count in history.passed_over)
        sentences.append(f"Changes of files that did not count: {passed}.")
    if history.modules:
        sentences.append(
            f"{of(history.judged, history.modules, 'modules')} changed often enough to tell design from chance."
        )
    sentences += [f"{note[:1].upper()}{note[1:]}." for note in history.notes]
    if history.limits:
        sentences.append(f"The history is not complete: {', '.join(history.limits)}.")
    if says_little(history):
        few = f"fewer than {FEW_COMMITS} usable commits say little about what changes together"
        sentences.append(f"{INSUFFICIENT.capitalize()}: {few}.")
    return tuple(sentences)


def _counted(reasons: Iterable[tuple[str, int]]) -> str:
    words = ((LEFT_OUT.get(reason, (reason, reason))[count != 1], count) for reason, count in reasons if count)
    return ", ".join(f"{count:,} {word}" for word, count in words)


def together_said(common: int, told: Together | None) -> str:
    """How often two modules changed together, and how much more than by chance: `46 of 61 and 171 changes, 7.2 × chance`."""
    if told is None:
        return amount(common, "common commit")
    counted = f"{common:,} of {told.changes[0]:,} and {told.changes[1]:,} changes"
    if not told.enough:
        return f"{counted}, {INSUFFICIENT}"
    return f"{counted}, {f'{number(round(told.lift, 1))} × chance' if is_more(told) else 'no more than chance'}"


class Hidden(Struct, frozen=True):
    """A hidden pair with the contexts of its two modules, "" where one is in none."""

    pair: HiddenPair
    contexts: tuple[str, str]

    @property
    def crosses(self) -> bool:
        """Whether a boundary lies between the two."""
        return self.contexts[0] != self.contexts[1] and all(self.contexts)

    @property
    def still(self) -> bool:
        """Whether they changed together within the last year of history."""
        return self.pair.history.recent > 0


def hidden_of(decomposition: Decomposition) -> tuple[Hidden, ...]:
    """The hidden pairs: across a boundary first, of those what is of no common layer, what still changes, the strongest."""
    context_of = decomposition.catalog.context_of()
    found = [
        Hidden(pair, (context_of.get(pair.source, ""), context_of.get(pair.target, "")))
        for pair in decomposition.hidden
    ]
    return tuple(sorted(found, key=lambda each: (not each.crosses, bool(each.pair.layer), not each.still)))


def hidden_said(hidden: tuple[Hidden, ...]) -> str:
    """How many hidden pairs there are, in one sentence."""
    if not hidden:
        return ""
    across = [each for each in hidden if each.crosses]
    still, swept = sum(each.still for each in across), sum(bool(each.pair.layer) for each in across)
    said = f"{amount(len(hidden), 'pair')} of modules change together more often than by chance although no code joins them; "
    said += f"{amount(len(across), 'lies', 'lie')} across a boundary, {number(still) if still else 'none'} of them still in "
    said += "the last year."
    return f"{said} {number(swept)} of those across are of one layer, through which changes sweep." if swept else said


def meeting_said(decomposition: Decomposition, one: str, other: str) -> str:
    """What can be said of two modules that history never saw together, "" if nothing."""
    activity = {each.unit: each.commits for each in decomposition.activity}
    history = decomposition.coverage.history
    one, other = module_of(one), module_of(other)
    if history is None or not history.commits:
        return ""
    if min(activity.get(one, 0), activity.get(other, 0)) < ENOUGH_CHANGES:
        return f"They never changed together, which says nothing: {INSUFFICIENT}."
    return f"They never changed together, in {activity[one]:,} and {activity[other]:,} commits."
