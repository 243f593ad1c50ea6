"""`decompose what-if`: what a move, merge or split would do to measures, ledger and transactions, before anyone commits to it."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from decompose.cli.voice import Voice, voice_options

if TYPE_CHECKING:
    from decompose.plan.decisions import Decisions
    from decompose.result.decomposition import Decomposition
    from decompose.tracking.boundary_trial import Trial
    from decompose.tracking.moves import Move
    from decompose.tracking.what_if import Effect

OPTIONS = (
    ("--move", "UNIT=CONTEXT", "A module, pattern or `table:NAME` belongs to a context; `+NAME` is a new one."),
    ("--merge", "A=B", "The context A becomes part of B."),
    ("--split", "CONTEXT[=N]", "The context falls into 2 or N parts, where its coupling is weakest."),
    ("--kernel", "UNIT", "A module or pattern is part of the shared kernel."),
    ("--together", "UNIT,UNIT", "These modules are in one context."),
    ("--apart", "UNIT,UNIT", "No two of these are in one context."),
    ("--name", "CONTEXT=NAME", "What the context is called."),
)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option, value, text in reversed(OPTIONS):
        command = click.option(option, multiple=True, metavar=value, help=f"{text} Repeatable.")(command)
    return command


@click.command("what-if", short_help="Say what a move, merge or split of contexts would do.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@_options
@click.option("--why", default="", metavar="TEXT", help="The reason, written with the lines.")
@click.option("--write", is_flag=True, help="Write the lines to PATH/decompose.contexts.toml.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@voice_options
def what_if(path: Path, why: str, write: bool, form: str, voice: Voice, **moves: tuple[str, ...]) -> None:
    """Say what each move would do to the contexts last found at PATH, alone and all together.

    Measures, cuts, split transactions, owners of tables and verdicts are told as they are and as they would be, with the
    lines of decompose.contexts.toml that make it so. Nothing is written without --write.
    """
    from decompose.cli.workspace import result_at
    from decompose.pipeline.deciding import reconsider
    from decompose.tracking.boundary_trial import Trial

    decomposition = result_at(path)
    tried = _moves(decomposition, moves, why)
    if not tried:
        raise click.UsageError("say what to try, for example --move UNIT=CONTEXT.")
    trial = Trial(decomposition, path if path.is_dir() else None)
    before = reconsider(decomposition, trial.hand)
    alternatives = [[each] for each in tried] + ([tried] if len(tried) > 1 else [])
    effects = [_effect(trial, decomposition, before, moves) for moves in alternatives]
    _tell(effects, form, voice)
    if write:
        voice.note(f"wrote {trial.write(tried)}: commit it, and analyse again")


def _moves(decomposition: "Decomposition", asked: dict[str, tuple[str, ...]], why: str) -> "list[Move]":
    """What was asked for, in the order of the options."""
    from decompose.tracking import moves
    from decompose.tracking.moves import explained

    return [
        explained(getattr(moves, option.removeprefix("--"))(decomposition, value), why)
        for option, _, _ in OPTIONS
        for value in asked[option.removeprefix("--")]
    ]


def _effect(trial: "Trial", decomposition: "Decomposition", before: "Decisions", moves: "list[Move]") -> "Effect":
    from decompose.pipeline.deciding import reconsider
    from decompose.tracking.what_if import effect

    after = reconsider(decomposition, trial.hand_with(moves))
    said = moves[0].said if len(moves) == 1 else f"all {len(moves)} together"
    return effect(said, trial.lines(moves), before, after, decomposition.graph)


def _tell(effects: "Iterable[Effect]", form: str, voice: Voice) -> None:
    if form == "json":
        import msgspec

        sys.stdout.write(msgspec.json.format(msgspec.json.encode(list(effects))).decode() + "\n")
        return
    from decompose.cli.explanation import show
    from decompose.tracking.what_if_told import told

    console = voice.console(sys.stdout)
    for number, each in enumerate(effects):
        if number:
            console.print()
        show(told(each), console)
