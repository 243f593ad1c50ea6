"""References: how modules, definitions and things outside the tree are written; a path, `path::Name`, `external:name`.

The *kind* of a value is written as the reference of the class that it is an instance of. Where the value is itself a
class, function or module (`handler = OrderHandler`), the kind is that reference with `is:` in front; no kind that leaves
this package is one of those.
"""

EXTERNAL = "external:"
# A folder without files of its own that dotted names lead through; never handed out as what a name means.
NAMESPACE = "namespace:"


def is_inside(reference: str) -> bool:
    """Whether a reference leads to something of the tree."""
    return not reference.startswith(EXTERNAL)


ITSELF = "is:"


def itself(reference: str) -> str:
    """The kind of a value that is the definition itself."""
    return ITSELF + reference


def is_itself(kind: str | None) -> bool:
    """Whether a kind is that of a class, function or module, not of an instance."""
    return kind is not None and kind.startswith(ITSELF)


def where_looked_up(kind: str) -> str:
    """The reference that attributes of a value of a kind are looked up in."""
    return kind.removeprefix(ITSELF)


def instance_kind(kind: str | None) -> str | None:
    """A kind, if it is that of instances."""
    return None if kind is None or kind.startswith(ITSELF) else kind
