"""A Decomposition comes in; out goes the one place where every view looks up who is called what and who belongs where."""

from urllib.parse import quote

from msgspec import Struct

from decompose.contexts.context import BoundedContext, ContextKind
from decompose.evidence.unit import Unit, UnitKind, module_of
from decompose.result.decomposition import Decomposition
from decompose.result.plain import plain

COLOURS = 9
SHAPES = 4


class ContextRef(Struct, frozen=True, order=True):
    """A context as it is named everywhere: its colour and shape are a reminder, the name is the identity.

    `anchor` is a place of the page, where it is several contexts in one box.
    """

    name: str
    id: str
    colour: int
    shape: int
    kernel: bool = False
    anchor: str = ""

    @property
    def link(self) -> str:
        return f"#{fragment(self.anchor)}" if self.anchor else f"#context={fragment(self.id)}"


class Atlas(Struct, frozen=True):
    """Contexts by id in the order of the catalog, units by id, the context of each module and the owner of each table."""

    contexts: dict[str, BoundedContext]
    units: dict[str, Unit]
    home: dict[str, str]
    owner: dict[str, str]
    refs: dict[str, ContextRef]

    def ref(self, context: str) -> ContextRef:
        """How a context is shown; an id that is not in the catalog is shown as it is, without colour."""
        return self.refs.get(context) or ContextRef(context or "nobody", context, -1, 0)

    def title(self, context: str) -> str:
        return self.ref(context).name

    def context_of(self, unit: str) -> str:
        """The context of a module, of anything inside one, or the owner of a table; empty if there is none."""
        if unit.startswith("table:"):
            return self.owner.get(unit.removeprefix("table:"), "")
        return self.home.get(module_of(unit), "")

    def name(self, unit: str) -> str:
        """What people call a unit; its id if it is not among the units (a method, for example)."""
        if unit in self.units:
            return self.units[unit].name
        module, _, inner = unit.partition("::")
        return f"{self.units[module].name}.{inner}" if inner and module in self.units else unit


def atlas_of(decomposition: Decomposition) -> Atlas:
    """The look-ups of one result."""
    contexts = {context.id: context for context in decomposition.catalog.contexts}
    return Atlas(
        contexts=contexts,
        units={unit.id: unit for unit in decomposition.units},
        home=decomposition.catalog.context_of(),
        owner={table.table: table.owner for table in decomposition.ownership.tables},
        refs=_refs(contexts),
    )


def fragment(text: str) -> str:
    """Text for the part of an address after `#`."""
    return quote(plain(text), safe="").replace("~", "%7E")


def product_modules(decomposition: Decomposition) -> list[Unit]:
    """The modules that took part in clustering, or could have: those of contexts, set apart or unassigned."""
    taking_part = set(decomposition.catalog.context_of())
    taking_part |= {unit for unit, _ in decomposition.catalog.unassigned} | {
        unit for unit, _ in decomposition.graph.apart
    }
    return [unit for unit in decomposition.units if unit.kind is UnitKind.MODULE and unit.id in taking_part]


def _refs(contexts: dict[str, BoundedContext]) -> dict[str, ContextRef]:
    refs = {}
    coloured = 0
    for id, context in contexts.items():
        kernel = context.kind is ContextKind.SHARED_KERNEL
        colour, shape = (-1, 0) if kernel else (coloured % COLOURS, coloured // COLOURS % SHAPES)
        coloured += not kernel
        refs[id] = ContextRef(context.name, id, colour, shape, kernel)
    return refs
