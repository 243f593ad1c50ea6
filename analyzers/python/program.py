"""The resolved program: from the facts of all Python files to what a name means at a place in the tree.

References are strings: `path` for a module, `path::Qualified.name` for anything defined in it, and
`external:dotted.name` for what lies outside the tree (`external:sqlalchemy.orm.Session`).
"""

from collections.abc import Mapping

from msgspec import Struct

from decompose.evidence.analyzer import Corpus

from .facts import Definition, Expression, PythonFacts


class Module(Struct, frozen=True):
    """One file: its path, its dotted name, whether it is a package's `__init__`, and its facts."""

    path: str
    name: str
    is_package: bool
    facts: PythonFacts


def program_of(corpus: Corpus) -> "Program":
    """The program that the Python facts of a corpus make up; use as `corpus.derive(program_of)`."""
    raise NotImplementedError


class Program:
    """What names mean. `scope` is an index into the definitions of the module's facts, 0 for the module itself."""

    modules: Mapping[str, Module]  # by path, in order of path

    def resolve(self, path: str, scope: int, expression: Expression) -> str | None:
        """What a name, attribute chain or subscripted name refers to: the definition itself, through every re-export."""
        raise NotImplementedError

    def type_of(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class that the value of an expression is an instance of, where the text makes that evident."""
        raise NotImplementedError

    def definition(self, reference: str) -> Definition | None:
        """The class or function that a reference of this tree names; None for modules, variables and externals."""
        raise NotImplementedError

    def bases(self, reference: str) -> tuple[str, ...]:
        """All ancestors of a class, nearest first, each once, externals included, the class itself left out."""
        raise NotImplementedError

    def module_named(self, dotted: str) -> str | None:
        """The path of the module that a dotted name imports, from any source root."""
        raise NotImplementedError
