"""The facts of Python and SQL files → what the system's tables tell: who defines, reads, writes, joins and commits them."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from decompose.evidence.analyzer import Corpus, FrontEnd
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role
from decompose.repository.collector import untie

from ..python.analyzer import python_findings
from ..python.names.program import Program, program_of
from .access.callers import Callers
from .access.constants import SqlConstants
from .access.inherited import add_accesses_of_heirs, add_accesses_of_objects
from .access.notes import Seen
from .access.parameters import add_accesses_of_callers
from .access.sql_in_code import SqlTexts, accesses_of, joins_of
from .access.triggers import Routines, add_effects
from .access.visiting import Visitor
from .schema.declared import classes_of
from .schema.disagreement import bounded
from .schema.sources import sources_of
from .schema.sql_files import of_statements
from .scopes import Scopes
from .telling import all_statements, findings_of, names_of
from .text.scripts import schema_scripts
from .text.statement import Statement
from .transactions.texts import file_transactions
from .transactions.transactions import transactions_of
from .values.callees import Callees
from .values.evaluation import Evaluation

ROUNDS = 6
"""Calls deep that what a caller gives is followed (chosen)."""


READ = frozenset((Role.PRODUCT, Role.MIGRATION))


class SqlAnalyzer(Struct, frozen=True):
    """Tables, and what the code does to them, through ORM and SQL text."""

    front_ends: tuple[FrontEnd, ...]
    name: str = "sql"

    def analyze(self, corpus: Corpus) -> Findings:
        """The findings of one corpus.

        What tests, generated and vendored files do to tables is not read: fixtures write every table, no boundary hangs on
        them, and in many systems they are most of the text. What they define is known all the same.
        """
        program = corpus.derive(program_of)
        scopes = {path: Scopes(path, module.facts) for path, module in program.modules.items()}
        classes = classes_of(program, scopes)
        sources = sources_of(program, scopes, classes, corpus.facts("sql"))
        schema = sources.models
        evaluation = Evaluation(program, scopes, classes, schema)
        texts = SqlTexts(corpus.facts("sql"))
        read = {path: module for path, module in scopes.items() if program.modules[path].role in READ}
        constants = SqlConstants(read, evaluation, texts)
        seen = {path: Visitor(module, evaluation, texts, constants).visit() for path, module in read.items()}
        for path in sorted(read.keys() & _learn_from_callers(seen, evaluation)):
            seen[path] = Visitor(scopes[path], evaluation, texts, constants).visit()
        _tell_unused(constants, seen)
        callees = Callees(evaluation)
        add_accesses_of_callers(seen, evaluation, texts, callees)
        add_accesses_of_heirs(seen, evaluation)
        add_accesses_of_objects(seen, evaluation, callees)
        files = corpus.facts("sql")
        statements = all_statements(seen, files)
        names = names_of((*schema.tables, *sources.left.tables), statements)
        by_file = [facts.statements for facts in files.values()]
        by_file += [tuple(each for _, each in one.statements) for one in seen.values()]
        add_effects(seen, Routines(by_file, names))
        in_code, waiting = transactions_of(scopes, seen, evaluation, callees, corpus.derive(python_findings))
        migrations = {path for path, module in program.modules.items() if module.role is Role.MIGRATION}
        migrations |= schema_scripts(files, texts.loaded, scopes)
        run = {path: facts for path, facts in files.items() if path not in migrations}
        transactions = (*in_code, *file_transactions(run))
        found = findings_of(schema, scopes, seen, files, transactions, sources.left, migrations)
        in_texts = of_statements(list(sources.mapped), _of_product(seen, program))
        untie(evaluation)
        problems = tuple(sorted({*found.problems, *sources.problems, *bounded(in_texts)}))
        return replace(found, runs=waiting, problems=problems)


def _of_product(seen: Mapping[str, Seen], program: Program) -> dict[str, list[tuple[int, Statement]]]:
    """The statements in the texts of product code that change the schema; those of migrations are looked at with these."""
    found: dict[str, list[tuple[int, Statement]]] = {}
    for path in (each for each in seen if program.modules[each].role is Role.PRODUCT):
        changing = (each for each in seen[path].statements if each[1].changes)
        found[path] = sorted(changing, key=lambda each: each[0])
    return found


def _learn_from_callers(seen: Mapping[str, Seen], evaluation: Evaluation) -> set[str]:
    """Finds out what parameters are, a call deeper each round; the modules whose accesses that changes."""
    learned: set[str] = set()
    callers = Callers(seen, evaluation)
    for _ in range(ROUNDS):
        unknown = sorted(evaluation.meanings.asked - set(evaluation.meanings.given))
        given = callers.given(unknown)
        if not given and len(unknown) == len(evaluation.meanings.asked - set(evaluation.meanings.given)):
            break
        evaluation.learn(given)
        callers.ask_again()
        learned.update(function.partition("::")[0] for function, _ in given)
    return learned


def _tell_unused(constants: SqlConstants, seen: dict[str, Seen]) -> None:
    """SQL kept in a name that nothing evidently uses counts where it is written."""
    for reference in sorted(set(constants.statements) - constants.used):
        path, scope = constants.places[reference]
        for line, statement in constants.statements[reference]:
            seen[path].statements.append((line, statement))
            seen[path].accesses.extend(accesses_of(statement, scope, line))
            seen[path].joins.extend(joins_of(statement, scope, line))
