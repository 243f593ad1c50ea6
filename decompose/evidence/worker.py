"""One worker: from chunks of tasks on a pipe to encoded facts on the same pipe, one message a file, in order."""

import faulthandler
import gc
import os
import resource
import signal
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
from msgspec import Struct

from decompose.evidence.analyzer import FrontEnd
from decompose.repository.source import SourceFile


class Task(Struct, frozen=True):
    """One file for the front end with this index."""

    front_end: int
    file: SourceFile


class Failure(Struct, frozen=True):
    """Why there are no facts of a file: the code and the sentence of the problem that will tell it."""

    code: str
    message: str


class Limits(Struct, frozen=True):
    """What one worker may use: `seconds` of processor time a file, and `memory` in bytes of address space.

    By the clock a file may take three times as long, so that a busy machine changes no result.
    """

    seconds: float = 10.0
    memory: int = 1_500_000_000


class Answer(Struct, frozen=True, array_like=True):
    """What comes back for one task: encoded facts or the failure."""

    facts: bytes = b""
    failure: Failure | None = None


READY = b"ready"
TIME_IS_UP = signal.SIGPROF


def attempt(front_end: FrontEnd, file: SourceFile) -> Answer:
    """The facts of one file; a front end that raises against its contract costs this file only."""
    try:
        return Answer(msgspec.msgpack.encode(front_end.extract(file)))
    except (RecursionError, MemoryError):
        return Answer(failure=Failure("too-complex", "is nested too deeply, or needs more memory than one file may"))
    except Exception as error:  # noqa: BLE001 - the analyzer may be anybody's, and the file is told with its reason
        reason = f"{type(error).__name__}: {error}"[:200]
        return Answer(failure=Failure("analyzer-failed", f"the {front_end.name} analyzer failed on it ({reason})"))


def serve(
    connection: Connection, foreign: Sequence[Connection], front_ends: Sequence[FrontEnd], limits: Limits
) -> None:
    """The life of a worker process: it ends when the other end of its pipe is closed.

    `foreign` are ends of pipes that a forked process inherits; held open, they would hide the death of the parent.
    """
    for inherited in foreign:
        inherited.close()
    _settle(limits)
    connection.send_bytes(READY)
    decoder = msgspec.msgpack.Decoder(list[Task])
    with suppress(EOFError, ConnectionError):
        while True:
            _work(connection, decoder.decode(connection.recv_bytes()), front_ends, limits)
            gc.collect()


def _work(connection: Connection, tasks: list[Task], front_ends: Sequence[FrontEnd], limits: Limits) -> None:
    for task in tasks:
        signal.setitimer(signal.ITIMER_PROF, limits.seconds)
        answer = attempt(front_ends[task.front_end], task.file)
        signal.setitimer(signal.ITIMER_PROF, 0)
        connection.send_bytes(msgspec.msgpack.encode(answer))


def _settle(limits: Limits) -> None:
    """Ctrl-C is the parent's to handle; no word on the terminal; no collector; a timer that ends even native code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(TIME_IS_UP, signal.SIG_DFL)
    faulthandler.disable()
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    gc.freeze()
    gc.disable()
    _bound_memory(limits.memory)


def _bound_memory(memory: int) -> None:
    """The limit counts from what a forked process inherits; where the system knows no such limit there is none."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = _address_space() + memory
        if hard == resource.RLIM_INFINITY or limit < hard:
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _address_space() -> int:
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0
