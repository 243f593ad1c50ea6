"""Telling words: from what the modules of blocks say to the words that each block is told by, best first."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import fsum, log

from decompose.contexts.naming.speech import Voices
from decompose.contexts.naming.words_said import PATH

WRITTEN = 2.0  # chosen: a path is written once, for whoever looks for the module; on 52 systems 1 to 3 differ little


class Tally:
    """How many of all modules say each word, by source: what the words of one block are held against."""

    def __init__(self, voices: Voices, modules: Sequence[str]) -> None:
        self.voices, self.among = voices, len(modules)
        self.by_all = self.speakers(modules)

    def speakers(self, modules: Sequence[str]) -> list[Counter[str]]:
        """By source how many of the modules say each word."""
        return [Counter(word for module in modules for word in by.get(module, ())) for by in self.voices.values()]

    def scores(self, block: Sequence[str]) -> dict[str, float]:
        """The block's words by Σ p² · ln(p / q) over the sources, p and q the shares of modules inside and beyond that say them.

        p · ln(p / q) is the word's part of the divergence of the block from the rest; once more p, the chance that another
        module of the block says it too, as a name is for all of them. Words of one module count little, words of a
        framework nothing, as they are as frequent outside. What paths say counts double. One module is added to each
        side, half of it saying the word.
        """
        score: dict[str, list[float]] = defaultdict(list)
        size, outside = len(block), self.among - len(block)
        for voice, here, everywhere in zip(self.voices, self.speakers(block), self.by_all, strict=True):
            weight = WRITTEN if voice == PATH else 1.0
            for word, count in here.items():
                inside, beyond = (count + 0.5) / (size + 1), (everywhere[word] - count + 0.5) / (outside + 1)
                score[word].append(weight * inside * inside * log(inside / beyond))
        return {word: fsum(parts) for word, parts in score.items()}


def ranked(scores: Mapping[str, float]) -> list[str]:
    """The words that tell something, best first."""
    return sorted((word for word in scores if scores[word] > 0), key=lambda word: (-scores[word], word))
