"""Plug-ins: the plan says of each that it leaves like the others, and of all of them how."""

from msgspec.structs import replace

from decompose.coupling.graph import CouplingGraph
from decompose.design.cuts.ledger import ledger_of
from decompose.design.data.ownership import own_tables
from decompose.design.map.context_map import map_contexts
from decompose.design.map.families import Family
from decompose.evidence.evidence import EvidenceKind
from decompose.plan.plan import MigrationPlan
from decompose.plan.plug_ins import families_said
from decompose.plan.rank import make_plan
from tests.build import link, module, world
from tests.design.worlds import catalog, context

DRIVERS = ("acme", "bolt", "core", "dart")
BASE = "volume/m0.py::Driver"


def planned() -> MigrationPlan:
    names = ("volume", *DRIVERS)
    contexts = catalog(*(context(name, *(f"{name}/m{n}.py" for n in range(3))) for name in names))
    findings = world(
        *(module(f"{name}/m{n}.py", lines=900) for name in names for n in range(3)),
        *(link(f"{name}/m0.py::Heir", BASE, EvidenceKind.INHERITS) for name in DRIVERS),
    )
    ownership = own_tables(findings, contexts)
    ledger = ledger_of(findings, contexts, ownership)
    context_map = map_contexts(findings, contexts, ownership, None, ledger)
    return make_plan(findings, contexts, context_map, ownership, ledger, (), CouplingGraph((), ()))


def test_each_plug_in_is_told_as_one_of_many_and_its_host_is_not() -> None:
    why = {step.context: step.why for step in planned().steps}
    said = "It is one of 4 plug-ins of Volume, which extend volume.m0.Driver: they leave alike, as packages that the host loads."
    assert all(why[name].endswith(f". {said}") for name in DRIVERS)
    assert "plug-in" not in why["volume"]


def test_the_advice_tells_once_for_all_how_they_leave() -> None:
    (told,) = [advice for advice in planned().advice if "plug-ins of" in advice]
    assert told.startswith(
        "4 contexts (Acme, Bolt, Core and 1 more) are plug-ins of Volume: they extend volume.m0.Driver"
    )
    assert "None is a service" in told


def test_a_list_of_plug_ins_is_to_be_replaced_and_named() -> None:
    family = Family(BASE, "volume", DRIVERS, ("api/app.py",))
    names = {id: id.title() for id in ("volume", *DRIVERS)}
    (told,) = families_said([family], names, {})
    assert "by name instead of listing them in api.app, move one" in told
    (told,) = families_said([replace(family, registries=())], names, {})
    assert "by name, move one" in told
