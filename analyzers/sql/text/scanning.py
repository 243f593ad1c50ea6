"""The words of a statement no grammar accepts → the tables that stand behind its keywords, of low confidence."""

from collections.abc import Sequence

from ..vocabulary import words
from .joins import Components
from .names import is_dynamic, pair, table_name, unquoted
from .statement import SCANNED, Pair, Roles, Statement
from .tokens import Token

_NO_NAMES = words(
    "SELECT FROM WHERE SET VALUES ON AS AND OR NOT NULL IN IS LIKE CASE WHEN THEN END USING ORDER GROUP BY HAVING LIMIT "
    "LATERAL ONLY UNNEST TABLE IF EXISTS INTO JOIN INNER LEFT RIGHT FULL OUTER CROSS NATURAL UNION ALL DISTINCT WITH "
    "RETURNING FOR EACH ROW OF BEGIN DECLARE EXECUTE SKIP NOWAIT CASCADE RESTRICT NO ACTION DEFAULT DATA"
)
_FUNCTIONS_WITH_FROM = frozenset({"EXTRACT", "SUBSTRING", "TRIM", "OVERLAY", "POSITION"})
_FILLERS = frozenset(
    {"ONLY", "IF", "NOT", "EXISTS", "TABLE", "IGNORE", "LOW_PRIORITY", "CONCURRENTLY", "OVERWRITE", "TOP"}
)
_TEMPORARY = frozenset({"TEMP", "TEMPORARY"})


def scanned(tokens: Sequence[Token], verb: str) -> Statement:
    """The statement as far as its keywords tell; confidence .5, .3 when it does not name a single table."""
    roles = _Scan(tokens).roles()
    return roles.frozen(verb, _chain(roles), SCANNED if roles.all() else 0.3)


def _chain(roles: Roles) -> set[Pair]:
    """The tables of the statement connected to the first it changes, or to its first by name."""
    names = sorted(roles.all())
    changed = sorted(roles.writes | roles.deletes | roles.creates) or names
    components = Components()
    return {pair(changed[0], name) for name in names if components.connect(changed[0], name)}


class _Scan:
    """One pass over the words."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._ctes = _common_table_expressions(tokens)

    def roles(self) -> Roles:
        roles = Roles.empty()
        opened: list[str] = []
        for at, token in enumerate(self._tokens):
            if token.text == "(":
                opened.append(self._word(at - 1))
            elif token.text == ")" and opened:
                opened.pop()
            elif token.kind == "word":
                self._keyword(at, token.upper, roles, opened[-1] if opened else "")
        return roles

    def _keyword(self, at: int, word: str, roles: Roles, function: str) -> None:
        before = self._word(at - 1)
        if word == "FROM" and function not in _FUNCTIONS_WITH_FROM and before != "DISTINCT":
            self._list(at + 1, roles.deletes if before == "DELETE" else roles.reads, roles)
        elif word == "JOIN" or (word == "USING" and self._word(at + 1) != "("):
            self._list(at + 1, roles.reads, roles)
        elif (
            (
                word == "UPDATE"
                and before not in {"FOR", "ON", "DO", "KEY", "OF", "NO"}
                and "SET" in self._words_after(at, 8)
            )
            or (word == "INTO" and before in {"INSERT", "REPLACE", "MERGE", "IGNORE", "OVERWRITE"})
            or (word == "REPLACE" and at == 0 and self._word(1) not in {"INTO", "("})
        ):
            self._list(at + 1, roles.writes, roles)
        elif word == "TRUNCATE":
            self._list(at + 1, roles.deletes, roles)
        elif word == "COPY" and at == 0:
            self._list(at + 1, roles.writes if "FROM" in self._words_after(at, 400) else roles.reads, roles)
        elif word == "REFERENCES":
            target: set[str] = set()
            self._list(at + 1, target, roles)
            roles.foreign_keys.update(("", name) for name in target)
        elif word in {"TABLE", "VIEW"}:
            self._definition(at, roles)

    def _definition(self, at: int, roles: Roles) -> None:
        before = [self._word(index) for index in range(max(0, at - 4), at)]
        if _TEMPORARY & set(before):
            return
        verbs = [word for word in before if word in {"CREATE", "ALTER", "DROP", "LOCK", "REFRESH"}]
        if verbs:
            role = {
                "CREATE": roles.creates,
                "ALTER": roles.alters,
                "DROP": roles.drops,
                "LOCK": roles.reads,
                "REFRESH": roles.writes,
            }[verbs[-1]]
            self._list(at + 1, role, roles)

    def _list(self, at: int, role: set[str], roles: Roles) -> None:
        """The names at this place: `a`, `s.a AS x`, `a, b x`."""
        while True:
            while self._word(at) in _FILLERS:
                at += 1
            parts, at = self._name(at)
            if not parts or (self._word(at) == "(" and role is roles.reads):
                return
            if is_dynamic("".join(parts)):
                roles.dynamic = True
            elif len(parts) > 1 or parts[0].lower() not in self._ctes:
                role.update(filter(None, [table_name(*parts)]))
            if self._word(at) == "AS":
                at += 1
            if self._kind(at) in {"word", "quoted"} and self._word(at) not in _NO_NAMES:
                at += 1
            if self._word(at) != ",":
                return
            at += 1

    def _name(self, at: int) -> tuple[list[str], int]:
        parts: list[str] = []
        while self._kind(at) in {"word", "quoted", "parameter"} and self._word(at) not in _NO_NAMES:
            parts.append(unquoted(self._tokens[at].text))
            at += 1
            if self._word(at) != ".":
                break
            at += 1
        return parts, at

    def _word(self, at: int) -> str:
        return self._tokens[at].upper if 0 <= at < len(self._tokens) else ""

    def _kind(self, at: int) -> str:
        return self._tokens[at].kind if 0 <= at < len(self._tokens) else ""

    def _words_after(self, at: int, count: int) -> set[str]:
        return {token.upper for token in self._tokens[at + 1 : at + 1 + count]}


def _common_table_expressions(tokens: Sequence[Token]) -> frozenset[str]:
    """Names in `WITH name AS (`, `, name (columns) AS (`; in lower case."""
    found = set()
    for at in range(len(tokens) - 2):
        if tokens[at].upper in {"WITH", "RECURSIVE", ","} and tokens[at + 1].kind in {"word", "quoted"}:
            follows = tokens[at + 2].upper
            if (follows == "AS" and at + 3 < len(tokens) and tokens[at + 3].text == "(") or follows == "(":
                found.add(unquoted(tokens[at + 1].text).lower())
    return frozenset(found) if any(token.upper == "WITH" for token in tokens) else frozenset()
