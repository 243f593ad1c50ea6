"""From a corpus to what every analyzer says of it: as an earlier run found it, or in several processes at once.

This process does the work of those analyzers that stand on others, whose findings it needs in the end; the rest is done ahead.
"""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

from decompose.evidence.ahead import ahead
from decompose.evidence.analyzer import Analyzer, Corpus, Dependent
from decompose.evidence.findings import Findings
from decompose.pipeline.progress import Progress, silent, staged
from decompose.pipeline.recalling import Memory


class Found(Struct, frozen=True):
    """What an analyzer said, and whether anybody asked for the history before."""

    findings: Findings
    of_history: bool


def resolve(
    every: Sequence[Analyzer], corpus: Corpus, memory: Memory, jobs: int, progress: Progress = silent
) -> list[Findings]:
    """The findings of every analyzer, in their order; the number of processes changes nothing.

    What is said after anybody has asked for the history is not kept: that changes with every commit, and names people.
    """
    new = [one for one in every if not _recalled(one, corpus, memory)]
    here, apart = _divided(new)
    with ahead([partial(_found, one, corpus) for one in apart], Found, jobs - 1) as answers:
        for one, answer in zip(apart, answers, strict=True):
            corpus.expect(one.analyze, partial(_kept, one, corpus, memory, answer))
        for one in here:
            corpus.expect(one.analyze, partial(_kept, one, corpus, memory, partial(_found, one, corpus)))
        for one in (*here, *apart):
            staged(progress, f"resolving {one.name}", partial(corpus.derive, one.analyze))
    return [corpus.derive(one.analyze) for one in every]


def _recalled(analyzer: Analyzer, corpus: Corpus, memory: Memory) -> bool:
    known = memory.findings(analyzer, corpus)
    if known is None:
        return False
    corpus.expect(analyzer.analyze, lambda: known)
    return True


def _divided(new: list[Analyzer]) -> tuple[list[Analyzer], list[Analyzer]]:
    """Those whose work is done here, and those whose work is done ahead."""
    here: list[Analyzer] = [one for one in new if isinstance(one, Dependent)]
    here = here or new[-1:]
    return here, [one for one in new if one not in here]


def _found(analyzer: Analyzer, corpus: Corpus) -> Found:
    # on a program of its own: what one analyzer asks of it leads to other answers for the next
    own = corpus.apart()
    findings = analyzer.analyze(own)
    of_history = own.history_asked
    own.let_go()
    return Found(findings, of_history)


def _kept(analyzer: Analyzer, corpus: Corpus, memory: Memory, answer: Callable[[], Found]) -> Findings:
    found = answer()
    if not found.of_history:
        memory.keep_findings(analyzer, corpus, found.findings)
    return found.findings
