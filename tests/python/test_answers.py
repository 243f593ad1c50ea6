"""What a question is answered does not hang on what was asked before it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.analyzers.python.names import answers
from decompose.analyzers.python.names.answers import DEEPEST, Answers

Way = Callable[["World", int], object]


class World:
    """Numbered questions: which others each asks, in order, and the way in which it makes an answer of theirs."""

    def __init__(self, asks: list[list[int]], way: Way) -> None:
        self.asks, self.way, self.answers, self.times = asks, way, Answers(), 0

    def answer(self, one: int) -> object:
        return self.answers.once(self._find, one)

    def _find(self, one: int) -> object:
        self.times += 1
        return self.way(self, one)


def _all_below(world: World, one: int) -> object:
    """Itself and all that those below have: a set that grows."""
    return frozenset({one}).union(
        *(found for other in world.asks[one] if isinstance(found := world.answer(other), frozenset))
    )


def _first_known(world: World, one: int) -> object:
    """What the first has that has anything, the others unasked; of those that ask nobody, itself."""
    found = (world.answer(other) for other in world.asks[one])
    return next((each for each in found if each is not None), None if world.asks[one] else one)


def _what_all_agree_on(world: World, one: int) -> object:
    """What all have that have anything; itself where it asks nobody, unknown where they differ."""
    found = {each for other in world.asks[one] if (each := world.answer(other)) is not None}
    return found.pop() if len(found) == 1 else None if world.asks[one] else one


def _one_more_each_time(world: World, one: int) -> object:
    """A number that grows round after round where questions lead back to themselves, and never comes to rest."""
    return 1 + sum(found for other in world.asks[one] if isinstance(found := world.answer(other), int))


def _contrary(world: World, one: int) -> object:
    """Something just where all those below have nothing: asked of itself, it has no answer."""
    return all(world.answer(other) is None for other in world.asks[one]) or None


WAYS = (_all_below, _first_known, _what_all_agree_on, _one_more_each_time, _contrary)


@st.composite
def _graphs(draw: st.DrawFn) -> list[list[int]]:
    size = draw(st.integers(1, 7))
    return [draw(st.lists(st.integers(0, size - 1), max_size=4)) for _ in range(size)]


@pytest.mark.parametrize("way", WAYS)
@given(asks=_graphs(), data=st.data())
def test_any_order_of_questions_gives_the_same_answers(way: Way, asks: list[list[int]], data: st.DataObject) -> None:
    in_order, otherwise = World(asks, way), World(asks, way)
    mixed = data.draw(st.permutations(range(len(asks))))
    found = {one: otherwise.answer(one) for one in mixed}
    assert found == {one: in_order.answer(one) for one in range(len(asks))}


@given(asks=_graphs())
def test_what_grows_is_answered_in_full(asks: list[list[int]]) -> None:
    world = World(asks, _all_below)
    for one in range(len(asks)):
        below, waiting = {one}, [one]
        while waiting:
            new = set(asks[waiting.pop()]) - below
            below |= new
            waiting.extend(new)
        assert world.answer(one) == below


def test_what_never_comes_to_rest_is_unknown_and_the_rest_is_answered() -> None:
    world = World([[0, 1], [], [0]], _one_more_each_time)
    assert [world.answer(one) for one in range(3)] == [None, 1, 1]


RING, CHAIN = 3 * DEEPEST, 20 * DEEPEST


@pytest.mark.parametrize("first", [0, 1, RING // 2, RING - 1])
def test_a_circle_deeper_than_questions_go_is_answered_as_one(first: int) -> None:
    ring = World([[(one + 1) % RING] for one in range(RING)], _all_below)
    assert ring.answer(first) == set(range(RING)) == ring.answer(0)


def test_a_chain_deeper_than_questions_go_is_followed_to_its_end() -> None:
    chain = World([*([one + 1] for one in range(CHAIN)), []], _first_known)
    assert chain.answer(0) == CHAIN


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_asked_again_that_is_known(way: Way) -> None:
    world = World([[1, 2], [0, 2], [], [1]], way)
    first = [world.answer(one) for one in range(4)]
    times = world.times
    assert [world.answer(one) for one in range(4)] == first
    assert world.times == times


@pytest.mark.parametrize("first", [0, 30, 59])
def test_of_a_circle_too_large_to_settle_nothing_is_known(monkeypatch: pytest.MonkeyPatch, first: int) -> None:
    monkeypatch.setattr(answers, "LARGEST", 59)
    ring = World([[(one + 1) % 60] for one in range(60)] + [[0]], _all_below)
    assert [ring.answer(one) for one in (first, 0, 59)] == [None, None, None]
    assert ring.answer(60) == {60}
