"""From all commits and the reasons against some of them to how much history stands behind co-change."""

from collections import Counter
from collections.abc import Mapping, Sequence

from decompose.evidence.findings import HistorySummary
from decompose.evidence.options import Mining
from decompose.evidence.unit import Role
from decompose.evidence.words import amount, percent
from decompose.repository.history import Commit, History
from decompose.repository.milestones import day_of

from .chance import Timeline, enough
from .change_sets import ChangeSet, Used
from .sifting import Sifted
from .squashed import squashed

UNREAD = "other files"


def summary(history: History, sifted: Sifted, passed_over: Counter[str], mining: Mining) -> HistorySummary:
    """Commits read, used and left out by reason, files of them that did not count, and what else a reader should know."""
    times = [commit.time for commit in history.commits]
    timeline = Timeline(sifted.changes)
    return HistorySummary(
        source=history.source,
        commits=len(history.commits),
        used=len(sifted.used),
        left_out=tuple(sorted(Counter(reason for reason in sifted.reasons if reason).items())),
        first=day_of(min(times)) if times else "",
        last=day_of(max(times)) if times else "",
        limits=history.limits,
        passed_over=tuple(sorted(passed_over.items())),
        changes=len(sifted.changes),
        modules=len(timeline.when),
        judged=enough(timeline),
        notes=tuple(_notes(history.commits, sifted.changes, mining)),
    )


def passed_over(changed: Sequence[Used], roles: Mapping[str, Role]) -> Counter[str]:
    """How many times commits changed what is no product module: by role, and files that no analyzer reads."""
    unread = sum(commit.others for commit, _ in changed)
    others = {module: str(role) for module, role in roles.items() if role is not Role.PRODUCT}
    counted = Counter(others[module] for _, modules in changed for module in modules if module in others)
    return counted + Counter({UNREAD: unread})


def _notes(commits: Sequence[Commit], changes: Sequence[ChangeSet], mining: Mining) -> list[str]:
    notes: list[str] = []
    several = [change for change in changes if len(change.parts) > 1]
    if several:
        parts = sum(len(change.parts) for change in several)
        notes.append(f"{amount(parts, 'commit')} belong together in {amount(len(several), 'change')}")
    if mining.half_life:
        notes.append(f"a change counts half after {amount(mining.half_life, 'day')}")
    share = squashed(commits)
    if share:
        notes.append(
            f"{percent(share)} of the commits of the last two years look like squash merges: one may hold several changes"
        )
    return notes
