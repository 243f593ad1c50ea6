"""From two revisions to the commit at which their lines part."""

from pathlib import Path

from decompose.errors import DecomposeError
from decompose.repository.running import GitUnavailableError
from decompose.repository.shadow import shadow_of

DEEPER = "Fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout."


def common_ancestor(root: Path, one: str, other: str) -> str:
    """The id of the newest commit that both revisions come from; raises DecomposeError where git knows none."""
    try:
        with shadow_of(root, one) as first:
            _known(root, one, first.head, shallow=first.shallow)
        with shadow_of(root, other) as shadow:
            _known(root, other, shadow.head, shallow=shadow.shallow)
            told = shadow.run("merge-base", first.head, shadow.head)
    except GitUnavailableError as error:
        raise DecomposeError(f"{root} cannot be compared with {other!r}: {error.problem.message}.") from None
    found = told.stdout.decode("ascii", "replace").strip()
    if told.returncode or not found:
        known = f"{one} and {other} have no commit in common, as far as git knows."
        raise DecomposeError(known, DEEPER if shadow.shallow else "Compare with a branch that this one comes from.")
    return found


def _known(root: Path, revision: str, head: str, *, shallow: bool) -> None:
    if not head:
        deeper = f" {DEEPER}" if shallow else ""
        raise DecomposeError(f"{root} has no commit {revision!r}.", f"`git fetch origin` brings branches.{deeper}")
