"""Apart: from a result to what a step has to stand once it runs as a service: others that fail, repeat, and rely on it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from decompose.contexts.context import ContextKind
from decompose.design.map.communication import JOBS
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.evidence.words import amount, listed
from decompose.plan.candidate import by_framework
from decompose.plan.plan import LEAVES, Step
from decompose.result.decomposition import Decomposition
from decompose.result.entrances import Entrance, entrances_of
from decompose.result.wording import context_names, place

ACCESSES = (EvidenceKind.READS, EvidenceKind.WRITES)
FOREVER = "no-timeout"


class _Request(Struct, frozen=True):
    """One entry point, and the tables that it reads, writes and makes rows in before it is done; those of domain contexts."""

    name: str
    context: str
    job: bool
    read: frozenset[str]
    written: frozenset[str]
    created: frozenset[str]


class Apart:
    """What is known of all requests and jobs of a result, for one step after the other."""

    def __init__(self, decomposition: Decomposition) -> None:
        self._decomposition = decomposition
        self._names = context_names(decomposition)
        domain = {each.id for each in decomposition.catalog.contexts if each.kind is ContextKind.DOMAIN}
        self._owners = {each.table: each.owner for each in decomposition.ownership.tables if each.owner in domain}
        self._requests = tuple(self._requests_of())
        self._uses = self._uses_of()
        self._forever = self._forever_of()

    def sentences(self, step: Step) -> tuple[str, ...]:
        """What to see to before it runs by itself; nothing of what stays, or of a package without data and entry points."""
        own = [each for each in self._requests if each.context == step.context]
        if step.verdict not in LEAVES or not (own or step.tables):
            return ()
        relying = [each for each in self._requests if each.context != step.context and self._needs(each, step.context)]
        parts = (self._fails(own), self._relies(relying, step), self._twice(own, relying, step), self._contract(step))
        return tuple(part for part in (*parts, self._waits(step)) if part)

    def _requests_of(self) -> Iterator[_Request]:
        touched: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for piece in self._decomposition.evidence:
            table = piece.target.removeprefix("table:")
            if piece.kind in ACCESSES and table in self._owners and not by_itself(piece.flags):
                touched[piece.source][piece.kind].add(table)
                if "create" in piece.flags:
                    touched[piece.source]["create"].add(table)
        reached = {each.entry: each for each in self._decomposition.reach}
        for entrance in entrances_of(self._decomposition):
            if not entrance.context or entrance.id not in reached:
                continue
            later = frozenset(reached[entrance.id].later)
            found = [touched[one] for one in reached[entrance.id].functions if one in touched and one not in later]
            yield _request(entrance, found)

    def _uses_of(self) -> dict[str, dict[str, set[Location]]]:
        """By context who uses it, and where; without what only a framework or the database does."""
        uses: dict[str, dict[str, set[Location]]] = defaultdict(lambda: defaultdict(set))
        for cut in self._decomposition.ledger.cuts:
            known = cut.effort > 0 and cut.from_context in self._names
            if known and cut.location and not by_framework(cut) and not by_itself(cut.flags):
                uses[cut.to_context][cut.from_context].add(cut.location)
        return uses

    def _forever_of(self) -> dict[str, set[Location]]:
        """By context where it waits for others' machines without end."""
        context_of = self._decomposition.catalog.context_of()
        waits: dict[str, set[Location]] = defaultdict(set)
        for use in self._decomposition.resources:
            if FOREVER in use.flags:
                waits[context_of.get(use.location.path, "")].add(use.location)
        return waits

    def _needs(self, request: _Request, context: str) -> bool:
        return context in self._asked(request.read | request.written)

    def _asked(self, tables: Iterable[str]) -> set[str]:
        return {self._owners[table] for table in tables}

    def _fails(self, own: list[_Request]) -> str:
        """Whose answers its requests cannot do without."""
        waiting = [each for each in own if not each.job]
        needing = [each for each in waiting if self._asked(each.read | each.written) - {each.context}]
        if not needing:
            return ""
        counts = Counter(c for each in needing for c in self._asked(each.read | each.written) - {each.context})
        writing = sum(bool(self._asked(each.written) - {each.context}) for each in needing)
        said = (
            f"{len(needing):,} of its {amount(len(waiting), 'request')} may need data of others before they answer "
            f"({self._counted(counts)}): a time-out for each such call, and a decision what is answered without it. "
        )
        if not writing:
            return f"{said}They only read there, so a copy can do."
        have = "has" if writing == 1 else "have"
        return f"{said}{writing:,} may also write there, and {have} to refuse or to wait; for what only reads a copy can do."

    def _relies(self, relying: list[_Request], step: Step) -> str:
        """Which requests of others stand when it does not answer."""
        waiting = [each for each in relying if not each.job]
        if not waiting:
            return ""
        counts = Counter(each.context for each in waiting)
        own = self._names.get(step.context, step.context)
        return (
            f"{amount(len(waiting), 'request')} of others may need its data "
            f"({self._counted(counts)}; {waiting[0].name} for one): a circuit breaker at its façade decides what they answer "
            f"while {own} does not. Their times and errors, measured today and then in one trace through both, tell whether to "
            "go back."
        )

    def _twice(self, own: list[_Request], relying: list[_Request], step: Step) -> str:
        """What a repeated call or a job delivered twice would make twice."""
        called = sorted({table for each in relying if not each.job for table in each.created} & set(step.tables))
        jobs = sorted(each.name for each in own if each.name.startswith("task ") and each.created)
        parts = []
        if called:
            parts.append(f"rows of {listed(called)} that requests of others add")
        if jobs:
            parts.append(
                f"the rows that {listed(jobs)} {'adds' if len(jobs) == 1 else 'add'}, and a queue may deliver twice"
            )
        if not parts:
            return ""
        return f"What is repeated must not act twice: a key for each command, first for {listed(parts, 0)}."

    def _contract(self, step: Step) -> str:
        """Who relies on what its façade promises; the tests that hold it to that."""
        counts = Counter({context: len(places) for context, places in self._uses.get(step.context, {}).items()})
        if not counts:
            return ""
        return (
            f"Its façade has {amount(len(counts), 'consumer')} ({self._counted(counts, 'place')}). "
            f"{'It' if len(counts) == 1 else 'Each'} states in a contract test what it relies on, which the pipeline of this "
            "service runs before a release."
        )

    def _waits(self, step: Step) -> str:
        """Its own calls of others' machines that wait for ever."""
        places = sorted(self._forever.get(step.context, ()))
        if not places:
            return ""
        said = f"{amount(len(places), 'call')} out of it {'waits' if len(places) == 1 else 'wait'} for ever today"
        where = listed([place(each) for each in places])
        return f"{said} ({where}); give {'it' if len(places) == 1 else 'them'} a time-out first."

    def _counted(self, counts: Mapping[str, int], unit: str = "") -> str:
        order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return listed(
            [f"{self._names.get(id, id)} {amount(number, unit) if unit else f'{number:,}'}" for id, number in order]
        )


def _request(entrance: Entrance, found: list[dict[str, set[str]]]) -> _Request:
    read, written, created = (
        frozenset(table for each in found for table in each.get(kind, ()))
        for kind in (EvidenceKind.READS, EvidenceKind.WRITES, "create")
    )
    name = entrance.id.removeprefix("entry:")
    return _Request(name, entrance.context, name.partition(" ")[0] in JOBS, read, written, created)
