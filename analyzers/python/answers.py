"""Answers to questions about a program, each found once, also where questions lead back to themselves.

While a question is open, whoever asks it again is told "unknown", and what follows from that is a guess. Where the
answer turns out to be unknown, the guesses were right and stay; else they are forgotten and found anew when next asked.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct

from .facts import Expression

# A chain of re-exports, aliases and inferred types that is longer than this is given up as unresolved.
LONGEST = 60
MOST_STEPS = 3_000
NOT_ASKED = object()
ON_NOTHING = 1_000_000  # deeper than any question

Question = tuple[object, ...]
Answer = TypeVar("Answer")


class _Open(Struct, gc=False):
    """Stands for the answer to a question that is being asked: how many were open before it, and who assumed what."""

    depth: int
    is_assumed: bool = False


class _Guess(Struct, frozen=True, gc=False):
    """An answer that stands on a question that is open: the one at this depth."""

    answer: Any
    depth: int


class Answers:
    """Remembers answers by question; one that is not known is None, or false."""

    def __init__(self) -> None:
        self._known: dict[Question, Any] = {}  # one table: to hash a question costs more than to look it up
        self._guessed: list[Question] = []
        self._depth = 0
        self._stands_on = ON_NOTHING
        self._steps = 0
        self._kept: list[Expression] = []

    def once(self, answer: Callable[..., Answer | None], *question: str | int) -> Answer | None:
        """The answer to a question, None where it hangs on itself or on too much."""
        key = (answer.__func__, *question)  # type: ignore[attr-defined]  # of methods: each asking makes a new bound one
        found: Any = self._known.get(key, NOT_ASKED)
        if found is NOT_ASKED:
            return self._ask(key, answer, question)
        return self._presumed(found) if type(found) in PRESUMED else found  # type: ignore[no-any-return]

    def once_for(
        self, answer: Callable[..., Answer | None], path: str, scope: int, expression: Expression
    ) -> Answer | None:
        """The answer to a question about an expression in a scope; the same object is the same question."""
        key = (answer.__func__, path, scope, id(expression))  # type: ignore[attr-defined]  # as above
        found: Any = self._known.get(key, NOT_ASKED)
        if found is NOT_ASKED:
            self._kept.append(expression)  # no other object may get its identity
            return self._ask(key, answer, (path, scope, expression))
        return self._presumed(found) if type(found) in PRESUMED else found  # type: ignore[no-any-return]

    def _presumed(self, found: Any) -> Any:  # of the type of whoever asked the same
        """What to go on with while a question, or one that it stands on, is open."""
        self._stands_on = min(self._stands_on, found.depth)
        if isinstance(found, _Guess):
            return found.answer
        found.is_assumed = True
        return None

    def _ask(self, key: Question, answer: Callable[..., Answer | None], question: tuple[object, ...]) -> Answer | None:
        depth = self._depth
        self._steps = self._steps + 1 if depth else 0
        if depth > LONGEST or self._steps > MOST_STEPS:
            self._stands_on = 0
            return None
        outer, self._stands_on, mark = self._stands_on, ON_NOTHING, len(self._guessed)
        self._known[key] = asked = _Open(depth)
        self._depth = depth + 1
        found = answer(*question)
        self._depth = depth
        if self._stands_on == ON_NOTHING and len(self._guessed) == mark:
            self._known[key] = found
            self._stands_on = outer
            return found
        self._settle(key, asked, found, mark)
        self._stands_on = min(outer, self._stands_on) if self._stands_on < depth else outer
        return found

    def _settle(self, key: Question, asked: _Open, found: object, mark: int) -> None:
        """Keep the answer, or the guess as long as it stands on a question that is open; and judge the guesses since."""
        since = self._guessed[mark:]
        if asked.is_assumed and found:
            for guessed in since:
                del self._known[guessed]
            del self._guessed[mark:]
            since = []
        if self._stands_on >= asked.depth:
            self._known[key] = found
            for guessed in since:
                self._known[guessed] = self._known[guessed].answer
            del self._guessed[mark:]
            return
        for guessed in since:
            guess = self._known[guessed]
            self._known[guessed] = _Guess(guess.answer, min(guess.depth, self._stands_on))
        self._known[key] = _Guess(found, self._stands_on)
        self._guessed.append(key)


PRESUMED = frozenset((_Open, _Guess))
