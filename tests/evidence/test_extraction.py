import multiprocessing
import os
import random
import resource
import threading
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec
import pytest

from decompose.errors import Problem
from decompose.evidence.analyzer import Corpus
from decompose.evidence.extraction import extract
from decompose.evidence.worker import READY, TIME_IS_UP, Limits, Task, serve
from decompose.repository.cache import open_cache
from decompose.repository.history import History
from decompose.repository.source import Repository, SourceFile
from tests.evidence.front_ends import Letters, Refusing, Unpicklable, WordFacts, Words

SHORT = Limits(seconds=0.3)


def repository(**contents: str) -> Repository:
    """Files by name; `__` stands for the dot."""
    files = [(name.replace("__", "."), text.encode()) for name, text in contents.items()]
    sources = (SourceFile(name, text, blake2b(text, digest_size=16).hexdigest()) for name, text in files)
    return Repository("test", tuple(sorted(sources, key=lambda file: file.path)), len(files))


def many(number: int = 60, /, **more: str) -> Repository:
    return repository(**{f"m{index:03}__py": f"import m{index} " * (index % 7 + 1) for index in range(number)}, **more)


def facts(corpus: Corpus, front_end: str = "words") -> dict[str, WordFacts]:
    return dict(corpus.facts(front_end))


def codes(problems: tuple[Problem, ...]) -> dict[str, str]:
    return {problem.location.path: problem.code for problem in problems}


@pytest.fixture
def beside_a_thread() -> Iterator[None]:
    """A second thread runs, so that workers have to be started anew instead of forked."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    yield
    done.set()
    thread.join()


def test_each_wanted_file_has_the_facts_of_its_front_end() -> None:
    history = History("git", ())
    tree = repository(a__py="x y x", b__txt="z", both__py="w", c__md="no")
    tree = Repository(tree.name, tree.files, tree.listed, history=history)
    corpus, problems = extract(tree, [Words(), Letters()], jobs=1)
    assert problems == ()
    assert facts(corpus) == {"a.py": WordFacts((("x", 2), ("y", 1))), "both.py": WordFacts((("w", 1),))}
    assert list(facts(corpus, "letters")) == ["b.txt", "both.py"]
    assert corpus.paths() == ("a.py", "b.txt", "both.py")
    assert corpus.history is history


def test_neither_jobs_nor_order_of_files_change_the_corpus() -> None:
    tree = many(100, bad__py="raise", deadly__py="crash")
    expected, problems = extract(tree, [Words()], jobs=1)
    assert len(facts(expected)) == 100
    for jobs in (1, 2, 8):
        files = list(tree.files)
        random.Random(jobs).shuffle(files)
        corpus, same = extract(Repository("test", tuple(files), 102), [Words()], jobs=jobs)
        assert list(facts(corpus).items()) == list(facts(expected).items())
        assert same == problems
    alone, _ = extract(many(100), [Words()], jobs=0)
    assert facts(alone) == facts(expected)


@pytest.mark.parametrize(
    ("evil", "code"),
    [
        ("crash", "worker-died"),
        ("exit", "worker-died"),
        ("sleep", "timeout"),
        ("spin", "timeout"),
        ("raise", "analyzer-failed"),
        ("devour", "too-complex"),
        ("recurse", "too-complex"),
    ],
)
def test_a_file_that_is_the_end_of_its_worker_costs_only_itself(evil: str, code: str) -> None:
    limits = SHORT if code == "timeout" else Limits()
    corpus, problems = extract(many(evil__py=evil, twin__py=evil), [Words()], jobs=2, limits=limits)
    assert codes(problems) == {"evil.py": code, "twin.py": code}
    assert len(facts(corpus)) == 60


def test_many_deadly_files_are_each_told() -> None:
    deadly = {f"evil{number}__py": f"crash {number}" for number in range(8)}
    corpus, problems = extract(many(**deadly), [Words()], jobs=2)
    assert (len(problems), len(facts(corpus))) == (8, 60)


def test_a_slow_machine_is_not_a_slow_file() -> None:
    """The limit is of processor time; by the clock it is three times as long."""
    corpus, problems = extract(repository(a__py="sleep"), [Words()], jobs=1, limits=Limits(seconds=0.2))
    assert (codes(problems), facts(corpus)) == ({"a.py": "timeout"}, {})
    started = time.monotonic()
    extract(repository(a__py="sleep"), [Words()], jobs=1, limits=Limits(seconds=0.2))
    assert 0.5 < time.monotonic() - started < 3


def test_without_workers_a_failing_file_costs_only_itself() -> None:
    corpus, problems = extract(many(evil__py="raise", deep__py="recurse"), [Words()], jobs=0)
    assert codes(problems) == {"evil.py": "analyzer-failed", "deep.py": "too-complex"}
    assert len(facts(corpus)) == 60


@pytest.mark.usefixtures("beside_a_thread")
def test_beside_a_running_thread_workers_are_started_anew() -> None:
    corpus, problems = extract(many(evil__py="crash"), [Words()], jobs=1)
    assert codes(problems) == {"evil.py": "worker-died"}
    assert len(facts(corpus)) == 60


@pytest.mark.usefixtures("beside_a_thread")
def test_where_no_worker_can_be_started_the_work_is_done_here() -> None:
    corpus, problems = extract(repository(a__py="whoami", b__py="x"), [Unpicklable()], jobs=2)
    assert (problems, len(facts(corpus))) == ((), 2)
    assert facts(corpus)["a.py"].words == (("process", os.getpid()),)


def test_a_worker_is_another_process() -> None:
    corpus, _ = extract(repository(a__py="whoami"), [Words()], jobs=1)
    assert facts(corpus)["a.py"].words != (("process", os.getpid()),)


def test_a_file_may_not_use_more_of_the_processor_than_its_limit() -> None:
    def used() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = used()
    _, problems = extract(repository(a__py="spin"), [Words()], jobs=1, limits=Limits(seconds=0.4))
    assert codes(problems) == {"a.py": "timeout"}
    assert used() - before < 0.9


def test_the_system_ends_a_worker_whose_file_used_up_its_time_whatever_the_parent_does() -> None:
    """The timer counts processor time and needs nobody to watch it: no other way out of the loop is left here."""
    ours, theirs = multiprocessing.Pipe()
    worker = multiprocessing.get_context("fork").Process(
        target=serve, args=(theirs, [ours], (Words(),), Limits(seconds=0.2)), daemon=True
    )
    worker.start()
    assert ours.recv_bytes() == READY
    ours.send_bytes(msgspec.msgpack.encode([Task(0, SourceFile("a.py", b"spin", ""))]))
    worker.join(60)
    assert worker.exitcode == -TIME_IS_UP


def test_each_file_has_its_time_for_itself() -> None:
    """Six files that take half of the limit each are three times the limit together."""
    tree = repository(**{f"m{number}__py": f"toil {number}" for number in range(6)})
    corpus, problems = extract(tree, [Words()], jobs=1, limits=Limits(seconds=0.3))
    assert (problems, len(facts(corpus))) == ((), 6)


def test_workers_say_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    extract(repository(a__py="talk", b__py="crash"), [Words()], jobs=1)
    assert capfd.readouterr() == ("", "")


def test_equal_files_are_extracted_once_and_share_their_facts() -> None:
    told: list[tuple[int, int]] = []
    tree = repository(a__py="same", b__py="same", c__py="other")
    corpus, _ = extract(tree, [Words()], jobs=1, progress=lambda done, total: told.append((done, total)))
    assert facts(corpus)["a.py"] is facts(corpus)["b.py"]
    assert told == [(1, 2), (2, 2)]


def test_a_front_end_that_two_analyzers_share_is_asked_once() -> None:
    told: list[tuple[int, int]] = []
    extract(repository(a__py="x"), [Words(), Words()], jobs=1, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]


def test_an_interrupted_extraction_leaves_no_worker_behind(tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_cache(tmp_path) as cache:
        extract(many(evil__py="sleep"), [Words()], cache, jobs=2, progress=interrupt)
    assert multiprocessing.active_children() == []


def test_what_the_cache_knows_is_not_extracted(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache:
        first, _ = extract(many(), [Words()], cache, jobs=1)
    with open_cache(tmp_path) as cache:
        second, problems = extract(many(70), [Refusing()], cache, jobs=1)
    assert facts(second) == facts(first)
    assert set(codes(problems)) == {f"m{number:03}.py" for number in range(60, 70)}


def test_another_version_is_extracted_anew(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache:
        extract(many(), [Words()], cache, jobs=1)
        corpus, problems = extract(many(), [Refusing("2")], cache, jobs=1)
    assert (facts(corpus), len(problems)) == ({}, 60)


def test_facts_that_do_not_decode_are_extracted_anew(tmp_path: Path) -> None:
    tree = repository(a__py="x", b__py="y")
    with open_cache(tmp_path) as cache:
        cache.store("words 1", [(tree.files[0].digest, b"\xc1"), (tree.files[1].digest, b"\x81\xa5words\x01")])
        corpus, problems = extract(tree, [Words()], cache, jobs=1)
        assert (len(facts(corpus)), problems) == (2, ())
    with open_cache(tmp_path) as cache:
        again, _ = extract(tree, [Refusing()], cache, jobs=1)
    assert facts(again) == facts(corpus)


def test_nothing_to_do_starts_nothing() -> None:
    corpus, problems = extract(repository(), [Words()], jobs=8)
    assert (corpus.paths(), problems) == ((), ())
