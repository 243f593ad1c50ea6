"""A cache of facts on disk: from front end and content digest to the encoded facts of that content."""

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from decompose.errors import Problem


class FactsCache:
    """Facts by front end and digest. Never fails: what is wrong with the file on disk ends up in `problems`."""

    problems: tuple[Problem, ...]

    def load(self, front_end: str, digests: Iterable[str]) -> dict[str, bytes]:
        """The encoded facts of those digests that are known."""
        raise NotImplementedError

    def store(self, front_end: str, facts: Iterable[tuple[str, bytes]]) -> None:
        """Remember encoded facts by digest."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        raise NotImplementedError

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        raise NotImplementedError


def open_cache(folder: Path | None = None) -> FactsCache:
    """The cache in `folder`, else (None, or a folder that cannot be written) in the user's cache directory."""
    raise NotImplementedError
