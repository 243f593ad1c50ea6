"""The documents of the project: every command in them is one that this version understands."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from decompose.cli import decompose

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"```(?:sh|yaml)\n(.*?)```", re.DOTALL)
SPAN = re.compile(r"`(decompose [^`]+)`")
COMMAND = re.compile(r"(?:^|run: |- |&& )(?:\.venv/bin/)?decompose ([a-z].*?)(?= && |$)", re.MULTILINE)
GIVEN = re.compile(r"GITHUB_\w+|CI_\w+")
"""Variables that the forge sets."""


def commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        text = page.read_text()
        for block in (*BLOCK.findall(text), *(" ".join(span.split()) for span in SPAN.findall(text))):
            for command in COMMAND.findall(block.replace("\\\n", " ")):
                if not re.search(r"…|\||\[", command):  # not a pattern of commands
                    yield page.name, command


def test_there_are_commands_to_test() -> None:
    assert len(list(commands())) > 10


@pytest.mark.parametrize(("page", "command"), list(commands()))
def test_a_command_in_the_documents_is_understood(page: str, command: str) -> None:
    name, *arguments = shlex.split(command, comments=True)
    assert name in decompose.commands, page
    if not arguments:
        return  # a mention
    with click.Context(decompose) as group:
        decompose.commands[name].make_context(name, arguments, parent=group)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_recipe_sets_the_variables_that_it_uses(page: Path) -> None:
    for block in re.findall(r"```yaml\n(.*?)```", page.read_text(), re.DOTALL):
        used = set(re.findall(r"\$\{?([A-Z][A-Z0-9_]*)", block))
        given = {name for name in used if GIVEN.fullmatch(name) or re.search(rf"\b{name}: ", block)}
        assert used == given
