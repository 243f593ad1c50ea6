"""The whole way, from a folder and settings to a `Decomposition`, or the result of an earlier run of the same."""

from pathlib import Path

import msgspec

from decompose.contexts.hand.hand import Hand
from decompose.pipeline.account import key_of
from decompose.pipeline.asked import cache_of
from decompose.pipeline.progress import Progress, silent, staged
from decompose.pipeline.reading import Past, read_files, with_history
from decompose.repository.checkout import place_in_checkout
from decompose.repository.collector import without_collector
from decompose.result.decomposition import Decomposition
from decompose.result.known import recall, remember
from decompose.result.links import below
from decompose.settings import Settings


def analyze(
    root: Path, settings: Settings, progress: Progress = silent, hand: Hand | None = None, past: Past | None = None
) -> Decomposition:
    """The whole way, from the files under `root` to the plan; raises DecomposeError where there is nothing to analyse.

    `hand` is what people said of the contexts, which holds whatever is found; `past` is the history, if others read it too.
    Where an earlier run had the same files, history and settings, and the same code ran, its result is taken.
    """
    # almost nothing that is made on the way is dropped before the end: collecting would double the time
    with without_collector():
        repository = staged(progress, "reading files", lambda: read_files(root, settings))
        settings = _linked(settings, root)
        key = key_of(repository, root, settings, hand)
        if key:
            with cache_of(settings) as facts:
                known = recall(facts, key)
            if known is not None:
                return known
            repository = msgspec.structs.replace(repository, problems=(*repository.problems, *facts.problems))
        from decompose.pipeline.deciding import conclude  # a result that is known needs neither
        from decompose.pipeline.observing import observe

        repository = staged(progress, "reading history", lambda: with_history(repository, root, settings, past))
        findings = observe(repository, settings, progress)
        repository = msgspec.structs.replace(repository, history=None)  # read to its end, and large
        decomposition = conclude(repository, findings, settings, progress, hand)
        if key:
            with cache_of(settings) as facts:
                remember(facts, key, decomposition)
        return decomposition


def _linked(settings: Settings, root: Path) -> Settings:
    """The settings with a link for the paths of a result, which begin at the analysed folder."""
    return msgspec.structs.replace(settings, link=below(settings.link, place_in_checkout(root) or ""))
