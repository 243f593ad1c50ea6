"""From the authors of commits to persons: one person has several mails and spellings, and bots are none."""

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from unicodedata import normalize

from decompose.evidence.people import Person
from decompose.repository.history import Commit

from .periods import YEAR
from .pseudonyms import key_of, pseudonym
from .selection import BOT

NO_REPLY = re.compile(r"(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com\Z")
"""A mail that GitHub gives out; it holds a login."""

LOGIN = re.compile(r"(?=.{6})[a-z0-9][a-z0-9._-]*\Z")
"""One word of six small letters or more is a login as a rule; chosen."""

MAIL_SIGNS = frozenset("@<>")

SPELLINGS = 5
"""Names that one mail can have and still be one person's: so many at most in six public histories, but for one mail of eleven."""


def persons_of(commits: Sequence[Commit], newest: int) -> tuple[tuple[Person, ...], dict[str, int]]:
    """Everybody in the order of first commits, and whose position each author of the history has; bots have none.

    `commits` are newest first. Who has no commit in the year before `newest` is gone.
    """
    authors = dict.fromkeys(commit.author for commit in reversed(commits) if not BOT.search(commit.author))
    position = _joined(list(authors))
    known: dict[int, list[str]] = {}
    for author, person in position.items():
        known.setdefault(person, []).append(author)
    last, count = _last_seen(commits, position), Counter(commit.author for commit in commits)
    key = key_of(commits[-1]) if commits else b""
    found = tuple(
        Person(pseudonym(spellings[0].casefold(), key), _names(spellings, count), last[person] <= newest - YEAR)
        for person, spellings in sorted(known.items())
    )
    return found, position


def _joined(authors: list[str]) -> dict[str, int]:
    """Authors who share a mail, or a name that others would hardly share, are one person; positions by first appearance."""
    root = list(range(len(authors)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    logins = {login[1] for author in authors if (login := NO_REPLY.match(_parts(author)[1]))}
    first: dict[str, int] = {}
    shared = _shared_mails(authors)
    for at, author in enumerate(authors):
        for mark in sorted(_marks(author, logins) - shared):
            one, other = find(first.setdefault(mark, at)), find(at)
            root[max(one, other)] = min(one, other)
    roots = {each: position for position, each in enumerate(dict.fromkeys(find(at) for at in range(len(authors))))}
    return {author: roots[find(at)] for at, author in enumerate(authors)}


def _shared_mails(authors: Sequence[str]) -> set[str]:
    """Mails of so many names that they are nobody's: `root@localhost`, or what an import put in the place of all."""
    names: dict[str, set[str]] = {}
    for author in authors:
        name, mail = _parts(author)
        names.setdefault(f"<{mail}>", set()).add(name)
    return {mail for mail, found in names.items() if len(found) > SPELLINGS}


def _marks(author: str, logins: AbstractSet[str]) -> set[str]:
    """What a person is known by: mail, login, and a name of two words or one that looks like a login.

    First names and such as `root` are shared by many. Who has no mail at all is known by the name alone.
    """
    name, mail = _parts(author)
    marks = {f"<{mail}>"} if mail else set()
    if login := NO_REPLY.match(mail):
        marks.add(login[1])
    if " " in name or name in logins or not mail or LOGIN.match(author.partition(" <")[0]):
        marks.add(name)
    return marks


def _parts(author: str) -> tuple[str, str]:
    name, found, mail = author.rpartition(" <")
    if not found:
        name, mail = ("", author[1:]) if author.startswith("<") else (author, "")
    return " ".join(normalize("NFKC", name).casefold().split()), mail.rstrip(">").strip().casefold()


def _names(spellings: Sequence[str], commits: Counter[str]) -> tuple[str, ...]:
    """The spellings of a person, the most used first; what has the signs of a mail is one in the place of a name."""
    uses: Counter[str] = Counter()
    for author in spellings:
        name = (author.rpartition(" <")[0] or author).strip()
        if name and not MAIL_SIGNS & set(normalize("NFKC", name)):
            uses[name] += commits[author]
    return tuple(sorted(uses, key=lambda name: (-uses[name], name)))


def _last_seen(commits: Sequence[Commit], position: dict[str, int]) -> dict[int, int]:
    last: dict[int, int] = {}
    for commit in commits:
        if commit.author in position:
            person = position[commit.author]
            last[person] = max(last.get(person, commit.time), commit.time)
    return last
