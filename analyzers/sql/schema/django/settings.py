"""The modules of a program → the texts that Django settings have in them."""

from collections.abc import Iterator, Mapping

from ...scopes import MODULE, Scopes, constant


class DjangoSettings:
    """Settings by name, each looked up once."""

    def __init__(self, scopes: Mapping[str, Scopes]) -> None:
        self._scopes = scopes
        self._known: dict[str, str | None] = {}

    def text(self, name: str) -> str | None:
        """The text that some module of the system, rather than of its tests, assigns to a setting."""
        if name not in self._known:
            self._known[name] = next(self._assigned(name), None)
        return self._known[name]

    def _assigned(self, name: str) -> Iterator[str]:
        for path in sorted(self._scopes):
            for assignment in self._scopes[path].assigned(MODULE, name) if "test" not in path else ():
                text = constant(assignment.value)
                if text:
                    yield text
