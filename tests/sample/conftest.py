"""The commits of the story, made once for all tests that look at them."""

import pytest

from . import make_history
from .commits import Commit


@pytest.fixture(scope="session")
def commits() -> list[Commit]:
    return make_history.all_commits()
