"""The options that several commands share: settings on the command line, and documents to write."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from decompose.settings import Configuration, Settings, configure

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_SETTINGS: tuple[Decorator, ...] = (
    click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files that match (repeatable)."),
    click.option(
        "--source-roots",
        "source_roots",
        multiple=True,
        metavar="FOLDER",
        help="A folder that imports start from (repeatable, in order); found unless told.",
    ),
    click.option(
        "--roles",
        multiple=True,
        metavar="GLOB=ROLE",
        help="What files are for where their paths mislead: product, test, migration, generated, vendored or tooling "
        "(repeatable, the last that covers a file holds).",
    ),
    click.option(
        "--max-file-size", type=int, metavar="BYTES", help="Leave out larger files (1 MB unless told otherwise)."
    ),
    click.option("--revision", metavar="REV", help="Read this commit from git instead of the files on disk."),
    click.option("--git/--no-git", default=None, help="Whether to read git history."),
    click.option("--history", type=click.Path(), help="Read history from this file instead of git (see the README)."),
    click.option(
        "--evidence",
        multiple=True,
        type=click.Path(),
        metavar="FILE",
        help="Units and evidence from elsewhere, in lines of JSON (repeatable; see `decompose schema evidence`).",
    ),
    click.option("--since", metavar="DAY", help="Ignore commits before this day (YYYY-MM-DD)."),
    click.option("--max-commits", type=int, metavar="N", help="Read at most the newest N commits."),
    click.option("--largest-commit", type=int, metavar="N", help="Leave out commits of more product modules (30)."),
    click.option("--join-tickets/--no-join-tickets", default=None, help="Commits that name one ticket are one change."),
    click.option("--join-minutes", type=int, metavar="N", help="So are an author's commits so close to each other."),
    click.option("--half-life", type=int, metavar="DAYS", help="Days after which a common change counts half."),
    click.option("--algorithm", type=click.Choice(["leiden", "louvain"]), help="Community detection."),
    click.option("--resolution", metavar="X", help="Above 0; larger gives more contexts; `auto` lets the data choose."),
    click.option(
        "--boundaries/--no-boundaries",
        default=None,
        help="Whether what decompose.contexts.toml says of contexts holds (it does unless told otherwise).",
    ),
    click.option("--seed", type=int, help="Seed of the community detection."),
    click.option("-j", "--jobs", type=int, help="Worker processes; 0 means one per processor."),
    click.option("--cache/--no-cache", default=None, help="Whether to keep the facts of unchanged files."),
    click.option("--cache-dir", type=click.Path(), help="Where to keep them, instead of the user's cache folder."),
    click.option(
        "--authors",
        type=click.Choice(["pseudonyms", "names"]),
        help="What to call people who commit (pseudonyms unless told otherwise; mails are never kept).",
    ),
    click.option(
        "--link",
        metavar="URL",
        help="Where places in code are shown, with {path} and {line} in it (`https://HOST/REPO/blob/REV/{path}#L{line}`).",
    ),
    click.option("--config", type=click.Path(path_type=Path), help="Read settings from this TOML file."),
    click.option("--isolated", is_flag=True, help="Ignore settings files and environment."),
)


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for every setting; the command receives them by name, None or empty where not given."""
    for option in reversed(_SETTINGS):
        command = option(command)
    return command


def configuration_of(root: Path, options: Mapping[str, Any]) -> Configuration:
    """The effective settings for `root` from what the command received, the environment and the project's file."""
    given = {
        name.replace("_", "-"): value
        for name, value in options.items()
        if name in Settings.__struct_fields__ and value is not None and value != ()
    }
    if "resolution" in given and given["resolution"] != "auto":
        given["resolution"] = _number(given["resolution"])
    return configure(root, given, os.environ, options.get("config"), isolated=bool(options.get("isolated")))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is neither a number nor `auto`", param_hint="--resolution") from error


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add -o FORMAT=FILE, repeatable, and --force; the command receives `outputs` and `force`."""
    forced = click.option("--force", is_flag=True, help="With -o: overwrite files that are not by decompose, too.")
    return click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        metavar="FORMAT=FILE",
        help="Write the result in this format (repeatable; `-` is standard output). Formats: text, html, md, json, "
        "partition and whatever else is installed.",
    )(forced(command))
