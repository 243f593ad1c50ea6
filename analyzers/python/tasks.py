"""Background tasks: which functions are tasks, under which names, and who enqueues them."""

from collections.abc import Iterable

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit

from .call_sites import CallSite, definition_named
from .entry_unit import entry_unit
from .facts import Call, Definition, Expression, Subscript
from .parts import argument, items_of, last_name, owner, text_of
from .program import Module, Program
from .rows import Rows

DECORATORS = frozenset("task shared_task periodic_task actor db_task db_periodic_task".split())  # noqa: SIM905
RQ_DECORATORS = frozenset(("external:django_rq.job", "external:rq.decorators.job", "external:django_rq.decorators.job"))
# What a task itself offers to be enqueued by; the rest of the methods are too common to mean it without a decorator.
SURE = frozenset("delay apply_async delay_on_commit enqueue enqueue_once defer_async kiq send_with_options".split())  # noqa: SIM905
LIKELY = frozenset("s si signature schedule send defer".split())  # noqa: SIM905
# Queues and schedulers that take the function as an argument.
QUEUES = frozenset("enqueue enqueue_in enqueue_at enqueue_call schedule add_job add_task".split())  # noqa: SIM905
SIGNATURES = frozenset(("signature", "Signature", "subtask"))
# Where the name of the task stands among the arguments; dramatiq names the queue first.
BY_TEXT = {"send_task": 0, "enqueue_job": 0, "Message": 1}
BY_NAME = 0.8
WORKERS = "WorkerSettings"


def tasks_of(program: Program) -> dict[str, str]:
    """The references of all task functions with the names they are enqueued by."""
    found: dict[str, str] = {}
    for module in program.modules.values():
        for definition in module.facts.definitions[1:]:
            if definition.kind == "function" and (name := _task_name(program, module, definition)):
                found.setdefault(f"{module.path}::{definition.name}", name)
            elif definition.kind == "class" and definition.name.endswith(WORKERS):
                for reference, name in _of_arq(program, module, definition):
                    found.setdefault(reference, name)
    return found


def _of_arq(program: Program, module: Module, settings: Definition) -> Iterable[tuple[str, str]]:
    """`functions = [mail, func(close, name="shut")]` of the settings of arq's workers."""
    scope = program.scope_of(f"{module.path}::{settings.name}")
    for listed in program.values(f"{module.path}::{settings.name}.functions"):
        for one in items_of(listed):
            given = argument(one, 0, "coroutine") if isinstance(one, Call) else one
            reference = definition_named(program, module.path, scope, given)
            if reference:
                name = text_of(argument(one, -1, "name")) if isinstance(one, Call) else None
                yield reference, name or reference.rpartition("::")[2]


def _task_name(program: Program, module: Module, definition: Definition) -> str | None:
    for decorator in definition.decorators:
        function = decorator.function if isinstance(decorator, Call) else decorator
        is_task = last_name(function) in DECORATORS
        if not is_task and last_name(function) == "job":
            is_task = program.resolve(module.path, definition.parent, function) in RQ_DECORATORS
        if is_task:
            given = text_of(argument(decorator, -1, "name", "actor_name")) if isinstance(decorator, Call) else None
            given = given or _first_text(program, module, definition, decorator)
            return given or f"{module.name}.{definition.name}"
    return None


def _first_text(program: Program, module: Module, definition: Definition, decorator: Expression) -> str | None:
    """The name that a decorator of the tree itself takes first, as queues made in the house do; libraries' take no text there."""
    if not isinstance(decorator, Call):
        return None
    found = program.resolve(module.path, definition.parent, decorator.function)
    return text_of(argument(decorator, 0)) if found and program.definition(found) else None


def task_units(program: Program, tasks: dict[str, str], rows: Rows) -> Iterable[Unit]:
    """One entry point for each task, routed to its function."""
    for reference, name in tasks.items():
        module = program.modules[reference.partition("::")[0]]
        definition = program.definition(reference)
        unit = entry_unit(module, f"task {name}", definition.line if definition else 1)
        rows.add(EvidenceKind.ROUTES, unit.id, reference, unit.location, name)
        yield unit


def add_task_triggers(program: Program, sites: Iterable[CallSite], tasks: dict[str, str], rows: Rows) -> None:
    """Who enqueues which function or class."""
    by_name = {name: reference for reference, name in sorted(tasks.items(), reverse=True)}
    for site in sites:
        for target, detail, confidence in _enqueued(program, site, tasks, by_name):
            rows.add(EvidenceKind.TRIGGERS, site.source, target, site.location, detail, (), confidence)
    by_call = {one for one in tasks if _is_enqueued_by_call(program, one)}
    for row in [one for one in rows.evidence() if one.kind is EvidenceKind.CALL and one.target in by_call]:
        if row.location:
            rows.withdraw(row)  # what looks like a call starts the task elsewhere and later
            rows.add(EvidenceKind.TRIGGERS, row.source, row.target, row.location, row.detail)


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
    return definition_named(program, path, scope, expression)
