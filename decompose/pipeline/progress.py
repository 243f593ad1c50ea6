"""How far a run has come: what is told before and after each stage, to whoever watches."""

from collections.abc import Callable
from typing import TypeVar

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much; a stage is over when both are equal."""

Outcome = TypeVar("Outcome")


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def staged(progress: Progress, name: str, work: Callable[[], Outcome]) -> Outcome:
    """What the work gives, with its begin and end told."""
    progress(name, 0, 1)
    outcome = work()
    progress(name, 1, 1)
    return outcome
