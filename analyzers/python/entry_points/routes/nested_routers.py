"""From routers of drf-nested-routers to the route that stands before theirs: `orders/{order_pk}/` for the lines of an order."""

from collections.abc import Mapping

from ...facts import Call
from ...names.program import Program
from ...parts import argument, last_name, text_of
from .url_patterns import readable

DEEPEST = 10


class Nests:
    """Finds what routers are nested in; `keys` are the parameters that find one thing, by router and prefix."""

    def __init__(self, program: Program, keys: Mapping[tuple[str | None, str], str]) -> None:
        self.program = program
        self.keys = keys

    def route(self, router: str | None, depth: int = 0) -> str:
        """What stands before the routes of a router because it is nested in others, "" for one that is not."""
        for call in self.program.values(router) if router and depth < DEEPEST else ():
            if isinstance(call, Call) and last_name(call.function).startswith("Nested"):
                path = (router or "").partition("::")[0]
                parent = self.program.resolve(path, 0, argument(call, 0, "parent_router"))
                prefix = text_of(argument(call, 1, "parent_prefix"))
                if prefix is not None:
                    key = self.keys.get((parent, prefix), "pk")
                    lookup = text_of(argument(call, -1, "lookup")) or "nested"
                    return f"{self.route(parent, depth + 1)}{readable(prefix).strip('/')}/{{{lookup}_{key}}}/"
        return ""
