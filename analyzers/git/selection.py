"""From a commit to whether it tells something of the design, or the reason why it does not."""

import re
from collections.abc import Set as AbstractSet

from decompose.repository.history import Commit, is_merge

SWEEP = 5
"""Modules from which on the subject is believed to tell of a sweep through the code; chosen, see test_selection."""

FORMATTER = re.compile(
    r"\b(?:black|isort|yapf|autopep8|pyupgrade|autoflake|ruff|flake8|pep ?8|reformat(?:ted|ting)?|code ?style|linting)\b",
    re.IGNORECASE,
)

LICENCE = re.compile(
    r"\b(?:licen[cs]e headers?|copyright (?:headers?|notices?|years?|dates?)|spdx"
    r"|(?:add|bump|change|fix|update)\w* (?:the )?(?:copyright|licen[cs]e)s?)\b",
    re.IGNORECASE,
)

BOT = re.compile(
    r"\[bot\]|[-_ ]bot(?: <|@)|^(?:dependabot|renovate|pre-commit-ci|greenkeeper|pyup|snyk|weblate|transifex"
    r"|github-actions|copilot)\b|^claude <",
    re.IGNORECASE,
)


def reason_to_leave_out(
    commit: Commit, modules: tuple[str, ...], products: int, ignored: AbstractSet[str], largest: int
) -> str:
    """Why the commit says nothing of which of its modules belong together; "" if it does.

    `products` counts those of its modules that are product code: a change with all its tests is not large.
    """
    if is_merge(commit):
        return "merge"
    if not modules:
        return "no-module"
    if commit.id in ignored:
        return "ignored-revision"
    if BOT.search(commit.author):
        return "bot"
    if not products:
        return "no-product-module"
    if products > largest:
        return "large"
    if products >= SWEEP and FORMATTER.search(commit.subject):
        return "reformat"
    if products >= SWEEP and LICENCE.search(commit.subject):
        return "licence"
    return ""
