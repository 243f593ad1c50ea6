"""`decompose schema`: the JSON Schema of what the tool writes and reads."""

import click


@click.command(short_help="Print the JSON Schema of the result, the settings or evidence from elsewhere.")
@click.argument("name", type=click.Choice(["result", "config", "evidence"]), default="result")
def schema(name: str) -> None:
    """Print the JSON Schema of the result, of the settings file, or of one line of evidence from elsewhere."""
    import msgspec

    from decompose.evidence.lines import Line
    from decompose.result.schema import result_schema, schema_of
    from decompose.settings import Settings

    document = result_schema() if name == "result" else schema_of(Settings if name == "config" else Line, name)
    click.echo(msgspec.json.format(msgspec.json.encode(document)).decode())
