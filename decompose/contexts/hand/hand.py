"""The architect's hand: what people said of contexts in the boundary file, entry by entry, each with its line."""

from msgspec import Struct

from decompose.errors import Location

DOMAIN, SHARED_KERNEL = "domain", "shared-kernel"


class ContextBoundary(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[context]]`: one context that is meant to be.

    Patterns of its modules and tables, who owns it, the modules that others may use, and its name for people. A pattern
    is a path (`shop/billing/**`, `shop/invoice.py`) or a dotted name (`shop.billing.**`), and the most specific one
    wins. `kind` is `domain` or `shared-kernel`; everybody may use a shared kernel. Without modules it only names a
    context that is found.
    """

    id: str
    modules: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    owner: str = ""
    public: tuple[str, ...] = ()
    kind: str = DOMAIN
    name: str = ""
    line: int = 0


class Pin(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[pin]]`: these modules and tables belong to this context, whatever any list says; `why` is for the next reader.

    The context may be one that is found or declared, a new one, or `shared-kernel`.
    """

    context: str
    modules: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    why: str = ""
    line: int = 0


class Together(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[together]]`: all of these modules are in one context, whichever it is."""

    modules: tuple[str, ...]
    why: str = ""
    line: int = 0


class Apart(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[apart]]`: no two of these entries have modules in the same context; the modules of one entry may be together."""

    modules: tuple[str, ...]
    why: str = ""
    line: int = 0


class Merge(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[merge]]`: these contexts are one, called `into`."""

    contexts: tuple[str, ...]
    into: str
    why: str = ""
    line: int = 0


class Split(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[split]]`: those of a context's modules that the patterns mean are a context of their own, called `into`."""

    context: str
    into: str
    modules: tuple[str, ...]
    why: str = ""
    line: int = 0


Entry = ContextBoundary | Pin | Together | Apart | Merge | Split


class Hand(Struct, frozen=True):
    """Everything that people said, in the order of the file; `file` is its name, for places."""

    file: str = ""
    contexts: tuple[ContextBoundary, ...] = ()
    pins: tuple[Pin, ...] = ()
    together: tuple[Together, ...] = ()
    apart: tuple[Apart, ...] = ()
    merges: tuple[Merge, ...] = ()
    splits: tuple[Split, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was said."""
        return bool(self.entries())

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, kind by kind."""
        return (*self.contexts, *self.merges, *self.splits, *self.pins, *self.together, *self.apart)

    def at(self, line: int) -> Location:
        """The place of an entry."""
        return Location(self.file, line)

    def kernels(self) -> frozenset[str]:
        """The ids of contexts that are shared kernels."""
        return frozenset({SHARED_KERNEL, *(each.id for each in self.contexts if each.kind == SHARED_KERNEL)})

    def ids(self) -> tuple[str, ...]:
        """Every context that the file itself makes: declared, pinned to, merged or split into; sorted."""
        into = {*(merge.into for merge in self.merges), *(split.into for split in self.splits)}
        return tuple(sorted({*(each.id for each in self.contexts), *(pin.context for pin in self.pins), *into}))

    def merged(self, context: str) -> str:
        """What a context is called after all merges."""
        into = {each: merge.into for merge in self.merges for each in merge.contexts if each != merge.into}
        seen = {context}
        while context in into and into[context] not in seen:
            context = into[context]
            seen.add(context)
        return context
