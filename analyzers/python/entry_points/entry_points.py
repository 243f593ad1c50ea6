"""Where the outside world comes in: HTTP routes, GraphQL fields, tasks, jobs by the clock and commands."""

from collections.abc import Iterable

from decompose.evidence.unit import Unit

from ..names.call_sites import CallSite
from ..names.program import Program
from ..rows import Rows
from .commands import commands
from .graphql import graphql
from .grpc_services import grpc_services
from .remote_calls import remote_calls
from .routes.bare_routes import bare_routes
from .routes.computed_routers import computed_routes
from .routes.cornice_routes import cornice_routes
from .routes.django_urls import Fronts, django_routes
from .routes.exposed_routes import exposed_routes
from .routes.exposed_views import exposed_views
from .routes.http_routes import decorated_routes, registered_routes
from .routes.listed_routes import listed_routes
from .routes.mapped_routes import mapped_routes
from .routes.mounts import Mounts
from .routes.named_routes import named_routes
from .routes.paged_routes import paged_routes
from .routes.registered_views import registered_views
from .routes.resource_routes import resource_routes
from .routes.rest_routers import root_views, router_routes
from .routes.tabled_routes import tabled_routes
from .schedules import schedules
from .tasks import task_units


def entry_points(program: Program, sites: Iterable[CallSite], tasks: dict[str, str], rows: Rows) -> tuple[Unit, ...]:
    """A unit for each entry point, and a row to what handles it; the first one of each id stays."""
    sites = tuple(sites)
    fronts = Fronts(program, sites)
    mounts = Mounts(program, sites, fronts)
    found = (
        *decorated_routes(program, mounts, rows),
        *registered_routes(program, sites, mounts, rows),
        *listed_routes(program, rows),
        *named_routes(program, sites, rows),
        *cornice_routes(program, rows),
        *mapped_routes(program, sites, rows),
        *resource_routes(program, sites, rows),
        *tabled_routes(program, rows),
        *exposed_routes(program, rows),
        *exposed_views(program, sites, rows),
        *paged_routes(program, rows),
        *bare_routes(program, rows),
        *django_routes(fronts, rows),
        *router_routes(program, sites, fronts, rows),
        *root_views(program, sites, fronts, rows),
        *remote_calls(program, sites, rows),
        *grpc_services(program, rows),
        *graphql(program, sites, rows),
        *task_units(program, tasks, rows),
        *schedules(program, sites, tasks, rows),
        *commands(program, sites, rows),
        *registered_views(program, rows),
        *computed_routes(program, sites, rows),
    )
    units: dict[str, Unit] = {}
    for unit in sorted(found, key=lambda one: (one.id, one.location)):
        units.setdefault(unit.id, unit)
    return tuple(units.values())
