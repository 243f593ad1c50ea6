"""Table names as they are written → the one name by which a table is known."""

_DEFAULT_SCHEMAS = frozenset({"public", "dbo", "main"})
_CATALOGUES = frozenset({"information_schema", "pg_catalog", "sys", "mysql", "performance_schema", "pg_temp", "temp"})
_CATALOGUE_TABLES = frozenset(
    """dual excluded inserted deleted
    all_tables all_constraints all_indexes all_tab_columns all_tab_partitions all_views user_tables user_constraints
    user_indexes user_tab_columns user_tab_partitions user_views""".split()  # noqa: SIM905
)
_OF_SERVERS = ("pg_", "sqlite_", "pragma_")

_LEFT_OPEN = frozenset("{%?")
"""Signs of templates and placeholders, which no name has."""

HOLE = "_hole_"
"""What stands in a text for the part that is only known at run time, where a name may stand."""


def table_name(*parts: str) -> str:
    """The name from its written parts (catalogue, schema, table): lower case, default schemas left out.

    "" when it names no table of the system: a server's catalogue, a temporary `#table`, a variable, an empty name.
    Servers disagree on the case of names and programs are careless about it, so case does not distinguish tables.
    """
    lowered = [part.strip().lower() for part in parts if part.strip()][-2:]
    if not lowered or not lowered[-1] or lowered[-1][0] in "#@%" or lowered[-1] in _CATALOGUE_TABLES:
        return ""
    if (len(lowered) == 2 and lowered[0] in _CATALOGUES) or lowered[-1].startswith(_OF_SERVERS):
        return ""
    return ".".join(part for part in lowered if part not in _DEFAULT_SCHEMAS or part is lowered[-1])


def is_dynamic(name: str) -> bool:
    """Whether a part of the name is only known at run time."""
    return HOLE in name or not _LEFT_OPEN.isdisjoint(name)


def unquoted(text: str) -> str:
    """A name without its quotes, whichever server's they are."""
    return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] in '"`[' else text


def pair(one: str, other: str) -> tuple[str, str]:
    """The two names in order."""
    return (one, other) if one < other else (other, one)
