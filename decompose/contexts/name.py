"""Names: from the vocabulary of blocks to distinct names and the terms of each block's ubiquitous language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log
from re import findall

from msgspec import Struct

from decompose.coupling.tables import tables_touched
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import module_of

TERMS = 12
SHORTEST = 3  # letters; shorter sub-words are loop variables and abbreviations

Words = Mapping[str, frozenset[str]]


class Name(Struct, frozen=True):
    """`id` is a slug and `title` for people, each unique among its siblings; `terms` are most telling first."""

    id: str
    title: str
    terms: tuple[str, ...]


def name_blocks(findings: Findings, blocks: Sequence[Sequence[str]]) -> list[Name]:
    """One name per block, distinct, from the words that its modules use and the others do not.

    A block is named by its most telling term; by two where the first is missing in more than half of its modules or is
    taken by a block that came before.
    """
    said = words_said(findings)
    spelling = _spellings(said)
    stems = {module: frozenset(map(stem, words)) for module, words in said.items()}
    telling = _telling(stems, blocks)
    taken: set[str] = set()
    return [_name(ranked, spelling, stems, block, taken) for ranked, block in zip(telling, blocks, strict=True)]


def words_said(findings: Findings) -> dict[str, tuple[str, ...]]:
    """For each module the words of its code, of its dotted name, of the tables it touches and of its entry points."""
    said: dict[str, list[str]] = defaultdict(list)
    for unit in findings.units:
        if unit.words:
            said[unit.id] += [word for word, count in unit.words for _ in range(min(count, 9))]
            said[unit.id] += split_words(unit.name)
    for module, tables in sorted(tables_touched(findings.evidence).items()):
        said[module] += [word for table in sorted(tables) for word in split_words(table.removeprefix("table:"))]
    for piece in findings.evidence:
        if piece.kind is EvidenceKind.ROUTES:
            said[module_of(piece.target)] += split_words(piece.source.removeprefix("entry:"))
    return {module: tuple(word for word in words if len(word) >= SHORTEST) for module, words in said.items()}


def split_words(text: str) -> list[str]:
    """The lower-case sub-words of identifiers, paths and sentences; digits separate."""
    return [word.lower() for word in findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+", text)]


def stem(word: str) -> str:
    """The singular of a regular English plural, anything else unchanged: `categories` → `category`, `orders` → `order`."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > SHORTEST:
        return word[:-1]
    return word


def _telling(stems: Words, blocks: Sequence[Sequence[str]]) -> list[list[str]]:
    """For each block its words by p · ln(p / q), p and q the shares of modules inside and outside that use the word.

    That is the word's part of the divergence of the block from the rest: rare words of one module count little, words
    of a framework nothing, as they are as frequent outside. One module is added to each side, half of it using the word.
    """
    owners = [_owners(stems, block) for block in blocks]
    everywhere: dict[str, int] = defaultdict(int)
    for found in owners:
        for word, count in found.items():
            everywhere[word] += count
    modules = sum(len(block) for block in blocks)
    ranked = []
    for found, block in zip(owners, blocks, strict=True):
        outside = modules - len(block)
        score = {
            word: _divergence((count + 0.5) / (len(block) + 1), (everywhere[word] - count + 0.5) / (outside + 1))
            for word, count in found.items()
        }
        ranked.append(sorted((word for word in score if score[word] > 0), key=lambda word: (-score[word], word)))
    return ranked


def _divergence(inside: float, outside: float) -> float:
    return inside * log(inside / outside)


def _owners(stems: Words, block: Iterable[str]) -> dict[str, int]:
    owners: dict[str, int] = defaultdict(int)
    for module in block:
        for word in stems.get(module, ()):
            owners[word] += 1
    return dict(owners)


def _spellings(said: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """How each stem is spelled most often, of equally frequent spellings the first."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for words in said.values():
        for word in words:
            counts[stem(word)][word] += 1
    return {base: min(found, key=lambda word: (-found[word], word)) for base, found in counts.items()}


def _name(
    ranked: Sequence[str], spelling: Mapping[str, str], stems: Words, block: Sequence[str], taken: set[str]
) -> Name:
    terms = tuple(spelling[word] for word in ranked[:TERMS])
    for title in _titles(ranked, terms, stems, block):
        slug = "-".join(split_words(title))
        if slug not in taken:
            break
    else:
        number = next(number for number in range(2, len(taken) + 3) if f"{slug}-{number}" not in taken)
        slug, title = f"{slug}-{number}", f"{title} {number}"
    taken.add(slug)
    return Name(slug, title, terms)


def _titles(ranked: Sequence[str], terms: Sequence[str], stems: Words, block: Sequence[str]) -> list[str]:
    titles = [term.capitalize() for term in terms]
    if not titles:
        return ["Unnamed"]
    pairs = [f"{titles[0]} & {other}" for other in titles[1:]]
    covered = sum(1 for module in block if ranked[0] in stems.get(module, ()))
    return pairs + titles[:1] if pairs and 2 * covered < len(block) else titles[:1] + pairs
