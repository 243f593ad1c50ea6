"""`with` blocks, what a stack enters, and decorators of a module → the transactions that they are.

A context manager of the tree that begins nothing, but commits in the end, makes last what was pending before it too.
"""

from collections.abc import Iterator

from decompose.evidence.transaction import TransactionKind

from ...python.facts import Call, Expression, With
from ..scopes import MODULE, Scopes, calls_in, keyword, last_name
from ..values.evaluation import Evaluation
from .commits import Commits
from .region import Region
from .words import BEGINS, CONNECTIONS, ENTERS, MARKS, STACKS


class Blocks:
    """Finds what begins a transaction, also where a context manager or decorator of the tree does."""

    def __init__(self, evaluation: Evaluation, commits: Commits) -> None:
        self._evaluation = evaluation
        self._commits = commits
        self._known: dict[str, bool] = {}

    def of(self, module: Scopes) -> Iterator[Region]:
        """The transactions of a module, those within another one left out: they are parts of it."""
        for block in module.facts.withs:
            beginning = next((item for item, _ in block.items if self._begins(module, block.scope, item)), None)
            if beginning is not None and not self._within_another(module, block):
                yield self._region(module, block.scope, range(block.line, block.end_line), beginning)
            elif any(isinstance(item, Call) and last_name(item.function) in STACKS for item, _ in block.items):
                yield from self._entered(module, block)
        for scope, each in enumerate(module.facts.definitions):
            if each.kind == "function":
                around = max(each.parent, MODULE)
                beginning = next((item for item in each.decorators if self._begins(module, around, item)), None)
                if beginning is not None:
                    kind, marks = TransactionKind.FUNCTION, _marks(beginning)
                    ends = self._only_ends(module, around, beginning)
                    yield Region(module.path, scope, each.line, each.end_line, each.line, kind, True, marks, ends)

    def _region(self, module: Scopes, scope: int, lines: range, beginning: Expression) -> Region:
        """A block from the first to the last of some lines, or from the commit before where only its end commits."""
        kind, first = TransactionKind.BLOCK, lines.start
        ends = scope != MODULE and self._only_ends(module, scope, beginning)
        if ends:
            earlier = [line for line in self._commits.lines(module.path, scope) if line < first]
            first = max([module.definition(scope).line, *(line + 1 for line in earlier)])
        return Region(module.path, scope, first, lines.stop, lines.start, kind, True, _marks(beginning), ends)

    def _entered(self, module: Scopes, block: With) -> Iterator[Region]:
        """`stack.enter_context(transaction())` within `with ExitStack() as stack`: from there to the end of the block."""
        stacks = {target for _, target in block.items if isinstance(target, str)}
        for call in module.calls(block.scope):
            owner, _, name = call.function.rpartition(".") if isinstance(call.function, str) else ("", "", "")
            is_here = owner in stacks and block.line <= call.line <= block.end_line
            if is_here and name in ENTERS and call.arguments and self._begins(module, block.scope, call.arguments[0]):
                yield self._region(module, block.scope, range(call.line, block.end_line), call.arguments[0])

    def _only_ends(self, module: Scopes, scope: int, expression: Expression) -> bool:
        """Whether a context manager or decorator of the tree commits in the end, and nothing in it begins a transaction."""
        function = called(expression)
        reference = self._evaluation.meanings.resolved(module.path, scope, str(function))
        path, _, name = (reference or "").partition("::")
        tree = self._evaluation.scopes.get(path)
        if not isinstance(function, str) or tree is None or name not in tree.index_of:
            return False
        inside = _inside(tree, name)
        items = [item for block in tree.facts.withs if block.scope in inside for item, _ in block.items]
        begins = any(last_name(call.function) in BEGINS for each in inside for call in tree.calls(each))
        commits = any(self._commits.lines(path, each) for each in inside)
        is_function = tree.definition(inside[0]).kind == "function"
        return is_function and commits and not begins and not any(self._begins(tree, inside[0], item) for item in items)

    def _within_another(self, module: Scopes, block: With) -> bool:
        """Whether a block lies in another transaction of its function, which makes it a savepoint of that."""
        definition = module.definition(block.scope)
        if any(self._begins(module, max(definition.parent, MODULE), each) for each in definition.decorators):
            return True
        around = (
            each
            for each in module.facts.withs
            if each.scope == block.scope
            and each.line <= block.line
            and block.end_line <= each.end_line
            and each is not block
        )
        return any(self._begins(module, each.scope, item) for each in around for item, _ in each.items)

    def _begins(self, module: Scopes, scope: int, expression: Expression) -> bool:
        function = called(expression)
        name = last_name(function)
        if name in BEGINS or (name == "using" and "writer" in str(function)):
            return True
        reference = (
            self._evaluation.meanings.resolved(module.path, scope, function) if isinstance(function, str) else None
        )
        if name == "writer" and reference is not None and "enginefacade" in reference:
            return True
        if self._is_connection(module, scope, expression):
            return True
        return bool(reference) and self._is_transactional(reference or "")

    def _is_connection(self, module: Scopes, scope: int, expression: Expression) -> bool:
        """Whether a block is entered with a connection of a library that commits at the end of it."""
        values: list[Expression] = [expression]
        if isinstance(expression, str):
            values += [each.value for each in module.assigned(scope, expression)]
            if not module.is_bound_around(scope, expression):
                reference = self._evaluation.meanings.resolved(module.path, scope, expression)
                values += self._evaluation.program.values(reference or "")
        for value in values:
            if isinstance(value, Call) and last_name(value.function) == "connect" and isinstance(value.function, str):
                reference = self._evaluation.meanings.resolved(module.path, scope, value.function) or ""
                if reference.removeprefix("external:").partition(".")[0] in CONNECTIONS:
                    return True
        return False

    def _is_transactional(self, reference: str) -> bool:
        """Whether a context manager or decorator of the tree begins or commits a transaction itself, or returns what does."""
        if reference not in self._known:
            self._known[reference] = False
            path, _, name = reference.partition("::")
            module = self._evaluation.scopes.get(path)
            if module is not None and name in module.index_of:
                self._known[reference] = self._begins_or_commits(module, name)
        return self._known[reference]

    def _begins_or_commits(self, module: Scopes, name: str) -> bool:
        inside = _inside(module, name)
        definition = module.definition(inside[0])
        is_manager = any("contextmanager" in last_name(called(each)) for each in definition.decorators)
        is_decorator = len(inside) > 1 and definition.kind == "function"
        is_class = f"{name}.__exit__" in module.index_of
        if not (is_manager or is_decorator or is_class):
            returned = (call for use in module.returns(inside[0]) for call in calls_in(use.expression))
            return any(self._begins(module, inside[0], call) for call in returned)
        begins = any(
            self._begins(module, block.scope, item)
            for block in module.facts.withs
            if block.scope in inside
            for item, _ in block.items
        )
        return begins or any(self._commits.lines(module.path, scope) for scope in inside)


def _inside(module: Scopes, name: str) -> list[int]:
    """The scopes of a function or class and of those in it."""
    definitions = enumerate(module.facts.definitions)
    return [scope for scope, each in definitions if each.name == name or each.name.startswith(name + ".")]


def called(expression: Expression) -> Expression:
    """The function of a call, or the expression itself."""
    return expression.function if isinstance(expression, Call) else expression


def _marks(expression: Expression) -> tuple[str, ...]:
    found = {MARKS[name]} if (name := last_name(called(expression))) in MARKS else set()
    if isinstance(expression, Call) and keyword(expression, "durable") == "True":
        found.add("durable")
    return tuple(sorted(found))
