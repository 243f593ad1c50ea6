"""Whether a document may be written to a place: from its file to nothing, or a refusal."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from decompose.errors import DecomposeError

HEAD = 4_000
"""Characters at the beginning of a file, by which its maker is known."""


def keep_foreign(file: str, marks: Iterable[str]) -> None:
    """Raises DecomposeError if `file` holds something that has none of the marks by which our documents are known.

    Empty files, pipes and devices hold nothing that could be lost; `-` is standard output.
    """
    head = "" if file == "-" else _head(Path(file))
    if head.strip() and not any(re.search(mark, head) for mark in marks):
        raise DecomposeError(
            f"{file} is there already and was not written by decompose.", "Choose another file, or add --force."
        )


def refuse_links(file: str, tree: Path) -> None:
    """Raises DecomposeError if `file` is a link in the analysed `tree` or lies behind one.

    Whoever wrote the tree has chosen where its links lead; links elsewhere are the user's own.
    """
    place = Path(os.path.abspath(file))  # noqa: PTH100 - as it is written: resolving would follow the link
    if file == "-" or not any(part.is_symlink() and _is_within(part, tree) for part in (place, *place.parents)):
        return
    raise DecomposeError(f"{file} leads through a link in {tree}.", "Choose another file, or add --force.")


def _is_within(link: Path, tree: Path) -> bool:
    """Whether a link stands in a folder; what it leads to does not matter."""
    try:
        return link.parent.resolve().is_relative_to(tree.resolve())
    except (OSError, RuntimeError):  # links that lead to themselves
        return True


def _head(file: Path) -> str:
    """How a regular file begins; "" for what is none or cannot be read: writing tells what is wrong with that."""
    try:
        if not file.is_file():
            return ""
        with file.open("rb") as stream:
            return stream.read(4 * HEAD).decode("utf-8", "replace")[:HEAD]
    except (OSError, ValueError):
        return ""
