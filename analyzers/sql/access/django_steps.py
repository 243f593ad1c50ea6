"""A step on a Django (or peewee) model, on its rows or on one of them → what it does to the tables."""

from collections.abc import Iterator

from msgspec.structs import replace

from ...python.facts import Call, Text
from ...python.names.common_names import BUILTIN
from ..scopes import keyword
from ..values.cascades import IF_ROWS
from ..values.evaluation import table_of
from ..values.query_paths import Step, steps_along
from ..values.steps import is_manager
from ..values.values import Link, Value
from ..vocabulary import (
    CHANGES,
    CREATES,
    DELETES,
    DJANGO_METHODS,
    DONE_BY_VIEWS,
    LINKS,
    LOOKS_FIRST,
    LOOKUPS,
    READ_BY_VIEWS,
    READS_AND_WRITES,
    SAVES,
    TAKES_CONDITIONS,
    VALIDATES,
    WRITES_BY_NAME,
)
from .arguments import nested, written_paths
from .chain import IMPLIED, Chain, is_false, short
from .conditions import written_elsewhere
from .set_columns import set_before_saving, set_columns

IN_A_FORM = 0.7
"""Confidence that `form.save()` writes the model that the form is bound to (chosen; see the oracle)."""

BY_RELATIONS = 0.8
"""Confidence that rows are of the one model which has the relations that are asked of them (chosen)."""

LOADED_INTO = 0.8
"""Confidence that a schema which loads data into a row changes it (chosen)."""

LOADED = 0.6
"""Where it is given none: it looks for the row by its key, or makes one that somebody may add (chosen)."""

LINKED = 0.7
"""Confidence that a change of a collection of rows is written (chosen)."""

BY_LIBRARY = 0.6
"""Confidence that a method which a model has of a library asks for rows of its table (chosen; see the oracle)."""

WRITTEN_BY_LIBRARY = 0.8
"""Confidence that one whose name says so changes them (chosen)."""

VALIDATED = 0.7
"""Confidence that validation looks whether a row like this exists: only if something has to be unique (chosen)."""


def of_class(chain: Chain, value: Value, link: Link) -> None:
    """`Order.objects`, and what peewee does on the class itself."""
    if is_manager(value, link.name, chain.evaluation):
        chain.ask(Value("class", value.of, confidence=value.confidence), f"{short(value.of)}.{link.name}")
        if link.call is not None:
            of_rows(chain, Value("rows", value.of, confidence=value.confidence), link)
    elif link.call is not None and link.name in CREATES | DELETES | CHANGES:
        _changed(chain, value, link)
    elif (
        link.call is not None
        and link.name != "()"
        and chain.evaluation.of_library(value.of, link.name, above=chain.start == "super")
    ):
        _by_library(chain, value, link)


def of_rows(chain: Chain, value: Value, link: Link) -> None:
    """A step of a queryset: what it changes, and the relations that its arguments go along."""
    if link.call is None:
        return
    if value.through and link.name in LINKS | CREATES:
        _through(chain, value, link)
    elif link.name in LINKS and value.kind == "rows":
        if value.name:
            chain.note(value, True, ("create",), f"{short(value.of)}.{link.name}()", LINKED)
    elif link.name in CREATES | DELETES | CHANGES and value.kind == "rows":
        _changed(chain, value, link)
    _paths(chain, value, link)


def of_instance(chain: Chain, value: Value, link: Link) -> None:
    """`order.save()`, `order.delete()` and their like."""
    model = chain.evaluation.model(value.of)
    if link.call is None or (model is not None and model.framework == "sqlalchemy"):
        return
    detail = f"{short(value.of)}.{link.name}()"
    if link.name in SAVES:
        chain.note(value, True, (), detail, columns=set_columns(link.name, link.call) or _set_before(chain, link))
    elif link.name in DELETES:
        chain.note(value, True, ("delete",), detail)
    elif link.name in {"refresh_from_db", "arefresh_from_db"}:
        chain.note(value, False, (), detail)
    elif link.name in VALIDATES:
        chain.note(value, False, (), detail, VALIDATED)
    elif link.name not in DJANGO_METHODS and chain.evaluation.of_library(
        value.of, link.name, above=chain.start == "super"
    ):
        _by_library(chain, value, link)


def _set_before(chain: Chain, link: Link) -> tuple[str, ...]:
    """What a function assigns to attributes of a row before it saves it."""
    is_plain = isinstance(chain.start, str) and len(chain.links) == 1 and link.call is not None
    if not is_plain or link.call is None or not isinstance(chain.start, str):
        return ()
    module = chain.evaluation.scopes[chain.place.path]
    return set_before_saving(module, chain.place.scope, chain.place.line, chain.start, link.call)


def _by_library(chain: Chain, value: Value, link: Link) -> None:
    """A method that a model has of an ancestor in a library: trees, orders, histories of rows in the same table.

    What only by its name seems to be a row and does what texts and lists do is one of those.
    """
    if value.confidence < 1.0 and link.name in BUILTIN:
        return
    writes = link.name.startswith(WRITES_BY_NAME)
    sure = WRITTEN_BY_LIBRARY if writes else BY_LIBRARY
    chain.note(value, writes, (), f"{short(value.of)}.{link.name}()", sure)


def of_form(chain: Chain, value: Value, link: Link) -> None:
    """`form.save()` of a form or serializer that is bound to a model, and what a generic view does with its model."""
    if chain.start == "super" and link.call is not None and link.name in DONE_BY_VIEWS | READ_BY_VIEWS:
        for model, (writes, flags) in chain.evaluation.through.done(value.of, link.name):
            chain.note(model, writes, flags, f"{link.name}() of {short(value.of)}", IN_A_FORM)
    if link.call is not None and link.name == "load":
        loaded = chain.evaluation.bound.loaded(value.of)
        into = keyword(link.call, "instance") is not None
        if loaded is not None:
            chain.note(loaded, True, (), f"{short(value.of)}.load()", LOADED_INTO if into else LOADED)
            for inner in chain.evaluation.bound.nested(value.of):
                chain.note(inner, True, ("cascade",), f"{short(value.of)}.load()", IF_ROWS)
    if link.call is None or link.name != "save" or is_false(link.call, "commit"):
        return
    found = chain.evaluation.bound.model(value.of)
    if found is not None:
        chain.note(found[1], True, (), f"{short(value.of)}.save()", IN_A_FORM)


def of_forms(chain: Chain, value: Value, link: Link) -> None:
    """`formset.save()` of a set of forms, or of one of them, that a factory has made for a model."""
    if link.call is not None and link.name == "save" and not is_false(link.call, "commit"):
        chain.note(
            Value("class", value.of, confidence=value.confidence), True, (), f"forms of {short(value.of)}", IN_A_FORM
        )


def of_shortcut(chain: Chain, name: str, link: Link) -> None:
    """`get_object_or_404(Order, customer__name=…)`."""
    given = chain.given(link.call.arguments[0]) if link.call is not None and link.call.arguments else None
    if given is None:
        return
    if given.kind in {"class", "rows"}:
        chain.note(given, False, (), f"{name}({short(given.of)})")
    _paths(chain, Value("rows", given.of, confidence=given.confidence), Link("filter", link.call))


def of_prefetch(chain: Chain, link: Link) -> None:
    """`prefetch_related_objects(orders, "lines")`; of rows that are not evident, of the one model with such relations."""
    given = link.call.arguments if link.call is not None else ()
    rows = chain.given(given[0]) if given else None
    if rows is None or rows.kind not in {"rows", "list"}:
        names = {each.value.partition("__")[0] for each in given[1:] if isinstance(each, Text) and not each.holes}
        models = chain.evaluation.schema.models.values()
        having = [each.reference for each in models if names and names <= each.relations.keys() and each.table]
        rows = Value("rows", having[0], confidence=BY_RELATIONS) if len(having) == 1 else None
    if rows is not None and link.call is not None:
        _paths(chain, rows, Link("prefetch_related", replace(link.call, arguments=given[1:])))


def _changed(chain: Chain, value: Value, link: Link) -> None:
    method = link.name
    flags = ("delete",) if method in DELETES else ("create",) if method in CREATES else ()
    chain.note(value, True, flags, f"{short(value.of)}.{method}()", columns=set_columns(method, link.call))
    if method not in READS_AND_WRITES:
        chain.asked = None


def _through(chain: Chain, value: Value, link: Link) -> None:
    """`order.tags.add(tag)` writes the table that relates the two; `order.tags.create(…)` both."""
    detail = f"{link.name}() of {short(value.of)}"
    through = Value("table", value.through, confidence=value.confidence)
    chain.note(through, True, ("delete",) if link.name in {"remove", "clear"} else ("create",), detail)
    if link.name in LOOKS_FIRST:
        chain.note(through, False, (), detail)
    if link.name in CREATES:
        chain.note(value, True, ("create",), detail)
    model = chain.evaluation.model(value.of)
    if model is None or model.framework != "sqlalchemy":  # which loads a collection before it adds to it
        chain.asked = None


def _paths(chain: Chain, value: Value, link: Link) -> None:
    """`filter(customer__name=…)`, `select_related("customer")`, `annotate(n=Count("lines"))`."""
    model = chain.evaluation.model(value.of) if link.name in LOOKUPS and link.call is not None else None
    if model is None or model.framework not in {"django", "tortoise"} or link.call is None:
        return
    base = table_of(value, chain.evaluation)
    for inner in nested(chain.given, link.call):
        chain.join(base, table_of(inner, chain.evaluation), f"{short(value.of)}.{link.name}({short(inner.of)})")
    if link.name == "select_related" and not link.call.arguments:
        for found in chain.evaluation.implied.needed(model):
            _along(chain, found, "select_related()", value.confidence)
    for written in dict.fromkeys((*written_paths(link.name, link.call), *_paths_elsewhere(chain, link))):
        for found in steps_along(model, written, chain.evaluation):
            _along(chain, found, f"{link.name}({written.rstrip('.:')})", value.confidence)


def _paths_elsewhere(chain: Chain, link: Link) -> Iterator[str]:
    """The paths of a `Q` that is kept in a variable, or that a function of the tree returns."""
    for given in link.call.arguments if link.call is not None and link.name in TAKES_CONDITIONS else ():
        for expression in written_elsewhere(chain.evaluation, chain.place, given):
            yield from written_paths(link.name, Call(link.name, (expression,), (), chain.place.line))


def _along(chain: Chain, found: Step, detail: str, sure: float) -> None:
    for table in (found.through, found.table):
        if table:
            chain.note(Value("table", table, confidence=sure), False, (), detail)
    if found.separate:
        for step in chain.evaluation.implied.steps(chain.evaluation.mapped_to(found.table)):
            chain.note(Value("table", step.table, confidence=sure), False, (), detail, IMPLIED)
    if not found.separate:
        chain.join(found.base, found.through or found.table, detail)
        if found.through:
            chain.join(found.through, found.table, detail)
