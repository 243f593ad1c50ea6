"""From pieces of work to their answers, found by forked processes while this one does something else.

A forked process knows all that this one knows and copies nothing; only the answer crosses a pipe, encoded. A process
that dies, or cannot be started, is not missed: its work is done here when somebody asks for the answer.
"""

import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar, cast

import msgspec

from decompose.evidence.worker import withdraw

Answer = TypeVar("Answer")
Work = Callable[[], Answer]


def can_fork() -> bool:
    """Forking is ten times as fast as starting anew, but unsafe beside running threads and outside Linux."""
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def ahead(works: Sequence[Work[Answer]], kind: type[Answer], processes: int) -> Iterator[list[Work[Answer]]]:
    """For each work, begun at once, a call that gives its answer; `kind` is the msgspec type of all answers.

    Works are pure. Each of at most so many processes does its share of them one after another; where there are none, and
    after the end of the context, which ends what still runs, each is done when its answer is called for.
    """
    helpers: list[_Helper] = []
    if can_fork():
        shares = (works[first::processes] for first in range(min(processes, len(works))))
        for share in shares:
            helpers.append(_Helper(share, kind, helpers))
    try:
        yield [cache(partial(_answer, helpers, index, work)) for index, work in enumerate(works)]
    finally:
        for helper in helpers:
            helper.end()


def _answer(helpers: Sequence["_Helper"], index: int, work: Work[Answer]) -> Answer:
    if not helpers:
        return work()
    found = helpers[index % len(helpers)].answer(index // len(helpers))
    # a work that fails in its process fails here again, and here it is told
    return work() if found is None else cast("Answer", found)


class _Helper:
    """A process that does its works in order, and the answers it gave."""

    def __init__(self, works: Sequence[Work[Any]], kind: Any, others: Sequence["_Helper"]) -> None:
        self._kind = kind
        self._answers: list[bytes] = []
        self._connection, theirs = Pipe(duplex=False)
        foreign = [self._connection, *(other._connection for other in others)]
        self._process = get_context("fork").Process(target=_serve, args=(theirs, foreign, works), daemon=True)
        with warnings.catch_warnings(), suppress(OSError):  # no process to be had: the pipe ends at once
            # idle threads of native libraries; Python's own were ruled out
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        theirs.close()

    def answer(self, index: int) -> Any:
        """What it found; None if nothing, or if it died before."""
        with suppress(EOFError, OSError):
            while len(self._answers) <= index:
                self._answers.append(self._connection.recv_bytes())
        packed = self._answers[index] if index < len(self._answers) else b""
        return msgspec.msgpack.decode(packed, type=self._kind) if packed else None

    def end(self) -> None:
        """Nobody waits for it any more."""
        self._connection.close()
        if self._process.pid is not None:
            self._process.kill()
            self._process.join()


def _serve(connection: Connection, foreign: Sequence[Connection], works: Sequence[Work[Any]]) -> None:
    """The life of a helper; `foreign` are ends of pipes that, held open, would hide the death of the parent."""
    for inherited in foreign:
        inherited.close()
    withdraw()
    with suppress(ConnectionError):
        for work in works:
            connection.send_bytes(_packed(work))


def _packed(work: Work[Any]) -> bytes:
    try:
        return msgspec.msgpack.encode(work())
    except Exception:  # noqa: BLE001 - whatever it is, the parent meets it when it does the work itself
        return b""
