"""The analyzer: from the facts of all Python files to units, evidence between them, problems, and what was understood."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from decompose.errors import Location, Problem
from decompose.evidence.analyzer import Corpus, FrontEnd
from decompose.evidence.evidence import in_order
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, Unit

from .couplings.imports import ImportReader
from .couplings.installed_apps import add_installed_apps
from .couplings.named_in_settings import add_uses_by_settings
from .couplings.packaging import PlugInGroups, declared_in, packaged, unread
from .couplings.registries import add_registry_uses
from .couplings.templates import add_template_uses
from .couplings.triggers import add_triggers
from .couplings.units import problems_of, units_of
from .couplings.uses import UseReader
from .entry_points.entry_points import entry_points
from .entry_points.routes.dependencies import add_dependencies
from .entry_points.routes.described_routes import described_routes
from .entry_points.routes.router_dependencies import add_router_dependencies
from .entry_points.task_definitions import tasks_of
from .front_end.installed_metadata import INSTALLED
from .front_end.openapi import OPENAPI, Described
from .front_end.packaging_metadata import PACKAGING, PackagingFacts
from .front_end.source import PYTHON_OUTLINE, PYTHON_SOURCE
from .names.program import Program, program_of
from .names.runs import Runs
from .rows import Rows

NO_METADATA: Mapping[str, PackagingFacts] = MappingProxyType({})
NO_DESCRIPTIONS: Mapping[str, Described] = MappingProxyType({})


class PythonAnalyzer(Struct, frozen=True):
    """What the names of a Python program say about how its parts belong together."""

    name: str = "python"
    front_ends: tuple[FrontEnd, ...] = (PYTHON_SOURCE, PYTHON_OUTLINE, PACKAGING, OPENAPI, INSTALLED)

    def analyze(self, corpus: Corpus) -> Findings:
        """Units, evidence and problems of all modules."""
        return corpus.derive(python_findings)


def python_findings(corpus: Corpus) -> Findings:
    """What the names of a corpus say, for whoever stands on it too; use as `corpus.derive(python_findings)`."""
    return findings_of(corpus.derive(program_of), corpus.facts("packaging"), corpus.facts("openapi"))


def findings_of(
    program: Program,
    metadata: Mapping[str, PackagingFacts] = NO_METADATA,
    descriptions: Mapping[str, Described] = NO_DESCRIPTIONS,
) -> Findings:
    """Everything that the names of a program say, what its packaging metadata declare, and how it describes its interface.

    Of tests, migrations, generated and vendored files only the imports are read: what else they name couples nothing
    that is deployed as a service, and in many systems they are more than half of the text.
    """
    rows = Rows()
    runs = Runs(program)
    declared = declared_in(program, metadata)
    groups = PlugInGroups(one.group for _, one in declared)
    imports, uses = ImportReader(program, rows), UseReader(program, rows, runs, groups)
    units: list[Unit] = []
    problems = _shadowed(program)
    for module in program.modules.values():
        units.extend(units_of(module, imports.read(module)))
        problems.extend(problems_of(module))
        if module.role is Role.PRODUCT:
            uses.read(module)
    add_dependencies(program, rows, runs)
    add_router_dependencies(program, uses.sites, rows, runs)
    tasks = tasks_of(program)
    add_triggers(program, uses.sites, tasks, rows)
    units.extend(entry_points(program, uses.sites, tasks, rows))
    known = {unit.id for unit in units}
    units.extend(unit for unit in described_routes(program, descriptions, rows) if unit.id not in known)
    units.extend(packaged(program, declared, groups, rows))
    add_installed_apps(program, rows)
    add_registry_uses(program, uses.sites, rows)
    add_uses_by_settings(program, rows)
    add_template_uses(program, uses.sites, rows)
    told = (*imports.problems, *imports.astray.problems(), *uses.counter.problems, *uses.loads.problems)
    return Findings(
        units=tuple(sorted(units, key=lambda unit: unit.id)),
        evidence=tuple(sorted(rows.evidence(), key=in_order)),
        problems=tuple(sorted({*problems, *told, *unread(metadata)})),
        understood=tuple(sorted((imports.understood(), *uses.understood()))),
        runs=runs.passages(),
        clarity=uses.counter.clarity(),
    )


def _shadowed(program: Program) -> list[Problem]:
    return (
        [
            Problem(
                Location(path), "shadowed-module", f"Python never imports this file: the package {package} hides it."
            )
            for path, package in program.index.shadowed()
        ]
        + [
            Problem(
                Location(path),
                "ambiguous-package",
                f"{other} has the same name in another root: which one an import means hangs on the import path.",
            )
            for path, other in program.index.doubled()
        ]
        + [
            Problem(
                Location(root), "source-root", "No file lies in this folder, which the settings name as a source root."
            )
            for root in program.index.barren()
        ]
    )


PYTHON = PythonAnalyzer()
