"""Small plans in one line: contexts of three modules each, who calls whom, who writes which table."""

from collections.abc import Mapping, Sequence

from hypothesis import settings

from decompose.contexts.context import ContextCatalog
from decompose.coupling.graph import CouplingGraph
from decompose.design.cuts.ledger import ledger_of
from decompose.design.data.ownership import own_tables
from decompose.design.map.context_map import map_contexts
from decompose.design.past.hidden import hidden_pairs
from decompose.design.people.topology import Hotspot, TeamTopology
from decompose.design.transactions.transactions import split_transactions
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Activity, Findings
from decompose.plan.candidate import NOBODY
from decompose.plan.judging import NO_WEIGHTS
from decompose.plan.plan import MigrationPlan, Step
from decompose.plan.rank import make_plan
from tests.build import link, module, world
from tests.design.worlds import catalog, context

K = EvidenceKind
NO_GRAPH = CouplingGraph((), ())
FEW = settings(max_examples=40)
OTHERS = ("core", "far", "left", "off", "right")


def planned(
    findings: Findings,
    contexts: ContextCatalog,
    topology: TeamTopology = NOBODY,
    hotspots: tuple[Hotspot, ...] = (),
    weights: Mapping[str, float] = NO_WEIGHTS,
) -> MigrationPlan:
    ownership = own_tables(findings, contexts)
    ledger = ledger_of(findings, contexts, ownership)
    transactions = split_transactions(findings, contexts, ownership)
    context_map = map_contexts(findings, contexts, ownership)
    hidden = hidden_pairs(findings)
    return make_plan(
        findings, contexts, context_map, ownership, ledger, transactions, NO_GRAPH, topology, hotspots, weights, hidden
    )


def four(*parts: object) -> MigrationPlan:
    """A plan for `left`, `middle`, `right` and `core`, 600 lines each, in three modules each."""
    return several(("core", "left", "middle", "right"), *parts)


def six(*parts: object) -> MigrationPlan:
    """A plan for those four and `far` and `off` of the same size."""
    return several(("core", "far", "left", "middle", "off", "right"), *parts)


def several(names: tuple[str, ...], *parts: object) -> MigrationPlan:
    modules = [module(f"{name}/m{n}.py", lines=200) for name in names for n in range(3)]
    contexts = [context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in names]
    return planned(world(*modules, *parts), catalog(*contexts))  # type: ignore[arg-type]


def calls(source: str, target: str, times: int) -> list[Evidence]:
    return [link(f"{source}/m{n % 3}.py::f", f"{target}/m{n % 3}.py::g", K.CALL, n + 1) for n in range(times)]


def door(
    asked: int, elsewhere: int, *own: str, uses: Sequence[str] = OTHERS[:3], owners: Sequence[str] = OTHERS
) -> Step:
    """The step of `web`, with so many entry points and some tables, of six contexts that have twelve others."""
    routes = [link(f"entry:GET /{n}", f"web/m{n % 3}.py::view", K.ROUTES) for n in range(asked)]
    routes += [link(f"entry:GET /x{n}", f"far/m{n % 3}.py::view", K.ROUTES) for n in range(elsewhere)]
    tables = [each for k in range(12) for each in writes(owners[k % len(owners)], f"t{k}", 1)]
    tables += [each for name in own for each in writes("web", name, 1)]
    needs = [call for name in uses for call in calls("web", name, 3)]
    plan = several(("core", "far", "left", "off", "right", "web"), *routes, *tables, *needs)
    return next(step for step in plan.steps if step.context == "web")


def writes(source: str, table: str, times: int) -> list[Evidence]:
    return [link(f"{source}/m{n % 3}.py::f", f"table:{table}", K.WRITES, n + 1) for n in range(times)]


def values(of: str, topology: TeamTopology = NOBODY, *hotspots: Hotspot) -> dict[str, tuple[float, float, str]]:
    """The drivers of value of one of two contexts alike: amount, points and what is said."""
    paths = [f"{name}/m{n}.py" for name in ("left", "right") for n in range(3)]
    units = tuple(module(path, lines=200) for path in paths)
    findings = Findings(units=units, activity=tuple(Activity(path, 3, 2, 2) for path in paths))
    contexts = catalog(*(context(name, *(p for p in paths if p.startswith(name))) for name in ("left", "right")))
    step = next(step for step in planned(findings, contexts, topology, hotspots).steps if step.context == of)
    found = (each for each in step.drivers if each.dimension == "value")
    return {each.name: (each.amount, round(each.points, 2), each.explanation) for each in found}
