"""From a repository to the corpus of facts: from the cache where known, else from worker processes."""

from collections.abc import Callable, Sequence

from decompose.errors import Problem
from decompose.evidence.analyzer import Corpus, FrontEnd
from decompose.repository.cache import FactsCache
from decompose.repository.source import Repository


def extract(
    repository: Repository,
    front_ends: Sequence[FrontEnd],
    cache: FactsCache | None = None,
    *,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Corpus, tuple[Problem, ...]]:
    """The facts of every file that a front end wants, and a problem for each file that no facts could be had of.

    `jobs` is the number of worker processes (None: one per usable processor; 0: none, in this process, unprotected).
    """
    raise NotImplementedError
