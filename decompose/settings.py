"""Settings: from the command line, the environment and one TOML file to the values the pipeline hands to its stages.

Precedence: command line, then `DECOMPOSE_*` variables, then `--config FILE`, then the project's file, then the defaults.
The project's file is `decompose.toml` or `[tool.decompose]` of `pyproject.toml`, in the analysed folder or the nearest
folder above it up to the root of its checkout.
"""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from decompose.errors import DecomposeError, Location
from decompose.evidence.options import LARGEST
from decompose.evidence.unit import Role
from decompose.result.links import is_template

PREFIX = "DECOMPOSE_"


class TeamSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """A team: its people, called as git calls them or by pseudonym, and patterns of the paths it owns."""

    members: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class Settings(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Everything a user can set, with its default; names are kebab-case in files and upper snake case in the environment.

    `source-roots` are the folders that imports start from, in the order in which Python searches them (found where unset);
    `roles` say what files are for where their paths mislead, as `GLOB=ROLE`, the last that covers a file holds;
    `revision` is a commit to read instead of the files on disk; `history` a file made by the documented git command, used
    instead of git; `evidence` files of units and evidence from elsewhere, in lines of JSON; `since` a day (YYYY-MM-DD)
    before which commits are ignored; commits of more than `largest-commit` product modules say nothing of what belongs
    together; those that name the same ticket are one change if `join-tickets`, those of one author within `join-minutes`
    of each other too (0: never); after `half-life` days a common change counts half (0: all count alike);
    `resolution` above 0, larger for more contexts, or `auto`; `jobs` 0 means one worker per processor;
    `boundaries` says whether what `decompose.contexts.toml` says of contexts holds, or all is found as if it were not there;
    `cache-dir` is the folder for the facts of known files, the user's cache folder unless set; `authors` tells whether
    people who commit have pseudonyms or names; `teams` who belongs to which team and what it owns, instead of CODEOWNERS
    (`[teams.checkout]` with `members` and `paths`); `business-weights` how much contexts are worth to the business beside
    others of 1, by id or name (`[business-weights]` with `checkout = 3`); `link` is the address at which a place in code is
    shown, with {path} from the top of the checkout and {line} in it.
    """

    exclude: tuple[str, ...] = ()
    source_roots: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    max_file_size: int = 1_000_000
    revision: str = ""
    git: bool = True
    history: str = ""
    evidence: tuple[str, ...] = ()
    since: str = ""
    max_commits: int = 0
    largest_commit: int = LARGEST
    join_tickets: bool = False
    join_minutes: int = 0
    half_life: int = 0
    algorithm: Literal["leiden", "louvain"] = "leiden"
    resolution: float | Literal["auto"] = "auto"
    seed: int = 0
    jobs: int = 0
    cache: bool = True
    cache_dir: str = ""
    boundaries: bool = True
    authors: Literal["pseudonyms", "names"] = "pseudonyms"
    teams: dict[str, TeamSetting] = {}
    business_weights: dict[str, float] = {}
    link: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.resolution, float) and not 0 < self.resolution < 1000:
            raise ValueError('`resolution` must be a number above 0 and below 1000, or "auto"')
        if self.since and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", self.since):
            raise ValueError("`since` must be a day, written YYYY-MM-DD")
        for root in self.source_roots:
            if root.startswith("/") or ".." in root.split("/"):
                raise ValueError(f"`source-roots`: {root!r} is no folder below the analysed one")
        for told in self.roles:
            pattern, _, role = told.rpartition("=")
            if not pattern or role not in list(Role):
                raise ValueError(f"`roles`: {told!r} is not GLOB=ROLE with a role of {', '.join(Role)}")
        for name in ("max_file_size", "max_commits", "join_minutes", "half_life", "jobs", "seed"):
            if getattr(self, name) < 0:
                raise ValueError(f"`{name.replace('_', '-')}` cannot be negative")
        if self.largest_commit < 2:
            raise ValueError("`largest-commit` must be at least 2")
        if self.seed >= 1 << 32:
            raise ValueError("`seed` must be below 4294967296")
        if self.link and not is_template(self.link):
            raise ValueError(
                "`link` must be an address (https://…) with {path} in it, such as https://HOST/REPO/blob/REV/{path}#L{line}"
            )
        _check_teams(self.teams)
        for name, weight in self.business_weights.items():
            if not 0 < weight <= 100:
                raise ValueError(f"`business-weights`: {name!r} needs a number above 0 and up to 100")


def _check_teams(teams: Mapping[str, TeamSetting]) -> None:
    team_of: dict[str, str] = {}
    for name in sorted(teams):
        for member in teams[name].members:
            if "@" in member:
                raise ValueError("`teams` call people by their names in git, or by pseudonyms, never by mails")
            if team_of.setdefault(member.casefold(), name) != name:
                raise ValueError(f"`teams` put one person into both {team_of[member.casefold()]} and {name}")


class Configuration(Struct, frozen=True):
    """The effective settings and, for each of them by its name in files, where the value came from."""

    settings: Settings
    origins: dict[str, str]


def configure(
    root: Path, options: Mapping[str, Any], environment: Mapping[str, str], config: Path | None, isolated: bool = False
) -> Configuration:
    """The settings for analysing `root`; raises DecomposeError for a broken or contradictory file, naming the place."""
    file = None if isolated else config or project_file(root)
    layers: list[tuple[str, Mapping[str, Any]]] = []
    if file is not None:
        layers.append((file.name, _from_file(file)))
    layers.append(("environment", _from_environment({} if isolated else environment)))
    layers.append(("command line", options))
    values: dict[str, Any] = {}
    origins = dict.fromkeys(_names(), "default")
    for origin, layer in layers:
        for name, value in layer.items():
            values[name], origins[name] = value, origin
    try:
        return Configuration(msgspec.convert(values, Settings), origins)
    except msgspec.ValidationError as error:
        raise DecomposeError(
            f"settings: {_plain(error)}.", "`decompose config show` tells where each value comes from."
        ) from error


def project_file(root: Path) -> Path | None:
    """The nearest settings file at or above `root`, not above the checkout that holds it; two in one folder are refused."""
    for folder in _upwards(root.resolve()):
        own, shared = folder / "decompose.toml", folder / "pyproject.toml"
        in_shared = shared.is_file() and "decompose" in _parse(shared).get("tool", {})
        if own.is_file() and in_shared:
            raise DecomposeError(
                f"settings stand both in {own} and in [tool.decompose] of {shared}.", "Keep one of them."
            )
        if own.is_file() or in_shared:
            return own if own.is_file() else shared
    return None


def _upwards(root: Path) -> list[Path]:
    folders = [root, *root.parents]
    top = next((index for index, folder in enumerate(folders) if (folder / ".git").exists()), 0)
    return folders[: top + 1]


def _from_file(path: Path) -> dict[str, Any]:
    document = _parse(path)
    table = document.get("tool", {}).get("decompose", {}) if path.name == "pyproject.toml" else document
    if not isinstance(table, dict):
        raise DecomposeError(
            f"{path}: [tool.decompose] is not a table.", "Write the settings as `name = value` lines below it."
        )
    for name in table:
        if name not in _names():
            raise DecomposeError(f"{_place(path, name)}: there is no setting {name!r}.", _suggestion(name))
    try:
        msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        name = _culprit(error)
        raise DecomposeError(
            f"{_place(path, name)}: {_plain(error)}.", "`decompose schema config` describes every setting."
        ) from error
    if "cache-dir" in table:
        remedy = f"Use --cache-dir or {PREFIX}CACHE_DIR."
        raise DecomposeError(
            f"{_place(path, 'cache-dir')}: a file that belongs to the code may not say where to write.", remedy
        )
    if table.get("history"):
        table["history"] = str(_inside(path, "history", table["history"]))
    if table.get("evidence"):
        table["evidence"] = [str(_inside(path, "evidence", name)) for name in table["evidence"]]
    return table


def _inside(path: Path, setting: str, name: str) -> Path:
    """The file `name` beside the settings; elsewhere is refused, since whoever wrote the settings may not be trusted."""
    folder = path.parent.resolve()
    file = (folder / name).resolve()
    if not file.is_relative_to(folder):
        raise DecomposeError(
            f"{_place(path, setting)}: {name!r} is outside this folder.", f"Use --{setting} FILE instead."
        )
    return file


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise DecomposeError(f"{path}: not valid TOML: {error}.", "Mend the file or pass --isolated.") from error
    except RecursionError as error:  # tomllib descends once per bracket
        raise DecomposeError(
            f"{path}: not valid TOML: nested too deeply.", "Mend the file or pass --isolated."
        ) from error
    except OSError as error:
        raise DecomposeError(
            f"{path} cannot be read: {error.strerror}.", "Check its name and permissions, or pass --isolated."
        ) from error
    except ValueError as error:  # not UTF-8, or an integer of thousands of digits
        raise DecomposeError(
            f"{path}: cannot be read as TOML: {error}.", "Mend the file or pass --isolated."
        ) from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """The values of `DECOMPOSE_*` variables; an unknown one is refused as an unknown setting is."""
    values: dict[str, Any] = {}
    for variable in sorted(environment):
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower().replace("_", "-")
        if name not in _names():
            near = get_close_matches(name, _names(), n=1)
            remedy = (
                f"Did you mean {_variable(near[0])}?" if near else f"There are: {', '.join(map(_variable, _names()))}."
            )
            raise DecomposeError(f"environment: there is no setting for {variable}.", remedy)
        values[name] = _typed(name, environment[variable], variable)
    return values


def _variable(name: str) -> str:
    return PREFIX + name.upper().replace("-", "_")


def _typed(name: str, text: str, variable: str) -> Any:
    """The text of a variable as the setting's type: lists are separated by commas, switches say true or false."""
    field = next(field for field in msgspec.structs.fields(Settings) if field.encode_name == name)
    raw: Any = [part for part in text.split(",") if part] if field.type == tuple[str, ...] else text
    try:
        return msgspec.convert(raw, field.type, strict=False)
    except msgspec.ValidationError as error:
        wrong = f"{text!r} is neither true nor false" if field.type is bool else _plain(error)
        raise DecomposeError(f"environment: {variable}: {wrong}.", "`decompose schema config` describes it.") from error


def _names() -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(Settings)]


def _suggestion(name: str) -> str:
    near = get_close_matches(name, _names(), n=1)
    return f"Did you mean {near[0]!r}?" if near else "There are: " + ", ".join(_names()) + "."


def _place(path: Path, name: str) -> Location:
    """The line of the file that sets `name`, for a message the user can click."""
    lines = path.read_text("utf-8-sig").splitlines()
    pattern = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    line = next((number for number, text in enumerate(lines, 1) if pattern.match(text)), 0)
    return Location(str(path), line)


def _culprit(error: msgspec.ValidationError) -> str:
    """The setting that a message is about: `$.name` of the library's own messages, the quoted name of ours."""
    named = re.search(r"`\$\.([\w-]+)", str(error)) or re.search(r"`([\w-]+)`", str(error))
    return named[1] if named else ""


def _plain(error: msgspec.ValidationError) -> str:
    """The library's message in the user's words: ``Expected `int` - at `$.jobs` `` is ``jobs: expected `int` ``."""
    message, _, place = str(error).rstrip(".").partition(" - at ")
    return f"{place.strip('`').removeprefix('$.')}: {message[:1].lower()}{message[1:]}" if place else message
