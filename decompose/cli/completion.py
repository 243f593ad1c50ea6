"""`decompose completion`: the script that makes a shell complete commands and options."""

import click


@click.command(short_help="Print the completion script for a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell; `eval "$(decompose completion bash)"` turns it on."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    root = click.get_current_context().find_root()
    click.echo(kind(root.command, {}, "decompose", "_DECOMPOSE_COMPLETE").source())
