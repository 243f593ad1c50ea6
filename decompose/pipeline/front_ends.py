"""The installed analyzers and their front ends: which files of a tree any of them wants."""

from collections.abc import Callable
from functools import cache

from decompose.evidence.analyzer import FrontEnd
from decompose.plugins import analyzers


def front_ends() -> tuple[FrontEnd, ...]:
    """Each front end once, in the order in which analyzers name them."""
    return tuple({front_end.name: front_end for one in analyzers() for front_end in one.front_ends}.values())


def wanted(beside: bool = True) -> Callable[[str], bool]:
    """Whether any front end wants a path; without `beside` only those count whose files are source of the system."""
    asked = [one for one in front_ends() if beside or one.is_source]
    # a history names the same files again and again
    return cache(lambda path: any(front_end.wants(path) for front_end in asked))
