"""Answers to questions about a program, each found once; questions that lead back to themselves stay unanswered."""

from collections.abc import Callable

# A chain of re-exports, aliases and inferred types that is longer than this is given up as unresolved.
LONGEST = 30
MOST_STEPS = 3_000
UNKNOWN = "unknown"  # no reference looks like this
Question = tuple[str | int, ...]


class Answers:
    """Remembers answers, but none that was cut short by a question that is still open.

    `cuts` counts how often a question was cut short: an answer before and after which it is the same is whole.
    """

    def __init__(self) -> None:
        self.cuts = 0
        self._known: dict[Question, str | None] = {}
        self._asking: set[Question] = set()
        self._steps = 0

    def once(self, answer: Callable[..., str | None], *question: str | int) -> str | None:
        """The answer to a question, None where it hangs on itself or on too much."""
        key = (answer.__name__, *question)
        found = self._known.get(key, UNKNOWN)
        if found is not UNKNOWN:
            return found
        if not self._asking:
            self._steps = 0
        self._steps += 1
        if key in self._asking or len(self._asking) > LONGEST or self._steps > MOST_STEPS:
            self.cuts += 1
            return None
        before = self.cuts
        self._asking.add(key)
        try:
            found = answer(*question)
        finally:
            self._asking.discard(key)
        if self.is_whole(before):
            self._known[key] = found
        return found

    def is_whole(self, before: int) -> bool:
        """Whether nothing was cut short since `cuts` was `before`, or nobody is left who could answer better."""
        return self.cuts == before or not self._asking
