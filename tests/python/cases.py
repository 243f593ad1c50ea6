"""From a case file to a small tree of Python files and the findings expected of it, one line each."""

from pathlib import Path

from msgspec import Struct

from decompose.analyzers.python import PYTHON, PYTHON_SOURCE
from decompose.analyzers.python.facts import PythonFacts
from decompose.analyzers.python.names.program import Program, program_of
from decompose.evidence.analyzer import NOTHING_TOLD, Corpus
from decompose.evidence.findings import Findings
from decompose.evidence.options import Options
from decompose.repository.source import SourceFile

FOLDER = Path(__file__).parent.parent / "cases" / "python"


class Case(Struct, frozen=True):
    """A tree by path, and the expected lines in order."""

    files: dict[str, str]
    expected: tuple[str, ...]


def read_case(path: Path) -> Case:
    """Sections begin with `== path`; the last one is `== expected`; what stands before the first tells the story."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in path.read_text().splitlines():
        if line.startswith("== "):
            lines = sections.setdefault(line.removeprefix("== "), [])
        else:
            lines.append(line)
    expected = tuple(line for line in sections.pop("expected") if line)
    return Case({name: "\n".join(text) + "\n" for name, text in sections.items()}, expected)


def facts_of(files: dict[str, str]) -> dict[str, PythonFacts]:
    """The facts of a tree written as texts."""
    return {path: PYTHON_SOURCE.extract(SourceFile(path, files[path].encode(), "")) for path in sorted(files)}


def corpus_of(files: dict[str, str], options: Options = NOTHING_TOLD) -> Corpus:
    """The corpus of a tree written as texts."""
    return Corpus({"python": facts_of(files)}, options=options)


def program(files: dict[str, str]) -> Program:
    """The program of a tree written as texts."""
    return program_of(corpus_of(files))


def told(findings: Findings) -> tuple[str, ...]:
    """Evidence and problems as lines: kind, source, target, flags (but whether a result is used, which has a test); sorted."""
    flags = {row: [flag for flag in row.flags if flag != "discarded"] for row in findings.evidence}
    rows = (
        f"{row.kind} {row.source} -> {row.target}{' [' + ' '.join(flags[row]) + ']' if flags[row] else ''}"
        for row in findings.evidence
    )
    problems = (f"problem {problem.code} {problem.location}" for problem in findings.problems)
    return tuple(sorted({*rows, *problems}))


def findings_of(files: dict[str, str], options: Options = NOTHING_TOLD) -> Findings:
    """What the analyzer says of a tree."""
    return PYTHON.analyze(corpus_of(files, options))
