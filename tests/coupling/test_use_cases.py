"""Use cases: a common one couples modules, one of many modules little, one of all not at all."""

import pytest

from decompose.coupling.use_cases import use_cases
from decompose.coupling.weigh import weigh
from decompose.evidence.evidence import Evidence, EvidenceKind
from tests.build import link, module, world

INDEX = {name: number for number, name in enumerate("abcd")}


def runs(**seen: str) -> list[Evidence]:
    """`buy="ab"`: the use case buy runs a and b."""
    return [link(f"entry:{name}", unit, EvidenceKind.EXERCISES) for name, units in seen.items() for unit in units]


def test_support_is_what_a_use_case_says_shared_among_its_modules() -> None:
    """Of 4 modules seen: ln(4/2)/ln 4 = ½ for a pair, ln(4/3)/ln 4 for three of them, a half each."""
    found = use_cases(runs(buy="ab", sell="bcd"), INDEX)
    three = (1 - 0.7924812503605781) / 2
    assert found.raw[0, 1] == pytest.approx(0.5)
    assert found.raw[1, 2] == found.raw[2, 1] == pytest.approx(three)
    assert found.amounts[1, 2] == pytest.approx(three / ((0.5 + 2 * three) * 2 * three) ** 0.5)
    assert found.observations == pytest.approx(2 * (0.5 + 3 * three))
    said = found.sentence(0, 1, float(found.amounts[0, 1]))
    assert said == "1 common use case (buy), support 0.50/√(0.5·0.7) = 0.84"


def test_a_use_case_of_everything_and_one_of_one_module_say_nothing() -> None:
    found = use_cases(runs(buy="ab", all="abcd", alone="c"), INDEX)
    assert found.raw[2, 3] == 0
    assert found.raw[0, 1] == pytest.approx(0.5)


def test_only_what_was_seen_to_run_in_the_system_is_part_of_a_use_case() -> None:
    more = [link("entry:buy", "c", EvidenceKind.ROUTES), link("entry:buy", "elsewhere", EvidenceKind.EXERCISES)]
    found = use_cases([*runs(buy="ab", sell="cd"), *more], INDEX)
    assert (found.raw != use_cases(runs(buy="ab", sell="cd"), INDEX).raw).nnz == 0


def test_how_often_a_module_was_seen_and_which_part_of_it_does_not_count() -> None:
    once = use_cases(runs(buy="ab", sell="cd"), INDEX)
    again = use_cases([*runs(buy="ab", sell="cd"), *runs(buy="ab"), *runs(buy=("a::f",))], INDEX)  # type: ignore[arg-type]
    assert (once.amounts != again.amounts).nnz == 0


def test_a_system_without_recorded_use_cases_has_no_such_signal() -> None:
    bare = world(module("a"), module("b"), link("a", "b"))
    assert "use cases" not in [signal.name for signal in weigh(bare).signals]
    seen = world(module("a"), module("b"), module("c"), *runs(buy="ab", sell="bc"))
    assert [signal.name for signal in weigh(seen).signals if signal.share] == ["use cases"]
