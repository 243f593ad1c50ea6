"""From the paths, imports and texts of a whole program to what each file is for."""

from collections import Counter
from collections.abc import Mapping

from decompose.evidence.options import Options
from decompose.evidence.unit import Role

from ..facts import PythonFacts
from .aside import aside, maybe_aside
from .folders import dirname, upwards
from .importers import importers_of
from .modules import ModuleIndex
from .roles import role_of
from .support import maybe_support, support


def roles_of(facts: Mapping[str, PythonFacts], index: ModuleIndex, options: Options) -> dict[str, Role]:
    """The role of every file: what the user says, else what its path says, else what its use says.

    Migration, if Alembic or Django runs it. Tooling, if it stands beside the system and nothing of the system imports it.
    Test, if it is named after testing (`shop/testing/client.py`, `shop/test_data.py` is one by path already) and imported
    by at least one test and by nothing else but its like.
    """
    found = {path: options.role_told(path) or role_of(path, one.generated) for path, one in facts.items()}
    for run_by in (_of_alembic, _of_django):
        found |= dict.fromkeys(run_by(facts, _products(found, options)), Role.MIGRATION)
    open_to_doubt = _products(found, options)
    named, beside = maybe_support(open_to_doubt, facts, index), maybe_aside(open_to_doubt, index)
    users = importers_of(facts, index, named | beside)
    found |= dict.fromkeys(aside(beside, _products(found), users), Role.TOOLING)
    return found | dict.fromkeys(support(named, found, users), Role.TEST)


def _products(roles: Mapping[str, Role], told: Options | None = None) -> set[str]:
    """The product files; with what was `told`, but for those that the user calls so."""
    return {path for path, role in roles.items() if role is Role.PRODUCT and not (told and told.role_told(path))}


def _of_alembic(facts: Mapping[str, PythonFacts], paths: set[str]) -> set[str]:
    """The `env.py` that sets a migration up, the revisions in `versions` beside it, and revisions wherever else they are."""
    using = {path for path in paths if any(one.module.partition(".")[0] == "alembic" for one in facts[path].imports)}
    homes = {path for path in using if path.rpartition("/")[2] == "env.py"}
    versions = {f"{dirname(path)}/versions".lstrip("/") for path in homes}
    versions |= {dirname(path) for path in using if dirname(path).rpartition("/")[2] == "versions"}
    return homes | {path for path in paths if not versions.isdisjoint(upwards(dirname(path)))}


def _of_django(facts: Mapping[str, PythonFacts], paths: set[str]) -> set[str]:
    """Folders of migrations, whatever they are called: most of their modules define one (MIGRATION_MODULES names them)."""
    modules = {path for path in paths if path.rpartition("/")[2] != "__init__.py"}
    defining = Counter(dirname(path) for path in modules if _defines_migration(facts[path]))
    homes = {
        folder for folder, count in defining.items() if 2 * count > sum(dirname(path) == folder for path in modules)
    }
    return {path for path in paths if dirname(path) in homes}


def _defines_migration(facts: PythonFacts) -> bool:
    uses_django = any(f"{one.module}.{one.name}".startswith("django.db.migrations") for one in facts.imports)
    return uses_django and any(one.name == "Migration" and one.kind == "class" for one in facts.definitions)
