"""Families: plug-ins of one host are told as such, and whatever extends a class for another reason is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.contexts.context import ContextCatalog
from decompose.design.cuts.crossing import Homes
from decompose.design.data.ownership import own_tables
from decompose.design.map.context_map import map_contexts
from decompose.design.map.families import Family, families_of
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from tests.build import link, world
from tests.design.worlds import catalog, context

K = EvidenceKind
DRIVERS = ("acme", "bolt", "core", "dart")
DRIVER = "volume/driver.py::Driver"
CONTEXTS = catalog(
    context("volume", "volume/driver.py", "volume/manager.py"),
    *(context(name, f"{name}/driver.py", f"{name}/client.py") for name in DRIVERS),
    context("api", "api/app.py"),
    context("backup", "backup/app.py"),
    context("kernel", "lib/base.py", kernel=True),
)


def extends(name: str, base: str = DRIVER, heir: str = "Heir") -> Evidence:
    return link(f"{name}/driver.py::{heir}", base, K.INHERITS)


EXTENDING = [extends(name) for name in DRIVERS]


def families(*evidence: Evidence, contexts: ContextCatalog = CONTEXTS) -> tuple[Family, ...]:
    findings = world(*evidence)
    return map_contexts(findings, contexts, own_tables(findings, contexts)).families


def test_contexts_that_extend_a_class_and_that_nobody_uses_are_plug_ins_of_where_it_lives() -> None:
    assert families(*EXTENDING) == (Family(DRIVER, "volume", DRIVERS),)


def test_heirs_of_heirs_extend_it_too() -> None:
    chain = [
        extends("acme"),
        extends("bolt", "acme/driver.py::Heir"),
        extends("core"),
        extends("dart", "core/driver.py::Heir"),
    ]
    assert families(*chain) == (Family(DRIVER, "volume", DRIVERS),)


@pytest.mark.parametrize(
    "use",
    [
        link("volume/manager.py::load", "acme/driver.py::Heir", K.CALL),
        link("bolt/client.py", "acme/client.py"),
        link("lib/base.py", "acme/client.py"),
        link("api/app.py", "acme/client.py", flags=("string",)),
        link("api/app.py::run", "acme/client.py::Heir.run", K.CALL, flags=("dispatch",)),
    ],
    ids=["host", "another plug-in", "kernel", "by a name in quotes", "by a method of that name"],
)
def test_a_plug_in_stays_one_if_used_by(use: Evidence) -> None:
    assert families(*EXTENDING, use) == (Family(DRIVER, "volume", DRIVERS),)


@pytest.mark.parametrize(
    "against",
    [
        [link("api/app.py", "acme/client.py")],
        [link("acme/client.py::f", "table:disks", K.WRITES), link("acme/client.py", "table:disks", K.DEFINES)],
    ],
    ids=["another context uses it", "it owns a table"],
)
def test_what_is_used_or_owns_data_is_no_plug_in(against: list[Evidence]) -> None:
    assert families(*EXTENDING, *against) == ()
    more = catalog(*CONTEXTS.contexts, context("echo", "echo/driver.py"))
    (family,) = families(*EXTENDING, extends("echo"), *against, contexts=more)
    assert family.members == ("bolt", "core", "dart", "echo")


def test_what_lists_most_of_them_is_a_registry_and_no_user() -> None:
    listing = [link("api/app.py", f"{name}/driver.py") for name in DRIVERS]
    assert families(*EXTENDING, *listing) == (Family(DRIVER, "volume", DRIVERS, ("api/app.py",)),)


@pytest.mark.parametrize(
    "reason",
    [
        link("api/app.py::f", "acme/driver.py::Heir", K.CATCHES),
        link("api/app.py::f", DRIVER, K.RAISES),
        link("entry:GET /acme", "acme/driver.py::Heir.get", K.ROUTES),
    ],
)
def test_exceptions_and_views_extend_a_class_for_other_reasons(reason: Evidence) -> None:
    assert families(*EXTENDING, reason) == ()


def test_what_mostly_others_extend_is_a_base_of_everything() -> None:
    others = [f"o{n}" for n in range(5)]
    contexts = catalog(*CONTEXTS.contexts, *(context(name, f"{name}/driver.py") for name in others))
    used = [link("api/app.py", f"{name}/driver.py") for name in others]
    every = [*EXTENDING, *(extends(name) for name in others)]
    assert families(*every, contexts=contexts)[0].members == (*DRIVERS, *others)
    assert families(*every, *used[:4], contexts=contexts)[0].registries == ()
    assert families(*every, *(link("backup/app.py", each.target) if n % 2 else each for n, each in enumerate(used)),
                    contexts=contexts) == ()  # fmt: skip


def test_of_classes_that_the_same_contexts_extend_the_one_of_their_own_stands_for_them() -> None:
    mixin = "lib/base.py::Mixin"
    common = [extends(name, mixin) for name in DRIVERS]
    common += [link(f"{name}/app.py::View", mixin, K.INHERITS) for name in ("api", "backup")]
    common += [link("volume/manager.py", "api/app.py"), link("volume/manager.py", "backup/app.py")]
    found = families(*EXTENDING, *common)
    assert found == (Family(DRIVER, "volume", DRIVERS),)


def test_heirs_in_the_host_or_in_a_kernel_and_a_list_kept_by_the_host_are_no_part_of_it() -> None:
    own = [link("volume/manager.py::Own", DRIVER, K.INHERITS), link("lib/base.py::Null", DRIVER, K.INHERITS)]
    listing = [link("volume/manager.py", f"{name}/driver.py") for name in DRIVERS]
    assert families(*EXTENDING, *own, *listing) == (Family(DRIVER, "volume", DRIVERS),)


def test_what_others_extend_in_turn_is_a_host_and_no_plug_in() -> None:
    parts = [f"p{n}" for n in range(4)]
    contexts = catalog(*CONTEXTS.contexts, *(context(name, f"{name}/driver.py") for name in (*parts, "echo")))
    part = "acme/client.py::Part"
    both = families(*EXTENDING, extends("echo"), *(extends(name, part) for name in parts), contexts=contexts)
    assert both == (Family(part, "acme", tuple(parts)), Family(DRIVER, "volume", ("bolt", "core", "dart", "echo")))


EIGHT = catalog(*(context(f"c{n}", f"c{n}/m.py") for n in range(8)), context("kernel", "lib/m.py", kernel=True))
CLASSES = [f"c{n}/m.py::C" for n in range(8)] + ["lib/m.py::C"]
PIECES = st.lists(
    st.builds(link, st.sampled_from(CLASSES), st.sampled_from(CLASSES[:3]), st.just(K.INHERITS))
    | st.builds(link, st.sampled_from(CLASSES), st.sampled_from(CLASSES), st.just(K.CALL)),
    max_size=24,
)


@given(PIECES, st.sets(st.sampled_from([f"c{n}" for n in range(8)]), max_size=3))
def test_plug_ins_extend_the_base_own_nothing_and_are_in_one_family_in_whatever_order(
    pieces: list[Evidence], owners: set[str]
) -> None:
    homes = Homes({member.unit: each.id for each in EIGHT.contexts for member in each.members}, {}, ("kernel",))
    found = families_of(Findings(evidence=tuple(pieces)), homes, owners)
    members = [member for family in found for member in family.members]
    assert len(members) == len(set(members))
    assert owners.isdisjoint(members)
    assert "kernel" not in members
    for family in found:
        inherits = {(each.source, each.target) for each in pieces if each.kind is K.INHERITS}
        assert all(any(source == f"{member}/m.py::C" for source, _ in inherits) for member in family.members)
        assert family.host not in family.members
    assert families_of(Findings(evidence=tuple(reversed(pieces))), homes, owners) == found
