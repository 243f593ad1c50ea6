"""Titles: from a word, or from a name in paths, and the modules it stands for to what people would write over them."""

from collections.abc import Sequence

from decompose.contexts.naming.everyday import IN_FULL, LAYERS
from decompose.contexts.naming.places import HALF, above, roots_of
from decompose.contexts.naming.speech import Speech
from decompose.contexts.naming.spelling import ACRONYMS
from decompose.coupling.words import SHORTEST, stem, sub_words

PHRASE = 3  # chosen: a folder of more words is a sentence


class Titles:
    """What blocks of these modules could be called."""

    def __init__(self, speech: Speech, modules: Sequence[str]) -> None:
        self._speech = speech
        self.roots = frozenset(stem(name.lower()) for name in roots_of(modules, HALF))

    def place(self, name: str, block: Sequence[str]) -> str:
        """A name in paths as a title, with the folder above where it is one of the words that say nothing alone; or ""."""
        words = [name] if name in IN_FULL else sub_words(name)
        if stem(name.lower()) in LAYERS:
            higher = above(name, block)
            if stem(higher.lower()) not in self.roots:
                words = [*sub_words(higher), *words]
        said = any(len(word) >= SHORTEST or word.lower() in IN_FULL or word.lower() in ACRONYMS for word in words)
        return _capital(" ".join(map(self._speech.spelling.written, words))) if said and len(words) <= PHRASE else ""

    def word(self, word: str, block: Sequence[str]) -> str:
        """A stem as a title, with what stands beside it in the names of classes."""
        return _capital(self.term(word, block))

    def term(self, word: str, block: Sequence[str]) -> str:
        """A stem as people write it, with what stands beside it in the names of classes."""
        spelling = self._speech.spelling
        before, after = self._speech.beside(word, block)
        last = spelling.term(after or word, block)
        return " ".join([*map(spelling.written, [before] if before else [word] if after else []), last])


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]
