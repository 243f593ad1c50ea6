"""SQL that modules and classes keep in names → its statements by name, so that whoever uses the name gets them."""

from collections.abc import Iterator, Mapping

from ...python.facts import Assignment, Expression, Text
from ..scopes import MODULE, Scopes, last_name, parts_of
from ..text.recognising import may_be_sql
from ..text.statement import Statement
from ..values.evaluation import Evaluation
from ..values.values import Place
from .sql_in_code import SqlTexts


class SqlConstants:
    """`OPEN_ITEMS = "SELECT …"` of every module and class: by reference (`path::OPEN_ITEMS`), with who was seen using it."""

    def __init__(self, scopes: Mapping[str, Scopes], evaluation: Evaluation, texts: SqlTexts) -> None:
        self._evaluation = evaluation
        self._texts = texts
        self.statements: dict[str, list[tuple[int, Statement]]] = {}
        self.places: dict[str, tuple[str, int]] = {}
        self.used: set[str] = set()
        for module in scopes.values():
            for assignment in module.facts.assignments:
                if module.definition(assignment.scope).kind != "function":
                    self._collect(module, assignment)
        self.names = {reference.rpartition("::")[2].rpartition(".")[2] for reference in self.statements}

    def _collect(self, module: Scopes, assignment: Assignment) -> None:
        names = [target for target in assignment.targets if isinstance(target, str)]
        if not names:
            return
        found = [
            (assignment.line, statement)
            for text in _texts_in(assignment.value)
            for statement in self._statements(module, assignment, text)
        ]
        for name in names if found else ():
            owner = module.definition(assignment.scope).name
            reference = f"{module.path}::{owner + '.' if owner else ''}{name}"
            self.statements.setdefault(reference, []).extend(found)
            self.places[reference] = (module.path, assignment.scope)

    def _statements(self, module: Scopes, assignment: Assignment, text: Text) -> tuple[Statement, ...]:
        if not may_be_sql(text.value):
            return ()
        filled = self._evaluation.filled(Place(module.path, assignment.scope, assignment.line), text)
        return self._texts.statements(filled, sink=False)

    def holds(self, module: Scopes, assignment: Assignment) -> bool:
        """Whether the texts of an assignment are told where its name is used rather than here."""
        names = [each for each in assignment.targets if isinstance(each, str) and last_name(each) in self.names]
        owner = module.definition(assignment.scope).name
        return any(f"{module.path}::{owner + '.' if owner else ''}{name}" in self.statements for name in names)

    def named(self, module: Scopes, scope: int, name: str) -> list[tuple[int, Statement]]:
        """The statements behind a name as used in a scope."""
        if last_name(name) not in self.names:
            return []
        for reference in self._references(module, scope, name):
            if reference in self.statements:
                self.used.add(reference)
                return self.statements[reference]
        return []

    def _references(self, module: Scopes, scope: int, name: str) -> Iterator[str]:
        head, _, rest = name.partition(".")
        owner = module.enclosing_class(scope)
        if head in {"self", "cls"} and owner is not None and rest:
            reference = module.reference(owner)
            known = self._evaluation.classes.get(reference)
            yield from (f"{base}.{rest}" for base in (reference, *(known.bases if known else ())))
        elif not any(module.assigned(function, head) for function in module.enclosing_functions(scope)):
            yield self._evaluation.meanings.resolved(module.path, scope, name) or ""
            yield f"{module.path}::{name}" if module.assigned(MODULE, name) else ""


def _texts_in(expression: Expression) -> Iterator[Text]:
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Text):
            yield current
        else:
            waiting.extend(reversed(parts_of(current)))
