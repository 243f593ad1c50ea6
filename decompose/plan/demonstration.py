"""From the paths of a context to whether most of it only shows what the system can do: examples, demos and their data."""

from decompose.evidence.words import listed, number
from decompose.plan.candidate import Candidate
from decompose.plan.plan import Verdict
from decompose.plan.standing import Ruling

# Folders and files of that kind. Samples are none: in a laboratory they are the domain.
SHOWING = frozenset(
    ("example", "examples", "demo", "demos", "example_dags", "example_data", "demo_data", "sample_data")
)
MOSTLY = 0.5  # share of the lines; chosen, and said in the sentence


def demonstration(candidate: Candidate) -> Ruling:
    """Nobody runs examples as a service: they are loaded into what they show, by whoever wants to see it."""
    shown = [
        (unit, lines) for unit, lines in candidate.sizes if not SHOWING.isdisjoint(unit.removesuffix(".py").split("/"))
    ]
    lines = sum(lines for _, lines in shown)
    if lines <= MOSTLY * candidate.lines:
        return None
    folders = sorted({unit.rpartition("/")[0] for unit, _ in shown} - {""})
    return Verdict.MODULARISE, (
        f"{number(lines)} of its {number(candidate.lines)} lines show what the system can do ({listed(folders)}): whoever wants "
        "to see it loads them by hand, so they stay a module beside what they fill, and so does what only they use."
    )
