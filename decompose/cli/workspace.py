"""The folder `.decompose` of an analysed tree, where the last result is kept; a private one where that cannot be written."""

from hashlib import blake2b
from math import inf
from pathlib import Path

from decompose.cli.voice import Voice
from decompose.errors import DecomposeError
from decompose.evidence.unit import UnitKind
from decompose.result.decomposition import Decomposition

RESULT = "result.json"


def keep_result(decomposition: Decomposition, root: Path, voice: Voice) -> str:
    """Save the result for later commands, in the tree or, where that is read-only, in the user's cache folder.

    Its digest, "" if it could not be kept anywhere.
    """
    from decompose.result.store import save
    from decompose.result.writing import write

    workspace = root / ".decompose"
    try:
        _refuse_links(workspace)
        write(workspace / ".gitignore", b"*\n")
        return save(decomposition, workspace / RESULT)
    except DecomposeError:
        private = _private(root)
        try:
            digest = save(decomposition, private)
        except DecomposeError as error:
            voice.note(f"decompose: the result is not kept: {error} Use -o json=FILE.")
            return ""
        voice.note(f"decompose: {root} is not writable; the result is in {private}")
        return digest


def _refuse_links(workspace: Path) -> None:
    """A link that came with the analysed tree could lead the writing anywhere."""
    if any(place.is_symlink() for place in (workspace, workspace / ".gitignore", workspace / RESULT)):
        raise DecomposeError(f"{workspace} is a link, or holds one.")


def result_at(place: Path) -> Decomposition:
    """The result in a file, or the last one of an analysed folder; raises DecomposeError if there is none."""
    from decompose.result.store import load

    if not place.is_dir():
        return load(place)
    return load(_kept(place))


def changed_since(place: Path, decomposition: Decomposition) -> int:
    """How many of the analysed files of a folder were written since its last result, or are gone."""
    told = _kept(place).stat().st_mtime
    paths = {unit.location.path for unit in decomposition.units if unit.kind is UnitKind.MODULE}
    return sum(1 for path in paths if _written(place / path) > told)


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return inf


def _kept(place: Path) -> Path:
    for kept in (place / ".decompose" / RESULT, _private(place)):
        if kept.exists():
            return kept
    raise DecomposeError(f"{place} has no result yet.", f"Run `decompose analyze {place}` first.")


def _private(root: Path) -> Path:
    """A place in the user's cache folder that belongs to this tree alone."""
    from platformdirs import user_cache_path

    key = blake2b(str(root.resolve()).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return user_cache_path("decompose") / key / RESULT
