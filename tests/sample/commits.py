"""Commits in memory, with the ids git would give them.

In come files as lines that carry the number of the commit that changed them last; out go the ids of blobs,
trees and commits, and the raw lines of a commit against its parent as `git log --raw -M` prints them.
"""

from dataclasses import dataclass, field
from hashlib import sha1

ZERO = "0" * 40
MODE = "100644"


@dataclass(frozen=True, slots=True)
class File:
    """A file in one version: who it is for life, where it lies, per line the commit that changed it last."""

    identity: str
    path: str
    editions: tuple[int, ...]
    blob: str = field(init=False, compare=False)  # the id git gives the content

    def __post_init__(self) -> None:
        object.__setattr__(self, "blob", object_id("blob", self.content))

    @property
    def content(self) -> bytes:
        """Lines of equal length below 64 bytes, so that git compares them one by one."""
        tag = sha1(self.identity.encode(), usedforsecurity=False).hexdigest()[:24]
        return "".join(f"{tag} {line:04d} {edition:06d}\n" for line, edition in enumerate(self.editions)).encode()


Tree = dict[str, File]  # by identity


@dataclass(slots=True)
class Commit:
    """A commit whose id follows from everything else in it."""

    parents: tuple[str, ...]
    seconds: int
    author: str
    mail: str
    subject: str
    tree: Tree = field(repr=False)
    id: str = ""

    def __post_init__(self) -> None:
        head = [f"tree {tree_id(self.tree)}", *(f"parent {parent}" for parent in self.parents)]
        who = f"{self.author} <{self.mail}> {self.seconds} +0000"
        text = "\n".join([*head, f"author {who}", f"committer {who}", "", self.subject, ""])
        self.id = object_id("commit", text.encode())


def object_id(kind: str, content: bytes) -> str:
    """The id of a git object: SHA-1 over kind, length and content."""
    return sha1(b"%s %d\x00%s" % (kind.encode(), len(content), content), usedforsecurity=False).hexdigest()


def tree_id(tree: Tree) -> str:
    """The id of the top folder."""
    return _folder_id({tuple(file.path.split("/")): file.blob for file in tree.values()})


def _folder_id(blobs: dict[tuple[str, ...], str]) -> str:
    folders: dict[str, dict[tuple[str, ...], str]] = {}
    entries: list[tuple[str, str, str]] = []
    for path, blob in blobs.items():
        if len(path) == 1:
            entries.append((path[0], MODE, blob))
        else:
            folders.setdefault(path[0], {})[path[1:]] = blob
    entries += [(name + "/", "40000", _folder_id(inside)) for name, inside in folders.items()]
    parts = [
        f"{mode} {name.rstrip('/')}".encode() + b"\x00" + bytes.fromhex(oid) for name, mode, oid in sorted(entries)
    ]
    return object_id("tree", b"".join(parts))


def raw_lines(old: Tree, new: Tree) -> list[str]:
    """What changed, by the new path: added, deleted, modified, renamed with git's similarity in percent."""
    found: list[tuple[str, str]] = []
    for identity in sorted(set(old) | set(new)):
        before, after = old.get(identity), new.get(identity)
        if before == after:
            continue
        modes = f":{MODE if before else '000000'} {MODE if after else '000000'}"
        ids = f"{before.blob if before else ZERO} {after.blob if after else ZERO}"
        if before is None or after is None:
            letter, path = ("A", after.path) if after else ("D", before.path if before else "")
            found.append((path, f"{modes} {ids} {letter}\t{path}"))
        elif before.path == after.path:
            found.append((after.path, f"{modes} {ids} M\t{after.path}"))
        else:
            found.append((after.path, f"{modes} {ids} R{similarity(before, after):03d}\t{before.path}\t{after.path}"))
    return [line for _path, line in sorted(found)]


def similarity(before: File, after: File) -> int:
    """Percent of the bytes that stayed, truncated twice as git does it (60000 is git's MAX_SCORE)."""
    if before.editions == after.editions:
        return 100
    kept = sum(a == b for a, b in zip(before.editions, after.editions, strict=True))
    return (kept * 60000 // len(after.editions)) * 100 // 60000


def merged(base: Tree, ours: Tree, theirs: Tree) -> Tree:
    """Three-way merge by file and line; where both sides changed, the later edition wins."""
    result: Tree = {}
    for identity in sorted(set(ours) | set(theirs)):
        root, mine, yours = base.get(identity), ours.get(identity), theirs.get(identity)
        if mine is None or yours is None:
            kept = mine or yours
            if kept is not None and root is None:
                result[identity] = kept
        else:
            path = yours.path if root is not None and mine.path == root.path else mine.path
            lines = tuple(max(pair) for pair in zip(mine.editions, yours.editions, strict=True))
            result[identity] = File(identity, path, lines)
    return result


def topological(commits: list[Commit]) -> list[Commit]:
    """Newest first, no parent before its children, one branch after the other: git's --topo-order."""
    by_id = {commit.id: commit for commit in commits}
    waiting = dict.fromkeys(by_id, 0)
    for commit in commits:
        for parent in commit.parents:
            waiting[parent] += 1
    stack, result = [commits[-1]], []
    while stack:
        commit = stack.pop()
        result.append(commit)
        for parent in commit.parents:
            waiting[parent] -= 1
            if waiting[parent] == 0:
                stack.append(by_id[parent])
    return result


def as_text(commits: list[Commit]) -> str:
    """The text of the documented git log command."""
    by_id = {commit.id: commit for commit in commits}
    out: list[str] = []
    for commit in topological(commits):
        out += [
            f"commit {commit.id}",
            f"parents {' '.join(commit.parents)}",
            f"date {commit.seconds}",
            f"author {commit.author} <{commit.mail}>",
            f"subject {commit.subject}",
        ]
        if len(commit.parents) < 2:
            before = by_id[commit.parents[0]].tree if commit.parents else {}
            lines = raw_lines(before, commit.tree)
            out += ["", *lines] if lines else []
    return "\n".join(out) + "\n"
