"""Functions that query what they are given → the accesses of their callers, who know what they give."""

from collections.abc import Iterator, Mapping

from ..scopes import last_name
from ..text.statement import Statement
from ..values.callees import Callees
from ..values.evaluation import Evaluation, table_of
from ..values.values import Place, Value
from .applied import Applied, applied
from .effects import Access
from .left_open import FILLS, filled_in
from .notes import CallSite, ParameterUse, Seen
from .sql_in_code import SqlTexts, accesses_of, joins_of

ROUNDS = 3
"""Callers of callers that are followed (chosen)."""

THROUGH_PARAMETER = 0.8
"""Confidence of an access that a called function makes with what it is given (chosen)."""

Uses = dict[str, dict[str, set[str]]]


def add_accesses_of_callers(
    seen: Mapping[str, Seen], evaluation: Evaluation, texts: SqlTexts, callees: Callees
) -> None:
    """Adds to what was seen in each module the accesses that its arguments make elsewhere."""
    known: Uses = {}
    new = [use for path in sorted(seen) for use in sorted(seen[path].parameters)]
    for _ in range(ROUNDS):
        fresh = _fresh(known, new)
        if not fresh:
            return
        names = {reference.rpartition("::")[2].rpartition(".")[2] for reference in fresh}
        runs = {path: list(applied(path, seen[path], names, evaluation, callees)) for path in seen}
        new = [use for path in sorted(seen) for use in _told(path, seen[path], runs[path], evaluation, texts, fresh)]


def _fresh(known: Uses, uses: list[ParameterUse]) -> Uses:
    fresh: Uses = {}
    for use in uses:
        effects = known.setdefault(use.function, {}).setdefault(use.parameter, set())
        if use.effect not in effects:
            effects.add(use.effect)
            fresh.setdefault(use.function, {}).setdefault(use.parameter, set()).add(use.effect)
    return fresh


def _told(
    path: str, seen: Seen, runs: list[Applied], evaluation: Evaluation, texts: SqlTexts, uses: Uses
) -> Iterator[ParameterUse]:
    for one in runs:
        site = one.site
        for parameter, effects in sorted(uses.get(one.function, {}).items()):
            given = evaluation.results.given_for(Value("parameter", one.function, parameter), site.call)
            value = evaluation.value(Place(path, site.scope, site.line), given)
            if value is None:
                continue
            for effect in sorted(effects):
                if value.kind == "parameter":
                    yield ParameterUse(value.of, value.name, effect, site.line)
                elif effect.startswith(FILLS):
                    _tell(seen, site, filled_in(effect, value.text, texts) if value.text else (), THROUGH_PARAMETER)
                elif effect == "sql" and value.text is not None and not texts.statements(value.text, sink=False):
                    _tell(seen, site, texts.statements(value.text, sink=True))
                elif effect != "sql" and table_of(value, evaluation):
                    flags = ("delete", "orm") if effect == "delete" else ("orm",)
                    detail = f"{last_name(site.call.function)}({value.of.rpartition('::')[2]})"
                    sure = round(value.confidence * THROUGH_PARAMETER, 3)
                    table = table_of(value, evaluation)
                    seen.accesses.append(Access(site.scope, site.line, table, effect != "read", flags, sure, detail))


def _tell(seen: Seen, site: CallSite, statements: tuple[Statement, ...], confidence: float = 1.0) -> None:
    for statement in statements:
        seen.statements.append((site.line, statement))
        seen.accesses.extend(accesses_of(statement, site.scope, site.line, confidence))
        seen.joins.extend(joins_of(statement, site.scope, site.line, confidence))
