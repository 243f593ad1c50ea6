"""A Decomposition comes in; out goes one self-contained HTML file for architects, readable without network or scripts."""

from decompose.result.decomposition import Decomposition


def render(decomposition: Decomposition) -> str:
    """The report as the text of one HTML document; the same result gives the same bytes."""
    from .page import page

    return page(decomposition)
