"""Omnipresent modules: helpers stand apart, busy domain modules and owners of tables do not."""

import pytest

from decompose.contexts.catalog import find_contexts
from decompose.contexts.context import ContextKind
from decompose.contexts.detection.detect import detect
from decompose.coupling.weigh import weigh
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Unit
from tests.build import link, module, world

AREAS = {area: [f"{area}/{n}.py" for n in range(6)] for area in ("orders", "users", "stock", "mail")}
ALL = [path for paths in AREAS.values() for path in paths]


def system(*more: Unit | Evidence) -> Findings:
    """Four areas of six modules, each of which uses its two successors in the area."""
    inside = [
        link(paths[n], f"{paths[(n + step) % 6]}::f") for paths in AREAS.values() for n in range(6) for step in (1, 2)
    ]
    return world(*(module(path) for path in ALL), *inside, *more)


def test_a_helper_that_all_areas_use_is_set_apart_with_the_reason() -> None:
    graph = weigh(system(module("lib/text.py"), *(link(path, "lib/text.py::slug") for path in ALL)))
    ((unit, reason),) = graph.apart
    assert unit == "lib/text.py"
    assert reason.startswith("24 of 25 modules use it")
    assert "lib/text.py" not in graph.units
    assert all("lib/text.py" not in (c.source, c.target) for c in graph.couplings)


@pytest.mark.parametrize(("users", "apart"), [(11, []), (12, ["lib/text.py"])])
def test_of_120_modules_12_that_have_nothing_in_common_must_use_a_helper(users: int, apart: list[str]) -> None:
    used = [link(path, "lib/text.py::slug") for path in sorted(ALL, key=lambda path: path[::-1])[:users]]
    far = [module(f"far/{n}.py") for n in range(95)]
    assert [unit for unit, _ in weigh(system(module("lib/text.py"), *used, *far)).apart] == apart


def test_what_is_set_apart_becomes_the_shared_kernel() -> None:
    findings = system(module("lib/text.py"), *(link(path, "lib/text.py::slug") for path in ALL))
    graph = weigh(findings)
    catalog = find_contexts(findings, graph, detect(graph))
    assert [c.kind for c in catalog.contexts] == [ContextKind.DOMAIN] * 4 + [ContextKind.SHARED_KERNEL]
    assert catalog.contexts[-1].name == "Shared kernel"
    assert [member.unit for member in catalog.contexts[-1].members] == ["lib/text.py"]
    assert catalog.unassigned == ()


def test_a_module_whose_many_users_belong_together_stays() -> None:
    big = [f"orders/more{n}.py" for n in range(8)]
    more = [link(big[n], f"{big[(n + step) % 8]}::f") for n in range(8) for step in (1, 2)]
    users = [*AREAS["orders"], *big]
    assert weigh(system(*map(module, big), *more, *(link(path, "orders/0.py::Order") for path in users))).apart == ()


def test_a_module_that_defines_tables_stays() -> None:
    owner = link("lib/text.py::Text", "table:text", EvidenceKind.DEFINES)
    assert weigh(system(module("lib/text.py"), owner, *(link(path, "lib/text.py::slug") for path in ALL))).apart == ()


@pytest.mark.parametrize(("tables", "apart"), [(2, ["lib/text.py"]), (3, [])])
def test_a_module_that_works_on_several_tables_stays(tables: int, apart: list[str]) -> None:
    reads = [link("lib/text.py::f", f"table:t{number}", EvidenceKind.READS) for number in range(tables)]
    graph = weigh(system(module("lib/text.py"), *reads, *(link(path, "lib/text.py::slug") for path in ALL)))
    assert [unit for unit, _ in graph.apart] == apart


def test_nine_users_are_a_neighbourhood() -> None:
    assert (
        weigh(system(module("lib/text.py"), *(link(path, "lib/text.py::slug") for path in ALL[::3] + ALL[1:2]))).apart
        == ()
    )
