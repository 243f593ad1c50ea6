"""Speech: from findings to what the modules of a system say, in stems, and how it spells and uses its words."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from decompose.contexts.everyday import EMPTY, EVERYDAY
from decompose.contexts.spelling import Spelling
from decompose.contexts.words_said import CLASSES, PATH, words_said
from decompose.coupling.words import SHORTEST, stem, sub_words
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Unit, UnitKind

Voices = Mapping[str, Mapping[str, frozenset[str]]]
"""By source of words (code, path, classes, tables, entry points) and module the stems said there."""

COMPOUND = 2 / 3  # chosen: of twelve classes with `card` eight have `gift` before it


class Speech:
    """What the modules of a system say, in stems, and how it spells and uses its words: what all names are made of."""

    def __init__(self, findings: Findings) -> None:
        said = words_said(findings)
        self.spelling = Spelling(findings, said)
        spelled = {word for by in said.values() for words in by.values() for word in words}
        stems = {word: stem(word) for word in spelled}
        self.classes = _classes(findings.units)
        voices = {
            voice: {module: frozenset(stems[word] for word in words) - EMPTY for module, words in by.items()}
            for voice, by in said.items()
        }
        voices[CLASSES] = {
            module: frozenset(word for name in names for word in name if len(word) >= SHORTEST) - EMPTY
            for module, names in self.classes.items()
        }
        self.voices: Voices = voices
        self.libraries = _libraries(findings.units)
        self._verbs = _verbs(findings.units, (voices[PATH], voices[CLASSES]))

    def telling(self, word: str) -> bool:
        """Whether the word can stand for what a context is about: no everyday word, and no verb."""
        return word not in EVERYDAY and word not in self._verbs

    def beside(self, word: str, block: Iterable[str]) -> tuple[str, str]:
        """What two of three classes of the block with `word` have right before it, as `gift` is before `card`, or else after it.

        An everyday word is never taken from before it, and from after it only if it comes with no other.
        """
        if not self.telling(word):
            return "", ""
        names = [name for module in block for name in self.classes.get(module, ())]
        having = [name for name in names if word in name]
        before = _usual([name[place - 1] for name in having for place in [name.index(word)] if place], len(having))
        if before and self.telling(before):
            return before, ""
        after = _usual(
            [name[place] for name in having for place in [name.index(word) + 1] if place < len(name)], len(having)
        )
        others = sum(1 for name in names if after in name)
        pairs = sum(1 for name in having if after in name)
        return "", after if after and (self.telling(after) or pairs >= COMPOUND * others) else ""


def _usual(words: Iterable[str], among: int) -> str:
    """The word that is so many of them that it belongs to the one beside it, or ""."""
    counts = Counter(word for word in words if len(word) >= SHORTEST)
    most = min(counts, key=lambda word: (-counts[word], word), default="")
    return most if counts[most] > max(1, COMPOUND * among) else ""


def _classes(units: Iterable[Unit]) -> dict[str, list[tuple[str, ...]]]:
    """By module the names of its top-level classes as stems: `GiftCard` as gift, card."""
    names: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for unit in units:
        if unit.kind is UnitKind.CLASS:
            module, _, name = unit.id.partition("::")
            if "." not in name:
                names[module].append(tuple(stem(word.lower()) for word in sub_words(name)))
    return names


def _verbs(units: Iterable[Unit], nouns: Iterable[Mapping[str, frozenset[str]]]) -> frozenset[str]:
    """The stems that functions begin with more often than anything else has them: `verify` in `verify_receipt`."""
    first: Counter[str] = Counter()
    other = Counter(word for said in nouns for words in said.values() for word in words)
    for unit in units:
        if unit.kind is UnitKind.FUNCTION:
            verb, *rest = unit.id.rpartition("::")[2].rpartition(".")[2].strip("_").split("_")
            if rest:
                first[verb] += 1
                other.update(map(stem, rest))
    return frozenset(verb for verb, count in first.items() if count > other[verb])


def _libraries(units: Iterable[Unit]) -> frozenset[str]:
    """The stems of packages of one word that come from elsewhere: `celery`, `graphene`."""
    packages = {name.partition(".")[0] for unit in units for name in unit.libraries}
    return frozenset(map(stem, packages - sys.stdlib_module_names))
