"""From the history of a corpus to co-change evidence, activity per module and a summary of the history."""

from decompose.evidence.analyzer import Corpus, FrontEnd
from decompose.evidence.findings import Findings


class GitAnalyzer:
    """Co-change and activity."""

    name = "git"
    front_ends: tuple[FrontEnd, ...] = ()

    def analyze(self, corpus: Corpus) -> Findings:
        """Empty where there is no history."""
        raise NotImplementedError


GIT = GitAnalyzer()
