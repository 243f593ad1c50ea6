"""Pairs of tables → which of them are already connected."""


class Components:
    """Connected groups of names that grow pair by pair (union–find with path halving)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def connect(self, one: str, other: str) -> bool:
        """Puts the two in one group; False if they already were."""
        root, other_root = self._root(one), self._root(other)
        self._parent[other_root] = root
        return root != other_root

    def _root(self, name: str) -> str:
        parent = self._parent
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name
