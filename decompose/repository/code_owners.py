"""Code owners: the rules of a CODEOWNERS file as values, and from a path to the teams that the last rules for it name."""

from msgspec import Struct

from decompose.repository.globs import Segments, reached


class OwnerRule(Struct, frozen=True):
    """One line of the file: whom it names for the paths it matches.

    `teams` are handles that name a group (`acme/storefront`), without their @; of individuals only the number is kept, so
    that nobody's handle or mail goes any further. `literal` is how every matched path begins, to tell most others quickly.
    `within` tells that only what lies below the match counts, `covers` that this counts too. `excludes` takes paths out of
    the section for good.
    """

    section: str
    segments: Segments
    teams: tuple[str, ...] = ()
    people: int = 0
    literal: str = ""
    within: bool = False
    covers: bool = True
    excludes: bool = False

    def matches(self, path: str) -> bool:
        """Whether the rule is about this path of a file."""
        if not path.startswith(self.literal):
            return False
        parts = path.split("/")
        reach = reached(self.segments, parts)
        whole = len(parts) in reach and not self.within
        return whole or (self.covers and any(at < len(parts) for at in reach))


class Owned(Struct, frozen=True, order=True):
    """Whom a section of the file asks about a path: teams, sorted, and how many individuals beside them."""

    section: str
    teams: tuple[str, ...] = ()
    people: int = 0


class CodeOwners(Struct, frozen=True):
    """The rules of one file in their order; `prefix` is the analysed folder as the file's paths see it (`backend/`)."""

    source: str
    rules: tuple[OwnerRule, ...]
    prefix: str = ""

    def owners_of(self, path: str) -> tuple[Owned, ...]:
        """What each section says of a path: its last rule that matches counts, and may say that nobody owns it."""
        found: dict[str, OwnerRule | None] = {}
        where = self.prefix + path
        for rule in reversed(self.rules):
            if (rule.excludes or rule.section not in found) and rule.matches(where):
                found[rule.section] = None if rule.excludes else rule
        said = ((section, rule) for section, rule in sorted(found.items()) if rule and (rule.teams or rule.people))
        return tuple(Owned(section, rule.teams, rule.people) for section, rule in said)
