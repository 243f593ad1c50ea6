"""Small histories in one line each: newest first, as git tells them."""

from hashlib import sha1

from decompose.evidence.analyzer import Corpus
from decompose.evidence.options import Mining, Options
from decompose.repository.history import Change, Commit, History

DAY = 86_400
NOW = 1_600_000_000


def change(path: str) -> Change:
    """`a.py` changed, `+a.py` added, `-a.py` removed, `a.py>b.py` renamed."""
    if path[0] in "+-":
        return Change(path[1:], "A" if path[0] == "+" else "D")
    old, renamed, new = path.partition(">")
    return Change(new, "R", old) if renamed else Change(old, "M")


def commit(
    *paths: str, subject: str = "work", author: str = "Ann <ann@x>", days_ago: int = 0, parents: int = 1
) -> Commit:
    """A commit with an id made of everything it says."""
    id = sha1(repr((paths, subject, author, days_ago)).encode(), usedforsecurity=False).hexdigest()
    changes = tuple(map(change, paths))
    return Commit(id, ("0" * 40,) * parents, NOW - days_ago * DAY, author, subject, changes)


def corpus(
    *commits: Commit,
    modules: str = "a.py b.py c.py d.py",
    ignored: tuple[str, ...] = (),
    limits: tuple[str, ...] = (),
    cut: bool = False,
    mining: Mining = Mining(),  # noqa: B008 - a frozen value
) -> Corpus:
    """A system of these modules with this history."""
    history = History("git", commits, limits, ignored, cut)
    return Corpus({"words": dict.fromkeys(modules.split())}, history, Options(mining=mining))
