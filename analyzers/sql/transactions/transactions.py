"""What was seen in all modules → the transactions of a program that write, with what each writes, locks and starts."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from msgspec.structs import replace

from decompose.evidence.findings import Findings
from decompose.evidence.passage import Passage
from decompose.evidence.transaction import Transaction, TransactionKind, Written, by_place
from decompose.repository.collector import untie

from ..access.notes import CallSite, Seen
from ..scopes import Scopes
from ..values.callees import Callees
from ..values.evaluation import Evaluation
from .blocks import Blocks
from .commits import Commits
from .interactions import interaction_regions
from .region import Region
from .requests import is_set, request_regions
from .telling import common_tables
from .texts import text_regions, with_texts
from .written import Writes


def transactions_of(
    scopes: Mapping[str, Scopes],
    seen: Mapping[str, Seen],
    evaluation: Evaluation,
    callees: Callees,
    told: Findings,
) -> tuple[tuple[Transaction, ...], tuple[Passage, ...]]:
    """Every transaction that writes, by function and line, and the passages that wait for a commit.

    `told` is what the names of the program tell: who runs what, and which handler a request has.
    """
    writes = Writes(seen, callees, evaluation, told)
    commits = Commits(writes.calls)
    blocks = Blocks(evaluation, commits)
    regions: list[Region] = []
    texts = with_texts(writes.calls)
    enclosed = {path: list(blocks.of(scopes[path])) for path in sorted(seen)}
    writes.ending.update(_ending(enclosed.values(), scopes))
    for path in sorted(seen):
        regions += _Module(scopes[path], writes, commits, callees).regions(enclosed[path], texts)
    known = {(region.path, region.scope) for region in regions if region.kind is TransactionKind.FUNCTION}
    regions += [each for each in interaction_regions(seen, scopes, callees) if (each.path, each.scope) not in known]
    if is_set(scopes[path] for path in seen):
        regions += [each for each in request_regions(scopes, told.evidence) if (each.path, each.scope) not in known]
    found = (each for region in regions for each in _of_heirs(region, writes, evaluation))
    writing = tuple(sorted((each for each in found if each.writes), key=by_place))
    passages = tuple(sorted(set(writes.afterwards.passages())))
    untie(writes)
    return writing, passages


def _ending(enclosed: Iterable[list[Region]], scopes: Mapping[str, Scopes]) -> Iterator[str]:
    """The functions whose decorator begins nothing, and commits what is pending when they return."""
    for region in chain.from_iterable(enclosed):
        if region.ends and region.kind is TransactionKind.FUNCTION:
            yield scopes[region.path].reference(region.scope)


class _Module:
    """The transactions of one module."""

    def __init__(self, module: Scopes, writes: Writes, commits: Commits, callees: Callees) -> None:
        self._module = module
        self._writes = writes
        self._commits = commits
        self._callees = callees

    def regions(self, enclosed: list[Region], texts: Mapping[tuple[str, int], list[CallSite]]) -> Iterator[Region]:
        """Blocks, decorated functions, texts that begin and commit, and what ends in a commit."""
        path = self._module.path
        found = list(enclosed)
        for scope, each in enumerate(self._module.facts.definitions):
            if (path, scope) in texts:
                found += text_regions(path, scope, each.end_line, texts[path, scope])
        found = [each for each in found if "savepoint" not in each.marks or not self._commits.lines(path, each.scope)]
        yield from found
        covered: dict[int, set[int]] = {}
        for region in found:
            covered.setdefault(region.scope, set()).update(range(region.first, region.last + 1))
        for scope, each in enumerate(self._module.facts.definitions):
            if each.kind == "function":
                lines = covered.get(scope, set())
                ended = list(self._commits.of(self._module, scope, lines))
                yield from ended
                if not ended and each.line not in lines:
                    yield from self._left_to_others(scope)

    def _left_to_others(self, scope: int) -> Iterator[Region]:
        """A function that writes, or has others write, and then calls one that commits: that is part of that transaction."""
        if not self._commits.any:
            return
        path = self._module.path
        called = [(site.line, self._callees.of(path, scope, site.call)) for site in self._sites(scope)]
        commits = {line for line, callee in called if callee is not None and self._writes.commits_below(callee)}
        written = self._writes.lines(path, scope) if commits else []
        written += [line for line, callee in called if commits and callee is not None and self._writes.leaves(callee)]
        before = [line for line in written if line not in commits]  # what is written on such a line, the callee writes
        end = min((line for line in commits if before and line > min(before)), default=None)
        if end is not None:
            yield Region(path, scope, self._module.definition(scope).line, end, end, TransactionKind.COMMIT)

    def _sites(self, scope: int) -> list[CallSite]:
        return self._writes.calls.get((self._module.path, scope), [])


def _of_heirs(region: Region, writes: Writes, evaluation: Evaluation) -> Iterator[Transaction]:
    """A transaction as the text has it, and as each heir has it that inherits the method and makes more or other of it."""
    module = evaluation.scopes[region.path]
    owner = module.enclosing_class(region.scope)
    itself = writes.in_region(region)
    if owner is None:
        given = writes.given_in(region)
        yield from (replace(itself, writes=_with(itself.writes, each)) for each in given)
        yield from () if given else (itself,)
        return
    reference, method = module.reference(owner), module.reference(region.scope)
    name = method.rpartition(".")[2]
    whole = writes.in_region(region, reference)
    heirs = [each for each in evaluation.families.heirs(reference) if evaluation.families.method(each, name) == method]
    found = [writes.in_region(region, heir) for heir in heirs]
    yield replace(whole, function=itself.function, writes=_with_common(whole.writes or itself.writes, found))
    yield from (each for each in found if each.writes not in (itself.writes, whole.writes))


def _with(writes: tuple[Written, ...], given: tuple[Written, ...]) -> tuple[Written, ...]:
    """What a function writes whoever calls it, and what it writes of what it is given."""
    known = {written.table for written in writes}
    return tuple(sorted((*writes, *(each for each in given if each.table not in known)), key=lambda each: each.table))


def _with_common(writes: tuple[Written, ...], heirs: list[Transaction]) -> tuple[Written, ...]:
    """What the text of an ancestor writes, and what most of its heirs make it write."""
    known = {written.table for written in writes}
    common = common_tables(heirs) - known
    surest: dict[str, Written] = {}
    for heir in heirs:
        for written in heir.writes:
            if written.table in common and written.confidence > surest.get(written.table, written).confidence - 1e-9:
                surest[written.table] = written
    return tuple(sorted((*writes, *surest.values()), key=lambda written: written.table))
