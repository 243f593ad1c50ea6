"""References: how modules, definitions and things outside the tree are written; a path, `path::Name`, `external:name`."""

EXTERNAL = "external:"
# A folder without files of its own that dotted names lead through; never handed out as what a name means.
NAMESPACE = "namespace:"


def is_inside(reference: str) -> bool:
    """Whether a reference leads to something of the tree."""
    return not reference.startswith(EXTERNAL)
