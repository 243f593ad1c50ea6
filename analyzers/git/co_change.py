"""From the history of a corpus to co-change evidence, activity per module and a summary of the history."""

from collections.abc import Mapping

from decompose.evidence.analyzer import Corpus, FrontEnd
from decompose.evidence.findings import Findings, Ratio
from decompose.evidence.unit import Role

from ..python.program import program_of
from ..python.roles import role_of
from .activity import activity, births_of
from .authorship import people_of
from .change_sets import change_sets
from .coverage import passed_over, summary
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
        history, mining, roles = corpus.history, corpus.options.mining, _roles(corpus)
        changed = list(todays_modules(history, frozenset(roles)))
        products = [
            (commit, tuple(module for module in modules if roles[module] is Role.PRODUCT))
            for commit, modules in changed
        ]
        ignored = frozenset(history.ignored)
        reasons = [
            reason_to_leave_out(commit, modules, len(product), ignored, mining.largest)
            for (commit, modules), (_, product) in zip(changed, products, strict=True)
        ]
        used = [each for each, reason in zip(changed, reasons, strict=True) if not reason]
        changes = change_sets([each for each, reason in zip(products, reasons, strict=True) if not reason], mining)
        weights, people = weights_of(changes, mining.half_life), people_of(history, changed, used)
        return Findings(
            evidence=tuple(co_changes(changes, weights)),
            understood=(Ratio("commits used for co-change", len(used), len(changed)),),
            activity=activity(history, used, weights, births_of(changed), people),
            history=summary(history, reasons, changes, passed_over(changed, roles), mining),
            people=people,
        )


def _roles(corpus: Corpus) -> Mapping[str, Role]:
    """What each module of the corpus is for."""
    modules = corpus.derive(program_of).modules
    return {path: modules[path].role if path in modules else role_of(path, False) for path in corpus.paths()}


GIT = GitAnalyzer()
"""What history says: which modules change together, and how often each changes."""
