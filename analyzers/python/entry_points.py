"""Where the outside world comes in: HTTP routes, tasks and commands."""

from collections.abc import Iterable

from decompose.evidence.unit import Unit

from .call_sites import CallSite
from .commands import commands
from .django_urls import django_routes
from .http_routes import decorated_routes, registered_routes
from .program import Program
from .rows import Rows
from .tasks import task_units


def entry_points(program: Program, sites: Iterable[CallSite], tasks: dict[str, str], rows: Rows) -> tuple[Unit, ...]:
    """A unit for each entry point, and a row to what handles it; the first one of each id stays."""
    sites = tuple(sites)
    found = (
        *decorated_routes(program, rows),
        *registered_routes(program, sites, rows),
        *django_routes(program, sites, rows),
        *task_units(program, tasks, rows),
        *commands(program, sites, rows),
    )
    units: dict[str, Unit] = {}
    for unit in sorted(found, key=lambda one: (one.id, one.location)):
        units.setdefault(unit.id, unit)
    return tuple(units.values())
