"""`decompose explain`: why a module, an edge, a context or a step is as it is, from the evidence of a saved result."""

import sys
from pathlib import Path
from typing import Any

import click

from decompose.cli.voice import Voice, voice_options

SUBJECTS = {
    "module": 1,
    "edge": 2,
    "context": 1,
    "step": 1,
    "entry": 1,
    "table": 1,
    "transaction": 1,
    "resource": 1,
    "people": 0,
    "measures": 0,
}


@click.command(short_help="Say why, from the evidence of a saved result.")
@click.argument("subject", type=click.Choice(list(SUBJECTS)))
@click.argument("names", nargs=-1, metavar="[NAME [NAME]]")
@click.option("--result", type=click.Path(path_type=Path), default=".", help="A result.json or an analysed folder.")
@click.option(
    "--inside", is_flag=True, help="Of a module: what each of its functions and classes changed with (reads git)."
)
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@voice_options
def explain(subject: str, names: tuple[str, ...], result: Path, inside: bool, form: str, voice: Voice) -> None:
    """Say why: `module NAME` its context, `edge A B` what couples two modules or contexts, `context NAME`, `step N`.

    `entry NAME` tells what an entry point such as "GET /orders" can reach, and what it reads and writes in which order.
    `table NAME` tells what a table holds, who uses it, and what is used together with it; `transaction FUNCTION` what one
    writes, locks and starts, in order; `resource NAME` who uses a cache, queue, file store or service, and where. `people`
    tells who works on what, where teams meet, and which modules are hotspots; `measures` how good the contexts are, beside
    trivial partitions of the same system, and what good is.
    """
    from decompose.cli.workspace import result_at
    from decompose.evidence.words import amount
    from decompose.result.explain import explain as reasons

    if len(names) != SUBJECTS[subject]:
        raise click.UsageError(f"explain {subject} takes {amount(SUBJECTS[subject], 'name')}.")
    if inside and subject != "module":
        raise click.UsageError("--inside is for modules.")
    answer: Any = (
        _inside(result, *names) if inside else getattr(reasons, f"explain_{subject}")(result_at(result), *names)
    )
    if form == "json":
        import msgspec

        sys.stdout.write(msgspec.json.format(msgspec.json.encode(answer)).decode() + "\n")
    else:
        from decompose.cli.explanation import show

        show(answer, voice.console(sys.stdout))


def _inside(place: Path, name: str) -> Any:
    """The explanation of a module with what its parts changed with, from the repository beside the result."""
    import msgspec

    from decompose.cli.options import configuration_of
    from decompose.cli.workspace import result_at
    from decompose.pipeline.dissection import look_inside
    from decompose.result.explain.explain import explain_module
    from decompose.result.explain.inside import inside_section
    from decompose.result.explain.lookup import find_module

    if not place.is_dir():
        raise click.UsageError("--inside reads git: name the analysed folder with --result.")
    decomposition = result_at(place)
    inside = look_inside(
        place, decomposition, find_module(decomposition, name).id, configuration_of(place, {}).settings
    )
    answer = explain_module(decomposition, name)
    sections = (answer.sections[0], inside_section(decomposition, inside), *answer.sections[1:])
    return msgspec.structs.replace(answer, sections=sections)
