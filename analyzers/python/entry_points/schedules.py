"""Scheduled jobs: beat schedules of Celery, periodic tasks, jobs of APScheduler and of the `schedule` library."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role, Unit

from ..facts import Call, Expression, Group, Subscript, Text
from ..names.call_sites import CallSite, definition_named
from ..names.program import Module, Program, is_external
from ..parts import argument, last_name, owner, text_of
from ..rows import Rows
from .entry_unit import entry_unit

SCHEDULES = frozenset(("CELERY_BEAT_SCHEDULE", "CELERYBEAT_SCHEDULE", "BEAT_SCHEDULE", "beat_schedule"))
DECORATORS = frozenset(("scheduled_job", "periodic_task", "repeat_every", "cron"))
SCHEDULERS = frozenset(
    "apscheduler celery fastapi_utils rocketry procrastinate arq huey schedule rq_scheduler django_rq aiocron".split()  # noqa: SIM905
)
ADDING = {"add_periodic_task": 1, "add_job": 0, "do": 0, "cron": 0}


def schedules(program: Program, sites: Iterable[CallSite], tasks: dict[str, str], rows: Rows) -> Iterable[Unit]:
    """One entry point for each job that runs by the clock, routed to what it runs."""
    by_name = {name: reference for reference, name in sorted(tasks.items(), reverse=True)}
    for module in program.modules.values():
        if module.role is Role.PRODUCT:
            found = (*_tables(program, module, by_name), *_decorated(program, module))
            for name, target, line in found:
                yield _routed(module, name, target, line, rows)
    for site in sites:
        if given := _added(program, site):
            yield _routed(site.module, given.rpartition("::")[2], given, site.line, rows)


def _routed(module: Module, name: str, target: str, line: int, rows: Rows) -> Unit:
    unit = entry_unit(module, f"schedule {name}", line)
    rows.add(EvidenceKind.ROUTES, unit.id, target, unit.location, name)
    return unit


def _tables(program: Program, module: Module, tasks: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    """`beat_schedule = {"every-night": {"task": "shop.tasks.close", "schedule": …}}`."""
    for scope, line, table in _written(module):
        for key, value in _pairs(table):
            task = dict(_pairs(value)).get("task")
            target = tasks.get(text_of(task) or "") or definition_named(
                program, module.path, scope, owner(task) if last_name(task) == "name" else task
            )
            if target:
                yield key, target, line


def _written(module: Module) -> Iterator[tuple[int, int, Expression]]:
    """The tables of a module: assigned, or given to `app.conf.update(beat_schedule=…)` or to `dict.update`."""
    for one in module.facts.assignments:
        for target in one.targets:
            if last_name(target) in SCHEDULES:
                yield one.scope, one.line, one.value
            elif isinstance(target, Subscript) and last_name(target.value) in SCHEDULES and len(target.items) == 1:
                yield one.scope, one.line, Group((Group((target.items[0], one.value), "pair"),), "dict")
    for use in module.facts.uses:
        call = use.expression
        if isinstance(call, Call) and last_name(call.function) == "update":
            if last_name(owner(call.function)) in SCHEDULES and call.arguments:
                yield use.scope, use.line, call.arguments[0]
            yield from ((use.scope, use.line, value) for name, value in call.keywords if name in SCHEDULES)


def _pairs(expression: Expression) -> Iterator[tuple[str, Expression]]:
    """The items of a dict that is written out, those with a text as key."""
    if isinstance(expression, Group) and expression.kind == "dict":
        for item in expression.items:
            if isinstance(item, Group) and item.kind == "pair" and len(item.items) == 2:
                key, value = item.items
                if isinstance(key, Text):
                    yield key.value, value


def _decorated(program: Program, module: Module) -> Iterator[tuple[str, str, int]]:
    for definition in module.facts.definitions[1:]:
        for decorator in definition.decorators:
            function = decorator.function if isinstance(decorator, Call) else decorator
            if last_name(function) in DECORATORS and _is_scheduler(program, module, definition.parent, function):
                yield definition.name, f"{module.path}::{definition.name}", definition.line


def _added(program: Program, site: CallSite) -> str | None:
    """The function that `scheduler.add_job(close)` and the like are given."""
    position = ADDING.get(last_name(site.call.function))
    if position is None:
        return None
    given = argument(site.call, position, "func", "sig", "coroutine")
    if isinstance(given, Call) and last_name(given.function) in ("s", "si", "signature"):
        given = owner(given.function)
    elif last_name(given) in ("delay", "send"):  # by the clock it is put into the queue
        given = owner(given)
    path, scope = site.module.path, site.scope
    is_sure = last_name(site.call.function) == "add_periodic_task"
    if not is_sure and not _is_scheduler(program, site.module, scope, site.call.function):
        return None
    return definition_named(program, path, scope, given)


def _is_scheduler(program: Program, module: Module, scope: int, function: Expression) -> bool:
    """Whether a function is one of a library that runs jobs by the clock."""
    reference = program.resolve(module.path, scope, function)
    if reference is None:
        start: Expression = owner(function)
        while isinstance(start, Call) or (start is not None and owner(start) is not None):
            start = owner(start.function) if isinstance(start, Call) else owner(start)
        reference = program.resolve(module.path, scope, start) if start is not None else None
    return bool(
        reference and is_external(reference) and reference.removeprefix("external:").partition(".")[0] in SCHEDULERS
    )
