"""Small designs: contexts in one line, and random worlds for the laws of design and plan."""

from hypothesis import strategies as st

from decompose.contexts.context import BoundedContext, ContextCatalog, ContextKind, Membership
from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Unit, UnitKind
from tests.build import module, table, world

K = EvidenceKind


def context(
    id: str, *members: str, kernel: bool = False, cohesion: float = 0.8, stability: float = 0.9
) -> BoundedContext:
    """A context of these modules."""
    kind = ContextKind.SHARED_KERNEL if kernel else ContextKind.DOMAIN
    memberships = tuple(Membership(member, 0.8) for member in sorted(members))
    return BoundedContext(id, id.title(), kind, memberships, cohesion=cohesion, stability=stability)


def catalog(*contexts: BoundedContext) -> ContextCatalog:
    """These contexts and nothing unassigned."""
    return ContextCatalog(tuple(contexts))


def three() -> ContextCatalog:
    """Orders, billing and a shared kernel, two modules each."""
    return catalog(
        context("orders", "orders/a.py", "orders/b.py"),
        context("billing", "billing/a.py", "billing/b.py"),
        context("kernel", "lib/a.py", "lib/b.py", kernel=True),
    )


@st.composite
def designs(draw: st.DrawFn, contexts: int = 5) -> tuple[Findings, ContextCatalog]:
    """A random system: up to `contexts` contexts, the last perhaps a kernel, some modules in none, evidence of all kinds."""
    names = [f"c{index}" for index in range(draw(st.integers(1, contexts)))]
    modules = [f"{name}/m{index}.py" for name in names for index in range(draw(st.integers(1, 3)))]
    tables = [f"t{index}" for index in range(draw(st.integers(0, 5)))]
    kernel = names[-1] if len(names) > 2 and draw(st.booleans()) else ""
    code = st.sampled_from([*modules, *(f"{each}::Thing.method" for each in modules), "stray.py"])
    data = st.sampled_from([f"table:{each}" for each in tables]) if tables else st.nothing()
    pieces = st.lists(
        st.one_of(_between(code, code, *CODE), _between(code, data, *ACCESS), _tables(code, data)), max_size=40
    )
    units: list[Unit] = [module(each, lines=draw(st.integers(0, 900))) for each in [*modules, "stray.py"]]
    units += [table(each) for each in tables]
    entries = draw(st.integers(0, 2))
    units += [
        Unit(f"entry:GET /{n}", UnitKind.ENTRY_POINT, f"GET /{n}", Location(modules[0], 1)) for n in range(entries)
    ]
    routes = [Evidence(K.ROUTES, f"entry:GET /{n}", f"{modules[-1]}::view") for n in range(entries)]
    found = world(*units, *draw(pieces), *routes)
    members = {name: [each for each in modules if each.startswith(f"{name}/")] for name in names}
    share = st.floats(0, 1, allow_nan=False)
    return found, catalog(
        *(
            context(name, *members[name], kernel=name == kernel, cohesion=draw(share), stability=draw(share))
            for name in names
        )
    )


CODE = (K.IMPORT, K.CALL, K.INHERITS, K.ANNOTATES, K.REFERENCES, K.RAISES, K.CATCHES, K.TRIGGERS, K.CO_CHANGE)
ACCESS = (K.READS, K.WRITES, K.DEFINES)
TABLES = (K.FOREIGN_KEY, K.JOINS, K.CO_WRITES)


def _between(
    source: st.SearchStrategy[str], target: st.SearchStrategy[str], *kinds: EvidenceKind
) -> st.SearchStrategy[Evidence]:
    def make(kind: EvidenceKind, start: str, end: str, line: int, count: int) -> Evidence:
        return Evidence(kind, start, end, Location(start.partition("::")[0], line), count)

    return st.builds(make, st.sampled_from(kinds), source, target, st.integers(1, 6), st.integers(1, 4))


def _tables(code: st.SearchStrategy[str], data: st.SearchStrategy[str]) -> st.SearchStrategy[Evidence]:
    def make(kind: EvidenceKind, one: str, other: str, place: str, line: int) -> Evidence:
        start, end = (one, other) if kind is K.FOREIGN_KEY else sorted((one, other))
        return Evidence(kind, start, end, Location(place.partition("::")[0], line), place=place)

    return st.builds(make, st.sampled_from(TABLES), data, data, code, st.integers(1, 6))
