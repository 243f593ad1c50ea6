"""The in-house task queue: functions with a name, calls written down and run later.

In production a worker process polls ``run_pending``; the tests call it themselves. There is no
broker: we were going to add one in 2023.
"""

import importlib
import logging
from collections import deque

log = logging.getLogger(__name__)

REGISTRY = {}
QUEUE = deque()
MAX_ATTEMPTS = 3


class UnknownTask(LookupError):
    pass


def task(name):
    """Register a function under a name by which others can enqueue it."""

    def decorate(function):
        if name in REGISTRY and REGISTRY[name].__module__ != function.__module__:
            raise ValueError(f"task {name} registered twice")
        REGISTRY[name] = function
        function.task_name = name
        return function

    return decorate


def enqueue(name, **arguments):
    """Remember a call. The name is looked up when the task runs, not now."""
    QUEUE.append((name, arguments, 1))


def load_task_modules(dotted_names):
    for dotted in dotted_names:
        importlib.import_module(dotted)


def run_one(name, **arguments):
    try:
        function = REGISTRY[name]
    except KeyError:
        raise UnknownTask(name) from None
    return function(**arguments)


def run_pending(limit=1000):
    """Run what is queued (and what that enqueues); return how many calls succeeded."""
    done = 0
    while QUEUE and limit:
        limit -= 1
        name, arguments, attempt = QUEUE.popleft()
        try:
            run_one(name, **arguments)
        except UnknownTask:
            raise
        except Exception:
            if attempt >= MAX_ATTEMPTS:
                log.exception("task %s given up", name)
                raise
            QUEUE.append((name, arguments, attempt + 1))
        else:
            done += 1
    return done


def clear():
    QUEUE.clear()
