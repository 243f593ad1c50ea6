"""The settings of a program → whether a library that they switch on listens to the deletion of rows of any table.

Then Django looks for the rows that go with others before it deletes them.
"""

from collections.abc import Iterator, Mapping

from ...python.facts import Assignment, Expression, Text
from ..scopes import MODULE, Scopes, parts_of

_SETTINGS = {
    "HAYSTACK_SIGNAL_PROCESSOR": ("haystack.signals.RealtimeSignalProcessor", "celery_haystack.signals"),
    "ELASTICSEARCH_DSL_SIGNAL_PROCESSOR": ("django_elasticsearch_dsl.signals.",),
    "INSTALLED_APPS": ("easyaudit", "django_elasticsearch_dsl"),
}
"""Settings, and how what they name begins where it listens to all models (read in these libraries)."""


def listens_to_deletions(scopes: Mapping[str, Scopes]) -> bool:
    """Whether the settings of the system, rather than of its tests, name such a library."""
    return any(
        each.startswith(beginnings)
        for name, beginnings in _SETTINGS.items()
        for assignment in _assigned(scopes, name)
        for each in _texts(assignment.value)
    )


def _assigned(scopes: Mapping[str, Scopes], name: str) -> Iterator[Assignment]:
    for path in sorted(scopes):
        if "test" not in path:
            yield from scopes[path].assigned(MODULE, name)


def _texts(expression: Expression) -> Iterator[str]:
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Text):
            yield current.value
        waiting.extend(parts_of(current))
