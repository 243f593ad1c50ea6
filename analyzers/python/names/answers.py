"""Answers to questions about a program, each found once, the same whatever was asked before; also where they lean on each other.

A question that leads back to itself is part of a circle. The questions of a circle are answered together, in rounds:
at first nothing is known of any of them, then each is answered with what the round before gave, until a round changes
nothing (the least fixed point by Jacobi's iteration, found for each strongly connected component as soon as Tarjan's
search has closed it). So it does not matter which of them is asked first. What never comes to rest is unknown.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from msgspec import Struct

from ..facts import Expression

DEEPEST = (
    60  # questions inside each other; a deeper one waits as if it led back to the first, to be answered in the rounds
)
LARGEST = 4_000  # questions in a circle; those of a larger one are all unknown
MOST_ROUNDS = 30  # beside one for each question
NOT_ASKED = object()

Question = tuple[object, ...]
Answer = TypeVar("Answer")


class _Open(Struct, gc=False):
    """A question without its last answer yet: its place among the open ones, what to presume, and which ones it needs."""

    answer: Callable[..., Any]
    question: tuple[object, ...]
    place: int
    presumed: Any = None
    needs: AbstractSet[int] = frozenset()


class Answers:
    """Remembers answers by question; one that is not known is None, or false."""

    def __init__(self) -> None:
        self._known: dict[Question, Any] = {}  # one table: to hash a question costs more than to look it up
        self._open: list[Question] = []
        self._leads_back_to = 0  # the first of the open questions that the present one needs
        self._depth = 0
        self._needed: set[int] = set()  # the open questions that the present one has asked

    def once(self, answer: Callable[..., Answer | None], *question: str | int | Expression) -> Answer | None:
        """The answer to a question, None where there is none."""
        key = (answer.__func__, *question)  # type: ignore[attr-defined]  # of methods: each asking makes a new bound one
        found: Any = self._known.get(key, NOT_ASKED)
        if found is NOT_ASKED:
            found = self._ask(key, answer, question)
        elif type(found) is _Open:
            found = self._presumed(found)
        return found  # type: ignore[no-any-return]  # of one table for the answers to all sorts of questions

    def _presumed(self, found: _Open) -> Any:  # of the type of whoever asked the same
        self._leads_back_to = min(self._leads_back_to, found.place)
        self._needed.add(found.place)
        return found.presumed

    def _ask(self, key: Question, answer: Callable[..., Any], question: tuple[object, ...]) -> Any:
        place = len(self._open)
        self._known[key] = asked = _Open(answer, question, place)
        self._open.append(key)
        if self._depth == DEEPEST:
            self._leads_back_to = 0
            return None
        outer, self._leads_back_to = self._leads_back_to, place + 1
        self._depth += 1
        found = answer(*question)
        if self._leads_back_to == place:
            found = self._settle(place)
        elif self._leads_back_to > place:
            self._open.pop()
            self._known[key] = found
        if self._leads_back_to < place:
            asked.presumed = found
        self._depth -= 1
        self._leads_back_to = min(outer, self._leads_back_to) if self._leads_back_to < place else outer
        return found

    def _settle(self, place: int) -> Any:
        """The answer to the first question of a circle, all of them in rounds; they stay open if one leads further back."""
        circle: list[_Open] = []
        outer = self._needed
        while len(circle) < len(self._open) - place:  # the rounds themselves may lead to more questions of the circle
            circle = [self._known[key] for key in self._open[place:]]
            self._run_rounds(circle)
            self._needed = outer
            if self._leads_back_to < place:
                return circle[0].presumed
        for key, one in zip(self._open[place:], circle, strict=True):
            self._known[key] = one.presumed
        del self._open[place:]
        return circle[0].presumed

    def _run_rounds(self, circle: list[_Open]) -> None:
        """Answer the questions of a circle until nothing changes; left at once when the circle turns out to be larger."""
        first, patience = circle[0].place, MOST_ROUNDS + len(circle)
        for one in circle:
            one.presumed = None
        due = circle if len(circle) <= LARGEST else []
        rounds, moving, restless = 0, set[int](), set[int]()
        while due:
            moved = self._run_round(due)
            if len(self._open) > first + len(circle) or self._leads_back_to < first:
                return
            rounds += 1
            if rounds > patience:
                moving |= moved
            if rounds == 2 * patience:  # all that moves round and round has been seen to move
                for place in moving:
                    circle[place - first].presumed = None
                restless |= moving
                moved, moving, rounds = moving, set(), 0
            due = [one for one in circle if one.place not in restless and not moved.isdisjoint(one.needs)]

    def _run_round(self, due: list[_Open]) -> set[int]:
        """Answer each with what the round before gave; the places of those whose answer is another one now."""
        found = []
        for one in due:
            one.needs = self._needed = set[int]()
            found.append(one.answer(*one.question))
        moved = {one.place for one, answer in zip(due, found, strict=True) if answer != one.presumed}
        for one, answer in zip(due, found, strict=True):
            one.presumed = answer
        return moved
