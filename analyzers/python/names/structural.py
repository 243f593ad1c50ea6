"""From a method of a `typing.Protocol` to the methods that may run for it: of classes that have all that the protocol asks."""

from typing import TYPE_CHECKING

from ..facts import Subscript
from ..parts import last_name
from ..references import EXTERNAL, is_inside

if TYPE_CHECKING:
    from .names import Names

PROTOCOLS = frozenset((f"{EXTERNAL}typing.Protocol", f"{EXTERNAL}typing_extensions.Protocol"))


class Structural:
    """Who keeps which protocol, by the names of methods (PEP 544); the methods of a protocol itself never run."""

    def __init__(self, names: "Names") -> None:
        self.names = names

    def is_asked(self, method: str) -> bool:
        """Whether a method is one that a protocol asks for."""
        owner, _, name = method.rpartition(".")
        return "::" in owner and bool(name and self.names.once(self._is_protocol, owner))

    def methods(self, method: str, owners: list[str]) -> tuple[str, ...]:
        """The methods for the one of a protocol, in those of some classes that keep all of it."""
        protocol, _, name = method.rpartition(".")
        path = protocol.partition("::")[0]
        asked = [
            one.name.rpartition(".")[2]
            for one in self.names.tree.facts[path].definitions
            if one.kind == "function" and one.name.rpartition(".")[0] == protocol.partition("::")[2]
        ]
        keepers = [one for one in owners if not self.names.once(self._is_protocol, one) and self._has(one, asked)]
        return tuple(f"{one}.{name}" for one in keepers)

    def _has(self, owner: str, asked: list[str]) -> bool:
        found = (self.names.members.of(owner, name) for name in asked)
        return all(one is not None and is_inside(one) and not self.is_asked(one) for one in found)

    def _is_protocol(self, reference: str) -> bool:
        definition = self.names.tree.definition(reference)
        if definition is None or definition.kind != "class":
            return False
        path = reference.partition("::")[0]
        bases = (base.value if isinstance(base, Subscript) else base for base in definition.bases)
        return any(
            last_name(base) == "Protocol" and self.names.resolve(path, definition.parent, base) in PROTOCOLS
            for base in bases
        )
