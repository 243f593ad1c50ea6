"""JSON: the whole result, as it is saved; its schema is `decompose schema result`."""

from decompose.result.decomposition import Decomposition
from decompose.result.store import to_bytes


def render(decomposition: Decomposition) -> str:
    """The result as JSON."""
    return to_bytes(decomposition).decode("utf-8")
