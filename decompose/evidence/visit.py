"""Visits: the changes of history that touched one module, and what else they touched."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from msgspec import Struct

from decompose.evidence.options import Mining
from decompose.evidence.unit import Role
from decompose.repository.history import History


class Visit(Struct, frozen=True):
    """One commit that changed a module, called `path` after it and `old_path` before ("" if it was not there then).

    `others` are the product modules that changed along, in the same change.
    """

    commit: str
    path: str
    old_path: str
    others: tuple[str, ...]


@runtime_checkable
class Historian(Protocol):
    """An analyzer that can go through history once more, for a single module."""

    def visits(self, history: History, roles: Mapping[str, Role], mining: Mining, module: str) -> tuple[Visit, ...]:
        """Every commit that counts for co-change and changed this module, newest first; `roles` are those of all modules."""
