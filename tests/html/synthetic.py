"""A large made-up system: contexts of modules that mostly talk to themselves, with tables, history, cuts and a plan."""

import random

from decompose.contexts.context import BoundedContext, ContextCatalog, ContextKind, Measures, Membership
from decompose.contexts.detection.partition import partition_of
from decompose.coupling.graph import Coupling, CouplingGraph, Strand
from decompose.design.cuts.ledger import Cut, CutLedger, CutTotal
from decompose.design.data.ownership import DataOwnership, TableAccess, TableOwnership
from decompose.design.map.context_map import ContextMap, ContextRelation, Flow
from decompose.design.transactions.transactions import SplitTransaction
from decompose.errors import Location, Problem
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import HistorySummary, Ratio
from decompose.evidence.unit import Unit, UnitKind
from decompose.plan.plan import Driver, MigrationPlan, Step, Verdict
from decompose.result.decomposition import SCHEMA_VERSION, Coverage, Decomposition, Run, Tool

WORDS = """
    order customer invoice payment product price stock shipment carrier warehouse supplier contract discount voucher
    account ledger tax report audit notification template message campaign segment review rating search catalog
    asset device circuit tenant region site rack cable power
""".split()  # noqa: SIM905 - a list of quoted words reads worse
KINDS = ("call", "import", "reads", "writes", "foreign-key", "inherits")


def large(modules: int, contexts: int, seed: int = 1) -> Decomposition:
    """A system of so many modules in so many contexts, the same for the same arguments."""
    return _Made(modules, contexts, random.Random(seed)).decomposition()


class _Made:
    def __init__(self, modules: int, contexts: int, choose: random.Random) -> None:
        self.choose = choose
        self.names = [f"{WORDS[i % len(WORDS)]}-{WORDS[(i * 7 + 3) % len(WORDS)]}" + (f"-{i}" if i >= len(WORDS) else "")
                      for i in range(contexts)]  # fmt: skip
        self.home = {self._path(i, contexts): self.names[i % contexts] for i in range(modules)}
        self.paths = sorted(self.home)
        self.inside: dict[str, list[str]] = {}
        for path in self.paths:
            self.inside.setdefault(self.home[path], []).append(path)
        self.lines = {path: choose.randint(10, 900) for path in self.paths}
        self.tables = {
            f"{name.replace('-', '_')}_{word}": name for name in self.names for word in WORDS[: choose.randint(1, 9)]
        }
        self.pairs = sorted({self._pair() for _ in range(modules * 6)} - {("", "")})

    def _path(self, index: int, contexts: int) -> str:
        context = self.names[index % contexts].replace("-", "_")
        layer = ("services", "models", "views", "tasks", "helpers")[index // contexts % 5]
        return f"monolith/apps/{context}/{layer}/{WORDS[index % len(WORDS)]}_{index}.py"

    def _pair(self) -> tuple[str, str]:
        one = self.choose.choice(self.paths)
        pool = self.inside[self.home[one]] if self.choose.random() < 0.7 else self.paths
        other = self.choose.choice(pool)
        return (min(one, other), max(one, other)) if one != other else ("", "")

    def decomposition(self) -> Decomposition:
        evidence = self._evidence()
        cuts = self._cuts(evidence)
        return Decomposition(
            schema_version=SCHEMA_VERSION,
            tool=Tool("decompose", "0.1.0"),
            run=Run("large-monolith", (("resolution", "1.0"), ("seed", "0"))),
            coverage=Coverage(
                files_listed=len(self.paths) + 40,
                files_read=len(self.paths),
                skipped=(("syntax-error", 31), ("too-large", 9)),
                understood=(Ratio("calls resolved", 81_200, 104_000), Ratio("statements of SQL parsed", 402, 411)),
                history=HistorySummary("git", 18_400, 15_210, (("merge", 3_190),), "2014-02-01", "2024-05-17"),
            ),
            units=self._units(),
            evidence=evidence,
            graph=self._graph(),
            partition=partition_of(list(self.inside.values()), "consensus"),
            catalog=self._catalog(),
            context_map=self._map(cuts),
            ownership=self._ownership(),
            ledger=self._ledger(cuts),
            transactions=self._transactions(),
            plan=self._plan(),
            problems=tuple(Problem(Location(path, 3), "syntax-error", "unexpected indent") for path in self.paths[:31]),
        )

    def _units(self) -> tuple[Unit, ...]:
        modules = [
            Unit(
                path,
                UnitKind.MODULE,
                path.removesuffix(".py").replace("/", "."),
                Location(path, 1),
                lines=self.lines[path],
            )
            for path in self.paths
        ]
        tables = [Unit(f"table:{t}", UnitKind.TABLE, t, Location(self.inside[o][0], 9)) for t, o in self.tables.items()]
        return tuple(sorted((*modules, *tables), key=lambda unit: unit.id))

    def _evidence(self) -> tuple[Evidence, ...]:
        found = []
        for one, other in self.pairs:
            for _ in range(self.choose.randint(1, 6)):
                name = f"{self.choose.choice(WORDS)}_{self.choose.choice(WORDS)}"
                kind = self.choose.choice((EvidenceKind.CALL, EvidenceKind.IMPORT, EvidenceKind.INHERITS))
                place = Location(one, self.choose.randint(1, 900))
                times = self.choose.randint(1, 4)
                found.append(Evidence(kind, f"{one}::{name}", f"{other}::{name.title()}", place, times, detail=name))
            if self.choose.random() < 0.4:
                commits = tuple(f"{self.choose.getrandbits(160):040x}" for _ in range(3))
                found.append(
                    Evidence(EvidenceKind.CO_CHANGE, one, other, None, self.choose.randint(1, 40), commits=commits)
                )
        for path in self.paths:
            table = self.choose.choice(sorted(self.tables))
            kind = self.choose.choice((EvidenceKind.READS, EvidenceKind.WRITES))
            found.append(Evidence(kind, f"{path}::save", f"table:{table}", Location(path, 20), flags=("orm",)))
        return tuple(found)

    def _cuts(self, evidence: tuple[Evidence, ...]) -> list[Cut]:
        cuts = []
        for piece in evidence:
            start = self.home[piece.source.partition("::")[0]]
            end = self.home.get(piece.target.partition("::")[0]) or self.tables.get(
                piece.target.removeprefix("table:"), ""
            )
            if start != end and piece.kind is not EvidenceKind.CO_CHANGE:
                remedy = "query-through-facade" if piece.target.startswith("table:") else "call-through-facade"
                cuts.append(Cut(piece.kind.value, piece.source, piece.target, start, end, piece.location, piece.count, remedy,
                                float(piece.count), piece.detail))  # fmt: skip
        return cuts

    def _graph(self) -> CouplingGraph:
        def strand(one: str, other: str) -> Strand:
            count, weight = self.choose.randint(1, 30), round(self.choose.random() * 0.6, 3)
            sentence = f"{count} references, {weight:.0%} of the references of {one}, {weight / 2:.0%} of {other}"
            return Strand("references", float(count), weight, sentence)

        couplings = []
        for one, other in self.pairs:
            strands = (
                strand(one, other),
                Strand("co-change", 4.0, 0.1, f"support {self.choose.randint(1, 90)} of 120 changes"),
            )
            couplings.append(Coupling(one, other, sum(s.weight for s in strands) + 0.01, strands))
        return CouplingGraph(tuple(self.paths), tuple(couplings))

    def _catalog(self) -> ContextCatalog:
        contexts = []
        for name in sorted(self.names, key=lambda name: (-len(self.inside[name]), name)):
            strength, runner_up = round(self.choose.random(), 3), self.choose.choice(self.names)
            members = tuple(Membership(path, strength, runner_up, 0.2) for path in self.inside[name])
            contexts.append(
                BoundedContext(
                    id=name,
                    name=name.replace("-", " ").capitalize(),
                    kind=ContextKind.DOMAIN,
                    members=members,
                    terms=tuple(self.choose.sample(WORDS, 8)),
                    lines=sum(self.lines[path] for path in self.inside[name]),
                    cohesion=round(self.choose.random(), 3),
                    stability=round(0.4 + 0.6 * self.choose.random(), 3),
                )
            )
        return ContextCatalog(
            tuple(contexts), (), Measures(0.52, 0.31, 0.08, 22.4, (("all in one", 0.0), ("folders", 0.44)))
        )

    def _map(self, cuts: list[Cut]) -> ContextMap:
        flows: dict[tuple[str, str], dict[str, int]] = {}
        for cut in cuts:
            kinds = flows.setdefault((cut.to_context, cut.from_context), {})
            kinds[cut.kind] = kinds.get(cut.kind, 0) + cut.count
        relations = [
            ContextRelation(up, down, tuple(Flow(k, n) for k, n in sorted(kinds.items())), "customer-supplier",
                            f"{down} calls {up} in many places", float(sum(kinds.values())) / 10)
            for (up, down), kinds in flows.items()
        ]  # fmt: skip
        cycles = (tuple(sorted(self.names)[:5]),)
        return ContextMap(tuple(sorted(relations, key=lambda r: (-r.weight, r.upstream, r.downstream))), cycles)

    def _ownership(self) -> DataOwnership:
        rows = []
        for table, owner in sorted(self.tables.items()):
            others = self.choose.sample(self.names, self.choose.randint(0, min(4, len(self.names))))
            accesses = [TableAccess(owner, 5, 4)]
            accesses += [
                TableAccess(o, self.choose.randint(1, 5), self.choose.choice((0, 0, 2))) for o in others if o != owner
            ]
            contested = any(access.writes for access in accesses[1:])
            rows.append(TableOwnership(table, owner, 0.8, f"{owner} writes it most", contested, tuple(accesses)))
        return DataOwnership(tuple(sorted(rows, key=lambda row: (not row.contested, row.table))))

    def _ledger(self, cuts: list[Cut]) -> CutLedger:
        totals: dict[tuple[str, str], list[float]] = {}
        for cut in cuts:
            totals.setdefault((cut.from_context, cut.to_context), []).append(cut.effort)
        ordered = sorted((CutTotal(*pair, len(e), sum(e)) for pair, e in totals.items()), key=lambda t: -t.effort)
        return CutLedger(tuple(cuts), tuple(ordered))

    def _transactions(self) -> tuple[SplitTransaction, ...]:
        tables = sorted(self.tables.items())
        split = []
        for index, path in enumerate(self.paths[:60]):
            one, other = tables[index % len(tables)], tables[-1 - index % len(tables)]
            advice = "saga: one of the two is written later"
            split.append(
                SplitTransaction(f"{path}::save", Location(path, 20), (one, other), (one[1], other[1]), advice)
            )
        return tuple(split)

    def _plan(self) -> MigrationPlan:
        advice = "Modules in one deployable with enforced boundaries come first."
        return MigrationPlan(tuple(self._step(rank, name) for rank, name in enumerate(self.names, 1)), (advice,))

    def _step(self, rank: int, name: str) -> Step:
        sentence = "140 points of cuts in 12 modules"
        return Step(
            rank=rank,
            context=name,
            verdict=list(Verdict)[rank * 4 // (len(self.names) + 1)],
            effort=round(self.choose.random(), 2),
            risk=round(self.choose.random(), 2),
            value=round(self.choose.random(), 2),
            score=0.5,
            why=f"{name} is called by few and owns its data",
            drivers=tuple(Driver(d, "cut points", 140.0, 0.4, sentence) for d in ("effort", "risk", "value")),
            preconditions=("split the shared transaction",),
            after=(self.names[rank - 3],) if rank % 5 == 3 and rank > 2 else (),
            facade=tuple(f"{path}::save" for path in self.inside[name][:15]),
            tables=tuple(table for table, owner in self.tables.items() if owner == name),
            communication="events through an outbox",
            success_metric="no import crosses the boundary",
            rollback="route the façade back",
            remaining_coupling=1 - rank / len(self.names),
        )
