"""Words: from identifiers, paths and sentences to their sub-words and stems."""

from re import findall

SHORTEST = 3  # letters; shorter sub-words are loop variables and abbreviations


def split_words(text: str) -> list[str]:
    """The lower-case sub-words of identifiers, paths and sentences, from three letters; digits separate."""
    return [word.lower() for word in sub_words(text) if len(word) >= SHORTEST]


def sub_words(text: str) -> list[str]:
    """The sub-words as they are written, of any length: `VPNTunnel` → `VPN`, `Tunnel`."""
    return findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+", text)


def stem(word: str) -> str:
    """The singular of a regular English plural, anything else unchanged: `categories` → `category`, `orders` → `order`."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > SHORTEST:
        return word[:-1]
    return word
