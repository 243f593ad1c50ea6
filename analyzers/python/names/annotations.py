"""From annotations to the names that matter in them: strings read as types, wrappers taken off."""

import re
from collections.abc import Callable, Iterable

from ..facts import Attribute, Expression, Group, Subscript, Text

NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
# Annotations that say how a value is held, not what it is.
WRAPPERS = frozenset(
    "Optional Annotated ClassVar Final Required NotRequired ReadOnly Mapped Union Awaitable Coroutine InitVar".split()  # noqa: SIM905 - a list of quoted words reads worse
)
CONTAINERS = frozenset(
    """list set frozenset tuple deque List Set FrozenSet Tuple Deque Sequence MutableSequence Iterable Iterator Generator
    Collection AbstractSet AsyncIterable AsyncIterator AsyncGenerator""".split()  # noqa: SIM905 - as above
)
MAPPINGS = frozenset(("dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "DefaultDict", "OrderedDict"))
TYPES = ("type", "Type")
NOTHING = (None, "None")


def names_in(text: str) -> tuple[str, ...]:
    """The names that an annotation written as a string mentions; strings inside it are values, not types."""
    return tuple(NAME.findall(re.sub(r"(['\"]).*?\1", "", text)))


def instance(annotation: Expression) -> Expression:
    """The name of the class that a value with this annotation is an instance of, or None.

    `Optional["Order"]`, `Order | None` and `Annotated[Order, …]` are `Order`; `list[Order]` is `list`, `type[X]` None.
    """
    if isinstance(annotation, Text):
        return _from_string(annotation.value)
    if isinstance(annotation, Group) and annotation.kind == "operation":
        return next((found for item in annotation.items if (found := instance(item)) not in NOTHING), None)
    if isinstance(annotation, Subscript):
        last = _last(annotation.value)
        if last in WRAPPERS:
            inner = annotation.items[-1:] if last == "Coroutine" else annotation.items
            return next((found for item in inner if (found := instance(item)) not in NOTHING), None)
        return None if last in (*TYPES, "Literal", "Callable") else annotation.value
    return annotation if isinstance(annotation, str | Attribute) else None


def type_itself(annotation: Expression) -> Expression:
    """The name of the class that a value with this annotation is (`type[Order]`), or None."""
    if isinstance(annotation, Subscript) and annotation.items:
        last = _last(annotation.value)
        if last in TYPES:
            return instance(annotation.items[0])
        if last in WRAPPERS:
            return _of_any(type_itself, annotation.items)
    return _of_any(type_itself, alternatives(annotation))


def element(annotation: Expression) -> Expression:
    """The name of the class of what a container with this annotation holds, or None."""
    if isinstance(annotation, Text):
        return _inside_string(annotation.value, CONTAINERS, 1)
    if isinstance(annotation, Subscript) and _last(annotation.value) in CONTAINERS and annotation.items:
        return instance(annotation.items[0])
    if isinstance(annotation, Subscript) and _last(annotation.value) in WRAPPERS:
        return _of_any(element, annotation.items)
    return _of_any(element, alternatives(annotation))


def item(annotation: Expression) -> Expression:
    """The name of the class of what a mapping with this annotation gives for a key, or None."""
    if isinstance(annotation, Text):
        return _inside_string(annotation.value, MAPPINGS, 2)
    if isinstance(annotation, Subscript) and _last(annotation.value) in MAPPINGS and len(annotation.items) == 2:
        return instance(annotation.items[1])
    if isinstance(annotation, Subscript) and _last(annotation.value) in WRAPPERS:
        return _of_any(item, annotation.items)
    return _of_any(item, alternatives(annotation))


def part(annotation: Expression, position: int) -> Expression:
    """The name of the class of one part of a value with this annotation (`tuple[Order, Line]`), or None."""
    if isinstance(annotation, Subscript) and _last(annotation.value) in ("tuple", "Tuple"):
        items = annotation.items
        found = instance(items[position]) if 0 <= position < len(items) and items[-1] is not None else None
        return found if found not in NOTHING else None
    return _of_any(lambda one: part(one, position), alternatives(annotation))


def alternatives(annotation: Expression) -> tuple[Expression, ...]:
    """`A` and `B` of `A | B` and of `Union[A, B]`."""
    if isinstance(annotation, Subscript) and _last(annotation.value) in ("Union", "Optional"):
        return annotation.items
    return annotation.items if isinstance(annotation, Group) and annotation.kind == "operation" else ()


def _of_any(ask: Callable[[Expression], Expression], annotations: Iterable[Expression]) -> Expression:
    return next((found for one in annotations if (found := ask(one)) is not None), None)


def _from_string(text: str) -> Expression:
    names = names_in(text)
    while len(names) > 1 and (names[0].rpartition(".")[2] in WRAPPERS or names[0] == "None"):
        names = names[1:]
    return names[0] if names and names[0] not in (*TYPES, "Literal", "Callable") else None


def _inside_string(text: str, outer: frozenset[str], position: int) -> Expression:
    """`Order` of "list[Order]", with whatever wrappers in front."""
    names = [name for name in names_in(text) if name.rpartition(".")[2] not in WRAPPERS]
    is_outer = bool(names) and names[0].rpartition(".")[2] in outer
    return names[position] if is_outer and len(names) > position else None


def _last(expression: Expression) -> str:
    return expression.rpartition(".")[2] if isinstance(expression, str) else ""
