"""From decorators, classes and calls to the functions and classes that are background tasks, with the names they run by."""

from collections.abc import Iterable, Iterator

from ..facts import Call, Definition, Expression
from ..names.call_sites import definition_named
from ..names.program import Module, Program, is_external
from ..parts import argument, items_of, last_name, text_of

DECORATORS = frozenset("task shared_task periodic_task actor db_task db_periodic_task".split())  # noqa: SIM905
RQ_DECORATORS = frozenset(("external:django_rq.job", "external:rq.decorators.job", "external:django_rq.decorators.job"))
NO_QUEUES = ("external:invoke.", "external:fabric.", "external:locust.")
"""Libraries whose tasks are commands, or load for a test; nothing is enqueued there."""

REGISTERING = "register_task"
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
            elif definition.kind == "class" and (name := _class_name(program, module, definition)):
                found.setdefault(f"{module.path}::{definition.name}", name)
        for reference, name in _assigned(program, module):
            found.setdefault(reference, name)
    return found


def assigned_task(program: Program, reference: str | None) -> str | None:
    """The function or class of `mail = app.task(send_mail)` and `imports = app.register_task(Import())`."""
    path = reference.partition("::")[0] if reference and not is_external(reference) else ""
    for value in program.values(reference) if path and reference else ():
        if isinstance(value, Call) and (task := _made_of(program, path, 0, value)):
            return task
    return None


def _assigned(program: Program, module: Module) -> Iterator[tuple[str, str]]:
    """Tasks that no decorator makes but a call: what it is given is the task."""
    for one in module.facts.assignments:
        call = one.value
        if isinstance(call, Call) and (task := _made_of(program, module.path, one.scope, call)):
            where = program.modules[task.partition("::")[0]].name
            yield task, text_of(argument(call, -1, "name", "actor_name")) or f"{where}.{task.partition('::')[2]}"


def _made_of(program: Program, path: str, scope: int, call: Call) -> str | None:
    given = call.arguments[0] if call.arguments else None
    verb = last_name(call.function)
    if verb == REGISTERING:
        kind = program.type_of(path, scope, given)
        return kind if kind and not is_external(kind) else None
    if verb not in DECORATORS or not isinstance(given, str):
        return None
    found = definition_named(program, path, scope, given)
    definition = program.definition(found) if found else None
    return found if definition and definition.kind == "function" else None


def _class_name(program: Program, module: Module, definition: Definition) -> str | None:
    """The name of `class Import(Task): def run(self)`, as Celery has them; what others build on has no `run`."""
    reference = f"{module.path}::{definition.name}"
    is_task = bool(definition.bases) and program.definition(f"{reference}.run") is not None
    if not is_task or not any(
        one.startswith("external:celery") and one.endswith("Task") for one in program.bases(reference)
    ):
        return None
    given = (text_of(value) for value in program.values(f"{reference}.name"))
    return next((name for name in given if name), None) or f"{module.name}.{definition.name}"


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
        if _makes_task(program.resolve(module.path, definition.parent, function) or "", last_name(function)):
            given = text_of(argument(decorator, -1, "name", "actor_name")) if isinstance(decorator, Call) else None
            given = given or _first_text(program, module, definition, decorator)
            return given or f"{module.name}.{definition.name}"
    return None


def _makes_task(found: str, name: str) -> bool:
    """Whether what a decorator was found to be, or is called, makes tasks that a queue takes."""
    return found in RQ_DECORATORS if name == "job" else name in DECORATORS and not found.startswith(NO_QUEUES)


def _first_text(program: Program, module: Module, definition: Definition, decorator: Expression) -> str | None:
    """The name that a decorator of the tree itself takes first, as queues made in the house do; libraries' take no text there."""
    if not isinstance(decorator, Call):
        return None
    found = program.resolve(module.path, definition.parent, decorator.function)
    return text_of(argument(decorator, 0)) if found and program.definition(found) else None
