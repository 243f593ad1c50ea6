"""From the commits of each module to who worked on it: changes, recent changes, and who made it."""

from collections import Counter
from collections.abc import Sequence

from decompose.evidence.people import People, Work
from decompose.repository.history import History

from .change_sets import Used
from .periods import DAY, YEAR
from .persons import persons_of


def people_of(history: History, changed: Sequence[Used], used: Sequence[Used]) -> People:
    """Everybody who committed, and their work on every module that a used commit changed.

    Who made a module is the author of its oldest commit, of whatever kind that is; not known where the history is cut.
    """
    if not used:
        return People()
    newest = used[0][0].time
    persons, position = persons_of(history.commits, newest)
    changes: Counter[tuple[str, int]] = Counter()
    recent: Counter[tuple[str, int]] = Counter()
    for commit, modules in used:
        for module in modules if commit.author in position else ():
            changes[module, position[commit.author]] += 1
            recent[module, position[commit.author]] += commit.time > newest - YEAR
    makers = {} if history.cut else {module: commit.author for commit, modules in changed for module in modules}
    created = {(module, position[author]) for module, author in makers.items() if author in position}
    work = (Work(*each, changes[each], recent[each], each in created) for each in sorted(changes.keys() | created))
    return People(persons, tuple(work), max(0, newest - history.commits[-1].time) // DAY)
