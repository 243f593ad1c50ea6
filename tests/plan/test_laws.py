"""What holds of every plan, whatever the system."""

import pytest
from hypothesis import given

from decompose.contexts.context import ContextCatalog, ContextKind
from decompose.evidence.findings import Findings
from decompose.plan.plan import Verdict
from tests.build import module, world
from tests.design.worlds import catalog, context, designs
from tests.plan.worlds import FEW, calls, planned


@given(designs())
@FEW
def test_every_domain_context_has_one_step_and_ranks_count_from_one(design: tuple[Findings, ContextCatalog]) -> None:
    plan = planned(*design)
    domain = {each.id for each in design[1].contexts if each.kind is ContextKind.DOMAIN}
    assert [step.rank for step in plan.steps] == list(range(1, len(domain) + 1))
    assert {step.context for step in plan.steps} == domain


@given(designs())
@FEW
def test_no_step_comes_before_one_it_must_wait_for(design: tuple[Findings, ContextCatalog]) -> None:
    plan = planned(*design)
    rank = {step.context: step.rank for step in plan.steps}
    for step in plan.steps:
        for earlier in step.after:
            assert rank[earlier] < step.rank
            assert any(sentence.startswith(f"{earlier.title()} first: ") for sentence in step.preconditions)


@given(designs())
@FEW
def test_all_numbers_are_in_range_and_remaining_coupling_never_rises(design: tuple[Findings, ContextCatalog]) -> None:
    plan = planned(*design)
    for step in plan.steps:
        assert all(
            0 <= number <= 1 for number in (step.effort, step.risk, step.value, step.score, step.remaining_coupling)
        )
        assert {driver.dimension for driver in step.drivers} <= {"effort", "risk", "value"}
        assert all(driver.points > 0 and driver.explanation.endswith(".") for driver in step.drivers)
    curve = [1.0, *(step.remaining_coupling for step in plan.steps)]
    assert curve == sorted(curve, reverse=True)


@given(designs())
@FEW
def test_the_plan_does_not_depend_on_the_order_of_evidence(design: tuple[Findings, ContextCatalog]) -> None:
    findings, contexts = design
    turned = Findings(units=findings.units[::-1], evidence=findings.evidence[::-1])
    assert planned(turned, contexts) == planned(findings, contexts)


@given(designs())
@FEW
def test_every_step_tells_what_check_must_report_and_how_to_get_back(design: tuple[Findings, ContextCatalog]) -> None:
    for step in planned(*design).steps:
        assert "`decompose check`" in step.success_metric
        assert step.why and step.rollback and step.communication
    assert planned(*design).advice


def test_no_context_is_an_empty_plan_that_says_so() -> None:
    plan = planned(world(), catalog())
    assert plan.steps == ()
    assert plan.advice[0] == "No domain context was found, so there is nothing to extract."


@pytest.mark.parametrize("one, other", [("g", "h"), ("a", "b")])
def test_merging_two_others_that_both_use_it_or_both_do_not_carries_no_context_to_the_end(one: str, other: str) -> None:
    names = ("hub", *"abcdefghi")
    modules = [module(f"{name}/m{n}.py", lines=200) for name in names for n in range(3)]
    found = world(*modules, *(each for user in "abcd" for each in calls(user, "hub", 3)))
    members = {name: [f"{name}/m{n}.py" for n in range(3)] for name in names}
    apart = planned(found, catalog(*(context(name, *members[name]) for name in names)))
    merged = members | {one: members[one] + members[other]}
    as_one = planned(found, catalog(*(context(name, *merged[name]) for name in names if name != other)))
    before, after = (next(s for s in plan.steps if s.context == "hub") for plan in (apart, as_one))
    assert before.verdict is after.verdict is Verdict.EXTRACT, after.why


@given(designs())
@FEW
def test_a_step_stands_between_the_ranks_that_other_weights_would_give_it(
    design: tuple[Findings, ContextCatalog],
) -> None:
    steps = planned(*design).steps
    assert all(1 <= step.ranks[0] <= step.rank <= step.ranks[1] <= len(steps) for step in steps)
