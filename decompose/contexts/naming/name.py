"""Names: from the vocabulary of blocks to distinct names and the terms of each block's ubiquitous language."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from re import findall

from msgspec import Struct

from decompose.contexts.naming.places import HALF, Places
from decompose.contexts.naming.speech import Speech
from decompose.contexts.naming.telling import Tally, ranked
from decompose.contexts.naming.title import PHRASE, Titles
from decompose.contexts.naming.words_said import CLASSES, PATH, TABLES
from decompose.coupling.words import stem

TERMS = 12
LONGEST = 20  # letters; chosen: what is longer is several words whose seams nobody wrote down
FEW = 5  # chosen: of fewer words nobody learns a language
MORE = 0.2  # chosen: a word of fewer further modules is no second subject


class Name(Struct, frozen=True):
    """`id` is a slug and `title` for people, each unique among its siblings; `terms` are most telling first."""

    id: str
    title: str
    terms: tuple[str, ...]


def name_blocks(speech: Speech, blocks: Sequence[Sequence[str]], taken: Iterable[str] = ()) -> list[Name]:
    """One name per block, distinct, from the words that its modules use and the others do not.

    A block is named by its most telling term, and by two where the first is missing in more than half of its modules. A
    name that two blocks claim is for the one that it tells more of in all; the other adds what tells it from that one. No name
    has an id that is `taken`, and none differs from another by its number alone. The order of the blocks does not matter.
    """
    known = set(taken)
    return _Naming(speech, blocks).names(known | {_singular(id) for id in known})


class _Naming:
    """All blocks with the words that each of them is told by, best first."""

    def __init__(self, speech: Speech, blocks: Sequence[Sequence[str]]) -> None:
        self.speech, self.blocks = speech, blocks
        everyone = [module for block in blocks for module in block]
        tally, self.places = Tally(speech.voices, everyone), Places(everyone)
        self.titles = Titles(speech, everyone)
        self.scores = [tally.scores(block) for block in blocks]
        self.ranked = [ranked(scores) for scores in self.scores]

    def names(self, taken: set[str]) -> list[Name]:
        claims = sorted(range(len(self.blocks)), key=lambda number: (-self._best(number), sorted(self.blocks[number])))
        names: dict[int, Name] = {}
        holder: dict[str, int] = {}
        for number in claims:
            titles = self._titles(number, holder)
            first = next(titles)
            free = (each for each in chain([first], titles) if _singular(each) not in taken)
            title = next(free, None) or _numbered(first, taken)
            taken |= {_slug(title), _singular(title)}
            holder.setdefault(_singular(first), number)
            names[number] = Name(_slug(title), title, self._terms(number))
        return [names[number] for number in range(len(self.blocks))]

    def _best(self, number: int) -> float:
        """How much the first word of a block tells of all its modules."""
        return max(self.scores[number].values(), default=0.0) * len(self.blocks[number])

    def _titles(self, number: int, holder: Mapping[str, int]) -> Iterator[str]:
        """The titles that a block could have, best first: never empty."""
        block, words = self.blocks[number], self.ranked[number]
        place = self.places.own(block)
        title = self.titles.place(place, block) if place else ""
        if not title and not words:
            yield "Unnamed"
            return
        word = "" if title else self._first(number)
        first = title or self.titles.word(word, block)
        rival = holder.get(_singular(first))
        second = self._second(word, number) if word and rival is None else ""
        if second:
            yield f"{first} & {self._term(second, block)}"
        yield first
        others = [other for other in words if other not in _singular(first).split("-")]
        if rival is not None:
            against = self._against(block, self.blocks[rival])
            yield from (f"{first} ({self._term(other, block)})" for other in against if other in others)
        yield from (f"{first} & {self._term(other, block)}" for other in others[:TERMS])

    def _first(self, number: int) -> str:
        """The word that names a block: the best that tells of a subject, unless everyday words tell twice as much."""
        words, scores = self.ranked[number], self.scores[number]
        subject = next((word for word in words if self._naming(word)), words[0])
        return subject if scores[subject] >= HALF * scores[words[0]] else words[0]

    def _second(self, first: str, number: int) -> str:
        """The other word that a block needs as a name, most of whose modules do not say the first, or ""."""
        block = self.blocks[number]
        said = self._saying(first, block)
        if len(said) >= HALF * len(block):
            return ""
        others = (word for word in self.ranked[number][:TERMS] if word != first and self._naming(word))
        written = Counter(word for by in self._written() for module in block for word in by.get(module, ()))
        return next(
            (
                word
                for word in others
                if written[word] > 1 and len(self._saying(word, block) - said) >= MORE * len(block)
            ),
            "",
        )

    def _telling(self, word: str) -> bool:
        """Whether the word can stand for a subject: no everyday word, no verb, not the name of the system."""
        return word not in self.titles.roots and self.speech.telling(word)

    def _term(self, word: str, block: Sequence[str]) -> str:
        return self.speech.spelling.term(word, block)

    def _naming(self, word: str) -> bool:
        """Whether the word can be the name of a subject: no library is one, though it may be said of one."""
        return self._telling(self.speech.whole(word)) and self._telling(word) and word not in self.speech.libraries

    def _against(self, block: Sequence[str], rival: Sequence[str]) -> list[str]:
        """The words of half of a block that tell it from its rival, everyday words and verbs last, those in paths first."""
        both = [*block, *rival]
        words = ranked(Tally(self.speech.voices, both).scores(block))
        most = [word for word in words if len(self._saying(word, block)) >= HALF * len(block)]
        paths = self.speech.voices[PATH]
        said = frozenset(word for module in block for word in paths.get(module, ()))
        return sorted(most, key=lambda word: (not self._telling(word), word not in said))

    def _written(self) -> list[Mapping[str, frozenset[str]]]:
        """What is said where people name things: in paths, classes and tables."""
        return [self.speech.voices[voice] for voice in (PATH, CLASSES, TABLES)]

    def _saying(self, word: str, block: Sequence[str]) -> set[str]:
        """The modules of the block that say the word anywhere."""
        return {module for module in block for by in self.speech.voices.values() if word in by.get(module, ())}

    def _terms(self, number: int) -> tuple[str, ...]:
        """The words of a block as terms, everyday words, verbs and libraries only where there are few others."""
        block, words = self.blocks[number], self.ranked[number]
        telling = [word for word in words if self._naming(word)]
        terms: dict[str, str] = {}
        for word in (telling if len(telling) >= FEW else words)[: 2 * TERMS]:
            plain = self._term(self.speech.whole(word), block)
            term = self.titles.term(self.speech.whole(word), block)
            for each in dict.fromkeys([plain, term] if _singular(term).startswith(_singular(plain)) else [term]):
                if len(each.split()) <= PHRASE and max(map(len, each.split())) <= LONGEST:
                    terms.setdefault(_singular(each), each)
        return tuple(terms.values())[:TERMS]


def _numbered(title: str, taken: Collection[str]) -> str:
    number = next(number for number in range(2, len(taken) + 3) if f"{_slug(title)}-{number}" not in taken)
    return f"{title} {number}"


def _singular(title: str) -> str:
    """The slug with every word in the singular: `offers` is no other name than `offer`."""
    return "-".join(map(stem, findall(r"\w+", title.lower())))


def _slug(title: str) -> str:
    return "-".join(findall(r"\w+", title.lower()))
