"""From tasks, each one file for one front end, to their answers: in processes of which any may die without harm.

A file that kills its worker or takes too long costs only itself: the worker is replaced and the rest goes on. Answers
come in any order. Only pipes connect the processes, because semaphores need shared memory that some containers lack.
"""

import sys
import threading
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from signal import Signals
from time import monotonic
from typing import cast

import msgspec

from decompose.evidence.analyzer import FrontEnd
from decompose.evidence.worker import READY, TIME_IS_UP, Answer, Failure, Limits, Task, attempt, serve

LARGEST_CHUNK = 400_000
SMALLEST_CHUNK = 16_000
"""Bytes of source sent at once: large enough that messages cost nothing, and small towards the end, when few wait."""

START_SECONDS = 60.0
"""For a worker to come up on a machine that is doing something else."""

FAILED_STARTS = 3
"""Workers in a row that die before they are ready: then there are no processes to be had here."""


def run(
    tasks: Sequence[Task], front_ends: Sequence[FrontEnd], jobs: int, limits: Limits
) -> Iterator[tuple[Task, Answer]]:
    """Every task once with its answer, as they are done.

    With `jobs` 0, or where no process can be started, the work is done in this process, which a file could then kill.
    """
    pool = _Pool(tasks, front_ends, limits)
    if jobs > 0:
        yield from pool.answers(jobs)
    for index in pool.left():
        task = tasks[index]
        yield task, attempt(front_ends[task.front_end], task.file)


class _Worker:
    """One process with its pipe, the tasks it has not answered, and the moment it took up the first of them."""

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        self.process = process
        self.connection = connection
        self.tasks: deque[int] = deque()
        self.ready = False
        self.since = monotonic()

    def end(self) -> int:
        """Kill the process if it lives; its exit code, negative for a signal."""
        self.connection.close()
        self.process.join(0.2)
        self.process.kill()
        self.process.join()
        return self.process.exitcode or 0


class _Pool:
    def __init__(self, tasks: Sequence[Task], front_ends: Sequence[FrontEnd], limits: Limits) -> None:
        self._tasks = tasks
        self._front_ends = front_ends
        self._limits = limits
        # largest first: one that comes last would leave the other workers idle
        self._waiting = deque(sorted(range(len(tasks)), key=lambda index: -len(tasks[index].file.content)))
        self._bytes = sum(len(task.file.content) for task in tasks)
        self._suspects: deque[int] = deque()
        self._accused: set[int] = set()
        self._workers: dict[Connection, _Worker] = {}
        self._failed_starts = 0
        self._jobs = 1

    def left(self) -> Iterator[int]:
        """Whatever no worker has taken."""
        while self._waiting or self._suspects:
            yield (self._waiting or self._suspects).popleft()

    def answers(self, jobs: int) -> Iterator[tuple[Task, Answer]]:
        """Answers until everything is done, or no worker can be started."""
        self._jobs = jobs
        try:
            while self._has_work() and self._start_workers():
                for connection in self._heard_from():
                    yield from self._hear(self._workers[connection])
                yield from self._dismiss_overdue()
        finally:
            for worker in list(self._workers.values()):
                worker.process.kill()
                worker.end()

    def _has_work(self) -> bool:
        return bool(self._waiting or self._suspects or any(worker.tasks for worker in self._workers.values()))

    def _start_workers(self) -> bool:
        needed = min(self._jobs, len(self._waiting) + len(self._suspects) + len(self._workers))
        while len(self._workers) < needed and self._failed_starts < FAILED_STARTS:
            self._start()
        return bool(self._workers)

    def _start(self) -> None:
        forks = _can_fork()
        context: ForkContext | SpawnContext = get_context("fork") if forks else get_context("spawn")
        try:
            ours, theirs = context.Pipe()
        except OSError:
            self._failed_starts += 1
            return
        foreign = [ours, *self._workers] if forks else []
        process = context.Process(
            target=serve, args=(theirs, foreign, tuple(self._front_ends), self._limits), daemon=True
        )
        try:
            with warnings.catch_warnings():
                # idle threads of native libraries; Python's own were ruled out
                warnings.simplefilter("ignore", DeprecationWarning)
                process.start()
            self._workers[ours] = _Worker(process, ours)
        except Exception:  # noqa: BLE001 - no processes here, for one of many reasons: the work is done without
            ours.close()
            self._failed_starts += 1
        finally:
            theirs.close()

    def _heard_from(self) -> list[Connection]:
        """The pipes of workers that said something or died; waits until the first deadline."""
        before = monotonic()
        patience = max(0.0, min(self._deadline(worker) for worker in self._workers.values()) - before)
        heard = wait(list(self._workers), None if patience == float("inf") else patience)
        if monotonic() - before > patience + 1:
            # this process itself was stopped (Ctrl-Z), and its workers with it
            for worker in self._workers.values():
                worker.since = monotonic()
        return cast("list[Connection]", heard)

    def _deadline(self, worker: _Worker) -> float:
        if not worker.ready:
            return worker.since + START_SECONDS
        return worker.since + 3 * self._limits.seconds if worker.tasks else float("inf")

    def _hear(self, worker: _Worker) -> Iterator[tuple[Task, Answer]]:
        try:
            message = worker.connection.recv_bytes()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        worker.since = monotonic()
        if worker.ready:
            index = worker.tasks.popleft()
            self._accused.discard(index)
            yield self._tasks[index], msgspec.msgpack.decode(message, type=Answer)
        elif message == READY:
            worker.ready, self._failed_starts = True, 0
        if not worker.tasks:
            self._feed(worker)

    def _feed(self, worker: _Worker) -> None:
        chunk = self._chunk()
        if not chunk:
            return
        try:
            worker.connection.send_bytes(msgspec.msgpack.encode([self._tasks[index] for index in chunk]))
            worker.tasks.extend(chunk)
        except OSError:
            # it died idle; its end of the pipe will tell, and the chunk goes to another
            self._waiting.extendleft(reversed(chunk))

    def _chunk(self) -> list[int]:
        """Tasks for one message; a file on which a worker died goes alone, so that it can take no other with it."""
        if self._suspects:
            return [self._suspects.popleft()]
        share = min(LARGEST_CHUNK, max(SMALLEST_CHUNK, self._bytes // (3 * self._jobs)))
        chunk: list[int] = []
        size = 0
        while self._waiting and (size < share or not chunk):
            index = self._waiting.popleft()
            # an empty file costs a message too
            size += len(self._tasks[index].file.content) + 500
            self._bytes -= len(self._tasks[index].file.content)
            chunk.append(index)
        return chunk

    def _dismiss_overdue(self) -> Iterator[tuple[Task, Answer]]:
        now = monotonic()
        for worker in list(self._workers.values()):
            if self._deadline(worker) <= now and not worker.connection.poll():
                worker.process.kill()
                yield from self._bury(worker, overdue=True)

    def _bury(self, worker: _Worker, *, overdue: bool = False) -> Iterator[tuple[Task, Answer]]:
        """Take the worker's tasks back, all but the one it died on, if that is the second time or took too long."""
        del self._workers[worker.connection]
        exit_code = worker.end()
        if not worker.ready:
            self._failed_starts += 1
        if not worker.tasks:
            return
        index = worker.tasks.popleft()
        self._waiting.extendleft(reversed(worker.tasks))
        if overdue or exit_code == -TIME_IS_UP:
            yield self._tasks[index], Answer(failure=_too_slow(self._limits))
        elif index in self._accused:
            yield self._tasks[index], Answer(failure=_deadly(exit_code))
        else:
            # once can be chance: the system may have ended the worker for what others used
            self._accused.add(index)
            self._suspects.append(index)


def _can_fork() -> bool:
    """Forking is ten times as fast as starting anew, but unsafe beside running threads and outside Linux."""
    return sys.platform == "linux" and threading.active_count() == 1


def _too_slow(limits: Limits) -> Failure:
    return Failure("timeout", f"took longer than {limits.seconds:g} seconds to analyse and was given up")


def _deadly(exit_code: int) -> Failure:
    cause = f"exit code {exit_code}"
    with suppress(ValueError):
        cause = Signals(-exit_code).name
    return Failure("worker-died", f"ended the process that analysed it, twice ({cause})")
