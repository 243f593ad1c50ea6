"""From a repository to the corpus of facts: from the cache where known, else from worker processes."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import blake2b

import msgspec
from msgspec import Struct

from decompose.errors import Location, Problem
from decompose.evidence.analyzer import Corpus, FrontEnd
from decompose.evidence.options import Options
from decompose.evidence.worker import Failure, Limits, Task
from decompose.evidence.workers import run
from decompose.repository.cache import FactsCache
from decompose.repository.collector import without_collector
from decompose.repository.digest import digest_of
from decompose.repository.source import Repository, SourceFile

Progress = Callable[[int, int], None]
"""Told how many files are done, and of how many that the cache did not know."""

SAVE_EVERY = 500
"""Files after which new facts are written, so that an interrupted run is not lost."""

DIGEST_SIZE = 16
"""Bytes of the digest of facts. It is kept before them, for to find it again takes a sixth of the time of decoding them."""

KEPT = 2
"""Raised whenever what is kept of a file changes in another way than its facts."""


def extract(
    repository: Repository,
    front_ends: Sequence[FrontEnd],
    cache: FactsCache | None = None,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
    options: Options | None = None,
) -> tuple[Corpus, tuple[Problem, ...]]:
    """The facts of every file that a front end wants, and a problem for each file that no facts could be had of.

    Files of equal content share one extraction and one value. `jobs` is the number of worker processes (None: one per
    usable processor; 0: none, in this process, unprotected); it changes no result.
    """
    options = options or Options()
    with without_collector():
        languages = [_Language(front_end, repository.files, options) for front_end in _by_name(front_ends)]
        if cache is not None:
            for language in languages:
                language.recall(cache)
        problems = _work(languages, cache, usable_processors() if jobs is None else jobs, progress, limits or Limits())
        facts = {language.front_end.name: language.by_path() for language in languages}
    beside = frozenset(language.front_end.name for language in languages if not language.front_end.is_source)
    return Corpus(facts, repository.history, options, beside, _digest(languages)), tuple(sorted(problems))


def _digest(languages: Iterable["_Language"]) -> str:
    """A digest of all facts, by front end and path."""
    return digest_of([(language.front_end.name, language.digests()) for language in languages])


def _by_name(front_ends: Iterable[FrontEnd]) -> list[FrontEnd]:
    """Each once, in order of name: several analyzers may stand on the facts of one front end."""
    by_name: dict[str, FrontEnd] = {}
    for front_end in front_ends:
        by_name.setdefault(front_end.name, front_end)
    return [by_name[name] for name in sorted(by_name)]


def usable_processors() -> int:
    """How many processors this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Language:
    """The files that one front end wants, and their facts by digest as they come in."""

    def __init__(self, front_end: FrontEnd, files: Iterable[SourceFile], options: Options) -> None:
        self.front_end = front_end
        self._key = f"{front_end.name} {front_end.version} {KEPT}"
        self._decoder = msgspec.msgpack.Decoder(front_end.facts)
        self._files: dict[str, list[SourceFile]] = {}
        wanted = (file for file in files if front_end.wants(file.path, options.role_told(file.path)))
        for file in sorted(wanted, key=lambda file: file.path):
            self._files.setdefault(file.digest, []).append(file)
        self._facts: dict[str, Struct] = {}
        self._digests: dict[str, str] = {}  # of the facts: a file can change and its facts stay
        self._unsaved: list[tuple[str, bytes]] = []

    def recall(self, cache: FactsCache) -> None:
        """Take from the cache what it knows; what does not decode is of another making and extracted anew."""
        for digest, kept in cache.each(self._key, self._files):
            with suppress(msgspec.MsgspecError, RecursionError):
                self._take(digest, memoryview(kept)[DIGEST_SIZE:], kept[:DIGEST_SIZE])

    def missing(self) -> list[SourceFile]:
        """One file of each content that nothing is known of, by path."""
        return [files[0] for digest, files in self._files.items() if digest not in self._facts]

    def learn(self, file: SourceFile, encoded: bytes) -> None:
        """Keep the facts of a file and of all its copies."""
        digest_of_facts = blake2b(encoded, digest_size=DIGEST_SIZE).digest()
        self._take(file.digest, encoded, digest_of_facts)
        self._unsaved.append((file.digest, digest_of_facts + encoded))

    def _take(self, digest: str, encoded: bytes | memoryview, digest_of_facts: bytes) -> None:
        self._facts[digest] = self._decoder.decode(encoded)
        self._digests[digest] = digest_of_facts.hex()

    def copies(self, file: SourceFile) -> list[SourceFile]:
        """Every file of the same content, itself included."""
        return self._files[file.digest]

    def save(self, cache: FactsCache, at_least: int = 1) -> None:
        """Hand new facts to the cache once there are enough of them to be worth a transaction."""
        if len(self._unsaved) >= at_least:
            cache.store(self._key, self._unsaved)
            self._unsaved = []

    def by_path(self) -> dict[str, Struct]:
        """The facts of each file, in order of path."""
        found = {
            file.path: self._facts[digest]
            for digest in self._files
            if digest in self._facts
            for file in self._files[digest]
        }
        return dict(sorted(found.items()))

    def digests(self) -> list[tuple[str, str]]:
        """Each path with the digest of its facts, in order of path."""
        known = self._digests
        return sorted((file.path, known[digest]) for digest in known for file in self._files[digest])


def _work(
    languages: Sequence[_Language], cache: FactsCache | None, jobs: int, progress: Progress | None, limits: Limits
) -> list[Problem]:
    """Extract what is missing; the problems of those files that resisted."""
    tasks = [Task(index, file) for index, language in enumerate(languages) for file in language.missing()]
    problems: list[Problem] = []
    answers = run(tasks, [language.front_end for language in languages], jobs, limits)
    for done, (task, answer) in enumerate(answers, 1):
        language = languages[task.front_end]
        if answer.failure:
            problems += [_problem(file, answer.failure) for file in language.copies(task.file)]
        else:
            language.learn(task.file, answer.facts)
        if cache is not None:
            language.save(cache, SAVE_EVERY)
        if progress:
            progress(done, len(tasks))
    if cache is not None:
        for language in languages:
            language.save(cache)
    return problems


def _problem(file: SourceFile, failure: Failure) -> Problem:
    return Problem(Location(file.path), failure.code, failure.message)
