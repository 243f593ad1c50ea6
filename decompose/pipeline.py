"""The stages in their order: from a folder and settings to a `Decomposition`. The only reader of settings."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from decompose import __version__
from decompose.errors import DecomposeError
from decompose.settings import Settings

if TYPE_CHECKING:
    from decompose.evidence.findings import Findings
    from decompose.repository.source import Repository
    from decompose.result.decomposition import Decomposition

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much; a stage is over when both are equal."""
