"""A statement composed of parts by psycopg (`sql.SQL`, `sql.Identifier`) → a call with plain texts in place of the parts."""

from msgspec.structs import replace

from ...python.facts import Call, Expression, Text
from ...python.parts import last_name

PLAIN = frozenset({"Identifier", "SQL"})
"""Parts that stand as they are in the statement; a Literal or Placeholder is a value."""


def identified(call: Call) -> Call:
    """The call of `format` with the texts of its parts; schema and table of an identifier with a dot between."""
    keywords = tuple((name, _plain(value)) for name, value in call.keywords)
    return replace(call, arguments=tuple(map(_plain, call.arguments)), keywords=keywords)


def _plain(part: Expression) -> Expression:
    if not isinstance(part, Call) or last_name(part.function) not in PLAIN or not part.arguments:
        return part
    texts = [one for one in part.arguments if isinstance(one, Text)]
    if len(texts) != len(part.arguments):
        return part.arguments[-1]
    return Text(".".join(one.value for one in texts), tuple(hole for one in texts for hole in one.holes))
