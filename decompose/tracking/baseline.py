"""The baseline: the edges that were there when the boundaries were accepted, as text and back.

One edge a line, as a JSON array, sorted: two branches that each add or remove edges merge without a conflict, a review
shows one line for one coupling, and every name fits. The first line names the format. It is a file of its own, beside
the contexts that people edit, so that it can be made again at any time without touching what they wrote.
"""

import json
import re
from collections.abc import Iterable

import msgspec

from decompose import __version__
from decompose.errors import DecomposeError
from decompose.tracking.conflict import refuse_conflicts
from decompose.tracking.edge import Edge

HEADER = f'{{"decompose": "baseline", "version": 1, "tool": "{__version__}"}}'
KNOWN = re.compile(r'\{"decompose": "baseline", "version": 1(?:, "tool": "([^"]*)")?\}')
"""Headers that are read; the first ones did not say which version of decompose had made them."""

REMEDY = "Run `decompose analyze` and `decompose accept` to write it again."


def render_baseline(edges: Iterable[Edge]) -> str:
    """The text of a baseline file."""
    return "\n".join((HEADER, *(_line(edge) for edge in sorted(set(edges))))) + "\n"


def parse_baseline(text: str, name: str) -> frozenset[Edge]:
    """The edges of a baseline file called `name`; raises DecomposeError with the line that is wrong."""
    refuse_conflicts(text, name, REMEDY)
    lines = text.split("\n")
    if not KNOWN.fullmatch(lines[0].strip()):
        raise DecomposeError(f"{name}:1: this is no baseline of a version that decompose reads.", REMEDY)
    return frozenset(_edge(line, f"{name}:{number}") for number, line in enumerate(lines[1:], 2) if line.strip())


def maker_of(text: str) -> str:
    """The version of decompose that made a baseline file, "" if it does not say so."""
    found = KNOWN.fullmatch(text.partition("\n")[0].strip())
    return (found[1] or "") if found else ""


def _line(edge: Edge) -> str:
    """JSON that stays readable in every alphabet; half surrogates, which are bytes of a path that is no UTF-8, are escaped."""
    text = json.dumps(msgspec.structs.astuple(edge), ensure_ascii=False)
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text)


def _edge(line: str, place: str) -> Edge:
    try:
        return Edge(*msgspec.convert(json.loads(line), tuple[str, str, str, str, str]))
    except (ValueError, msgspec.MsgspecError, RecursionError) as cause:
        raise DecomposeError(f"{place}: this line is no edge: {cause}.", REMEDY) from cause
