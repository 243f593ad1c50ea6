"""Front ends for tests: one that counts words, and does something terrible on request."""

import os
import signal
import time
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from decompose.evidence.contract import Contract
from decompose.evidence.unit import Role, Unit
from decompose.repository.source import SourceFile


class WordFacts(Struct, frozen=True):
    """How often each word occurs."""

    words: tuple[tuple[str, int], ...]


def nested(depth: int) -> list[object]:
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    return value


class Words:
    """Counts words; the first word of a file can make it misbehave."""

    name = "words"
    facts: type[Struct] = WordFacts
    is_source = True

    def __init__(self, version: str = "1") -> None:
        self.version = version

    def wants(self, path: str, told: Role | None = None) -> bool:
        return path.endswith(".py")

    def extract(self, file: SourceFile) -> WordFacts:
        words = file.content.decode().split()
        match words[:1]:
            case ["crash"]:
                os.kill(os.getpid(), signal.SIGSEGV)
            case ["sleep"]:
                time.sleep(600)
            case ["spin"]:
                while True:
                    pass
            case ["toil"]:
                end = time.process_time() + 0.15
                while time.process_time() < end:
                    pass
            case ["raise"]:
                raise ValueError("not my kind of file")
            case ["recurse"]:
                repr(nested(1_000_000))
            case ["devour"]:
                return WordFacts((("x" * 10**10, 1),))
            case ["exit"]:
                os._exit(3)
            case ["whoami"]:
                return WordFacts((("process", os.getpid()),))
            case ["talk"]:
                os.write(1, b"I am talking\n")
                os.write(2, b"I am talking\n")
        return WordFacts(tuple(sorted(Counter(words).items())))

    def contracts(self, file: SourceFile, units: Sequence[Unit]) -> tuple[Contract, ...]:
        return ()


class Letters(Words):
    """Another language: text files."""

    name = "letters"

    def wants(self, path: str, told: Role | None = None) -> bool:
        return path.endswith((".txt", "both.py"))


class Refusing(Words):
    """Fails on every file, so that whatever it has facts of came from a cache."""

    def extract(self, file: SourceFile) -> WordFacts:
        raise ValueError("asked although it is known")


class Unpicklable(Words):
    """Cannot be sent to a process that was started anew."""

    def __init__(self) -> None:
        super().__init__()
        self.nothing = lambda: None
