"""From the history of a corpus to co-change evidence, activity per module and a summary of the history."""

from collections import Counter

from decompose.evidence.analyzer import Corpus, FrontEnd
from decompose.evidence.findings import Findings, Ratio

from .activity import activity, births_of
from .authorship import people_of
from .coverage import summary
from .identity import todays_modules
from .pairs import co_changes, weights_of
from .selection import reason_to_leave_out


class GitAnalyzer:
    """Which modules change together, and how often each changes; no mail of anybody leaves this room."""

    name = "git"
    front_ends: tuple[FrontEnd, ...] = ()

    def analyze(self, corpus: Corpus) -> Findings:
        """Nothing where there is no history; modules are the paths that front ends have facts of."""
        if corpus.history is None:
            return Findings()
        history = corpus.history
        changed = list(todays_modules(history, frozenset(corpus.paths())))
        ignored = frozenset(history.ignored)
        reasons = [reason_to_leave_out(commit, modules, ignored) for commit, modules in changed]
        used = [each for each, reason in zip(changed, reasons, strict=True) if not reason]
        weights, people = weights_of(used), people_of(history, changed, used)
        return Findings(
            evidence=tuple(co_changes(used, weights)),
            understood=(Ratio("commits used for co-change", len(used), len(changed)),),
            activity=activity(history, used, weights, births_of(changed), people),
            history=summary(history, Counter(reason for reason in reasons if reason), len(used)),
            people=people,
        )


GIT = GitAnalyzer()
