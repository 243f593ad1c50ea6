"""Contracts: what callers of a class or function rely on, exactly as its source says."""

from msgspec import Struct

from decompose.errors import Location


class Contract(Struct, frozen=True):
    """The contract of one unit of a façade.

    `signatures` are one line for a function; for a class its header, then one line for each public method, in the order of
    the source. `summary` is the first line of the docstring, or "".
    """

    unit: str
    location: Location
    signatures: tuple[str, ...]
    summary: str = ""
