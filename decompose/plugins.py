"""Analyzer and report packs, found through entry points, sorted, each failure with the name of its package."""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from decompose.errors import DecomposeError
from decompose.evidence.analyzer import Analyzer
from decompose.result.report import Report


def analyzers() -> tuple[Analyzer, ...]:
    """Every installed analyzer, by name of pack, then in the pack's own order."""
    return tuple(_members("decompose.analyzers"))


def analyzer_packages() -> tuple[str, ...]:
    """The top packages whose code the analyzers are, each once, sorted; none is imported for it."""
    return _packages("decompose.analyzers")


def report_packages() -> tuple[str, ...]:
    """The same of the reports."""
    return _packages("decompose.reports")


def reports() -> dict[str, Report]:
    """Every installed report by its name, which is unique over all packs."""
    found: dict[str, Report] = {}
    for report in _members("decompose.reports"):
        if report.name in found:
            raise DecomposeError(
                f"two installed packs provide a report named {report.name!r}.", "Uninstall one of them."
            )
        found[report.name] = report
    return found


def _packages(group: str) -> tuple[str, ...]:
    return tuple(sorted({entry.module.partition(".")[0] for entry in entry_points(group=group)}))


def _members(group: str) -> Iterable[Any]:
    for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value)):
        yield from _load(entry)


def _load(entry: EntryPoint) -> Iterable[Any]:
    try:
        return tuple(entry.load())
    except Exception as cause:  # whatever a foreign pack raises is told under its name
        package = entry.dist.name if entry.dist else entry.value
        raise DecomposeError(
            f"the pack {entry.name!r} of {package} does not load: {cause}", "Upgrade or uninstall it."
        ) from cause
