"""The syntax tree of one statement → the tables it touches by role, and the pairs of tables it brings together."""

from typing import Any

from msgspec.structs import replace

from .changes import changes_of
from .joins import Components
from .names import is_dynamic, pair, table_name, unquoted
from .statement import Pair, Roles, Statement
from .tree_parts import SET_OPERATIONS, Node, alias, branches, is_temporary, own_nodes, qualifier, sources

Scope = dict[str, tuple[str, ...]]


def statement_of(tree: Node, verb: str) -> Statement:
    """What the statement with this tree does to tables."""
    found = _TreeReader(tree).read(verb)
    changes = changes_of(tree)
    found = replace(found, changes=changes) if changes else found
    sets = _sets(tree)
    return replace(found, sets=sets) if sets and len(found.writes) == 1 else found


def _sets(tree: Node) -> tuple[str, ...]:
    """The columns that an UPDATE sets; () if one of them is not plain."""
    if tree.key != "update":
        return ()
    columns = [each.this if each.key == "eq" else None for each in tree.expressions]
    names = [column.name.lower() for column in columns if column is not None and column.key == "column"]
    is_known = len(names) == len(columns) and not any(is_dynamic(name) for name in names)
    return tuple(sorted(set(names))) if is_known else ()


class _TreeReader:
    """One walk over one tree; the roles and pairs found so far are its state."""

    def __init__(self, tree: Node) -> None:
        self._tree = tree
        self._roles = Roles.empty()
        self._equal: set[Pair] = set()
        self._near: list[Pair] = []
        self._seen: set[int] = set()

    def read(self, verb: str) -> Statement:
        from sqlglot import exp

        self._lead(self._tree, {}, {})
        for node in self._tree.find_all(*_statement_types()):
            if id(node) not in self._seen and node.find_ancestor(exp.When) is None:  # a branch of MERGE names no table
                self._lead(node, {}, {})
        return self._roles.frozen(verb, self._joins(), 1.0)

    def _joins(self) -> set[Pair]:
        """Pairs compared in a condition; then, for tables not connected by these, the nearest in the text."""
        components = Components()
        pairs = {pair(*both) for both in self._equal if both[0] != both[1]}
        for both in sorted(pairs):
            components.connect(*both)
        for one, other in self._near:
            if components.connect(one, other):
                pairs.add(pair(one, other))
        return pairs

    def _lead(self, node: Node, ctes: Scope, outer: Scope) -> tuple[str, ...]:
        """Reads a query or statement; the tables its rows come from, the first of its FROM in front."""
        from sqlglot import exp

        if not isinstance(node, exp.Expression):  # a flag where a lenient grammar found nothing
            return ()
        self._seen.add(id(node))
        ctes = self._with(node, ctes, outer)
        if isinstance(node, exp.Select):
            return self._select(node, ctes, outer)
        if isinstance(node, exp.SetOperation):
            return self._union(node, ctes, outer)
        if isinstance(node, exp.Table):
            return self._source(node, ctes, outer)
        if isinstance(node, exp.Subquery | exp.Paren | exp.Lateral):
            return self._lead(node.this, ctes, outer) if node.this is not None else ()
        if isinstance(node, exp.Insert | exp.Update | exp.Delete | exp.Merge):
            return self._change(node, ctes, outer)
        if isinstance(node, exp.Create | exp.Alter | exp.Drop | exp.TruncateTable):
            return self._schema_change(node, ctes)
        return self._other(node, ctes, outer)

    def _with(self, node: Node, ctes: Scope, outer: Scope) -> Scope:
        clause = node.args.get("with_") or node.args.get("with")
        if clause is None:
            return ctes
        known = dict(ctes)
        for cte in clause.expressions:
            name = cte.alias.lower()
            inside = {**known, name: ()} if clause.args.get("recursive") else known
            known = {**known, name: self._lead(cte.this, inside, outer)}
        return known

    def _select(self, node: Node, ctes: Scope, outer: Scope) -> tuple[str, ...]:
        scope: Scope = {}
        lead: tuple[str, ...] = ()
        for source in sources(node):
            tables = self._source(source, ctes, {**outer, **scope})
            scope[alias(source)] = tables
            self._bring_together(lead, tables)
            lead = lead or tables
        into = node.args.get("into")
        if into is not None and into.this is not None:
            self._bring_together(lead, self._add(self._roles.creates, into.this, {}))
        self._expressions(node, ctes, {**outer, **scope}, lead)
        return lead

    def _union(self, node: Node, ctes: Scope, outer: Scope) -> tuple[str, ...]:
        lead: tuple[str, ...] = ()
        for branch in branches(node):
            if branch.key in SET_OPERATIONS:  # read with the chain it is part of: not once more for each of its ends
                self._seen.add(id(branch))
                continue
            tables = self._lead(branch, ctes, outer)
            self._bring_together(lead, tables)
            lead = lead or tables
        return lead

    def _source(self, node: Node, ctes: Scope, outer: Scope) -> tuple[str, ...]:
        from sqlglot import exp

        if isinstance(node, exp.Table):
            inner = [self._source(join.this, ctes, outer) for join in node.args.get("joins") or ()]
            tables = self._add(self._roles.reads, node, ctes)
            for other in inner:
                self._bring_together(tables, other)
            return tables
        return self._lead(node, ctes, outer)

    def _add(self, role: set[str], node: Node, ctes: Scope) -> tuple[str, ...]:
        """Files a table under a role; the tables behind it, which for a common table expression are those it reads."""
        from sqlglot import exp

        node = node.this if isinstance(node, exp.Schema) else node
        if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier):
            return ()
        if not node.db and node.name.lower() in ctes:
            return ctes[node.name.lower()]
        if is_dynamic(node.name) or is_dynamic(node.db):
            self._roles.dynamic = True
            return ()
        name = table_name(unquoted(node.db), unquoted(node.name))
        if not name or node.this.args.get("temporary"):
            return ()
        role.add(name)
        return (name,)

    def _change(self, node: Node, ctes: Scope, outer: Scope) -> tuple[str, ...]:
        from sqlglot import exp

        deletes = isinstance(node, exp.Delete)
        aliases: dict[str, Node] = {alias(source): source for source in sources(node)}
        explicit = (node.args.get("tables") or []) if deletes else []
        targets = [target for target in explicit or [node.this] if isinstance(target, exp.Expression)]
        beside = [source for source in sources(node) if not any(source is target for target in targets)]
        lead: tuple[str, ...] = ()
        scope: Scope = {}
        for target in targets:
            real = aliases.get(alias(target), target)  # T-SQL and MySQL name the alias of a table in FROM
            beside = [source for source in beside if source is not real]
            tables = self._add(self._roles.deletes if deletes else self._roles.writes, real, {})
            scope[alias(real)] = scope[alias(target)] = tables
            self._bring_together(lead, tables)
            lead = lead or tables
        for source in beside:
            tables = self._source(source, ctes, {**outer, **scope})
            scope[alias(source)] = tables
            self._bring_together(lead, tables)
            lead = lead or tables
        if isinstance(node, exp.Insert) and node.expression is not None:
            self._bring_together(lead, self._lead(node.expression, ctes, outer))
        if isinstance(node, exp.Merge) and any(
            isinstance(when.args.get("then"), exp.Var) for when in node.find_all(exp.When)
        ):
            self._roles.deletes.update(lead[:1])
        self._expressions(node, ctes, {**outer, **scope}, lead)
        return lead

    def _schema_change(self, node: Node, ctes: Scope) -> tuple[str, ...]:
        from sqlglot import exp

        kind = str(node.args.get("kind") or "TABLE").upper()
        if isinstance(node, exp.TruncateTable):
            return tuple(name for table in node.expressions for name in self._add(self._roles.deletes, table, {}))
        if isinstance(node, exp.Create) and kind == "INDEX":
            table = node.this.args.get("table") if node.this is not None else None
            return self._add(self._roles.alters, table, {}) if table is not None else ()
        if kind not in {"TABLE", "VIEW", "MATERIALIZED VIEW"} or is_temporary(node):
            return self._other(node, ctes, {})
        if node.this is None:
            several = [*(node.args.get("tables") or ()), *node.expressions]
            return tuple(name for table in several for name in self._add(self._roles.drops, table, {}))
        roles = self._roles
        role = (
            roles.creates
            if isinstance(node, exp.Create)
            else roles.alters
            if isinstance(node, exp.Alter)
            else roles.drops
        )
        lead = self._add(role, node.this, {})
        for reference in node.find_all(exp.Reference):
            for target in self._add(set(), reference.this, {}):
                roles.foreign_keys.add((lead[0] if lead else "", target))
        if isinstance(node, exp.Create) and node.expression is not None:
            self._bring_together(lead, self._lead(node.expression, ctes, {}))
        return lead

    def _other(self, node: Node, ctes: Scope, outer: Scope) -> tuple[str, ...]:
        from sqlglot import exp

        if isinstance(node, exp.Copy) and isinstance(node.this, exp.Table | exp.Schema):
            return self._add(self._roles.writes if node.args.get("kind") else self._roles.reads, node.this, ctes)
        self._expressions(node, ctes, outer, ())
        return ()

    def _expressions(self, node: Node, ctes: Scope, scope: Scope, lead: tuple[str, ...]) -> None:
        """Conditions and nested queries of one query, not those of the queries within it."""
        from sqlglot import exp

        for inner in own_nodes(node):
            if isinstance(inner, exp.EQ):
                self._compare(inner, scope)
            elif id(inner) not in self._seen and isinstance(inner, exp.Query):
                self._bring_together(lead, self._lead(inner, ctes, scope))

    def _compare(self, node: Node, scope: Scope) -> None:
        left, right = (qualifier(side) for side in (node.this, node.expression))
        if left and right and left != right:
            for one in scope.get(left, ())[:1]:
                self._equal.update((one, other) for other in scope.get(right, ())[:1])

    def _bring_together(self, lead: tuple[str, ...], others: tuple[str, ...]) -> None:
        if lead and others and lead[0] != others[0]:
            self._near.append((lead[0], others[0]))


def _statement_types() -> tuple[type[Any], ...]:
    from sqlglot import exp

    return (exp.Query, exp.Insert, exp.Update, exp.Delete, exp.Merge)
