"""What methods of base classes do to a model that only the heirs tell → the accesses of each heir that inherits them."""

from collections.abc import Iterator, Mapping

from ...python.facts import Attribute, Expression
from ...python.parts import is_super
from ..scopes import last_name
from ..values.callees import Callees
from ..values.cascades import Effect
from ..values.evaluation import Evaluation
from ..values.values import BOUND, OWN, is_of_heirs
from .effects import Access, OwnAccess
from .notes import Seen

INHERITED = 0.9
"""What is left of the confidence of an access that an inherited method makes (chosen)."""


ROUNDS = 3
"""Methods that call methods of their own object which are followed."""

TOLD = 0.4
"""Confidence from which what a deletion does besides is told of an heir too (chosen: there are many heirs)."""


def add_accesses_of_heirs(seen: Mapping[str, Seen], evaluation: Evaluation) -> None:
    """Adds to what was seen in each module what its classes do through what they inherit, told at the class."""
    told: dict[tuple[str, str, bool, tuple[str, ...]], float] = {}
    for path in sorted(seen):
        for own in seen[path].own:
            if own.of.startswith(BOUND):
                for heir in _heirs(path, own, evaluation):
                    _add(heir, own, evaluation.scopes[path].reference(own.scope), seen, evaluation, told)


def add_accesses_of_objects(seen: Mapping[str, Seen], evaluation: Evaluation, callees: Callees) -> None:
    """Adds what calls of methods do that work for the mapped class of their object, told at the call.

    Such are the methods of a base of many models (`order.save()`), and of objects that are made for a class.
    """
    done: dict[str, list[OwnAccess]] = {}
    for path in sorted(seen):
        for own in seen[path].own:
            if _is_told_at_calls(own, evaluation):
                done.setdefault(evaluation.scopes[path].reference(own.scope), []).append(own)
    fresh = done
    for _ in range(ROUNDS):
        fresh = _told_at_calls(seen, evaluation, callees, fresh, done)
        if not fresh:
            return
        for function, owns in fresh.items():
            done.setdefault(function, []).extend(owns)


def _is_told_at_calls(own: OwnAccess, evaluation: Evaluation) -> bool:
    kind, _, reference = own.of.partition(":")
    if kind == OWN.rstrip(":"):
        return evaluation.heirs.are_many(reference)
    return evaluation.bound.generic.serves(reference)


def _told_at_calls(
    seen: Mapping[str, Seen],
    evaluation: Evaluation,
    callees: Callees,
    fresh: Mapping[str, list[OwnAccess]],
    done: Mapping[str, list[OwnAccess]],
) -> dict[str, list[OwnAccess]]:
    """What the callers of methods do through them; the methods that do the same through others of their own object."""
    names = {method.rpartition(".")[2] for method in fresh}
    found: dict[str, list[OwnAccess]] = {}
    for path in sorted(seen):
        for site in [each for each in seen[path].calls if names and last_name(each.call.function) in names]:
            function = callees.of(path, site.scope, site.call) or ""
            value = callees.owner(path, site.scope, site.call) if function in fresh else None
            if value is None:
                continue
            caller = evaluation.scopes[path].reference(site.scope)
            for own in fresh[function]:
                told = f"{own.detail} in {_short(function)}" if " in " not in own.detail else own.detail
                if is_of_heirs(value.of) and caller not in done:
                    found.setdefault(caller, []).append(
                        OwnAccess(site.scope, site.line, value.of, own.writes, own.flags, own.confidence, told)
                    )
                of = value.through if value.kind == "object" else value.of
                sure = round(own.confidence * value.confidence * INHERITED, 3)
                for table in evaluation.heirs.tables(of) if of in evaluation.schema.models else ():
                    access = Access(site.scope, site.line, table, own.writes, (*own.flags, "orm"), sure, told)
                    seen[path].accesses.append(access)
    return found


def _short(function: str) -> str:
    return function.rpartition("::")[2]


def _heirs(path: str, own: OwnAccess, evaluation: Evaluation) -> Iterator[str]:
    """The classes that run the method as it stands, or by `super()` from the one that they have in its place."""
    module = evaluation.scopes[path]
    owner = module.enclosing_class(own.scope)
    if owner is None:
        return
    reference, method = module.reference(owner), _method(module.reference(own.scope), module.reference(owner))
    for heir in evaluation.families.heirs(reference):
        if method in _run(heir, method.rpartition(".")[2], evaluation):
            yield heir


def _run(heir: str, name: str, evaluation: Evaluation) -> Iterator[str]:
    """The methods of a name that run for a class: its own or inherited one, and those that call each other by `super()`."""
    method = evaluation.families.method(heir, name)
    while method:
        yield method
        path, _, qualified = method.partition("::")
        module = evaluation.scopes[path]
        asks = any(_is_super_of(call.function, name) for call in module.calls(module.index_of[qualified]))
        method = evaluation.families.method(heir, name, method.rpartition(".")[0]) if asks else ""


def _is_super_of(function: Expression, name: str) -> bool:
    """`super().save`."""
    return isinstance(function, Attribute) and is_super(function) and function.name == name


def _method(function: str, owner: str) -> str:
    """The method of a class that a function is, or is nested in."""
    return f"{owner}.{function.removeprefix(owner + '.').partition('.')[0]}"


def _add(
    heir: str,
    own: OwnAccess,
    function: str,
    seen: Mapping[str, Seen],
    evaluation: Evaluation,
    told: dict[tuple[str, str, bool, tuple[str, ...]], float],
) -> None:
    facts = evaluation.classes[heir]
    model = evaluation.bound.of(heir)
    sure = round(own.confidence * INHERITED, 3)
    if not model or facts.path not in seen:
        return
    found = [Effect(table, own.writes, own.flags, 1.0) for table in evaluation.heirs.tables(model)]
    if "delete" in own.flags:
        found += (each._replace(flags=("cascade", *each.flags)) for each in evaluation.cascades.of(model))
    detail = f"{own.detail} in {_short(function)}"
    for effect in found:
        key = (heir, effect.table, effect.writes, effect.flags)
        left = round(sure * effect.confidence, 3)
        if left >= TOLD and told.get(key, 0.0) < left:
            told[key] = left
            flags = (*effect.flags, "orm")
            line = facts.definition.line
            seen[facts.path].accesses.append(
                Access(facts.scope, line, effect.table, effect.writes, flags, left, detail)
            )
