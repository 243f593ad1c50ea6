"""A statement that leaves its table to a parameter → that parameter, and the statement for whoever gives a name to fill in."""

import re
from collections.abc import Iterator

from ...python.facts import Text
from ..text.statement import Statement
from ..values.texts import Given
from ..values.values import Value
from .sql_in_code import SqlTexts

FILLS = "fills:"
"""Before a statement, as an effect of a parameter: what is given for it names a table there."""

BLANK = "_table_given_by_callers_"
NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def left_open(text: Text, given: Given, texts: SqlTexts) -> Iterator[tuple[Value, str]]:
    """`"INSERT INTO %s (id) VALUES (?)" % (table,)`: the parameter `table`, and the statement with a blank in its place."""
    pieces = text.value.split("{}")
    if len(pieces) != len(text.holes) + 1:
        return
    for at, hole in enumerate(text.holes, 1):
        value = given(hole)
        if value is None or value.kind != "parameter" or value.through:
            continue
        blank = "{}".join(pieces[:at]) + BLANK + "{}".join(pieces[at:])
        if any(BLANK in table for one in texts.statements(blank, sink=True) for table in one.tables):
            yield value, FILLS + blank


def filled_in(effect: str, name: Text, texts: SqlTexts) -> tuple[Statement, ...]:
    """The statements that a blank becomes with the name of a table; none with what is no name."""
    if name.holes or not NAME.fullmatch(name.value):
        return ()
    return texts.statements(effect.removeprefix(FILLS).replace(BLANK, name.value), sink=True)
