"""`decompose schema`: the JSON Schema of what the tool writes and reads."""

import click


@click.command(short_help="Print the JSON Schema of what the tool writes and reads.")
@click.argument("name", type=click.Choice(["result", "config", "evidence", "check"]), default="result")
def schema(name: str) -> None:
    """Print the JSON Schema of the result, of the settings file, of one line of evidence from elsewhere, or of a check."""
    import msgspec

    from decompose.evidence.lines import Line
    from decompose.result.schema import result_schema, schema_of
    from decompose.settings import Settings
    from decompose.tracking.checked import Checked

    types = {"config": Settings, "evidence": Line, "check": Checked}
    document = result_schema() if name == "result" else schema_of(types[name], name)
    click.echo(msgspec.json.format(msgspec.json.encode(document)).decode())
