"""Whether a document may take the place of what is there: from its file to nothing, or a refusal."""

import re
from collections.abc import Iterable
from pathlib import Path

from decompose.errors import DecomposeError
from decompose.result.report import Report

HEAD = 4_000
"""Characters at the beginning of a file, by which its maker is known."""


def keep_foreign(file: str, known: Iterable[Report]) -> None:
    """Raises DecomposeError if `file` holds something that is no document of any of the `known` formats.

    Empty files, pipes and devices hold nothing that could be lost; `-` is standard output.
    """
    head = "" if file == "-" else _head(Path(file))
    if head.strip() and not any(re.search(report.mark, head) for report in known):
        raise DecomposeError(
            f"{file} is there already and was not written by decompose.", "Choose another file, or add --force."
        )


def _head(file: Path) -> str:
    """How a regular file begins; "" for what is none or cannot be read: writing tells what is wrong with that."""
    try:
        if not file.is_file():
            return ""
        with file.open("rb") as stream:
            return stream.read(4 * HEAD).decode("utf-8", "replace")[:HEAD]
    except (OSError, ValueError):
        return ""
