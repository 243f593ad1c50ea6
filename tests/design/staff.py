"""Small staffs: who changed what, in one line each, as findings of a system."""

from collections.abc import Mapping

from decompose.evidence.findings import Activity, Findings, gather
from decompose.evidence.people import People, Person, Work
from tests.build import module


def worked(
    changes: Mapping[str, str], *, days: int = 1000, gone: str = "", lines: int = 100, quarters: tuple[int, ...] = ()
) -> Findings:
    """Modules by path and who worked there: `ann:12 bea:3` changes in the last year, `ann:0/5` five before it, `ann!` made it.

    People are known in the order of their names; those of `gone` have left.
    """
    names = sorted({each.partition(":")[0].rstrip("!") for text in changes.values() for each in text.split()})
    persons = tuple(Person(f"author {name}", (name.title(),), name in gone.split()) for name in names)
    work = [
        _work(unit, each, names.index(each.partition(":")[0].rstrip("!")))
        for unit, text in changes.items()
        for each in text.split()
    ]
    activity = tuple(
        Activity(
            unit,
            sum(each.changes for each in work if each.unit == unit),
            sum(each.recent for each in work if each.unit == unit),
            sum(each.unit == unit for each in work),
            quarters=quarters,
        )
        for unit in changes
    )
    units = tuple(module(unit, lines=lines) for unit in changes)
    return gather([Findings(units=units, activity=activity, people=People(persons, tuple(sorted(work)), days))])


def _work(unit: str, text: str, person: int) -> Work:
    name, _, counts = text.partition(":")
    recent, _, before = counts.partition("/")
    return Work(unit, person, int(recent or 0) + int(before or 0), int(recent or 0), name.endswith("!"))
