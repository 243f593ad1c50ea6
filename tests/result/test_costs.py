"""What cutting a context loose costs: its own effort, without what every release costs alike."""

from msgspec.structs import replace

from decompose.plan.plan import RELEASE, Driver
from decompose.result.costs import costs_of, points_of
from tests.decompositions import shop


def test_points_leave_out_what_every_context_costs_alike() -> None:
    step = replace(
        shop().plan.steps[0],
        drivers=(
            Driver("effort", RELEASE, 1, 100, ""),
            Driver("effort", "joins", 2, 10, ""),
            Driver("effort", "size", 2, 0.5, ""),
            Driver("risk", "few people", 1, 7, ""),
        ),
    )
    assert points_of(step) == 10.5
    plan = replace(shop().plan, steps=(step,))
    (cost,) = costs_of(replace(shop(), plan=plan))
    assert (cost.points, cost.mostly) == (10.5, "joins")


def test_every_step_of_the_plan_has_its_cost() -> None:
    assert [cost.rank for cost in costs_of(shop())] == [step.rank for step in shop().plan.steps]
