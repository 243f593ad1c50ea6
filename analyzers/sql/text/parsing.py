"""The text of one statement → its syntax tree, from the first dialect that accepts it; None if none does."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from .names import HOLE
from .normalising import shortened, sql_text, without_variables
from .tokens import Token

if TYPE_CHECKING:
    from sqlglot.expressions import Expression

LARGEST = 32 * 1024
"""Characters of a statement, lists shortened, beyond which it is only scanned: no clock stops a grammar, so that the same
text always gives the same; 200 hard texts of twice the size took up to 2.7 s (benchmarks/statements.py)."""

DEEPEST = 60
"""Brackets within brackets beyond which a statement is only scanned: the parser recurses in C and has no net there."""

LONGEST_RUN = 100
"""Equal words in a row (`NOT NOT NOT …`), or subscripts of subscripts (`x[1][1][1]…`), beyond which a statement is only
scanned: for the same reason, and because the time for them grows with their square (measured: 5,000 take a minute)."""

DEEPEST_TYPES = 6
"""Brackets behind names of types within such (`STRUCT(STRUCT(…`) beyond which a statement is only scanned: the parser reads
each as a type and again as a function, so that the time doubles with each (measured: 60 would never end).
"""

NEVER_ENDING = frozenset({"DATA_DELETION", "SYSTEM_VERSIONING"})
"""Options of tables in T-SQL whose grammar goes on for ever where they are not as it expects; such are only scanned."""

DIALECTS = ("postgres", "mysql", "tsql", "sqlite", "oracle")
"""Tried in this order; together they know every common way of quoting and limiting."""


def syntax_tree(tokens: Sequence[Token]) -> "Expression | None":
    """The tree of a statement that a grammar of `DIALECTS` accepts as exactly one statement it knows."""
    tokens = shortened(tokens)
    if not _is_tractable(tokens):
        return None
    for text in _readings(tokens):
        if len(text) > LARGEST:
            return None
        for dialect in DIALECTS:
            tree = _parsed(text, dialect)
            if tree is not None:
                return tree
    return None


def _readings(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The text with a name in each hole; then, where there are such, without lone holes, or the variables of a procedure."""
    text, filling = sql_text(tokens), sql_text(without_variables(tokens))
    without_holes = sql_text(tokens, keep_holes=False) if HOLE in text else text
    return tuple(dict.fromkeys((text, without_holes, filling)))


def _is_tractable(tokens: Sequence[Token]) -> bool:
    """Whether the parser may be asked: not of what is too deep, and not where a bracket stays open, which no grammar
    accepts and in which one of them looks for the end for ever.
    """
    depth = run = chain = 0
    before = ""
    for token in tokens:
        chain = chain + (before == "]") if token.text == "[" else 0 if token.text in ",;)" else chain
        if token.text in "([":
            depth += 1
        elif token.text in ")]":
            depth -= 1
        word = token.text.upper()
        if word in NEVER_ENDING:
            return False
        run = run + 1 if word == before else 0
        before = word
        if depth > DEEPEST or run > LONGEST_RUN or chain > LONGEST_RUN:
            return False
    opened = sum((token.text == "(") - (token.text == ")") for token in tokens)
    return opened == 0 and _nested_cases(tokens) <= DEEPEST and _nested_types(tokens) <= DEEPEST_TYPES


def _nested_types(tokens: Sequence[Token]) -> int:
    """How deep brackets behind names of types stand in each other."""
    depth, deepest = 0, 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        deepest = max(deepest, depth)
    if deepest <= DEEPEST_TYPES:
        return 0
    types, opened, found = _types(), [False], 0
    for before, token in pairwise(tokens):
        if token.text == "(":
            opened.append(before.upper in types)
            found = max(found, sum(opened))
        elif token.text == ")" and len(opened) > 1:
            opened.pop()
    return found


def _types() -> frozenset[str]:
    """The words that begin a type in any of the dialects."""
    import sqlglot

    found: set[str] = set()
    for name in DIALECTS:
        dialect = sqlglot.Dialect.get_or_raise(name)
        kinds = dialect.parser_class.TYPE_TOKENS
        found.update(word for word, kind in dialect.tokenizer_class.KEYWORDS.items() if kind in kinds)
        found.update(kind.name for kind in kinds)
    return frozenset(found)


def _nested_cases(tokens: Sequence[Token]) -> int:
    depth = deepest = 0
    for token in tokens:
        depth += {"CASE": 1, "END": -1}.get(token.upper, 0)
        deepest = max(deepest, depth)
    return deepest


def _parsed(text: str, dialect: str) -> "Expression | None":
    import logging

    import sqlglot
    from sqlglot import exp

    logging.getLogger("sqlglot").disabled = True  # it writes "contains unsupported syntax" to standard error
    try:
        trees = sqlglot.parse(text, dialect=dialect)
    except Exception:  # noqa: BLE001 - hostile text reaches every corner of a foreign parser; the scan takes over
        return None
    if len(trees) != 1 or trees[0] is None or isinstance(trees[0], exp.Command):
        return None
    return trees[0]  # type: ignore[return-value]  # sqlglot types trees by a wider base class
