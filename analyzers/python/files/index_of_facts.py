"""From the facts of all files and what the user says of their roots to the index of modules."""

from collections.abc import Iterator, Mapping

from decompose.evidence.options import Options

from ..facts import Call, PythonFacts
from ..parts import last_name
from .added_to_path import folders_added
from .modules import ModuleIndex

SPREADING = frozenset(("declare_namespace", "extend_path"))


def index_of(facts: Mapping[str, PythonFacts], options: Options) -> ModuleIndex:
    """The modules of a tree; in one with Python 2 source a bare import may mean the module beside the importer."""
    return ModuleIndex(
        facts,
        legacy=any(flaw.code == "python2" for one in facts.values() for flaw in one.flaws),
        imported=((path, imported) for path, one in facts.items() for imported in one.imports),
        told=options.source_roots,
        spread=frozenset(path for path, one in facts.items() if path.endswith("__init__.py") and _is_spread(one)),
        added=lambda folders: folders_added(facts, folders),
    )


def _is_spread(facts: PythonFacts) -> bool:
    """Whether a package says that its parts lie in several roots: `__path__ = extend_path(__path__, __name__)`."""
    return any(last_name(call.function) in SPREADING for call in _calls(facts))


def _calls(facts: PythonFacts) -> Iterator[Call]:
    """Calls that stand alone or are assigned."""
    for expression in (
        *(use.expression for use in facts.uses),
        *(part.value for part in facts.assignments),
    ):
        if isinstance(expression, Call):
            yield expression
