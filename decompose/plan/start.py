"""From the paths of a context to whether a program starts there: settings, and what a server or a command line runs first."""

from collections.abc import Sequence

from decompose.evidence.words import listed
from decompose.plan.candidate import Candidate
from decompose.plan.plan import Verdict
from decompose.plan.standing import Ruling

# Files that WSGI, ASGI and Django name, which every deployable of a system has, and the share of a context's modules that they
# are at least where it is the start of the program, or else of its lines. The shares are chosen.
START, STARTING, MOSTLY = frozenset(("manage", "wsgi", "asgi", "settings")), 0.25, 0.5


def start(candidate: Candidate) -> Ruling:
    """Settings and what a server or a command line runs first, with no data of its own: nobody runs that as a service.

    A page or two that lie with it make no service of it where most of its lines are such a start.
    """
    units = [unit for unit, _ in candidate.sizes]
    homes = _projects(units)
    found = [
        unit
        for unit in units
        if not START.isdisjoint(unit.removesuffix(".py").split("/")) or unit.rpartition("/")[0] in homes
    ]
    kinds = {part for unit in found for part in unit.removesuffix(".py").split("/")} & START
    lines = sum(lines for unit, lines in candidate.sizes if unit in found)
    many = candidate.library and len(found) >= STARTING * len(candidate.sizes)
    if len(kinds) < 2 or candidate.tables or not (many or lines > MOSTLY * candidate.lines):
        return None
    return Verdict.KEEP, (
        f"The program starts here ({listed(found)}), and it has no data of its own: whatever leaves takes a start of its own "
        "along, and this stays."
    )


def _projects(units: Sequence[str]) -> set[str]:
    """The folders that hold settings, URLs and what a server starts: whatever else lies there sets the program up, too."""
    served = {unit.rpartition("/")[0] for unit in units if unit.endswith(("/wsgi.py", "/asgi.py"))}
    routed = {home for home in served if f"{home}/urls.py" in units}
    return {
        home for home in routed if any(unit.startswith((f"{home}/settings.py", f"{home}/settings/")) for unit in units)
    }
