"""Answers to questions about a program, each found once, also where questions lead back to themselves.

While a question is open, whoever asks it again is told "unknown", and what follows from that is a guess. Where the
answer turns out to be unknown, the guesses were right and stay; else they are forgotten and found anew when next asked.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from .facts import Expression

# A chain of re-exports, aliases and inferred types that is longer than this is given up as unresolved.
LONGEST = 60
MOST_STEPS = 3_000
NOT_ASKED = object()
ON_NOTHING = 1_000_000  # deeper than any question

Question = tuple[object, ...]
Answer = TypeVar("Answer")


class Answers:
    """Remembers answers by question; one that is not known is None, or false."""

    def __init__(self) -> None:
        self._known: dict[Question, Any] = {}
        self._open: dict[Question, int] = {}
        self._assumed: set[Question] = set()
        self._guesses: dict[Question, tuple[Any, int]] = {}
        self._guessed: list[Question] = []
        self._stands_on = ON_NOTHING
        self._steps = 0
        self._kept: list[Expression] = []

    def once(self, answer: Callable[..., Answer | None], *question: str | int) -> Answer | None:
        """The answer to a question, None where it hangs on itself or on too much."""
        key = (answer, *question)
        found: Answer | None = self._known.get(key, NOT_ASKED)
        return self._ask(key, answer, question) if found is NOT_ASKED else found

    def once_for(
        self, answer: Callable[..., Answer | None], path: str, scope: int, expression: Expression
    ) -> Answer | None:
        """The answer to a question about an expression in a scope; the same object is the same question."""
        key = (answer, path, scope, id(expression))
        found: Answer | None = self._known.get(key, NOT_ASKED)
        if found is NOT_ASKED:
            self._kept.append(expression)  # no other object may get its identity
            return self._ask(key, answer, (path, scope, expression))
        return found

    def _ask(self, key: Question, answer: Callable[..., Answer | None], question: tuple[object, ...]) -> Answer | None:
        if key in self._guesses:
            guess, depth = self._guesses[key]
            self._stands_on = min(self._stands_on, depth)
            return guess  # type: ignore[no-any-return]  # of the type of whoever asked the same
        if key in self._open:
            self._stands_on = min(self._stands_on, self._open[key])
            self._assumed.add(key)
            return None
        depth = len(self._open)
        self._steps = self._steps + 1 if depth else 0
        if depth > LONGEST or self._steps > MOST_STEPS:
            self._stands_on = 0
            return None
        outer, self._stands_on, mark = self._stands_on, ON_NOTHING, len(self._guessed)
        self._open[key] = depth
        found = answer(*question)
        del self._open[key]
        self._settle(key, found, depth, mark)
        self._stands_on = min(outer, self._stands_on) if self._stands_on < depth else outer
        return found

    def _settle(self, key: Question, found: object, depth: int, mark: int) -> None:
        """Keep the answer, or the guess as long as it stands on a question that is open; and judge the guesses since."""
        since = self._guessed[mark:]
        if key in self._assumed:
            self._assumed.discard(key)
            if found:
                for guessed in since:
                    del self._guesses[guessed]
                del self._guessed[mark:]
                since = []
        if self._stands_on >= depth:
            self._known[key] = found
            for guessed in since:
                self._known[guessed], _ = self._guesses.pop(guessed)
            del self._guessed[mark:]
            return
        for guessed in since:
            guess, on = self._guesses[guessed]
            self._guesses[guessed] = (guess, min(on, self._stands_on))
        self._guesses[key] = (found, self._stands_on)
        self._guessed.append(key)
