"""What was seen in all modules → transactions, each with the tables written in it and by the functions it calls."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from decompose.errors import Location

from ..python.facts import Call, Expression
from .callees import Callees
from .evaluation import Evaluation
from .notes import CallSite, Seen
from .scopes import MODULE, Scopes, last_name
from .vocabulary import BEGINS, COMMITS

DEEPEST = 6
"""Calls within calls that are followed from a transaction (chosen: beyond it resolution is rarely right)."""

MOST_FUNCTIONS = 300
"""Functions that are followed from one transaction."""

PER_CALL = 0.9
"""What each call on the way takes from the confidence of a write (chosen)."""


class Transaction(NamedTuple):
    """One transaction: the function that holds it, where it begins, and the tables written with their confidence."""

    place: str
    location: Location
    writes: dict[str, float]
    direct: frozenset[str]


class _Region(NamedTuple):
    path: str
    scope: int
    first: int
    last: int
    line: int
    holds_others: bool  # a transaction that begins within joins this one


class Transactions:
    """Finds the transactions of a program and follows the calls in them."""

    def __init__(
        self, scopes: Mapping[str, Scopes], seen: Mapping[str, Seen], evaluation: Evaluation, callees: Callees
    ) -> None:
        self._scopes = scopes
        self._read = tuple(seen)
        self._evaluation = evaluation
        self._callees = callees
        self._writes: dict[tuple[str, int], list[tuple[int, str, float]]] = defaultdict(list)
        self._calls: dict[tuple[str, int], list[CallSite]] = defaultdict(list)
        for path, each in seen.items():
            for access in each.accesses:
                if access.writes and "ddl" not in access.flags:
                    self._writes[(path, access.scope)].append((access.line, access.table, access.confidence))
            for site in each.calls:
                self._calls[(path, site.scope)].append(site)
        self._transactional: dict[str, bool] = {}

    def all(self) -> list[Transaction]:
        """Every transaction that writes, in order of path and text."""
        found = [self._followed(region) for path in self._read for region in self._regions(self._scopes[path])]
        return [transaction for transaction in found if transaction.writes]

    # -- where transactions begin and end

    def _regions(self, module: Scopes) -> Iterator[_Region]:
        definitions = module.facts.definitions
        covered: set[tuple[int, int]] = set()
        for block in module.facts.withs:
            if any(self._begins(module, block.scope, item) for item, _ in block.items):
                covered.update((block.scope, line) for line in range(block.line, block.end_line + 1))
                yield _Region(module.path, block.scope, block.line, block.end_line, block.line, holds_others=True)
        for scope, definition in enumerate(definitions):
            if definition.kind == "function" and any(
                self._begins(module, max(definition.parent, MODULE), each) for each in definition.decorators
            ):
                covered.update((scope, line) for line in range(definition.line, definition.end_line + 1))
                yield _Region(
                    module.path, scope, definition.line, definition.end_line, definition.line, holds_others=True
                )
        for scope, definition in enumerate(definitions):
            if definition.kind != "function":
                continue
            commits = [line for line in self._commits(module.path, scope) if (scope, line) not in covered]
            if commits:
                yield _Region(module.path, scope, definition.line, definition.end_line, commits[0], holds_others=False)
            elif (scope, definition.line) not in covered:
                yield from self._left_to_others(module, scope)

    def _left_to_others(self, module: Scopes, scope: int) -> Iterator[_Region]:
        """A function that writes and then calls one that commits: its writes are part of that transaction."""
        writes = [line for line, _, _ in self._writes.get((module.path, scope), ())]
        if not writes:
            return
        for site in self._calls.get((module.path, scope), ()):
            callee = self._callees.of(module.path, scope, site.call) if site.line >= min(writes) else None
            if callee is not None and self._commits_itself(callee):
                first = module.definition(scope).line
                yield _Region(module.path, scope, first, site.line, site.line, holds_others=True)
                return

    def _begins(self, module: Scopes, scope: int, expression: Expression) -> bool:
        function = expression.function if isinstance(expression, Call) else expression
        if last_name(function) in BEGINS:
            return True
        reference = (
            self._evaluation.meanings.resolved(module.path, scope, function) if isinstance(function, str) else None
        )
        return bool(reference) and self._is_transactional(reference or "")

    def _is_transactional(self, reference: str) -> bool:
        """Whether a context manager or decorator of the tree begins or commits a transaction itself."""
        if reference not in self._transactional:
            self._transactional[reference] = False
            path, _, name = reference.partition("::")
            module = self._scopes.get(path)
            if module is not None and name in module.index_of:
                self._transactional[reference] = self._begins_or_commits(module, name)
        return self._transactional[reference]

    def _begins_or_commits(self, module: Scopes, name: str) -> bool:
        inside = [
            i
            for i, each in enumerate(module.facts.definitions)
            if each.name == name or each.name.startswith(name + ".")
        ]
        is_manager = any(
            "contextmanager" in last_name(_called(each)) for each in module.definition(inside[0]).decorators
        )
        is_decorator = len(inside) > 1 and module.definition(inside[0]).kind == "function"
        is_class = f"{name}.__exit__" in module.index_of
        if not (is_manager or is_decorator or is_class):
            return False
        begins = any(
            last_name(_called(item)) in BEGINS
            for block in module.facts.withs
            if block.scope in inside
            for item, _ in block.items
        )
        return begins or any(self._commits(module.path, scope) for scope in inside)

    def _commits(self, path: str, scope: int) -> list[int]:
        """Lines of `….commit()` in a scope."""
        return [
            site.line
            for site in self._calls.get((path, scope), ())
            if last_name(site.call.function) in COMMITS and site.call.function not in COMMITS
        ]

    # -- what is written in one

    def _followed(self, region: _Region) -> Transaction:
        path, scope = region.path, region.scope
        writes: dict[str, float] = {}
        for line, table, confidence in self._writes.get((path, scope), ()):
            if region.first <= line <= region.last:
                writes[table] = max(confidence, writes.get(table, 0.0))
        direct = frozenset(writes)
        calls = [site for site in self._calls.get((path, scope), ()) if region.first <= site.line <= region.last]
        for function, sure in self._reached(path, calls, region).items():
            for _, table, confidence in self._written_by(function):
                writes[table] = max(round(confidence * sure, 3), writes.get(table, 0.0))
        return Transaction(self._scopes[path].reference(scope), Location(path, region.line), writes, direct)

    def _written_by(self, function: str) -> list[tuple[int, str, float]]:
        path, _, name = function.partition("::")
        return self._writes.get((path, self._scopes[path].index_of[name]), [])

    def _reached(self, path: str, calls: list[CallSite], region: _Region) -> dict[str, float]:
        """The functions called from a transaction, with the confidence left on the shortest way."""
        start = self._scopes[path].reference(region.scope)
        reached: dict[str, float] = {}
        layer = [(path, site) for site in calls]
        sure = PER_CALL
        for _ in range(DEEPEST):
            found = {self._callees.of(at, site.scope, site.call) for at, site in layer}
            new = sorted(each for each in found if each and each not in reached and each != start)
            new = [each for each in new if region.holds_others or not self._commits_itself(each)]
            if not new or len(reached) > MOST_FUNCTIONS:
                break
            reached.update((function, sure) for function in new)
            layer = [(function.partition("::")[0], site) for function in new for site in self._sites(function)]
            sure *= PER_CALL
        return reached

    def _sites(self, function: str) -> list[CallSite]:
        path, _, name = function.partition("::")
        return self._calls.get((path, self._scopes[path].index_of[name]), [])

    def _commits_itself(self, function: str) -> bool:
        path, _, name = function.partition("::")
        return bool(self._commits(path, self._scopes[path].index_of[name]))


def _called(expression: Expression) -> Expression:
    return expression.function if isinstance(expression, Call) else expression
