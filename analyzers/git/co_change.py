"""From the history of a corpus to co-change evidence, activity per module and a summary of the history."""

from collections.abc import Mapping

from decompose.evidence.analyzer import Corpus, FrontEnd
from decompose.evidence.findings import Findings, Ratio
from decompose.evidence.options import Mining
from decompose.evidence.unit import Role
from decompose.evidence.visit import Visit
from decompose.repository.history import History

from ..python.files.roles import role_of
from ..python.names.program import program_of
from .activity import activity, births_of
from .authorship import people_of
from .coverage import passed_over, summary
from .pairs import co_changes, weights_of
from .sifting import sift
from .visiting import visits_to


class GitAnalyzer:
    """Which modules change together, and how often each changes; no mail of anybody leaves this room."""

    name = "git"
    front_ends: tuple[FrontEnd, ...] = ()

    def analyze(self, corpus: Corpus) -> Findings:
        """Nothing where there is no history; modules are the paths that front ends have facts of."""
        if corpus.history is None:
            return Findings()
        history, mining, roles = corpus.history, corpus.options.mining, _roles(corpus)
        sifted = sift(history, roles, mining)
        weights = weights_of(sifted.changes, mining.half_life)
        people = people_of(history, sifted.changed, sifted.used)
        return Findings(
            evidence=tuple(co_changes(sifted.changes, weights)),
            understood=(Ratio("commits used for co-change", len(sifted.used), len(sifted.changed)),),
            activity=activity(history, sifted.used, weights, births_of(sifted.changed), people),
            history=summary(history, sifted, passed_over(sifted.changed, roles), mining),
            people=people,
        )

    def visits(self, history: History, roles: Mapping[str, Role], mining: Mining, module: str) -> tuple[Visit, ...]:
        """Every commit that counts for co-change and changed this module, newest first."""
        return tuple(visits_to(module, history, roles, mining))


def _roles(corpus: Corpus) -> Mapping[str, Role]:
    """What each module of the corpus is for."""
    modules = corpus.derive(program_of).modules
    return {path: modules[path].role if path in modules else role_of(path, False) for path in corpus.paths()}


GIT = GitAnalyzer()
"""What history says: which modules change together, and how often each changes."""
