"""From the oldest commit and what is known of a person to a pseudonym that tells nothing to whoever lacks the history.

The same input has to give the same bytes, so no pseudonym can rest on a secret. What it rests on here is the whole of the
oldest commit, object ids of its files included, none of which a result repeats: a reader of a published report who has a
list of names has nothing to try them with. Whoever has the repository can read the names in it anyway. A number by first
commit would tell who founded the system, one by name the place in the alphabet, one by commits would be a ranking.
"""

from hashlib import blake2b

from decompose.repository.history import Commit

CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aiou"
"""Sixteen and four: five letters are two bytes, and can be said aloud (Wilkerson 2009, proquints)."""


def key_of(oldest: Commit) -> bytes:
    """The key of every pseudonym of a history; it stays the same as long as the history begins with this commit."""
    return blake2b(repr(oldest).encode("utf-8", "surrogatepass"), digest_size=32).digest()


def pseudonym(identity: str, key: bytes) -> str:
    """`author lusab-babad` for what a person was first known by: 32 bits, so that two persons hardly ever share one."""
    digest = blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=4, key=key).digest()
    first, second = (int.from_bytes(digest[at : at + 2], "big") for at in (0, 2))
    return f"author {_said(first)}-{_said(second)}"


def _said(number: int) -> str:
    """Sixteen bits as consonant, vowel, consonant, vowel, consonant."""
    letters = ""
    for shift, signs in ((12, CONSONANTS), (10, VOWELS), (6, CONSONANTS), (4, VOWELS), (0, CONSONANTS)):
        letters += signs[(number >> shift) & (len(signs) - 1)]
    return letters
