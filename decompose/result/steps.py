"""Steps: from a result to those of its plan that move something, those that do not, and the callers that each redirects."""

from decompose.design.cuts.ledger import Cut
from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.plan.candidate import by_framework
from decompose.plan.plan import LEAVES, Step
from decompose.result.decomposition import Decomposition
from decompose.result.wording import place

# What names a unit of another context in code; an import is edited with the use of what it imports.
CALLING = (
    EvidenceKind.CALL,
    EvidenceKind.REFERENCES,
    EvidenceKind.INHERITS,
    EvidenceKind.TRIGGERS,
    EvidenceKind.RAISES,
    EvidenceKind.CATCHES,
    EvidenceKind.READS,
    EvidenceKind.WRITES,
)


def leaving(decomposition: Decomposition) -> list[Step]:
    """The steps that move a context out, at once or once it is prepared, by rank."""
    return [step for step in decomposition.plan.steps if step.verdict in LEAVES]


def staying(decomposition: Decomposition) -> list[Step]:
    """What stays for now, by rank: it takes no step but what its verdict says."""
    return [step for step in decomposition.plan.steps if step.verdict not in LEAVES]


def callers(decomposition: Decomposition, step: Step) -> list[tuple[str, int]]:
    """The places outside the context to redirect, as `path:line` of the first in each file and how many the file has.

    Most first. What may stay as it is while all of it runs in one process is redirected too: through the façade. A name that
    only a framework is told stays where it is, and what the database does by itself nobody calls.
    """
    found: dict[str, list[Cut]] = {}
    for cut in decomposition.ledger.cuts:
        if (
            cut.to_context == step.context
            and cut.location
            and cut.kind in CALLING
            and cut.effort
            and not _nobody_calls(cut)
        ):
            found.setdefault(cut.location.path, []).append(cut)
    order = sorted(found.values(), key=lambda cuts: (-len(cuts), place(cuts[0].location)))
    return [(place(min(cut.location for cut in cuts if cut.location)), len(cuts)) for cuts in order]


def _nobody_calls(cut: Cut) -> bool:
    return by_framework(cut) or by_itself(cut.flags)
