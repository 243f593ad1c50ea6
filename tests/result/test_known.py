"""What is remembered of a run comes back the same, or not at all."""

import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from decompose.errors import Location, Problem
from decompose.repository.cache import FactsCache, open_cache
from decompose.result.known import KIND, NEWEST, recall, remember
from decompose.result.store import to_bytes
from tests.decompositions import shop


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[FactsCache]:
    with open_cache(tmp_path / "cache") as cache:
        yield cache
        assert cache.problems == ()


def test_a_result_comes_back_the_same_under_its_key_only(cache: FactsCache) -> None:
    remember(cache, "key", shop())
    known = recall(cache, "key")
    assert known == shop()
    assert to_bytes(known) == to_bytes(shop())
    assert recall(cache, "other") is None


@pytest.mark.parametrize("kept", [b"", b"no zip", zlib.compress(b"\xc1"), zlib.compress(b"{}")])
def test_what_cannot_be_read_is_not_known(cache: FactsCache, kept: bytes) -> None:
    cache.store(KIND, [("key", kept)])
    assert recall(cache, "key") is None


@pytest.mark.parametrize(("code", "kept"), [("timeout", False), ("git-renames", False), ("syntax-error", True)])
def test_a_result_that_an_accident_shaped_is_not_kept(cache: FactsCache, code: str, kept: bool) -> None:
    problem = Problem(Location("shop/a.py"), code, "something happened")
    remember(cache, "key", msgspec.structs.replace(shop(), problems=(problem,)))
    assert (recall(cache, "key") is not None) is kept


def test_a_result_with_half_a_surrogate_is_not_kept(cache: FactsCache) -> None:
    problem = Problem(Location("shop/\udcff.py"), "syntax-error", "the name is no text")
    remember(cache, "key", msgspec.structs.replace(shop(), problems=(problem,)))
    assert recall(cache, "key") is None


def test_only_the_newest_results_are_kept_and_no_facts_are_lost(cache: FactsCache) -> None:
    cache.store("python 1", [("digest", b"facts")])
    for number in range(NEWEST + 2):
        remember(cache, str(number), shop())
    assert [recall(cache, str(number)) is not None for number in range(NEWEST + 2)] == [False] * 2 + [True] * NEWEST
    assert cache.load("python 1", ["digest"]) == {"digest": b"facts"}
