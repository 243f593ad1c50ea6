"""From commits to how many of them look like the squashed commits of a pull request."""

import re
from collections.abc import Sequence

from decompose.repository.history import Commit, is_merge

from .periods import YEAR

SQUASHED = re.compile(r"\((?:#|!)[1-9][0-9]{0,6}\)\s*\Z")
"""What GitHub and GitLab put at the end of the subject of a squash merge: `Add taxes (#123)`."""

RECENT = 2 * YEAR
"""Before the newest commit: how a project merges now."""

TELLING = 0.2
"""A share from which on it is the way a project works; chosen."""


def squashed(commits: Sequence[Commit]) -> float:
    """The share of recent commits, merges apart, that look squashed; 0.0 where it is too small to be a habit."""
    newest = max((commit.time for commit in commits), default=0)
    recent = [commit for commit in commits if commit.time > newest - RECENT and not is_merge(commit)]
    share = sum(bool(SQUASHED.search(commit.subject)) for commit in recent) / len(recent) if recent else 0.0
    return share if share >= TELLING else 0.0
