"""Names: from the vocabulary of blocks to distinct names and the terms of each block's ubiquitous language."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum, log
from re import findall

from msgspec import Struct

from decompose.coupling.tables import tables_touched
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Unit, UnitKind, module_of

TERMS = 12
SHORTEST = 3  # letters; shorter sub-words are loop variables and abbreviations
PROMINENT = 12  # chosen: about as many words as a reader would pick to say what a module is about

Voices = Mapping[str, Mapping[str, frozenset[str]]]
"""By source of words (code, path, tables, entry points) and module the stems said there."""


class Name(Struct, frozen=True):
    """`id` is a slug and `title` for people, each unique among its siblings; `terms` are most telling first."""

    id: str
    title: str
    terms: tuple[str, ...]


def name_blocks(findings: Findings, blocks: Sequence[Sequence[str]], taken: Iterable[str] = ()) -> list[Name]:
    """One name per block, distinct, from the words that its modules use and the others do not.

    A block is named by its most telling term; by two where the first is missing in more than half of its modules or is
    taken by a block that came before. No name has an id that is `taken`.
    """
    said = words_said(findings)
    spelling = _spellings(said)
    voices = {
        voice: {module: frozenset(map(stem, words)) for module, words in by.items()} for voice, by in said.items()
    }
    used = set(taken)
    modules = [module for block in blocks for module in block]
    everywhere = {voice: _speakers(by, modules) for voice, by in voices.items()}
    ranked = [_telling(voices, everywhere, block, len(modules) - len(block)) for block in blocks]
    return [_name(words, spelling, voices, block, used) for words, block in zip(ranked, blocks, strict=True)]


def words_said(findings: Findings) -> dict[str, dict[str, list[str]]]:
    """By source and module the words that say what the module is about.

    Of its code the twelve most frequent; of its path, of the tables it touches and of its entry points all.
    """
    said: dict[str, dict[str, list[str]]] = {
        voice: defaultdict(list) for voice in ("code", "path", "tables", "entry points")
    }
    for unit in findings.units:
        if unit.kind is UnitKind.MODULE:
            said["code"][unit.id] = _prominent(unit)
            said["path"][unit.id] = split_words(unit.name)
    for module, tables in sorted(tables_touched(findings.evidence).items()):
        said["tables"][module] = [
            word for table in sorted(tables) for word in split_words(table.removeprefix("table:"))
        ]
    for piece in findings.evidence:
        if piece.kind in (EvidenceKind.ROUTES, EvidenceKind.EXERCISES):
            said["entry points"][module_of(piece.target)] += split_words(piece.source.removeprefix("entry:"))
    return said


def _prominent(unit: Unit) -> list[str]:
    frequent = sorted(unit.words, key=lambda pair: (-pair[1], pair[0]))
    return [word for word, _ in frequent if len(word) >= SHORTEST][:PROMINENT]


def split_words(text: str) -> list[str]:
    """The lower-case sub-words of identifiers, paths and sentences, from three letters; digits separate."""
    found = findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+", text)
    return [word.lower() for word in found if len(word) >= SHORTEST]


def stem(word: str) -> str:
    """The singular of a regular English plural, anything else unchanged: `categories` → `category`, `orders` → `order`."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > SHORTEST:
        return word[:-1]
    return word


def _speakers(by: Mapping[str, frozenset[str]], modules: Sequence[str]) -> Counter[str]:
    """How many of the modules say each word."""
    return Counter(word for module in modules for word in by.get(module, ()))


def _telling(voices: Voices, everywhere: Mapping[str, Counter[str]], block: Sequence[str], outside: int) -> list[str]:
    """The block's words by Σ p · ln(p / q) over the sources, p and q the shares of modules inside and outside that say them.

    That is the word's part of the divergence of the block from the rest: words of one module count little, words of a
    framework nothing, as they are as frequent outside. One module is added to each side, half of it saying the word.
    """
    score: dict[str, list[float]] = defaultdict(list)
    for voice, by in voices.items():
        for word, count in _speakers(by, block).items():
            inside, beyond = (count + 0.5) / (len(block) + 1), (everywhere[voice][word] - count + 0.5) / (outside + 1)
            score[word].append(inside * log(inside / beyond))
    total = {word: fsum(parts) for word, parts in score.items()}
    return sorted((word for word in total if total[word] > 0), key=lambda word: (-total[word], word))


def _spellings(said: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, str]:
    """How each stem is spelled most often, of equally frequent spellings the first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for by in said.values():
        for words in by.values():
            for word in words:
                counts[stem(word)][word] += 1
    return {base: min(found, key=lambda word: (-found[word], word)) for base, found in counts.items()}


def _name(
    ranked: Sequence[str], spelling: Mapping[str, str], voices: Voices, block: Sequence[str], taken: set[str]
) -> Name:
    terms = tuple(spelling[word] for word in ranked[:TERMS])
    titles = _titles(ranked, terms, voices, block)
    title = next((title for title in titles if _slug(title) not in taken), "")
    if not title:
        number = next(number for number in range(2, len(taken) + 3) if f"{_slug(titles[0])}-{number}" not in taken)
        title = f"{titles[0]} {number}"
    taken.add(_slug(title))
    return Name(_slug(title), title, terms)


def _titles(ranked: Sequence[str], terms: Sequence[str], voices: Voices, block: Sequence[str]) -> list[str]:
    titles = [term.capitalize() for term in terms]
    if not titles:
        return ["Unnamed"]
    pairs = [f"{titles[0]} & {other}" for other in titles[1:]]
    saying = sum(1 for module in block if any(ranked[0] in by.get(module, ()) for by in voices.values()))
    return pairs + titles[:1] if pairs and 2 * saying < len(block) else titles[:1] + pairs


def _slug(title: str) -> str:
    return "-".join(findall(r"\w+", title.lower()))
