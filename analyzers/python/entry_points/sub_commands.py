"""Sub-commands of argparse: from `add_parser` and `set_defaults(func=…)` to what runs, also in a loop over a table."""

from collections.abc import Iterable, Iterator

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit

from ..facts import Call, Expression, Group, Text
from ..names.call_sites import CallSite, definition_named
from ..names.program import Module, Program
from ..parts import argument, last_name, owner, text_of
from ..rows import Rows, reference_of
from .entry_unit import entry_unit
from .loops_over_tables import loop_around

HANDLERS = ("func", "handler", "function", "command", "callback")


def sub_commands(program: Program, sites: Iterable[CallSite], rows: Rows) -> Iterator[Unit]:
    """One entry point for each sub-command; where nothing names its handler, it is the function that asks for it."""
    sites = tuple(sites)
    handled: set[tuple[str, str]] = set()
    for site in sites:
        if last_name(site.call.function) == "set_defaults":
            for name, run in _handled(program, site):
                handled.add((site.module.path, name))
                yield routed(site.module, name, run, site.line, rows)
    for site in sites:
        if last_name(site.call.function) == "add_parser" and _uses_argparse(site.module):
            for name in _chosen(program, site):
                if (site.module.path, name) not in handled:
                    yield routed(site.module, name, _asking(site.module, name) or site.source, site.line, rows)


def routed(module: Module, name: str, target: str, line: int, rows: Rows) -> Unit:
    """The entry point of a command, and the row to what runs it."""
    unit = entry_unit(module, f"command {name}", line)
    rows.add(EvidenceKind.ROUTES, unit.id, target, unit.location, name)
    return unit


def _handled(program: Program, site: CallSite) -> Iterator[tuple[str, str]]:
    """The sub-commands whose defaults a call sets, each with its handler."""
    given, named = argument(site.call, -1, *HANDLERS), _parser_name(site)
    run = definition_named(program, site.module.path, site.scope, given)
    loop = loop_around(program, site, given) or loop_around(program, site, named)
    if loop is None:
        if run:
            yield text_of(named) or run.rpartition("::")[2], run
        return
    for row in loop.rows:
        if found := run or loop.definition(row, given):
            yield loop.text(row, named) or found.rpartition("::")[2], found


def _chosen(program: Program, site: CallSite) -> Iterator[str]:
    """The names of the sub-commands that a call adds."""
    named = argument(site.call, 0, "name")
    if loop := loop_around(program, site, named):
        yield from (found for row in loop.rows if (found := loop.text(row, named)))
    elif isinstance(named, Text):
        yield named.value


def _uses_argparse(module: Module) -> bool:
    return any(one.module == "argparse" for one in module.facts.imports)


def _asking(module: Module, name: str) -> str | None:
    """The function that asks whether a sub-command was chosen: `if args.command == "serve":`."""
    for use in module.facts.uses:
        asked = use.expression
        if use.kind == "condition" and isinstance(asked, Group) and asked.sign == "==" and Text(name) in asked.items:
            return reference_of(module.path, module.facts, use.scope)
    return None


def _parser_name(site: CallSite) -> Expression:
    """The name that `add_parser` gave to the parser whose defaults are set."""
    parser = owner(site.call.function)
    if isinstance(parser, Call):
        return argument(parser, 0, "name")
    for assignment in reversed(site.module.facts.assignments):
        if assignment.line <= site.line and assignment.scope == site.scope and parser in assignment.targets:
            return argument(assignment.value, 0, "name") if isinstance(assignment.value, Call) else None
    return None
