"""The two committed files on disk: the only part of tracking that reads or writes."""

from pathlib import Path

from decompose.contexts.hand.hand import Hand
from decompose.errors import DecomposeError
from decompose.evidence.findings import Findings
from decompose.result.decomposition import Decomposition
from decompose.result.writing import write
from decompose.tracking.accept import completed, render_boundaries
from decompose.tracking.baseline import maker_of, parse_baseline, render_baseline
from decompose.tracking.boundary import Boundaries, assign
from decompose.tracking.boundary_file import parse
from decompose.tracking.edge import Edge, edges_of

CONTEXTS = "decompose.contexts.toml"
BASELINE = "decompose.baseline.jsonl"
ACCEPT = "Run `decompose analyze` and `decompose accept`, and commit the two files they write."


def write_acceptance(decomposition: Decomposition, root: Path) -> tuple[Path, ...]:
    """Freeze what was found in `root`: the contexts, unless they were accepted before, and every edge across them.

    An existing boundary file is people's work and stays as it is, or is completed where it lists no modules: the
    baseline is then made by its boundaries. Both files appear whole or not at all. The paths written, in that order.
    """
    contexts, baseline = root / CONTEXTS, root / BASELINE
    before = read_text(contexts) if contexts.exists() else ""
    text = completed(before, parse(before, CONTEXTS), decomposition) if before else render_boundaries(decomposition)
    boundaries = parse(text, CONTEXTS)
    findings = Findings(units=decomposition.units, evidence=decomposition.evidence, problems=decomposition.problems)
    edges = edges_of(findings, boundaries, assign(findings, boundaries))
    if text != before:
        write(contexts, text.encode())
    write(baseline, render_baseline(edges).encode())
    return (contexts, baseline) if text != before else (baseline,)


def read_boundaries(path: Path) -> Boundaries:
    """The boundaries in a file; raises DecomposeError if it is missing, unreadable or wrong, with line and suggestion."""
    return parse(read_text(path), path.name)


def read_hand(root: Path) -> Hand:
    """What people said of the contexts of the tree at `root`: nothing where it has no boundary file."""
    path = root / CONTEXTS
    return read_boundaries(path).hand() if path.is_file() else Hand()


def read_baseline(path: Path) -> frozenset[Edge]:
    """The accepted edges in a file; a missing file is a DecomposeError, not an empty baseline."""
    return parse_baseline(read_text(path), path.name)


def maker_of_baseline(path: Path) -> str:
    """The version of decompose that wrote the accepted edges, "" if the file does not say so."""
    return maker_of(read_text(path))


def read_text(path: Path) -> str:
    """The text of a file of people, with line ends of Unix; raises DecomposeError if it cannot be had."""
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
