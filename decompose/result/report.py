"""The contract of a report pack: one format, from a `Decomposition` to the text of a document."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from decompose.result.decomposition import Decomposition


class Report(Struct, frozen=True):
    """One output format: `render` is a pure function from the result to the text of the document.

    `name` is what the user types (`-o name=path`), `suffix` the ending a file of this format usually has (`.md`).
    `show`, where a format has it, draws the same on a rich console, which decides on width and colour. `mark` is a regular
    expression found in the first 4,000 characters of every document of this format, and hardly in a file by anyone else:
    a file without it is not overwritten.
    """

    name: str
    summary: str
    render: Callable[[Decomposition], str]
    suffix: str
    show: Callable[[Decomposition, Any], None] | None = None  # Any: rich is not imported for a type
    mark: str = "decompose"
