"""From a result and one of its modules to what its functions and classes changed with: history is gone through once more.

This is asked for module by module: to read old versions of every file would cost more than all the rest of an analysis.
"""

from functools import cache
from pathlib import Path

from decompose.design.past.inside import Inside, Touch, inside_of
from decompose.errors import DecomposeError
from decompose.evidence.part import PartReader, touched
from decompose.evidence.unit import UnitKind
from decompose.evidence.visit import Historian, Visit
from decompose.pipeline.asked import mining_of
from decompose.pipeline.reading import read_past
from decompose.plugins import analyzers
from decompose.repository.running import GitUnavailableError
from decompose.repository.source import SourceFile
from decompose.repository.versions import Place, versions_of
from decompose.result.decomposition import Decomposition
from decompose.settings import Settings

VISITS = 500
"""Commits of one module that are looked into, newest first; chosen: years of the busiest, read in seconds."""


def look_inside(root: Path, decomposition: Decomposition, module: str, settings: Settings) -> Inside:
    """With which contexts the functions and classes of a module changed.

    Raises DecomposeError where git has no history of `root`, or nobody knows the parts of such a file.
    """
    reader, visits = _reader(module), _visits(root, decomposition, module, settings)
    wanted = [visit for visit in visits if visit.path and visit.old_path]
    versions = _versions(root, wanted, settings.max_file_size)
    parts = cache(lambda content: reader.parts(SourceFile(module, content, "")))
    touches = [
        Touch(touched(old, parts(old), new, parts(new)), visit.others)
        for visit, new, old in zip(wanted, versions[::2], versions[1::2], strict=True)
        if new is not None and old is not None
    ]
    newest = next((content for content in versions[::2] if content is not None), b"")
    today = [part.name for part in parts(newest)]
    return inside_of(module, today, touches, decomposition.catalog.context_of(), len(wanted) - len(touches))


def _reader(module: str) -> PartReader:
    for analyzer in analyzers():
        for front_end in analyzer.front_ends:
            if isinstance(front_end, PartReader) and front_end.wants(module):
                return front_end
    raise DecomposeError(f"the parts of {module} are not told apart.", "Name a module of Python.")


def _visits(root: Path, decomposition: Decomposition, module: str, settings: Settings) -> tuple[Visit, ...]:
    historian = next((analyzer for analyzer in analyzers() if isinstance(analyzer, Historian)), None)
    history, problems = read_past(root, settings)
    if history is None or historian is None:
        reason = "; ".join(problem.message for problem in problems) or "no analyzer goes through it"
        raise DecomposeError(f"the history cannot be looked into: {reason}.", "Old versions are read from git alone.")
    roles = {unit.id: unit.role for unit in decomposition.units if unit.kind is UnitKind.MODULE}
    return historian.visits(history, roles, mining_of(settings), module)[:VISITS]


def _versions(root: Path, visits: list[Visit], max_file_size: int) -> list[bytes | None]:
    """For each visit the version after it and the one before."""
    places: list[Place] = []
    for visit in visits:
        places += [(visit.commit, visit.path), (f"{visit.commit}^", visit.old_path)]
    try:
        return [content for _, content in versions_of(root, places, max_file_size)]
    except GitUnavailableError as error:
        raise DecomposeError(f"old versions cannot be read: {error.problem.message}.") from None
