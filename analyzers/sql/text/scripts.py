"""From .sql files to those that make or change the schema: migrations, whatever their folder is called."""

from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from .text_front_end import SqlFacts


def schema_scripts(files: Mapping[str, SqlFacts], loaded: Collection[str], code: Collection[str]) -> frozenset[str]:
    """The files most of whose statements create, alter or drop tables, and what lies among them and no code has `loaded`.

    They are run once, by whoever installs or updates the system; their tables belong to those who work with them. A view is a
    query that is kept in the database, and what a routine does runs later, so files that are mostly these are no scripts.
    Where there is no code at all, the files are the system.
    """
    if not code:
        return frozenset()
    changing = {path for path, facts in files.items() if _changes_schema(facts)}
    everywhere = Counter(PurePosixPath(path).parent for path, facts in files.items() if facts.statements)
    changed = Counter(PurePosixPath(path).parent for path in changing)
    scripts = {folder for folder, number in changed.items() if 2 * number > everywhere[folder]}
    among = (path for path, facts in files.items() if facts.statements and PurePosixPath(path).parent in scripts)
    return frozenset(changing.union(path for path in among if path not in loaded))


def _changes_schema(facts: SqlFacts) -> bool:
    touching = [each for each in facts.statements if each.tables]
    run = [each for each in touching if not each.inside]
    shaping = [each for each in run if (each.creates or each.alters or each.drops) and not each.reads]
    return 2 * len(shaping) > len(run) and 2 * len(run) > len(touching)
