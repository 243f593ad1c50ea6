"""The front end for packaging metadata: from the bytes of pyproject.toml or setup.cfg to the entry points they declare."""

import configparser
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from decompose.evidence.contract import Contract
from decompose.evidence.unit import Role, Unit
from decompose.repository.source import SourceFile

SCRIPTS = "console_scripts"
OBJECT = re.compile(r"[^\W\d][\w.]*(?::[^\W\d][\w.]*)?")


class Declared(Struct, frozen=True, array_like=True, order=True):
    """One entry point: its group and name, the object (`shop.cli:main`) and the line; scripts are a group of their own."""

    group: str
    name: str
    target: str
    line: int = 0


class PackagingFacts(Struct, frozen=True, array_like=True):
    """The entry points that one file declares; `flaw` is why it could not be read, "" if it could."""

    declared: tuple[Declared, ...] = ()
    flaw: str = ""


class PackagingMetadata(Struct, frozen=True):
    """Reads `pyproject.toml` and `setup.cfg`; builds nothing."""

    name: str = "packaging"
    version: str = "1"
    facts: type[PackagingFacts] = PackagingFacts
    is_source: bool = False

    def wants(self, path: str, told: Role | None = None) -> bool:  # noqa: ARG002 - the protocol's
        """Whether the file tells how the system is packaged."""
        return path.rpartition("/")[2] in ("pyproject.toml", "setup.cfg")

    def extract(self, file: SourceFile) -> PackagingFacts:
        """What one file declares, in order; nothing of a file that is none of its format."""
        # text of both formats is empty, so that equal bytes have equal facts here too
        read = _of_toml if file.path.endswith(".toml") else _of_cfg
        try:
            text = file.content.decode("utf-8-sig")
            found = [one for one in read(text) if OBJECT.fullmatch(one[2])]
        except (ValueError, configparser.Error, RecursionError, AttributeError, TypeError) as error:
            return PackagingFacts(flaw=f"This is not what packaging tools read: {type(error).__name__}.")
        lines = text.splitlines()
        return PackagingFacts(tuple(sorted(Declared(*one, _line(lines, one[1], one[2])) for one in found)))

    def contracts(self, file: SourceFile, units: Sequence[Unit]) -> tuple[Contract, ...]:  # noqa: ARG002 - the protocol's
        """None: metadata define nothing that is called."""
        return ()


def entry_points_in(text: str) -> Iterator[tuple[str, str]]:
    """Name and object of lines like `shop = shop.cli:main`; what stands in brackets behind is left out."""
    for line in text.splitlines():
        name, equals, target = line.partition("=")
        if equals and name.strip():
            yield name.strip(), target.partition("[")[0].strip()


def _of_toml(text: str) -> Iterator[tuple[str, str, str]]:
    document = tomllib.loads(text)
    project, poetry = document.get("project", {}), document.get("tool", {}).get("poetry", {})
    for scripts in (project.get("scripts", {}), project.get("gui-scripts", {}), poetry.get("scripts", {})):
        yield from _of_group(SCRIPTS, scripts)
    for groups in (project.get("entry-points", {}), poetry.get("plugins", {})):
        for group, members in groups.items():
            yield from _of_group(group, members)


def _of_group(group: str, members: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, target in members.items():
        target = target.get("reference", target.get("callable", "")) if isinstance(target, dict) else target
        yield group, str(name), str(target).partition("[")[0].strip()


def _of_cfg(text: str) -> Iterator[tuple[str, str, str]]:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the documented way to keep the case of names
    parser.read_string(text)
    for section in ("options.entry_points", "entry_points"):
        if parser.has_section(section):
            for group, members in parser.items(section):
                for name, target in entry_points_in(members):
                    yield group.strip(), name, target


def _line(lines: list[str], name: str, target: str) -> int:
    """Where an entry point is declared: the first line that begins with its name and has its object, 0 if there is none."""
    return next((at for at, one in enumerate(lines, 1) if target in one and one.lstrip(" \t'\"").startswith(name)), 0)


PACKAGING = PackagingMetadata()
