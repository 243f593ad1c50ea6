"""The contract of a report pack: one format, from a `Decomposition` to the text of a document."""

from collections.abc import Callable

from msgspec import Struct

from decompose.result.decomposition import Decomposition


class Report(Struct, frozen=True):
    """One output format: `render` is a pure function from the result to the text of the document.

    `name` is what the user types (`-o name=path`), `suffix` the ending a file of this format usually has (`.md`).
    """

    name: str
    summary: str
    render: Callable[[Decomposition], str]
    suffix: str
