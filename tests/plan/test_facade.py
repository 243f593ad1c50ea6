"""The façade of a step: what others use of it, as it is imported."""

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit, UnitKind
from tests.build import link, world
from tests.design.worlds import catalog, context
from tests.plan.worlds import calls, four, planned, writes

K = EvidenceKind


def test_the_facade_is_what_others_use_most_used_first() -> None:
    plan = four(*calls("left", "core", 1), link("right/m0.py::f", "core/m1.py::Big.method", K.CALL, 3, count=5))
    core = next(step for step in plan.steps if step.context == "core")
    assert core.facade == ("core/m1.py::Big", "core/m0.py::g")


def test_a_module_that_is_only_imported_is_offered_whole() -> None:
    imports = [link("right/m0.py", f"left/m{n}.py", line=n + 1) for n in (0, 1)]
    left = next(step for step in four(*imports, *calls("right", "left", 1)).steps if step.context == "left")
    assert left.facade == ("left/m0.py::g", "left/m1.py")


def test_a_facade_offers_no_definition_whose_table_another_context_owns() -> None:
    plan = four(
        link("left/m0.py::Order", "table:orders", K.DEFINES),
        link("left/m0.py::Own", "table:own", K.DEFINES),
        link("left/m0.py::f", "table:own", K.WRITES),
        *writes("right", "orders", 5),
        link("right/m0.py::f", "left/m0.py::Order", K.CALL, 50),
        link("right/m0.py::f", "left/m0.py::Own", K.CALL, 51),
    )
    left = next(step for step in plan.steps if step.context == "left")
    assert left.facade == ("left/m0.py::Own",)


def test_a_facade_offers_nothing_that_only_a_framework_finds_by_its_name_or_as_an_heir() -> None:
    """What code loads by a name that it holds, and what it calls, is used like anything else."""
    by_name = link("core/m0.py", "left/m0.py::Config", K.REFERENCES, flags=("string",))
    as_heir = link("core/m0.py::Base.run", "left/m0.py::View.get", K.CALL, 2, flags=("dispatch",))
    loaded = link("core/m1.py", "left/m1.py::Loaded", K.REFERENCES, 3, flags=("string", "dynamic"))
    used = [*calls("right", "left", 1), *calls("left", "middle", 9)]
    left = next(s for s in four(by_name, as_heir, loaded, *used).steps if s.context == "left")
    assert left.facade == ("left/m0.py::g", "left/m1.py::Loaded")
    assert "into Left except through its façade or where a framework is told a name (today 2," in left.success_metric


def test_the_plan_calls_modules_as_they_are_imported() -> None:
    left = [
        Unit(f"project/left/m{n}.py", UnitKind.MODULE, f"left.m{n}", Location(f"project/left/m{n}.py", 1), lines=200)
        for n in range(3)
    ]
    right = [
        Unit(f"project/right/m{n}.py", UnitKind.MODULE, f"right.m{n}", Location(f"project/right/m{n}.py", 1), lines=200)
        for n in range(3)
    ]
    used = link("project/right/m0.py::f", "project/left/m0.py::Order", K.CALL, 3)
    contexts = catalog(context("left", *(u.id for u in left)), context("right", *(u.id for u in right)))
    steps = {step.context: step for step in planned(world(*left, *right, used), contexts).steps}
    said = " ".join(steps["left"].operations)
    assert "left.m0.Order" in said
    assert "project." not in said
