"""The arguments of a query → the classes, columns and paths over relations that are named in them."""

from collections.abc import Callable, Iterator

from ...python.facts import Call, Expression
from ..scopes import constant, last_name, parts_of
from ..values.steps import Models, relation_of
from ..values.values import Value
from ..vocabulary import PATH_FUNCTIONS, STATEMENTS

Given = Callable[[Expression], Value | None]
"""What an expression evidently is where the query stands."""


def models_in(given: Given, call: Call) -> Iterator[Value]:
    """The classes and columns named anywhere in the arguments, each class once, nested statements left out."""
    seen: set[tuple[str, str]] = set()
    waiting: list[Expression] = [*reversed([*call.arguments, *(value for _, value in call.keywords)])]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            found = given(current)
            if found is not None and found.kind == "table" and found.name:
                found = Value("table", found.of)
            if found is not None and found.kind == "column" and found.of and (found.of, "") not in seen:
                found = Value("class", found.of)
            key = (found.of, found.name) if found is not None else ("", "")
            if found is not None and found.kind in {"class", "table", "parameter"} and key not in seen:
                seen.add(key)
                yield found
        elif not (isinstance(current, Call) and last_name(current.function) in STATEMENTS):
            if isinstance(current, Call):
                waiting.extend(reversed([*current.arguments, *(value for _, value in current.keywords)]))
                if not isinstance(current.function, str):
                    waiting.append(current.function)
                elif "." in current.function:
                    waiting.append(current.function.rpartition(".")[0])
            else:
                waiting.extend(reversed(parts_of(current)))


def given_in(given: Given, call: Call) -> Iterator[Value]:
    """The parameters whose columns are asked for: `model` of `query(model.id)`."""
    columns = (each.partition(".")[0] for each in call.arguments if isinstance(each, str) and each.count(".") == 1)
    found = (given(each) for each in dict.fromkeys(columns))
    yield from (each for each in found if each is not None and each.kind == "parameter")


def nested(given: Given, call: Call) -> Iterator[Value]:
    """The queries that the arguments of a query hold: `Exists(Line.objects.filter(…))`, `id__in=lines`, `select(…)`."""
    waiting: list[tuple[Expression, bool]] = [(each, False) for each in call.arguments]
    waiting += [(value, name.endswith("__in")) for name, value in call.keywords]
    while waiting:
        current, is_query = waiting.pop()
        if isinstance(current, Call) and last_name(current.function) == "Prefetch":
            continue  # a query of its own
        if isinstance(current, Call) or (is_query and isinstance(current, str)):
            found = given(current)
            if found is not None and found.kind in {"rows", "statement"}:
                yield found
                continue
        if isinstance(current, Call):
            takes = last_name(current.function) in _TAKE_QUERIES
            waiting.extend((each, takes) for each in current.arguments)
            waiting.extend((value, name.endswith("__in")) for name, value in current.keywords)
            if not isinstance(current.function, str):
                waiting.append((current.function, False))
        else:
            waiting.extend((part, False) for part in parts_of(current))


def related(given: Given, models: Models, written: Expression, *, everywhere: bool) -> Iterator[Value]:
    """The classes that relations lead to: of `joinedload(Order.lines)` and of `Order.lines.any(…)`.

    `everywhere` tells that naming a relation is enough, as in a join; a comparison (`Line.order == order`) needs its key only.
    """
    waiting = [written]
    while waiting:
        current = waiting.pop()
        waiting.extend(parts_of(current))
        column = None
        if everywhere:
            column = given(current) if isinstance(current, str) and "." in current else None
        elif isinstance(current, Call) and isinstance(current.function, str) and last_name(current.function) in _ASKS:
            column = given(current.function.rpartition(".")[0])
        if column is not None and column.kind == "column":
            yield from _led_to(column, models)


_TAKE_QUERIES = frozenset({"Exists", "Subquery", "exists", "in_", "not_in", "notin_", "any_", "all_"})
_ASKS = frozenset({"any", "has", "of_type", "contains"})


def _led_to(column: Value, models: Models) -> Iterator[Value]:
    relation = relation_of(Value("class", column.of), column.name, models)
    if relation is not None:
        yield Value("class", relation.model)
        if relation.through:
            yield Value("table", relation.through)


def written_paths(method: str, call: Call) -> Iterator[str]:
    """Keyword names and texts of a lookup and of the Q, F, Count, … within it; texts carry a mark where they navigate."""
    waiting: list[Expression] = [call]
    first = True
    while waiting:
        current = waiting.pop()
        if isinstance(current, Call):
            if not first and last_name(current.function) not in PATH_FUNCTIONS:
                continue
            by_name = (first and method not in {"annotate", "aggregate", "alias", "values"}) or last_name(
                current.function
            ) == "Q"
            for name, value in current.keywords:
                if by_name:
                    yield name
                if isinstance(value, Call):
                    waiting.append(value)
            for given in current.arguments:
                text = constant(given)
                if text is not None and text.lstrip("-").replace("__", "").isidentifier():
                    yield text.lstrip("-") + {"select_related": ".", "prefetch_related": ":"}.get(method, "")
                else:
                    waiting.append(given)
            first = False
        else:
            waiting.extend(parts_of(current))
