"""From a commit to whether it tells something of the design, or the reason why it does not."""

import re

from decompose.repository.history import Commit

LARGEST = 30
"""Modules of one commit; larger ones rename, reformat or import code, and would couple everything to everything.

30 is code-maat's default (`--max-changeset-size`) and the best of the caps compared on the gold systems.
"""

REFORMATTED = 5
"""Modules from which on the subject is believed to tell of a formatter's work; chosen, see test_selection."""

FORMATTER = re.compile(
    r"\b(?:black|isort|yapf|autopep8|pyupgrade|autoflake|ruff|flake8|pep ?8|reformat(?:ted|ting)?|code ?style|linting)\b",
    re.IGNORECASE,
)

BOT = re.compile(
    r"\[bot\]|[-_ ]bot(?: <|@)|^(?:dependabot|renovate|pre-commit-ci|greenkeeper|pyup|snyk|weblate|transifex"
    r"|github-actions|copilot)\b|^claude <",
    re.IGNORECASE,
)


def reason_to_leave_out(commit: Commit, modules: tuple[str, ...], ignored: frozenset[str]) -> str:
    """Why the commit says nothing of which of its modules belong together; "" if it does."""
    if len(commit.parents) > 1:
        return "merge"
    if not modules:
        return "no-module"
    if commit.id in ignored:
        return "ignored-revision"
    if BOT.search(commit.author):
        return "bot"
    if len(modules) > LARGEST:
        return "large"
    if len(modules) >= REFORMATTED and FORMATTER.search(commit.subject):
        return "reformat"
    return ""
