"""Command-line entry points: click and typer commands, Django management commands, scripts, sub-commands of argparse."""

import re
from collections.abc import Iterable

from decompose.evidence.unit import Unit

from ..facts import Call, Expression
from ..files.main_guard import main_guard
from ..names.call_sites import CallSite, definition_named
from ..names.program import Module, Program, is_external
from ..parts import argument, last_name, owner, text_of
from ..rows import Rows
from .sub_commands import routed, sub_commands

DECORATORS = frozenset(("command", "group", "task", "callback"))
LIBRARIES = ("click", "typer", "flask", "asyncclick", "rich_click", "quart", "invoke")
MANAGEMENT = re.compile(r"(?:^|/)management/commands/([^/_][^/]*)\.py")


def commands(program: Program, sites: Iterable[CallSite], rows: Rows) -> Iterable[Unit]:
    """One entry point for each command, routed to what runs it."""
    sites = tuple(sites)
    added = _added(program, sites)
    for module in program.modules.values():
        for name, target, line in (
            *_decorated(program, module, added),
            *_called(program, module),
            *_management(program, module),
            *_script(module),
        ):
            yield routed(module, name, target, line, rows)
    yield from sub_commands(program, sites, rows)


def _added(program: Program, sites: Iterable[CallSite]) -> dict[str, list[str]]:
    """The names that groups give to commands: `group.add_command(send, name="mail")`; "" where a command keeps its own."""
    added: dict[str, list[str]] = {}
    for site in sites:
        if last_name(site.call.function) == "add_command":
            command = definition_named(program, site.module.path, site.scope, argument(site.call, 0, "cmd"))
            if command:
                added.setdefault(command, []).append(text_of(argument(site.call, 1, "name")) or "")
    return added


def _decorated(program: Program, module: Module, added: dict[str, list[str]]) -> Iterable[tuple[str, str, int]]:
    for definition in module.facts.definitions[1:]:
        for decorator in definition.decorators:
            call = decorator if isinstance(decorator, Call) else Call(decorator, (), (), definition.line)
            if last_name(call.function) in DECORATORS and _is_command(
                program, module, definition.parent, call.function
            ):
                bare = definition.name.rpartition(".")[2].replace("_", "-").rstrip("-")
                own = text_of(argument(call, 0, "name")) or bare
                target = f"{module.path}::{definition.name}"
                reference = program.resolve(module.path, definition.parent, call.function)
                of_a_group = [""] if not reference or not is_external(reference) else []
                for name in sorted({name or own for name in (*of_a_group, *added.get(target, [""]))}):
                    yield name, target, definition.line


def _called(program: Program, module: Module) -> Iterable[tuple[str, str, int]]:
    """`typer.run(main)` and `app.command("mail")(send)`."""
    if not any(one.module.partition(".")[0] in LIBRARIES for one in module.facts.imports):
        return
    made = [(one.scope, one.value) for one in module.facts.assignments]
    for scope, call in (*((use.scope, use.expression) for use in module.facts.uses), *made):
        if isinstance(call, Call) and call.arguments:
            by = call.function if isinstance(call.function, Call) else call
            target = definition_named(program, module.path, scope, call.arguments[0])
            is_run = program.resolve(module.path, scope, call.function) == "external:typer.run"
            is_decorator = by is not call and last_name(by.function) in DECORATORS
            if target and (is_run or (is_decorator and _is_command(program, module, scope, by.function))):
                bare = target.rpartition("::")[2].rpartition(".")[2].replace("_", "-")
                own = text_of(argument(by, 0, "name")) if is_decorator else None
                yield own or bare, target, call.line


def _is_command(program: Program, module: Module, scope: int, function: Expression) -> bool:
    """Whether a decorator is of a command-line library, or of a group that is declared with one."""
    reference = program.resolve(module.path, scope, function)
    if reference and is_external(reference):
        return reference.removeprefix("external:").partition(".")[0] in LIBRARIES
    group = program.resolve(module.path, scope, owner(function))
    declared = program.definition(group) if group else None
    return declared is not None and any(
        last_name(one.function if isinstance(one, Call) else one) in ("group", "command") for one in declared.decorators
    )


def _management(program: Program, module: Module) -> Iterable[tuple[str, str, int]]:
    found = MANAGEMENT.search(module.path)
    command = program.definition(f"{module.path}::Command") if found else None
    if found and command:
        handle = program.definition(f"{module.path}::Command.handle")
        yield found[1], f"{module.path}::{(handle or command).name}", command.line


def _script(module: Module) -> Iterable[tuple[str, str, int]]:
    guard = main_guard(module.facts)
    if guard is not None:
        yield module.name, module.path, guard.line
