"""Small worlds in one line: units, evidence and findings with the defaults a test does not care about."""

from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind, Together
from decompose.evidence.findings import Findings, gather
from decompose.evidence.unit import Unit, UnitKind


def module(path: str, lines: int = 50, **words: int) -> Unit:
    """A product module; keyword arguments are its vocabulary."""
    name = path.removesuffix(".py").replace("/", ".")
    return Unit(path, UnitKind.MODULE, name, Location(path, 1), lines=lines, words=tuple(sorted(words.items())))


def table(name: str, path: str = "models.py") -> Unit:
    """A table defined somewhere."""
    return Unit(f"table:{name}", UnitKind.TABLE, name, Location(path, 1))


def link(source: str, target: str, kind: EvidenceKind = EvidenceKind.IMPORT, line: int = 1, **more: object) -> Evidence:
    """One piece of evidence at `line` of the source's file."""
    place = Location(source.partition("::")[0], line)
    return Evidence(kind, source, target, place, **more)  # type: ignore[arg-type]  # free-form keywords in tests


def together(
    one: str, other: str, count: int, changes: tuple[int, int] = (12, 12), lift: float = 9.0, chance: float = 0.001
) -> Evidence:
    """Two modules that changed together so often, and more often than chance."""
    told = Together(changes, lift, chance, 1, "2024-05-17")
    return Evidence(EvidenceKind.CO_CHANGE, one, other, count=count, support=float(count), together=told)


def world(*parts: Unit | Evidence) -> Findings:
    """Findings made of these units and this evidence."""
    units = tuple(part for part in parts if isinstance(part, Unit))
    evidence = tuple(part for part in parts if isinstance(part, Evidence))
    return gather([Findings(units=units, evidence=evidence)])
