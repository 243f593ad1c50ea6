"""Names: from the vocabulary of blocks to distinct names and the terms of each block's ubiquitous language."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import fsum, log
from re import findall

from msgspec import Struct

from decompose.contexts.spelling import Spelling, roots_of
from decompose.contexts.words_said import words_said
from decompose.coupling.words import split_words, stem, sub_words
from decompose.evidence.findings import Findings
from decompose.evidence.unit import module_of

TERMS = 12
NEARLY = 0.8  # chosen: a fifth less is what a handful of modules more or less can make
PHRASE = 3  # chosen: a folder of more words is a sentence
GENERIC = frozenset({
    "admin", "api", "app", "base", "command", "common", "config", "core", "enum", "exception", "field", "filter",
    "form", "handler", "helper", "lib", "loader", "manager", "middleware", "mixin", "model", "module", "receiver",
    "resource", "schema", "serializer", "service", "setting", "signal", "tag", "task", "test", "tool", "type", "url",
    "util", "utility", "view", "widget",
})  # fmt: skip
"""What every framework calls its layers: such a word alone says nothing of a context, with the folder above it some."""

EMPTY = frozenset({
    "about", "all", "and", "any", "are", "because", "been", "but", "can", "could", "did", "doe", "each", "for", "from", "get",
    "got", "had", "has", "have", "how", "into", "its", "may", "might", "must", "nor", "not", "off", "onto", "our", "out",
    "over", "per", "shall", "should", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "too", "under", "until", "upon", "via", "was", "were", "what", "when", "where", "which", "while", "who", "whose",
    "why", "will", "with", "without", "would", "you", "your",
})  # fmt: skip
"""Stems of words that only join others: in `export_the_rows_into` they say nothing of what the code is about."""

Voices = Mapping[str, Mapping[str, frozenset[str]]]
"""By source of words (code, path, tables, entry points) and module the stems said there."""


class Name(Struct, frozen=True):
    """`id` is a slug and `title` for people, each unique among its siblings; `terms` are most telling first."""

    id: str
    title: str
    terms: tuple[str, ...]


class Speech:
    """What the modules of a system say, in stems, and how it spells its words: what all names are made of."""

    def __init__(self, findings: Findings) -> None:
        said = words_said(findings)
        self.spelling = Spelling(findings, said)
        spelled = {word for by in said.values() for words in by.values() for word in words}
        stems = {word: stem(word) for word in spelled}
        self.voices: Voices = {
            voice: {module: frozenset(stems[word] for word in words) - EMPTY for module, words in by.items()}
            for voice, by in said.items()
        }


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
        self.blocks = blocks
        self.spelling, self.voices = speech.spelling, speech.voices
        everyone = [module for block in blocks for module in block]
        self.roots = roots_of(everyone)
        by_all = self._speakers(everyone)
        self.scores = [_scores(block, self._speakers(block), len(everyone), by_all) for block in blocks]
        self.ranked = [
            _ranked(scores, _common_folder(block)) for scores, block in zip(self.scores, blocks, strict=True)
        ]

    def names(self, taken: set[str]) -> list[Name]:
        claims = sorted(range(len(self.blocks)), key=lambda number: (-self._best(number), sorted(self.blocks[number])))
        names: dict[int, Name] = {}
        holder: dict[str, int] = {}
        for number in claims:
            titles = self._titles(number, holder)
            title = next((each for each in titles if _singular(each) not in taken), _numbered(titles[0], taken))
            taken |= {_slug(title), _singular(title)}
            ranked = self.ranked[number]
            holder.setdefault(ranked[0] if ranked else "", number)
            terms = tuple(self.spelling.term(word) for word in ranked[:TERMS])
            names[number] = Name(_slug(title), title, tuple(dict.fromkeys(terms)))
        return [names[number] for number in range(len(self.blocks))]

    def _best(self, number: int) -> float:
        """How much the first word of a block tells of all its modules."""
        return max(self.scores[number].values(), default=0.0) * len(self.blocks[number])

    def _titles(self, number: int, holder: Mapping[str, int]) -> list[str]:
        """The titles that a block could have, best first: never empty."""
        block, ranked = self.blocks[number], self.ranked[number]
        if not ranked:
            return ["Unnamed"]
        first = self._title(ranked[0], block)
        pairs = [f"{first} & {self.spelling.term(other, block)}" for other in ranked[1:TERMS]]
        rival = holder.get(ranked[0])
        if rival is not None:
            both = [*block, *self.blocks[rival]]
            against = _ranked(_scores(block, self._speakers(block), len(both), self._speakers(both)))
            words = [word for word in against if word != ranked[0] and self._share(word, block) >= 0.5]
            return [first, *(f"{first} ({self.spelling.term(word, block)})" for word in words), *pairs]
        return [*pairs[:1], first, *pairs[1:]] if 2 * self._share(ranked[0], block) < 1 else [first, *pairs]

    def _title(self, word: str, block: Sequence[str]) -> str:
        """The word as a title; with the folder above where it is one of the words that say nothing alone.

        A folder that most of the block is in and whose name has the word in it, as `templatetags` has `tag` and
        `query_runner` has `runner`, speaks for itself.
        """
        steps = _common_folder(block)
        last = steps[-1] if steps else ""
        own = [stem(each.lower()) for each in sub_words(last)]
        if word in own and 1 < len(own) <= PHRASE:
            return _capital(" ".join(self.spelling.term(each, block) for each in own))
        if word in GENERIC and last and stem(last.lower()) != word and stem(last.lower()).endswith(word):
            return self.spelling.title(stem(last.lower()), block)
        above = split_words(steps[-2]) if len(steps) > 1 and stem(last.lower()) == word else []
        if word in GENERIC and above and not self.roots.intersection(map(stem, above)):
            parts = [self.spelling.term(stem(each), block) for each in above] + [self.spelling.term(word, block)]
            return _capital(" ".join(parts))
        return self.spelling.title(word, block)

    def _share(self, word: str, block: Sequence[str]) -> float:
        """The share of the block's modules that say the word anywhere."""
        saying = sum(1 for module in block if any(word in by.get(module, ()) for by in self.voices.values()))
        return saying / len(block) if block else 0.0

    def _speakers(self, modules: Sequence[str]) -> list[Counter[str]]:
        """By source how many of the modules say each word."""
        return [Counter(word for module in modules for word in by.get(module, ())) for by in self.voices.values()]


def _scores(
    block: Sequence[str], by_block: Sequence[Counter[str]], among: int, by_all: Sequence[Counter[str]]
) -> dict[str, float]:
    """The block's words by Σ p · ln(p / q) over the sources, p and q the shares of modules inside and beyond that say them.

    `by_all` counts who says them of all the `among` modules. That is the word's part of the divergence of the block from the
    rest: words of one module count little, words of a framework nothing, as they are as frequent outside. One module is
    added to each side, half of it saying the word.
    """
    score: dict[str, list[float]] = defaultdict(list)
    outside = among - len(block)
    for here, everywhere in zip(by_block, by_all, strict=True):
        for word, count in here.items():
            inside, beyond = (count + 0.5) / (len(block) + 1), (everywhere[word] - count + 0.5) / (outside + 1)
            score[word].append(inside * log(inside / beyond))
    return {word: fsum(parts) for word, parts in score.items()}


def _ranked(scores: Mapping[str, float], folder: Sequence[str] = ()) -> list[str]:
    """The words that tell something, best first; of those nearly as good as the best the authors' own name for the folder."""
    ranked = sorted((word for word in scores if scores[word] > 0), key=lambda word: (-scores[word], word))
    own = {stem(word) for step in folder[-1:] for word in split_words(step)}
    named = [word for word in ranked if word in own and scores[word] >= NEARLY * scores[ranked[0]]]
    return [*named[:1], *(word for word in ranked if word not in named[:1])]


def _common_folder(block: Sequence[str]) -> list[str]:
    """The steps of the deepest folder that more than half of the block is in."""
    folders = Counter(
        tuple(steps[: depth + 1]) for module in block for steps in [_folders(module)] for depth in range(len(steps))
    )
    most = sorted((len(folder), folder) for folder, count in folders.items() if 2 * count > len(block))
    return list(most[-1][1]) if most else []


def _folders(module: str) -> list[str]:
    return module_of(module).split("/")[:-1]


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _numbered(title: str, taken: Collection[str]) -> str:
    number = next(number for number in range(2, len(taken) + 3) if f"{_slug(title)}-{number}" not in taken)
    return f"{title} {number}"


def _singular(title: str) -> str:
    """The slug with every word in the singular: `offers` is no other name than `offer`."""
    return "-".join(map(stem, findall(r"\w+", title.lower())))


def _slug(title: str) -> str:
    return "-".join(findall(r"\w+", title.lower()))
