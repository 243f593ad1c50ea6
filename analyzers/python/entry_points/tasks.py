"""Background tasks: a way in for each, and who enqueues them."""

from collections.abc import Iterable

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit

from ..facts import Call, Expression, Subscript
from ..names.call_sites import CallSite, definition_named
from ..names.program import Program
from ..parts import argument, last_name, owner, text_of
from ..rows import Rows
from .entry_unit import entry_unit
from .task_definitions import assigned_task

# What a task itself offers to be enqueued by; the rest of the methods are too common to mean it without a decorator.
SURE = frozenset("delay apply_async delay_on_commit enqueue enqueue_once defer_async kiq send_with_options".split())  # noqa: SIM905
LIKELY = frozenset("s si signature schedule send defer message".split())  # noqa: SIM905
# Queues and schedulers that take the function as an argument.
QUEUES = frozenset("enqueue enqueue_in enqueue_at enqueue_call schedule add_job add_task".split())  # noqa: SIM905
SIGNATURES = frozenset(("signature", "Signature", "subtask"))
# Where the name of the task stands among the arguments; dramatiq names the queue first.
BY_TEXT = {"send_task": 0, "enqueue_job": 0, "Message": 1}
BY_NAME = 0.8


def task_units(program: Program, tasks: dict[str, str], rows: Rows) -> Iterable[Unit]:
    """One entry point for each task, routed to its function."""
    for reference, name in tasks.items():
        module = program.modules[reference.partition("::")[0]]
        definition = program.definition(reference)
        unit = entry_unit(module, f"task {name}", definition.line if definition else 1)
        run = f"{reference}.run" if program.definition(f"{reference}.run") else reference
        rows.add(EvidenceKind.ROUTES, unit.id, run, unit.location, name)
        yield unit


def add_task_triggers(program: Program, sites: Iterable[CallSite], tasks: dict[str, str], rows: Rows) -> None:
    """Who enqueues which function or class."""
    by_name = {name: reference for reference, name in sorted(tasks.items(), reverse=True)}
    for site in sites:
        for target, detail, confidence in _enqueued(program, site, tasks, by_name):
            rows.add(EvidenceKind.TRIGGERS, site.source, target, site.location, detail, (), confidence)
    _handed_on(tasks, rows)
    by_call = {one for one in tasks if _is_enqueued_by_call(program, one)}
    for row in [one for one in rows.evidence() if one.kind is EvidenceKind.CALL and one.target in by_call]:
        if row.location:
            rows.withdraw(row)  # what looks like a call starts the task elsewhere and later
            rows.add(EvidenceKind.TRIGGERS, row.source, row.target, row.location, row.detail)


def _handed_on(tasks: dict[str, str], rows: Rows) -> None:
    """`on_commit(partial(mail.delay, order.id))`: whoever is handed what enqueues a task will do so."""
    triggers = {(row.source, row.target, row.location) for row in rows.evidence() if row.kind is EvidenceKind.TRIGGERS}
    for row in tuple(rows.evidence()):
        verb = row.detail.rpartition(".")[2]
        is_task = row.kind is EvidenceKind.REFERENCES and row.target in tasks and verb in SURE
        if is_task and row.location and (row.source, row.target, row.location) not in triggers:
            rows.add(EvidenceKind.TRIGGERS, row.source, row.target, row.location, verb)


def _is_enqueued_by_call(program: Program, task: str) -> bool:
    """Whether calling a task enqueues it, as with huey."""
    path, definition = task.partition("::")[0], program.definition(task)
    functions = (
        one.function if isinstance(one, Call) else one for one in (definition.decorators if definition else ())
    )
    found = (program.resolve(path, definition.parent if definition else 0, one) for one in functions)
    return any(one is not None and one.startswith("external:huey") for one in found)


def _enqueued(
    program: Program, site: CallSite, tasks: dict[str, str], by_name: dict[str, str]
) -> Iterable[tuple[str, str, float]]:
    call, path = site.call, site.module.path
    verb = last_name(call.function)
    of = _task(program, site, owner(call.function), by_name)
    if of is not None and (verb in SURE or (verb in LIKELY and of in tasks)):
        yield of, verb, 1.0
    elif verb in QUEUES:
        for given in (argument(call, -1, "func", "f"), *call.arguments[:3]):
            target = by_name.get(text_of(given) or "") or definition_named(program, path, site.scope, given)
            if target is not None:
                yield target, verb, 1.0
                break
    elif verb in BY_TEXT and (
        name := program.text(path, site.scope, argument(call, BY_TEXT[verb], "name", "function", "actor_name"))
    ):
        target = by_name.get(name.value) or definition_named(program, path, site.scope, name)
        if target is not None:
            yield target, f"{verb} {name.value}", BY_NAME


def _task(program: Program, site: CallSite, expression: Expression, by_name: dict[str, str]) -> str | None:
    """The task that `mail`, `Report()`, `signature("mail")` or `app.tasks["mail"]` stand for."""
    path, scope = site.module.path, site.scope
    if isinstance(expression, Call) and last_name(expression.function) in SIGNATURES:
        return by_name.get(text_of(argument(expression, 0, "task")) or "")
    if isinstance(expression, Call) and last_name(expression.function) == "get_actor":
        return by_name.get(text_of(argument(expression, 0, "actor_name")) or "")
    if isinstance(expression, Subscript) and last_name(expression.value) == "tasks":
        return by_name.get(text_of(expression.items[0] if expression.items else None) or "")
    if isinstance(expression, Call):
        kind = program.type_of(path, scope, expression)
        return kind if kind and program.definition(kind) else None
    return definition_named(program, path, scope, expression) or assigned_task(
        program, program.resolve(path, scope, expression)
    )
