"""The cache may be anything on disk; it costs time at most."""

import os
import sqlite3
from pathlib import Path

import pytest

from decompose.repository.cache import FactsCache, open_cache
from decompose.repository.cache_file import APPLICATION, FILE, user_folder

KNOWN = [("d1", b"one"), ("d2", b"\x00two")]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder is a temporary one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "decompose"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a cache that knows two contents."""
    with open_cache(tmp_path / "cache") as cache:
        cache.store("python 1", KNOWN)
        assert cache.problems == ()
    return tmp_path / "cache"


def codes(cache: FactsCache) -> list[str]:
    return [problem.code for problem in cache.problems]


def known(cache: FactsCache, front_end: str = "python 1") -> dict[str, bytes]:
    return cache.load(front_end, ["d1", "d2", "d3"])


def test_what_was_stored_is_known_to_the_next_run(folder: Path) -> None:
    with open_cache(folder) as cache:
        assert known(cache) == dict(KNOWN)
        assert cache.problems == ()


def test_facts_of_another_front_end_or_version_are_others(folder: Path) -> None:
    with open_cache(folder) as cache:
        assert known(cache, "python 2") == {}
        cache.store("python 2", [("d1", b"new")])
        assert (known(cache, "python 2"), known(cache)) == ({"d1": b"new"}, dict(KNOWN))


def test_storing_again_replaces(folder: Path) -> None:
    with open_cache(folder) as cache:
        cache.store("python 1", [("d1", b"other")])
        assert known(cache)["d1"] == b"other"


def test_more_digests_than_sqlite_has_variables_are_loaded_at_once(folder: Path) -> None:
    facts = [(f"{number:032x}", b"x") for number in range(300_000)]
    with open_cache(folder) as cache:
        cache.store("many 1", facts[::1000])
        assert len(cache.load("many 1", (digest for digest, _ in facts))) == 300


def test_backups_and_git_pass_by(folder: Path) -> None:
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    assert (folder / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize("damage", ["garbage", "truncated", "zeroed-middle", "empty"])
def test_a_damaged_cache_is_begun_anew(folder: Path, damage: str) -> None:
    file = folder / FILE
    content = file.read_bytes()
    middle = content[:4096] + b"\0" * (len(content) - 4096)
    file.write_bytes(
        {"garbage": b"garbage" * 999, "truncated": content[:5000], "zeroed-middle": middle, "empty": b""}[damage]
    )
    for suffix in ("-wal", "-shm"):
        (folder / (FILE + suffix)).unlink(missing_ok=True)
    with open_cache(folder) as cache:
        assert known(cache) == {}
        cache.store("python 1", KNOWN)
        assert codes(cache) in ([], ["cache-rebuilt"], ["cache-damaged"])
        assert bool(codes(cache)) == (damage != "empty")
    with open_cache(folder) as cache:
        cache.store("python 1", KNOWN)
        assert known(cache) == dict(KNOWN)
        assert cache.problems == ()


def test_a_cache_of_another_layout_is_begun_anew(folder: Path) -> None:
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with open_cache(folder) as cache:
        assert (known(cache), codes(cache)) == ({}, ["cache-rebuilt"])
    with open_cache(folder) as cache:
        assert codes(cache) == []


def test_someone_elses_database_is_left_alone(tmp_path: Path, home: Path) -> None:
    (tmp_path / "mine").mkdir()
    connection = sqlite3.connect(tmp_path / "mine" / FILE)
    connection.executescript("CREATE TABLE thesis (text); INSERT INTO thesis VALUES ('years of work');")
    connection.close()
    before = (tmp_path / "mine" / FILE).read_bytes()
    with open_cache(tmp_path / "mine") as cache:
        cache.store("python 1", KNOWN)
        assert (known(cache), codes(cache)) == (dict(KNOWN), ["cache-foreign"])
    assert (tmp_path / "mine" / FILE).read_bytes() == before
    assert (home / FILE).exists()


def test_a_link_a_pipe_or_a_folder_in_its_place_is_left_alone(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    for name in ("link", "pipe", "folder"):
        (tmp_path / name).mkdir()
    (tmp_path / "link" / FILE).symlink_to(victim)
    os.mkfifo(tmp_path / "pipe" / FILE)
    (tmp_path / "folder" / FILE).mkdir()
    for name in ("link", "pipe", "folder"):
        with open_cache(tmp_path / name) as cache:
            cache.store("python 1", KNOWN)
            assert codes(cache) == ["cache-foreign"]
    assert victim.read_text() == "precious"


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_a_cache_of_another_user_is_not_believed(folder: Path) -> None:
    os.chown(folder / FILE, 65534, 65534)
    with open_cache(folder) as cache:
        assert (known(cache), codes(cache)) == ({}, ["cache-foreign"])


def test_a_folder_that_cannot_be_made_gives_way_to_the_users_own(tmp_path: Path, home: Path) -> None:
    (tmp_path / "file").write_text("")
    with open_cache(tmp_path / "file" / "cache") as cache:
        cache.store("python 1", KNOWN)
        assert codes(cache) == ["cache-unavailable"]
        assert str(tmp_path) not in cache.problems[0].message
    with open_cache() as cache:
        assert (known(cache), codes(cache)) == (dict(KNOWN), [])
    assert (home / FILE).exists()


def test_without_any_folder_nothing_is_kept_and_one_warning_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    for folder in (None, tmp_path / "file" / "cache"):
        with open_cache(folder) as cache:
            cache.store("python 1", KNOWN)
            assert (known(cache), codes(cache)) == ({}, ["cache-unavailable"])


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become a user that nobody knows")
def test_a_user_whom_the_system_does_not_know_gets_no_folder_named_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    assert user_folder() is not None
    child = os.fork()
    if child == 0:
        os.setuid(54321)
        try:
            os._exit(0 if user_folder() is None else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0


def test_a_cache_that_another_run_writes_to_can_be_read(folder: Path) -> None:
    other = sqlite3.connect(folder / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_cache(folder) as cache:
        assert known(cache) == dict(KNOWN)
        cache.store("python 1", [("d3", b"three")])
        assert codes(cache) == ["cache-unavailable"]
        assert known(cache) == {}
    other.execute("ROLLBACK")
    other.close()
    with open_cache(folder) as cache:
        assert known(cache) == dict(KNOWN)


def test_deleting_the_folder_during_a_run_costs_nothing_but_the_cache(folder: Path) -> None:
    with open_cache(folder) as cache:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        cache.store("python 1", [("d3", b"three")])
        known(cache)
    with open_cache(folder) as cache:
        assert codes(cache) == []


def test_a_full_cache_forgets_what_was_not_used_for_longest(tmp_path: Path) -> None:
    megabyte = b"x" * 1_000_000
    with open_cache(tmp_path, limit=10_000_000) as cache:
        cache.store("python 1", [("old", megabyte), ("used", megabyte)])
    for run in range(20):
        with open_cache(tmp_path, limit=10_000_000) as cache:
            assert "used" in cache.load("python 1", ["used"])
            cache.store("python 1", [(f"run {run}", megabyte)])
    with open_cache(tmp_path, limit=10_000_000) as cache:
        left = cache.load("python 1", ["old", "used", "run 0", "run 19"])
        assert left.keys() == {"used", "run 19"}
    assert (tmp_path / FILE).stat().st_size < 11_000_000


def test_the_file_says_whose_it_is(folder: Path) -> None:
    assert int.from_bytes((folder / FILE).read_bytes()[68:72], "big") == APPLICATION
