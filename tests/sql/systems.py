"""Small systems from texts: files in, findings of the SQL analyzer out, through the real front ends."""

from hashlib import blake2b

from decompose.analyzers.python.names.program import program_of
from decompose.analyzers.sql import SQL
from decompose.analyzers.sql.schema.declared import classes_of
from decompose.analyzers.sql.schema.sources import schema_of
from decompose.analyzers.sql.schema.wording import columns_told, targets_of
from decompose.analyzers.sql.scopes import Scopes
from decompose.evidence.analyzer import Corpus
from decompose.evidence.evidence import Evidence
from decompose.evidence.findings import Findings
from decompose.repository.source import SourceFile


def analyzed_files(files: dict[str, str]) -> Findings:
    """The findings of a system of files by path."""
    return SQL.analyze(corpus_of(files))


def corpus_of(files: dict[str, str]) -> Corpus:
    """The facts of a system of files by path."""
    sources = [
        SourceFile(path, text.encode(), blake2b(text.encode()).hexdigest()) for path, text in sorted(files.items())
    ]
    facts = {
        front.name: {source.path: front.extract(source) for source in sources if front.wants(source.path)}
        for front in SQL.front_ends
    }
    return Corpus(facts)


def declared(files: dict[str, str]) -> dict[str, str]:
    """The columns of every table that is declared, in words."""
    program = corpus_of(files).derive(program_of)
    scopes = {path: Scopes(path, module.facts) for path, module in program.modules.items()}
    schema = schema_of(program, scopes, classes_of(program, scopes))
    points = targets_of(schema.foreign_keys)
    return {table.name: columns_told(table, points) for table in schema.tables}


def told(findings: Findings, kind: str) -> list[tuple[str, str]]:
    """Source and target of all evidence of one kind, without the mark of tables, sorted, each once."""
    pairs = {(piece.source, piece.target) for piece in findings.evidence if piece.kind == kind}
    return sorted((source.removeprefix("table:"), target.removeprefix("table:")) for source, target in pairs)


def pieces(findings: Findings, kind: str, target: str) -> list[Evidence]:
    """The evidence of one kind about one table."""
    return [piece for piece in findings.evidence if piece.kind == kind and piece.target == f"table:{target}"]


def tables(findings: Findings) -> list[str]:
    """The names of all tables."""
    return [unit.id.removeprefix("table:") for unit in findings.units if unit.kind == "table"]


def codes(findings: Findings) -> list[str]:
    """The codes of all problems."""
    return sorted(problem.code for problem in findings.problems)
