"""What settings ask for, in the words of the stages: which cache, how to read tree and history, who the teams are."""

from collections.abc import Iterable
from glob import escape
from pathlib import Path

import msgspec

from decompose.design.people.teams import Declaration
from decompose.errors import DecomposeError
from decompose.evidence.bundled import bundles
from decompose.evidence.options import Mining, Options
from decompose.evidence.unit import Role
from decompose.repository.cache import FactsCache, open_cache
from decompose.repository.globs import globs_of
from decompose.result.decomposition import Run
from decompose.settings import Settings


def cache_of(settings: Settings) -> FactsCache:
    """The cache that is to be used, opened."""
    return open_cache(Path(settings.cache_dir) if settings.cache_dir else None)


def options_of(settings: Settings, paths: Iterable[str] = ()) -> Options:
    """What the settings, and then the paths, say of the tree; raises DecomposeError for a pattern that is none.

    Libraries that are installed somewhere in it are vendored, unless the settings say otherwise.
    """
    pairs = (told.rpartition("=") for told in settings.roles)
    bundled = tuple((globs_of((f"{escape(folder)}/**",)), Role.VENDORED) for folder in bundles(paths))
    roles = (*bundled, *((globs_of((pattern,)), Role(role)) for pattern, _, role in pairs))
    return Options(tuple(_folder(root) for root in settings.source_roots), roles, mining_of(settings))


def mining_of(settings: Settings) -> Mining:
    """How the settings want history to be read."""
    return Mining(settings.largest_commit, settings.join_tickets, settings.join_minutes, settings.half_life)


def declarations_of(settings: Settings) -> tuple[Declaration, ...]:
    """The teams that the settings declare, by name."""
    teams = sorted(settings.teams.items())
    return tuple(Declaration(name, team.members, globs_of(team.paths)) for name, team in teams)


def detection_of(run: Run) -> Settings:
    """The settings of detection that shaped a result, for the rest the defaults; raises DecomposeError if they are none."""
    values = {name: value for name, value in run.parameters if name in ("algorithm", "resolution", "seed")}
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise DecomposeError(f"the result was made with settings that cannot be: {error}.", "Analyse again.") from error


def _folder(root: str) -> str:
    """A folder as paths of the tree name it: `./src/` is `src`, `.` is the top."""
    return "" if root in (".", "./") else root.removeprefix("./").rstrip("/")
