"""Whether two modules changed together by chance: the formula by hand, and histories in which there is nothing to find."""

import random
from collections import Counter
from itertools import combinations
from math import exp, factorial

import pytest
from scipy.stats import poisson

from decompose.analyzers.git.chance import Timeline, at_least, enough, meetings
from decompose.analyzers.git.change_sets import ChangeSet
from tests.git.histories import commit

Pair = tuple[str, str]


def changes(*sets: str) -> list[ChangeSet]:
    """Of modules with names of one letter, newest first."""
    return [
        ChangeSet(((commit(*names, subject=str(n)), tuple(names)),), tuple(sorted(names)))
        for n, names in enumerate(sets)
    ]


def together(sets: list[ChangeSet]) -> dict[Pair, int]:
    return Counter(pair for change in sets for pair in combinations(change.modules, 2))


def tail(often: int, expected: float) -> float:
    """P(X >= often) of a Poisson variable."""
    return 1 - sum(exp(-expected) * expected**k / factorial(k) for k in range(often))


def test_the_formula_by_hand() -> None:
    sets = changes(*["ab"] * 6, *["a", "b", "ac", "c"] * 3, "c")
    found = meetings(sets, together(sets))["a", "b"]
    # b is the younger; since its first change there were 14 changes: six of a and b, two of a and c, six of one module
    expected = 11 * 9 * 16 / 24**2
    assert found.changes == (11, 9)
    assert found.lift == pytest.approx(6 / expected)
    # three modules changed five times or more: three pairs were tested, this one was the least likely
    assert found.chance == pytest.approx(3 * tail(6, expected))


@pytest.mark.parametrize(("times", "expected"), [(1, 0.5), (4, 4.0), (3, 9.0), (5, 4.99), (30, 0.2), (60, 12.0)])
def test_tails_are_told_exactly_however_unlikely_they_are(times: int, expected: float) -> None:
    assert at_least(times, expected) == pytest.approx(poisson.sf(times - 1, expected), rel=1e-9)


def test_where_nothing_is_expected_nothing_happens_by_chance() -> None:
    assert (at_least(0, 0.0), at_least(1, 0.0)) == (1.0, 0.0)


def test_a_module_of_five_changes_can_be_judged_and_one_of_four_cannot() -> None:
    assert enough(Timeline(changes(*["ab"] * 4, "b"))) == 1


def test_what_came_before_both_existed_does_not_count() -> None:
    late = changes(*["ab"] * 6, *["a", "b"] * 2, "ab")
    early = changes(*["ab"] * 6, *["a", "b"] * 2, "ab", *["a", "ac"] * 50)
    one, other = (meetings(sets, together(sets))["a", "b"] for sets in (early, late))
    assert one.changes == other.changes == (9, 9)
    assert one.lift == other.lift


def test_what_changed_too_rarely_is_not_judged() -> None:
    sets = changes(*["c"] * 50, *["ab"] * 4)
    assert meetings(sets, together(sets))["a", "b"].chance == 1.0
    sets = changes(*["c"] * 50, *["ab"] * 5)
    assert meetings(sets, together(sets))["a", "b"].chance < 0.01


@pytest.mark.parametrize("seed", range(5))
def test_in_a_history_without_design_nothing_is_found(seed: int) -> None:
    """Modules that change very differently often, in changes of very different size, drawn without regard to each other."""
    rng = random.Random(seed)
    names = [chr(0x4E00 + number) for number in range(60)]
    weights = [1 / (1 + number) for number in range(60)]
    sizes = [1, 1, 1, 2, 2, 3, 5, 12, 25]
    sets = changes(*("".join(set(rng.choices(names, weights, k=rng.choice(sizes)))) for _ in range(1500)))
    known = meetings(sets, together(sets))
    assert len(known) > 1000
    assert sum(meeting.chance <= 0.05 and meeting.lift > 1 for meeting in known.values()) == 0


@pytest.mark.parametrize("seed", range(3))
def test_a_pair_that_was_made_to_change_together_is_found_among_all_that_was_not(seed: int) -> None:
    rng = random.Random(seed)
    names = [chr(0x4E00 + number) for number in range(60)]
    sets = ["".join(set(rng.choices(names, k=rng.choice([1, 2, 4])))) for _ in range(1000)]
    for number in range(0, 1000, 100):
        sets[number] = "ab"
    found = meetings(changes(*sets), together(changes(*sets)))
    assert {pair for pair, meeting in found.items() if meeting.chance <= 0.05 and meeting.lift > 1} == {("a", "b")}
