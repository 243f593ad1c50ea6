"""Plug-ins: from families of contexts to what the plan says of each of them, and of all of them together."""

from collections.abc import Mapping, Sequence

from decompose.design.map.families import Family
from decompose.evidence.words import amount, listed, said


def one_of_many(context: str, families: Sequence[Family], names: Mapping[str, str], called: Mapping[str, str]) -> str:
    """What to know of a context that is a plug-in, "" if it is none."""
    for family in families:
        if context in family.members:
            return (
                f"It is one of {len(family.members):,} plug-ins of {names[family.host]}, which extend "
                f"{said(family.base, called)}: they leave alike, as packages that the host loads."
            )
    return ""


def families_said(families: Sequence[Family], names: Mapping[str, str], called: Mapping[str, str]) -> list[str]:
    """For each family how to take it out: once in earnest, then the same again."""
    return [
        f"{amount(len(family.members), 'context')} ({listed([names[id] for id in family.members])}) are plug-ins of "
        f"{names[family.host]}: they extend {said(family.base, called)}, own no tables, and no other context uses them. None is "
        f"a service. Make that class and what they need of {names[family.host]} a package with versions, let it load plug-ins by "
        f"name{_instead(family, called)}, move one as the pilot, and then the others the same way; or leave them all in place."
        for family in families
    ]


def _instead(family: Family, called: Mapping[str, str]) -> str:
    """What lists them today."""
    if not family.registries:
        return ""
    return f" instead of listing them in {listed([said(module, called) for module in family.registries])}"
