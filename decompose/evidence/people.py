"""People: who worked on which module and how much, as history tells it. Lives in memory only: no result holds it."""

from msgspec import Struct


class Person(Struct, frozen=True):
    """Somebody who commits, under however many mails and spellings.

    `pseudonym` says nothing of the name and stays the same as history grows. `names` are the spellings, the most
    used first; none where nothing but a mail is known, since no mail is kept. `gone` tells of no commit in the last 365 days.
    """

    pseudonym: str
    names: tuple[str, ...] = ()
    gone: bool = False


class Work(Struct, frozen=True, order=True):
    """What one person did to one module: commits that changed it, those of the last 365 days, and whether they made it.

    `person` is a position in `People.persons`.
    """

    unit: str
    person: int
    changes: int
    recent: int
    created: bool = False


class People(Struct, frozen=True):
    """Everybody who committed, in the order of their first commits, and their work by module.

    `days` is how long the history lasts, from its oldest commit to its newest; days count back from the newest one.
    """

    persons: tuple[Person, ...] = ()
    work: tuple[Work, ...] = ()
    days: int = 0
