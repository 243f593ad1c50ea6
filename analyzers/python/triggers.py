"""What starts what without naming it: tasks enqueued, signals sent, model events, events by name, hooks."""

from collections.abc import Iterable

from .call_sites import CallSite
from .events import add_event_triggers
from .hooks import add_hook_calls
from .program import Program
from .rows import Rows
from .signals import add_signal_triggers
from .tasks import add_task_triggers


def add_triggers(program: Program, sites: Iterable[CallSite], tasks: dict[str, str], rows: Rows) -> None:
    """The trigger evidence of all call sites; `tasks` are the known tasks with their names."""
    sites = tuple(sites)
    add_task_triggers(program, sites, tasks, rows)
    add_signal_triggers(program, sites, rows)
    add_event_triggers(program, sites, rows)
    add_hook_calls(program, sites, rows)
