"""The catalog: everybody is somewhere, with a name, a degree of confidence or a reason."""

import subprocess
import sys

from hypothesis import given, settings
from msgspec.structs import replace

from decompose.contexts.catalog import find_contexts
from decompose.contexts.detection.detect import detect
from decompose.coupling.weigh import weigh
from decompose.evidence.findings import Clarity, Findings
from decompose.evidence.unit import Unit
from tests.build import link, module, world
from tests.coupling.test_weigh import worlds


def ring(area: str, size: int) -> list[object]:
    """Modules of one area, each using the next two."""
    paths = [f"{area}/m{n}.py" for n in range(size)]
    uses = [link(paths[n], f"{paths[(n + step) % size]}::f") for n in range(size) for step in (1, 2)]
    return [*(module(path, lines=10, **{area: 5}) for path in paths), *uses]


SYSTEM = world(
    *ring("orders", 6),  # type: ignore[arg-type]
    *ring("users", 5),  # type: ignore[arg-type]
    module("lonely.py"),
    module("empty.py", lines=0),
    link("orders/m0.py", "users/m0.py::User"),
)


def test_the_areas_of_a_small_system_are_its_contexts() -> None:
    graph = weigh(SYSTEM)
    catalog = find_contexts(SYSTEM, graph, detect(graph))
    assert [(c.id, c.name, len(c.members), c.lines) for c in catalog.contexts] == [
        ("orders", "Orders", 6, 60),
        ("users", "Users", 5, 50),
    ]
    assert all(c.stability > 0.9 and c.cohesion > 0.9 for c in catalog.contexts)
    assert catalog.contexts[0].members[0].runner_up == "users"
    assert catalog.unassigned == (("empty.py", "no code in it"), ("lonely.py", "no coupling to any other module"))
    assert catalog.measures is not None
    assert catalog.measures.modularity > 0.4


def test_an_empty_system_has_an_empty_catalog() -> None:
    graph = weigh(Findings())
    catalog = find_contexts(Findings(), graph, detect(graph))
    assert (catalog.contexts, catalog.unassigned) == ((), ())


@settings(max_examples=12, deadline=None)
@given(worlds())
def test_every_module_is_in_one_context_or_unassigned_with_a_reason(findings: Findings) -> None:
    graph = weigh(findings)
    catalog = find_contexts(findings, graph, detect(graph))
    placed = [member.unit for context in catalog.contexts for member in context.members]
    assert sorted(placed + [unit for unit, _ in catalog.unassigned]) == sorted(unit.id for unit in findings.units)
    assert len({context.id for context in catalog.contexts}) == len(catalog.contexts)
    ids = {context.id for context in catalog.contexts} | {""}
    assert {member.runner_up for context in catalog.contexts for member in context.members} <= ids


def test_the_hash_seed_does_not_matter() -> None:
    program = (
        "from tests.contexts.test_catalog import SYSTEM as s; from decompose.coupling.weigh import weigh; import msgspec;"
        "from decompose.contexts.catalog import find_contexts; from decompose.contexts.detection.detect import detect;"
        "g = weigh(s);"
        "print(msgspec.json.encode([p := detect(g), find_contexts(s, g, p)]).decode())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True)
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout != b""


def test_units_that_are_no_modules_are_nobodys_members() -> None:
    function: Unit = SYSTEM.units[0]
    assert function.kind == "module"
    graph = weigh(SYSTEM)
    catalog = find_contexts(SYSTEM, graph, detect(graph))
    assert all("::" not in member.unit for context in catalog.contexts for member in context.members)


def test_a_context_tells_how_many_calls_of_its_members_could_be_followed() -> None:
    clarity = (
        Clarity("orders/m0.py", 9, 3, 1, 1, (("unbound", 1),)),
        Clarity("orders/m1.py", 4, 0, 2, 0, (("computed", 1), ("unbound", 1))),
        Clarity("lonely.py", 5, 5, 5),
    )
    system = replace(SYSTEM, clarity=clarity)
    graph = weigh(system)
    orders, users = find_contexts(system, graph, detect(graph)).contexts
    reasons, darkest = (("unbound", 2), ("computed", 1)), (("orders/m1.py", 2), ("orders/m0.py", 1))
    assert orders.clarity == Clarity("orders", 13, 3, 3, 1, reasons, darkest)
    assert orders.clarity.blind == 0.5
    assert users.clarity == Clarity("users")
    assert users.clarity.blind == 0.0
