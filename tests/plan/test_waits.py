"""Who waits for whom: for the owners of what it writes, and with rows that most others point to for the first cuts."""

from decompose.evidence.evidence import EvidenceKind
from decompose.plan.plan import MigrationPlan
from tests.build import link, module, world
from tests.design.worlds import catalog, context
from tests.plan.worlds import planned

K = EvidenceKind
NAMES = ("users", "big", "bigger", "biggest")


def system(*pointing: str) -> MigrationPlan:
    """Four contexts with a table of their own, `users` by far the cheapest for its value; `pointing` have foreign keys to it."""
    lines = {"users": 3000, "big": 700, "bigger": 800, "biggest": 900}
    units = [module(f"{name}/m{n}.py", lines[name]) for name in NAMES for n in range(3)]
    written = [link(f"{name}/m0.py::f", f"table:{name}", K.WRITES) for name in NAMES]
    keys = [link(f"table:{name}", "table:users", K.FOREIGN_KEY) for name in pointing]
    uses = [link("users/m0.py::f", "biggest/m0.py::f", K.CALL, line) for line in range(1, 21)]  # so it is no core
    contexts = catalog(*(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in NAMES))
    return planned(world(*units, *written, *keys, *uses), contexts)


def test_rows_that_most_others_point_to_leave_once_two_cuts_have_taught_how() -> None:
    assert system("big").steps[0].context == "users"
    steps = system("big", "bigger").steps
    assert [step.context for step in steps][2] == "users"
    users = steps[2]
    assert sorted(users.after) == sorted(step.context for step in steps[:2])
    assert users.preconditions[0].endswith(
        "first: 2 other contexts point to its rows, and smaller cuts teach how to serve them."
    )
