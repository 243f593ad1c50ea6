"""Command-line entry points: click and typer commands, argparse handlers, Django management commands, scripts."""

import re
from collections.abc import Iterable

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit

from .call_sites import CallSite, definition_named
from .entry_unit import entry_unit
from .facts import Call, Expression, Group, Text
from .main_guard import main_guard
from .parts import argument, last_name, owner, text_of
from .program import Module, Program, is_external
from .rows import Rows, reference_of

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
            yield _routed(module, name, target, line, rows)
    handled: set[tuple[str, str]] = set()
    parsers: list[CallSite] = []
    for site in sites:
        verb = last_name(site.call.function)
        if verb == "add_parser":
            parsers.append(site)
        if verb == "set_defaults":
            given = argument(site.call, -1, "func", "handler", "function", "command", "callback")
            run = definition_named(program, site.module.path, site.scope, given)
            if run:
                command = _parser_name(site) or run.rpartition("::")[2]
                handled.add((site.module.path, command))
                yield _routed(site.module, command, run, site.line, rows)
    for site in parsers:
        chosen = text_of(argument(site.call, 0, "name"))
        if chosen and (site.module.path, chosen) not in handled and _uses_argparse(site.module):
            yield _routed(site.module, chosen, _asking(site.module, chosen) or site.source, site.line, rows)


def _uses_argparse(module: Module) -> bool:
    return any(one.module == "argparse" for one in module.facts.imports)


def _asking(module: Module, name: str) -> str | None:
    """The function that asks whether a sub-command was chosen: `if args.command == "serve":`."""
    for use in module.facts.uses:
        asked = use.expression
        if use.kind == "condition" and isinstance(asked, Group) and asked.sign == "==" and Text(name) in asked.items:
            return reference_of(module.path, module.facts, use.scope)
    return None


def _routed(module: Module, name: str, target: str, line: int, rows: Rows) -> Unit:
    unit = entry_unit(module, f"command {name}", line)
    rows.add(EvidenceKind.ROUTES, unit.id, target, unit.location, name)
    return unit


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


def _parser_name(site: CallSite) -> str | None:
    """The name that `add_parser` gave to the parser whose defaults are set."""
    parser = owner(site.call.function)
    if isinstance(parser, Call):
        return text_of(argument(parser, 0))
    for assignment in reversed(site.module.facts.assignments):
        if assignment.line <= site.line and assignment.scope == site.scope and parser in assignment.targets:
            return text_of(argument(assignment.value, 0)) if isinstance(assignment.value, Call) else None
    return None
