"""The two committed files on disk: the only part of tracking that reads or writes."""

from pathlib import Path

from decompose.errors import DecomposeError
from decompose.evidence.findings import Findings
from decompose.result.decomposition import Decomposition
from decompose.result.writing import write
from decompose.tracking.accept import boundaries_of
from decompose.tracking.baseline import parse_baseline, render_baseline
from decompose.tracking.boundary import Boundaries, assign
from decompose.tracking.boundary_file import parse, render
from decompose.tracking.edge import Edge, edges_of

CONTEXTS = "decompose.contexts.toml"
BASELINE = "decompose.baseline.jsonl"
ACCEPT = "Run `decompose analyze` and `decompose accept`, and commit the two files they write."


def write_acceptance(decomposition: Decomposition, root: Path) -> tuple[Path, ...]:
    """Freeze what was found in `root`: the contexts, unless they were accepted before, and every edge across them.

    An existing boundary file is people's work and stays as it is: the baseline is then made by its boundaries. Both
    files appear whole or not at all. The paths written, in that order.
    """
    contexts, baseline = root / CONTEXTS, root / BASELINE
    first = not contexts.exists()
    boundaries = boundaries_of(decomposition) if first else read_boundaries(contexts)
    findings = Findings(units=decomposition.units, evidence=decomposition.evidence, problems=decomposition.problems)
    edges = edges_of(findings, boundaries, assign(findings, boundaries))
    if first:
        write(contexts, render(boundaries).encode())
    write(baseline, render_baseline(edges).encode())
    return (contexts, baseline) if first else (baseline,)


def read_boundaries(path: Path) -> Boundaries:
    """The boundaries in a file; raises DecomposeError if it is missing, unreadable or wrong, with line and suggestion."""
    return parse(_text(path), path.name)


def read_baseline(path: Path) -> frozenset[Edge]:
    """The accepted edges in a file; a missing file is a DecomposeError, not an empty baseline."""
    return parse_baseline(_text(path), path.name)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError as cause:
        raise DecomposeError(f"there is no {path}.", ACCEPT) from cause
    except UnicodeDecodeError as cause:
        raise DecomposeError(
            f"{path.name} is not UTF-8: {cause.reason} at byte {cause.start}.", "Save it as UTF-8."
        ) from cause
    except (OSError, ValueError) as cause:
        reason = getattr(cause, "strerror", None) or str(cause)
        raise DecomposeError(f"cannot read {path.name}: {reason}.", "Check the path and its permissions.") from cause
