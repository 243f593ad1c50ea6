"""What starts what without naming it: tasks enqueued, signals sent, model events, events by name, hooks."""

from collections.abc import Iterable

from ..entry_points.tasks import add_task_triggers
from ..names.call_sites import CallSite
from ..names.program import Program
from ..rows import Rows
from .events import add_event_triggers
from .hooks import add_hook_calls
from .signals import add_signal_triggers


def add_triggers(program: Program, sites: Iterable[CallSite], tasks: dict[str, str], rows: Rows) -> None:
    """The trigger evidence of all call sites; `tasks` are the known tasks with their names."""
    sites = tuple(sites)
    add_task_triggers(program, sites, tasks, rows)
    add_signal_triggers(program, sites, rows)
    add_event_triggers(program, sites, rows)
    add_hook_calls(program, sites, rows)
