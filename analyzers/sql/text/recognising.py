"""Any string of a program → whether it is SQL; prose that begins like SQL is not."""

import re

_NAME = r"""(?:["`\[]?[\w{}$%#@]+["`\]]?)(?:\s*\.\s*["`\[]?[\w{}$%]+["`\]]?){0,2}"""
_BEGINS = re.compile(
    rf"""
    # possessive: of forty spaces each way to part them would be tried
    (?:\s++|--[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/|\(|(?:BEGIN|START)(?:\s++[A-Z]{{1,20}}+){{0,2}}+\s*+;)*+
    (?:
      SELECT\b (?=[^;]*\bFROM\b | \s+(?:[\d'*(]|\w+\s*\())
    | WITH\s+(?:RECURSIVE\s+)?{_NAME}\s*(?:\([^()]*\)\s*)?AS\s*(?:NOT\s+)?(?:MATERIALIZED\s*)?\(
    | (?:INSERT|REPLACE)\s+(?:OR\s+\w+\s+|IGNORE\s+)?INTO\s+{_NAME}
    | UPDATE\s+(?:ONLY\s+)?{_NAME}(?:\s+(?:AS\s+)?\w+)?\s+SET\s+{_NAME}\s*=
    | UPDATE\s+{_NAME}(?:\s+(?:AS\s+)?\w+)?\s+(?:INNER\s+|LEFT\s+)?JOIN\s+{_NAME}
    | DELETE\s+(?:\w+\s+)?FROM\s+(?:ONLY\s+)?{_NAME}
    | MERGE\s+(?:INTO\s+)?{_NAME}\s+(?:AS\s+)?\w*\s*USING\b
    | TRUNCATE\s+(?:TABLE\s+)?{_NAME}\s*(?:$|,|;|CASCADE|RESTART)
    | CREATE\s+(?:OR\s+REPLACE\s+)?(?:\w+\s+){{0,2}}(?:TABLE|VIEW|INDEX|FUNCTION|TRIGGER|PROCEDURE)\s+
      (?:IF\s+NOT\s+EXISTS\s+)?{_NAME}
    | ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?{_NAME}\s+(?:ADD|DROP|ALTER|RENAME|MODIFY|CHANGE|OWNER|ENABLE|DISABLE|SET)\b
    | DROP\s+(?:MATERIALIZED\s+)?(?:TABLE|VIEW|INDEX|TRIGGER)\s+(?:IF\s+EXISTS\s+)?{_NAME}
    | COPY\s+(?:{_NAME}\s*(?:\([^()]*\)\s*)?|\([^()]*\)\s*)(?:FROM|TO)\s+(?:STDIN|STDOUT|'|%|:|\?|{{|PROGRAM)
    | LOCK\s+TABLES?\s+{_NAME}\s*(?:$|;|,|IN\s|READ|WRITE)
    | REFRESH\s+MATERIALIZED\s+VIEW\s+(?:CONCURRENTLY\s+)?{_NAME}
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STRUCTURE = re.compile(
    r"""\*|=|<>|\(|\bWHERE\b|\bJOIN\b|\bORDER\s+BY\b|\bGROUP\s+BY\b|\bVALUES\b|\bLIMIT\s+\d|\bSET\b|["`\[]\w+["`\]]|\w\.\w|%s|%\(|:\w|\?|\{"""
    r"""|,\s*\w+\s+FROM\b|;\s*\Z|\bTABLE\s|\bVIEW\s""",
    re.IGNORECASE,
)
_SHOUTED = re.compile(
    r"\b(?:SELECT\b[^;]*?\bFROM|DELETE\s+FROM|INSERT\s+INTO|UPDATE\s+\S+\s+SET|TRUNCATE|COPY|LOCK\s+TABLE|WITH)\b"
)
_ARTICLES = re.compile(
    r"\b(?:FROM|INTO|UPDATE|TABLE|VIEW|JOIN)\s+(?:the|a|an|your|our|this|that|its|their|my|all|any|each)\b(?!\s*[.,;(]|\s*\Z|\s+(?:where|join|set|order|group|left|inner|on|as|limit)\b)",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(
    r"[\s(]*(?:select|with|insert|replace|update|delete|merge|truncate|create|alter|drop|copy|lock|refresh|begin\s|begin;|start\s+transaction|--|/\*)",
    re.IGNORECASE,
)
_CALLS_ROUTINE = re.compile(
    rf"\s*(?:\{{\s*)?(?:CALL|EXEC|EXECUTE|PERFORM)\s+{_NAME}\s*(?:\(|@|$|;|[\d'%:?])", re.IGNORECASE
)
_ALL_COLUMNS = re.compile(r"\bSELECT\s+(?:\w+\.)?\*\s+FROM\b", re.IGNORECASE)
LONGEST_LOOK = 4_000
"""Characters of a string that are looked at to recognise it."""


def may_be_sql(text: str) -> bool:
    """Whether the first word, or a hole in its place, allows that the text is SQL; cheap."""
    return text.startswith("{}") or bool(_FIRST_WORD.match(text))


def starts_like_sql(text: str) -> bool:
    """Whether the text begins as a statement does; enough where a database is known to receive it."""
    if _CALLS_ROUTINE.match(text):
        return True
    return bool(_FIRST_WORD.match(text)) and bool(_BEGINS.match(text[:LONGEST_LOOK]))


def looks_like_sql(text: str) -> bool:
    """Whether a string found anywhere is SQL: it begins as a statement does and two more signs say it is no prose.

    Signs: punctuation and clauses of the language, and keywords in capitals. "Select the best option from the menu"
    has none, "Delete from cart" has none, "DELETE FROM cart" has one of two and is decided by its capitals alone.
    """
    if not _FIRST_WORD.match(text):
        return False
    text = text[:LONGEST_LOOK]
    if not _BEGINS.match(text):
        return False
    if _SHOUTED.search(text) or _ALL_COLUMNS.search(text):
        return True
    return not _ARTICLES.search(text) and len({match.upper() for match in _STRUCTURE.findall(text)}) >= 2
