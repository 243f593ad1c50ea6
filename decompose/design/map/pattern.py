"""Patterns: from what one context takes of another to the DDD pattern it shows, with the numbers as its reason."""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from decompose.contexts.context import ContextCatalog, ContextKind
from decompose.design.cuts.uses import DATA, Uses
from decompose.design.data.ownership import DataOwnership
from decompose.design.names import kernel_said, names_of
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import module_of
from decompose.evidence.words import amount, listed

# All thresholds are chosen: large enough that one stray import does not name a pattern; see tests/design.
FEW = 5  # fewer uses than this show no pattern of their own
COMMON_TABLES = 2  # tables written by both sides that make two contexts share a model
MUTUAL = 1 / 3  # the weaker direction has at least this share of the stronger one
HOSTED = 3  # downstream contexts that make an upstream one a host
NARROW = 1 / 4  # the share of its modules through which a host is entered
FUNNEL = 0.8  # the share of uses that leave through one adapter module
SERVED = 2  # modules of its own context that an adapter serves: one that serves nobody is a user like any other
SPECIAL = 0.5  # the share of what an adapter uses of other contexts that is of this one
MODEL = 1 / 3  # the share of uses that take the upstream model itself, not its behaviour

CODE = frozenset((EvidenceKind.IMPORT, EvidenceKind.CALL, EvidenceKind.REFERENCES, EvidenceKind.INHERITS))
MODEL_KINDS = (EvidenceKind.INHERITS, EvidenceKind.ANNOTATES, *DATA)


class Neighbourhood(Struct, frozen=True):
    """What a pattern is judged by besides the pair: all uses, sizes in modules, kernels, tables both sides write; and names.

    `served` is how many modules of its own context use each module, `models` are those that define tables.
    """

    uses: Mapping[tuple[str, str], Uses]
    sizes: Mapping[str, int]
    kernels: frozenset[str]
    written_by_both: Mapping[tuple[str, str], tuple[str, ...]]
    names: Mapping[str, str]
    served: Mapping[str, int]
    models: frozenset[str]

    @staticmethod
    def of(
        findings: Findings, catalog: ContextCatalog, ownership: DataOwnership, uses: Mapping[tuple[str, str], Uses]
    ) -> "Neighbourhood":
        """The neighbourhood of all contexts of the catalog."""
        both: dict[tuple[str, str], tuple[str, ...]] = {}
        for table in sorted(ownership.tables, key=lambda table: table.table):
            writers = sorted(access.context for access in table.accesses if access.writes)
            for pair in ((one, other) for one in writers for other in writers if one != other):
                both[pair] = (*both.get(pair, ()), table.table)
        return Neighbourhood(
            uses=uses,
            sizes={context.id: len(context.members) for context in catalog.contexts},
            kernels=frozenset(c.id for c in catalog.contexts if c.kind is ContextKind.SHARED_KERNEL),
            written_by_both=both,
            names=names_of(catalog),
            served=_served(findings, catalog.context_of()),
            models=frozenset(module_of(e.source) for e in findings.evidence if e.kind is EvidenceKind.DEFINES),
        )


def _served(findings: Findings, context_of: Mapping[str, str]) -> Counter[str]:
    pairs = {
        (source, target)
        for each in findings.evidence
        if each.kind in CODE
        and (source := module_of(each.source)) != (target := module_of(each.target))
        and context_of.get(source, "") == context_of.get(target)
    }
    return Counter(target for _, target in pairs)


def pattern_of(uses: Uses, around: Neighbourhood) -> tuple[str, str]:
    """The first pattern whose condition the numbers meet, from the most to the least entangled, and a sentence that says why."""
    return (
        _shared_kernel(uses, around)
        or _partnership(uses, around)
        or _open_host(uses, around)
        or _anticorruption_layer(uses, around)
        or _conformist(uses, around)
        or _customer_supplier(uses, around)
    )


def _shared_kernel(uses: Uses, around: Neighbourhood) -> tuple[str, str] | None:
    downstream, upstream, used = around.names[uses.downstream], around.names[uses.upstream], _places(uses.total)
    if uses.upstream in around.kernels:
        return "shared-kernel", f"Nearly everything uses {kernel_said(upstream)}; {downstream} does at {used}."
    if uses.downstream in around.kernels:
        kernel = kernel_said(downstream)
        return (
            "inverted-kernel",
            f"{kernel[:1].upper()}{kernel[1:]} uses {upstream} at {used}, so it cannot be packaged alone.",
        )
    both = around.written_by_both.get((uses.downstream, uses.upstream), ())
    if len(both) < COMMON_TABLES:
        return None
    return "shared-kernel", f"Both write {len(both)} tables: {listed(both)}."


def _partnership(uses: Uses, around: Neighbourhood) -> tuple[str, str] | None:
    back = around.uses.get((uses.upstream, uses.downstream))
    if not back or min(uses.total, back.total) < max(FEW, MUTUAL * max(uses.total, back.total)):
        return None
    downstream, upstream = around.names[uses.downstream], around.names[uses.upstream]
    reason = (
        f"Each uses the other: {downstream} uses {upstream} at {_places(uses.total)}, "
        f"and {upstream} uses {downstream} at {_places(back.total)}."
    )
    return "partnership", reason


def _open_host(uses: Uses, around: Neighbourhood) -> tuple[str, str] | None:
    guests = sorted(down for down, up in around.uses if up == uses.upstream and down not in around.kernels)
    entered: Counter[str] = Counter()
    for guest in guests:
        entered.update(around.uses[guest, uses.upstream].entered)
    size = around.sizes.get(uses.upstream, 0)
    writes = uses.kinds[EvidenceKind.WRITES.value]
    if len(guests) < HOSTED or writes or not entered or len(entered) > max(1, NARROW * size):
        return None
    reason = (
        f"{len(guests)} contexts use {around.names[uses.upstream]} through {amount(len(entered), 'module')} of its {size}; "
        f"{around.names[uses.downstream]} does at {_places(uses.total)}."
    )
    return "open-host-service", reason


def _anticorruption_layer(uses: Uses, around: Neighbourhood) -> tuple[str, str] | None:
    """One module through which the others of its context reach another one, rather than one that alone has to do with it.

    A package's `__init__` only hands on what it imports, so it translates nothing.
    """
    code = sum(uses.left.values())
    if code < FEW or uses.total > code or around.sizes.get(uses.downstream, 0) <= 2:
        return None
    module = min(uses.left, key=lambda module: (-uses.left[module], module))
    if uses.left[module] < FUNNEL * code or module.endswith("__init__.py") or not _adapts(module, uses, around):
        return None
    reason = (
        f"{uses.left[module]} of {code} uses of {around.names[uses.upstream]} leave {around.names[uses.downstream]} through "
        f"{module}, which {around.served[module]} of its other modules use and which can translate between the two models."
    )
    return "anticorruption-layer", reason


def _adapts(module: str, uses: Uses, around: Neighbourhood) -> bool:
    """Whether others use a module to reach mostly this one context; a module of tables is the model, and translates none."""
    abroad = sum(each.left[module] for (down, _), each in around.uses.items() if down == uses.downstream)
    special = uses.left[module] >= SPECIAL * abroad
    return special and around.served[module] >= SERVED and module not in around.models


def _conformist(uses: Uses, around: Neighbourhood) -> tuple[str, str] | None:
    model = sum(uses.kinds[kind.value] for kind in MODEL_KINDS)
    if uses.total < FEW or model < MODEL * uses.total:
        return None
    tables = f", {uses.data} of them to its tables" if uses.data else ""
    downstream, upstream = around.names[uses.downstream], around.names[uses.upstream]
    return "conformist", f"{model} of {uses.total} uses bind {downstream} to the model of {upstream} itself{tables}."


def _customer_supplier(uses: Uses, around: Neighbourhood) -> tuple[str, str]:
    entered = len(uses.entered)
    through = f", through {amount(entered, 'module')}" if entered else ""
    downstream, upstream = around.names[uses.downstream], around.names[uses.upstream]
    return "customer-supplier", f"{downstream} uses {upstream} at {_places(uses.total)}{through}."


def _places(number: int) -> str:
    return amount(number, "place")
