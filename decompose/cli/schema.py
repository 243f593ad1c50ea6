"""`decompose schema`: the JSON Schema of what the tool writes and reads."""

import click


@click.command(short_help="Print the JSON Schema of the result or of the settings.")
@click.argument("name", type=click.Choice(["result", "config"]), default="result")
def schema(name: str) -> None:
    """Print the JSON Schema of the result or of the settings file."""
    import msgspec

    from decompose.result.schema import result_schema, schema_of
    from decompose.settings import Settings

    document = result_schema() if name == "result" else schema_of(Settings, name)
    click.echo(msgspec.json.format(msgspec.json.encode(document)).decode())
