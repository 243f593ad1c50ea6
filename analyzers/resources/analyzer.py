"""The facts of Python files → each place where the code uses a cache, queue, bucket, service or program."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from decompose.evidence.analyzer import Corpus, FrontEnd
from decompose.evidence.findings import Findings, Ratio
from decompose.evidence.resource import ResourceUse, by_use
from decompose.evidence.unit import Role

from ..python.names.program import Module, Program, is_external, program_of
from ..python.parts import last_name
from .catalog import Catalog, Client
from .declared import declared_in
from .naming import Naming
from .uses import Found, Site, Uses, sites_of
from .wrapping import by_name, uses_of_callers


class ResourceAnalyzer(Struct, frozen=True):
    """What lies outside of the database, as far as known client libraries lead to it."""

    front_ends: tuple[FrontEnd, ...]
    name: str = "resources"

    def analyze(self, corpus: Corpus) -> Findings:
        """The uses in product code; tests talk to fakes, and no boundary hangs on them."""
        program = corpus.derive(program_of)
        catalog, naming = Catalog(), Naming(program)
        uses = Uses(program, catalog)
        products = [module for module in program.modules.values() if module.role is Role.PRODUCT]
        declared = (use for module in products for use in declared_in(module, catalog, naming))
        sites: list[Site] = []
        found: list[Found] = []
        for module, verbs in _near(program, products, catalog):
            here = list(sites_of(module))
            sites.extend(here)
            asked = (site for site in here if verbs is None or last_name(site.call.function) in verbs)
            found.extend(one for site in asked if (one := uses.of_call(site)) is not None)
            for definition in module.facts.definitions:
                if definition.kind == "class":
                    found.extend(uses.of_class(module, definition))
        through = uses_of_callers(program, naming, found, by_name(sites))
        known = _once((*declared, *(one.use for one in found), *through))
        named = sum(bool(use.name) for use in known)
        ratio = (Ratio("uses of outside resources whose name is known", named, len(known)),) if known else ()
        return Findings(resources=known, understood=ratio)


def _near(
    program: Program, modules: Sequence[Module], catalog: Catalog
) -> Iterator[tuple[Module, frozenset[str] | None]]:
    """The modules that import a library of a client, or such a module; with the calls that may use one, None for any."""
    led = {module.path: _led_to(module, catalog) for module in modules}
    kept = {path: one for path, clients in led.items() if (one := [each for each in clients if each.is_kept])}
    reached = {module.path: _reached(program, module, led, kept) for module in modules}
    for module in modules:
        clients = [*reached[module.path]]
        for path in _ancestors(program, module):
            clients.extend(reached.get(path, ()))
        if clients:
            verbs = frozenset(verb for client in clients for verb in client.verbs)
            yield module, None if any(client.anything for client in clients) else verbs


def _reached(
    program: Program, module: Module, led: dict[str, list[Client]], kept: dict[str, list[Client]]
) -> list[Client]:
    """The clients that a module imports itself, or whose modules it imports."""
    others = sorted(_imported(program, module) & kept.keys()) if kept else []
    return [*led[module.path], *(client for path in others for client in kept[path])]


def _ancestors(program: Program, module: Module) -> list[str]:
    """The modules of the ancestors of a module's classes: what these hold is there by inheritance."""
    classes = (f"{module.path}::{one.name}" for one in module.facts.definitions if one.kind == "class")
    bases = {base.partition("::")[0] for each in classes for base in program.bases(each) if not is_external(base)}
    return sorted(bases - {module.path})


def _led_to(module: Module, catalog: Catalog) -> list[Client]:
    names = {f"{one.module}.{one.name}" if one.name else one.module for one in module.facts.imports if not one.level}
    return [client for name in sorted(names) for client in catalog.led_to(name)]


def _imported(program: Program, module: Module) -> set[str]:
    """The modules of the tree that a module imports, or imports something of, through re-exports."""
    found = set()
    for one in module.facts.imports:
        reference = program.imported(module.path, one) or program.module_of_import(module.path, one)
        if reference:
            found.add(reference.partition("::")[0])
    return found


def _once(uses: Iterable[ResourceUse]) -> tuple[ResourceUse, ...]:
    """Each use of a resource at a place once, the surest."""
    kept: dict[tuple[str, str, str, str, int, str, str, str], ResourceUse] = {}
    for use in uses:
        key = by_use(use)
        if key not in kept or kept[key].confidence < use.confidence:
            kept[key] = use
    return tuple(kept[key] for key in sorted(kept))
