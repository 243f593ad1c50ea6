"""`decompose config show`: every setting with its effective value and where it came from."""

from pathlib import Path
from typing import Any

import click

from decompose.cli.options import configuration_of, settings_options


@click.group()
def config() -> None:
    """Look at the settings."""


@config.command("show")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@settings_options
def show(path: Path, **options: Any) -> None:
    """Print every setting for analysing PATH as TOML, each with its origin."""
    import msgspec

    configuration = configuration_of(path, options)
    values = msgspec.to_builtins(configuration.settings)
    width = max(map(len, values))
    for name, value in values.items():
        click.echo(f"{name:<{width}} = {_toml(value)}  # {configuration.origins[name]}")


def _toml(value: object) -> str:
    """A value on one line; JSON and TOML agree on strings, numbers, switches and lists of them."""
    import msgspec

    if isinstance(value, dict):
        entries = [f"{msgspec.json.encode(name).decode()} = {_toml(each)}" for name, each in value.items()]
        return f"{{{', '.join(entries)}}}"
    return msgspec.json.encode(value).decode()
