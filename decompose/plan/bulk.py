"""From how much of a system a context is to whether it is what stays when the others have left."""

from decompose.evidence.words import percent
from decompose.plan.candidate import Candidate
from decompose.plan.plan import Verdict
from decompose.plan.standing import NEARLY_ALL, SCHEMA, Ruling, Surroundings

HALF = 0.5


def rest(candidate: Candidate, around: Surroundings) -> Ruling:
    """What owns nearly all tables and is the largest part, or has most of both: to extract it would be to move the system."""
    tables = len(candidate.tables)
    if around.tables < SCHEMA or not around.others or candidate.id != around.largest:
        return None
    if tables >= NEARLY_ALL * around.tables:
        much = "has more lines than any other context"
    elif tables > HALF * around.tables and candidate.lines > HALF * around.lines:
        much = f"has {percent(candidate.lines / around.lines)} of the lines"
    else:
        return None
    return Verdict.KEEP, (
        f"It owns {tables:,} of all {around.tables:,} tables and {much}: it is what stays when the others have left."
    )
