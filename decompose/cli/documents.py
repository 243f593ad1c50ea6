"""Documents: from `-o FORMAT=FILE` to reports written to files or to standard output."""

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from decompose.cli.overwriting import keep_foreign, refuse_links
from decompose.cli.rendered import Rendered
from decompose.errors import DecomposeError
from decompose.plugins import reports
from decompose.result.decomposition import Decomposition
from decompose.result.report import Report
from decompose.result.writing import write as write_document

if TYPE_CHECKING:
    from rich.console import Console


class Document(Struct, frozen=True):
    """One document to write; `file` is `-` for standard output."""

    report: Report
    file: str


def documents_of(outputs: tuple[str, ...], force: bool = False, tree: Path | None = None) -> tuple[Document, ...]:
    """The documents asked for.

    Raises DecomposeError, before any long work begins, for an unknown format and, unless `force`, for a file that is there
    and not by decompose, and for one behind a link in the analysed `tree`.
    """
    known = reports() if outputs else {}
    documents = tuple(_document(output, known) for output in outputs)
    if not force:
        for document in documents:
            if tree is not None:
                refuse_links(document.file, tree)
            keep_foreign(document.file, (report.mark for report in known.values()))
    return documents


def _document(output: str, known: dict[str, Report]) -> Document:
    name, equals, file = output.partition("=")
    if not equals:
        return Document(_by_suffix(output, known), output)
    if name not in known:
        near = get_close_matches(name, known, n=1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(sorted(known))}."
        raise DecomposeError(f"there is no report format {name!r}.", remedy)
    if not file:
        raise DecomposeError(
            f"-o {output} names no file.", f"Write -o {name}=FILE, or -o {name}=- for standard output."
        )
    return Document(known[name], file)


def _by_suffix(file: str, known: dict[str, Report]) -> Report:
    """The one format whose files end as `file` does."""
    fitting = [report for report in known.values() if report.suffix == Path(file).suffix]
    if len(fitting) != 1:
        raise DecomposeError(
            f"-o {file} does not say which format.", f"Write -o FORMAT={file} with one of: {', '.join(sorted(known))}."
        )
    return fitting[0]


def write(documents: tuple[Document, ...], decomposition: Decomposition, rendered: Rendered | None = None) -> None:
    """Put each document where it was asked for, as it was `rendered` before if that is known."""
    for document in documents:
        report = document.report
        text = rendered.text(report, decomposition) if rendered else report.render(decomposition)
        if document.file == "-":
            sys.stdout.write(text)
        else:
            write_document(document.file, text.encode("utf-8", "backslashreplace"))


def show(decomposition: Decomposition, console: "Console") -> None:
    """The summary, drawn on the console, or as the plain document where that is no terminal."""
    summary = reports().get("text")
    if summary is None or summary.show is None:
        raise DecomposeError("no installed pack has a summary for terminals.", "Install decompose again.")
    if console.is_terminal:
        summary.show(decomposition, console)
    else:
        console.file.write(summary.render(decomposition))
