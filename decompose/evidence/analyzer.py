"""The two contracts of an analyzer pack: front ends turn one file into facts, analyzers turn all facts into findings."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast, runtime_checkable

from msgspec import Struct

from decompose.evidence.contract import Contract
from decompose.evidence.findings import Findings
from decompose.evidence.options import Options
from decompose.evidence.unit import Role, Unit
from decompose.repository.history import History
from decompose.repository.source import SourceFile

Derived = TypeVar("Derived")


class FrontEnd(Protocol):
    """One language: the facts of one file from its bytes alone. Same bytes and `version`, same facts (they are cached).

    Instances are picklable by reference to their module; `facts` is the msgspec type of what `extract` returns.
    `extract` never raises for bad input: what is wrong with a file is part of its facts.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def facts(self) -> type[Struct]: ...
    @property
    def is_source(self) -> bool:
        """Whether its files are source of the system, whose changes together say something, or only about it."""

    def wants(self, path: str, told: Role | None = None) -> bool:
        """Whether a file of this path is read at all; `told` is the role that the user gives it."""

    def extract(self, file: SourceFile) -> Struct:
        """The facts of one file; pure."""

    def contracts(self, file: SourceFile, units: Sequence[Unit]) -> tuple[Contract, ...]:
        """The exact contracts of those classes and functions of one file that can be read; pure, and never raises."""


NOTHING_TOLD = Options()


@runtime_checkable
class Knotted(Protocol):
    """What is derived from a corpus and knows itself by way of its parts, so that it does not go by itself."""

    def let_go(self) -> None:
        """Untie the knot; nobody asks it any more."""


class Corpus:
    """The facts of every file, by front end and path, and whatever analyzers derive from them, computed once a run.

    `beside` names the front ends whose files are no source of the system. Equal digests, equal facts; "" if it is not known.
    """

    def __init__(
        self,
        facts: Mapping[str, Mapping[str, Any]],
        history: History | None = None,
        options: Options = NOTHING_TOLD,
        beside: frozenset[str] = frozenset(),
        digest: str = "",
    ) -> None:
        self._facts = facts
        self._history = history
        self.history_asked = False
        self.digest = digest
        self.options = options
        self._beside = beside
        self._derived: dict[Callable[[Corpus], object], object] = {}

    @property
    def history(self) -> History | None:
        """The history of the system, if there is one; `history_asked` then tells that somebody read it."""
        self.history_asked = True
        return self._history

    def facts(self, front_end: str) -> Mapping[str, Any]:
        """The facts of one front end by path, in order of path; empty if no file was for it."""
        return self._facts.get(front_end, {})

    def paths(self) -> tuple[str, ...]:
        """Every path of source that some front end has facts of, sorted."""
        sources = (facts for name, facts in self._facts.items() if name not in self._beside)
        return tuple(sorted({path for facts in sources for path in facts}))

    def derive(self, function: Callable[["Corpus"], Derived]) -> Derived:
        """`function(self)`, computed once: the resolved program that several analyzers stand on."""
        if function not in self._derived:
            self._derived[function] = function(self)
        return cast("Derived", self._derived[function])

    def let_go(self) -> None:
        """Forget the facts and all that was derived from them: much memory, and nobody asks for them any more."""
        for derived in self._derived.values():
            if isinstance(derived, Knotted):
                derived.let_go()
        self._derived, self._facts, self._history = {}, {}, None


class Analyzer(Protocol):
    """One source of evidence: from the corpus to findings; opens no file, starts no process, reads no setting."""

    @property
    def name(self) -> str: ...
    @property
    def front_ends(self) -> tuple[FrontEnd, ...]: ...
    def analyze(self, corpus: Corpus) -> Findings:
        """What this source says of the system; pure."""
