"""What README and docs tell to type is there to be typed: commands, their parts and their options."""

import re
from itertools import pairwise
from pathlib import Path

import click
import pytest

from decompose.cli import decompose

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
COMMAND = re.compile(rf"\bdecompose (?:{'|'.join(sorted(decompose.commands))})\b[^`#|\n]*")


def commands(text: str) -> list[list[str]]:
    """Each command as its words; of several on one line each by itself."""
    found = []
    for line in COMMAND.findall(text):
        found += [re.findall(r"[^\s\[\]]+", one)[1:] for one in re.split(r" (?=decompose )", line)]
    return [words for words in found if words and words[0] in decompose.commands]


def flaws(words: list[str]) -> list[str]:
    """What of a command there is not."""
    command: click.Command = decompose.commands[words[0]]
    rest = words[1:]
    if isinstance(command, click.Group) and rest and rest[0].isalpha() and rest[0].islower():
        if rest[0] not in command.commands:
            return [rest[0]]
        command, rest = command.commands[rest[0]], rest[1:]
    first = next((each.type for each in command.params if isinstance(each, click.Argument)), None)
    if isinstance(first, click.Choice) and rest and rest[0].islower() and rest[0] not in first.choices:
        return [rest[0]]
    options = {name: each for each in command.params for name in each.opts + each.secondary_opts}
    missing = [word for word in rest if re.match(r"-{1,2}[a-z]", word) and word not in options]
    for option, value in pairwise(rest):
        kind = options[option].type if option in options else None
        if isinstance(kind, click.Choice) and value not in kind.choices:
            missing.append(f"{option} {value}")
    return missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_is_told_is_there(document: Path) -> None:
    told = commands(document.read_text(encoding="utf-8"))
    assert [(words, found) for words in told if (found := flaws(words))] == []


def test_commands_are_found_where_there_are_some_and_flaws_where_there_are_any() -> None:
    assert sum(len(commands(path.read_text(encoding="utf-8"))) for path in DOCUMENTS) > 30
    line = (
        "`decompose accept PATH     decompose check PATH [--agianst REV]` and decompose track . --every day -o html=x\n"
    )
    assert [flaws(words) for words in commands(line)] == [[], ["--agianst"], ["--every day"]]
    assert flaws(["explain", "nothing"]) == ["nothing"]
