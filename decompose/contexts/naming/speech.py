"""Speech: from findings to what the modules of a system say, in stems, and how it spells and uses its words."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from decompose.contexts.naming.everyday import EMPTY, EVERYDAY
from decompose.contexts.naming.places import roots_of
from decompose.contexts.naming.spelling import PROPER, Spelling
from decompose.contexts.naming.words_said import CLASSES, PATH, words_said
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
        roots = roots_of(unit.id for unit in findings.units if unit.kind is UnitKind.MODULE)
        whole = frozenset(word for words in said[PATH].values() for word in map(stem, words)) | PROPER.keys() | roots
        self._classes = _classes(findings.units, whole)
        self._having = _having(self._classes)
        self._parts = _parts(findings.units, whole, self._having)
        voices = {
            voice: {module: frozenset(stems[word] for word in words) - EMPTY for module, words in by.items()}
            for voice, by in said.items()
        }
        voices[CLASSES] = {
            module: frozenset(word for name in names for word in name if len(word) >= SHORTEST) - EMPTY
            for module, names in self._classes.items()
        }
        self.voices: Voices = voices
        self.libraries = _libraries(findings.units)
        self._verbs = _verbs(findings.units, (voices[PATH], voices[CLASSES]))

    def telling(self, word: str) -> bool:
        """Whether the word can stand for what a context is about: no everyday word, and no verb."""
        return word not in EVERYDAY and word not in self._verbs

    def whole(self, word: str) -> str:
        """The word that this one is a part of in the names of classes, as `gift` is of `giftcard`, else the word itself."""
        return self._parts.get(word, word)

    def beside(self, word: str, block: Iterable[str]) -> tuple[str, str]:
        """What two of three classes with `word` have right before it, as `gift` is before `card`, or else after it.

        The classes are those of the block, or of the system where the block has none with the word. An everyday word is
        never taken from before it, and from after it only if it comes with no other.
        """
        if not self.telling(word):
            return "", ""
        within = frozenset(block)
        known = self._having.get(word, ())
        having = [name for module, name in known if module in within] or [name for _, name in known]
        before = _usual([name[place - 1] for name in having for place in [name.index(word)] if place], len(having))
        if before and self.telling(before):
            return before, ""
        after = _usual(
            [name[place] for name in having for place in [name.index(word) + 1] if place < len(name)], len(having)
        )
        others = sum(1 for module, _ in self._having.get(after, ()) if module in within)
        pairs = sum(1 for name in having if after in name)
        return "", after if after and (self.telling(after) or pairs >= COMPOUND * others) else ""


def _having(classes: Mapping[str, Iterable[tuple[str, ...]]]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """By word the classes with it in their name, each with its module."""
    having: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for module, names in classes.items():
        for name in names:
            for word in frozenset(name):
                having[word].append((module, name))
    return having


def _usual(words: Iterable[str], among: int) -> str:
    """The word that is so many of them that it belongs to the one beside it, or ""."""
    counts = Counter(word for word in words if len(word) >= SHORTEST and word not in EMPTY)
    most = min(counts, key=lambda word: (-counts[word], word), default="")
    return most if counts[most] > max(1, COMPOUND * among) else ""


def _classes(units: Iterable[Unit], whole: AbstractSet[str]) -> dict[str, list[tuple[str, ...]]]:
    """By module the names of its top-level classes as stems: `GiftCardEvent` as gift, card, event, or giftcard, event if that
    is one of the words that are whole."""
    names: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for unit in units:
        if unit.kind is UnitKind.CLASS:
            module, _, name = unit.id.partition("::")
            if "." not in name:
                names[module].append(_joined([stem(word.lower()) for word in sub_words(name)], whole))
    return names


def _joined(words: list[str], whole: AbstractSet[str]) -> tuple[str, ...]:
    for place in range(len(words) - 1):
        if (pair := words[place] + words[place + 1]) in whole:
            return (*words[:place], pair, *_joined(words[place + 2 :], whole))
    return tuple(words)


def _parts(units: Iterable[Unit], whole: AbstractSet[str], having: Mapping[str, Sequence[object]]) -> dict[str, str]:
    """By word the longer word that two of three classes with it have it in."""
    pairs: Counter[tuple[str, str]] = Counter()
    for unit in units:
        if unit.kind is UnitKind.CLASS:
            words = [stem(word.lower()) for word in sub_words(unit.id.rpartition("::")[2])]
            pairs.update((part, one + two) for one, two in pairwise(words) if one + two in whole for part in (one, two))
    alone = {part: len(having.get(part, ())) for part, _ in pairs}
    return {part: full for (part, full), count in sorted(pairs.items()) if count > COMPOUND * (count + alone[part])}


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
