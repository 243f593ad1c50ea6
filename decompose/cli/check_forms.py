"""What `decompose check` says, in each of its formats: from the result to text, and from `-o FORMAT=FILE` to files."""

from collections.abc import Callable
from pathlib import Path

import click
from msgspec import Struct

from decompose.cli.overwriting import keep_foreign, refuse_links
from decompose.errors import DecomposeError
from decompose.evidence.words import amount
from decompose.result.plain import plain
from decompose.result.writing import write
from decompose.tracking.annotations import to_annotations
from decompose.tracking.check import CheckResult, Violation
from decompose.tracking.checked import to_json
from decompose.tracking.code_quality import to_code_quality
from decompose.tracking.sarif import to_sarif
from decompose.tracking.summary import MAKER, to_markdown


class Places(Struct, frozen=True):
    """How places are called: below which folder, and at which address ("": none) a browser shows them."""

    folder: str = ""
    link: str = ""


class Form(Struct, frozen=True):
    """One format; a file without its `mark`, a regular expression, is not overwritten."""

    render: Callable[[CheckResult, Places], str]
    mark: str


def to_text(result: CheckResult, _places: Places) -> str:
    """Every finding on a line, those that fail the check first, and the counts."""
    lines = [line(violation) for violation in (*result.new, *result.unassigned)]
    return "\n".join([*lines, counts(result)]) + "\n"


FORMS = {
    "text": Form(
        to_text,
        r"(?m)^\d+ new(?: in \d+ findings?)?, \d+ removed, \d+ known|: new-(?:cross-context-edge|shared-table): ",
    ),
    "json": Form(lambda result, _: to_json(result), r'\A\{\s*"new": \['),
    "sarif": Form(lambda result, places: to_sarif(result, places.folder), r'"name": "decompose"'),
    "github": Form(lambda result, places: to_annotations(result, places.folder), r"\A::(?:error|warning) "),
    "gitlab": Form(
        lambda result, places: to_code_quality(result, places.folder), r'\A\[\]\s*\Z|"check_name": "decompose/'
    ),
    "md": Form(lambda result, places: to_markdown(result, places.folder, places.link), rf"\A{MAKER}"),
}


def line(violation: Violation) -> str:
    """One finding as editors and terminals make a link of it."""
    place = f"{violation.location}: " if violation.location else ""
    return plain(f"{place}{violation.level}: {violation.rule}: {violation.message}")


def counts(result: CheckResult) -> str:
    """How many edges are new, removed, known, stale and unsure."""
    edges = sum(len(violation.edges) for violation in result.new)
    findings = f" in {amount(len(result.new), 'finding')}" if edges != len(result.new) else ""
    return (
        f"{edges} new{findings}, {len(result.removed)} removed, {len(result.known)} known, "
        f"{len(result.stale)} stale, {len(result.unsure)} unsure"
    )


def documents_of(outputs: tuple[str, ...], tree: Path, force: bool) -> tuple[tuple[Form, str], ...]:
    """The documents asked for; raises DecomposeError, before any work begins, for one that must not be written."""
    documents = tuple(_document(output) for output in outputs)
    for _, file in documents if not force else ():
        refuse_links(file, tree)
        keep_foreign(file, (form.mark for form in FORMS.values()))
    return documents


def _document(output: str) -> tuple[Form, str]:
    name, equals, file = output.partition("=")
    if name not in FORMS or not equals or not file:
        raise DecomposeError(
            f"-o {output} is no FORMAT=FILE.", f"Formats of a check: {', '.join(FORMS)}; `-f` is for standard output."
        )
    return FORMS[name], file


def write_documents(documents: tuple[tuple[Form, str], ...], result: CheckResult, places: Places) -> None:
    """Put each document where it was asked for; standard output is `-`."""
    for form, file in documents:
        text = form.render(result, places)
        if file == "-":
            click.echo(text, nl=False)
        else:
            write(file, text.encode("utf-8", "backslashreplace"))
