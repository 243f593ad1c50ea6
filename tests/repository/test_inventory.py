import os
import socket
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from decompose.errors import DecomposeError
from decompose.repository.inventory import read_repository
from decompose.repository.listing import listed_by_git
from decompose.repository.running import GitUnavailableError
from decompose.repository.shadow import shadow_of
from decompose.repository.source import Repository
from tests.repository.checkouts import Checkout, python

NOBODY = 65534


def paths(repository: Repository) -> list[str]:
    return [file.path for file in repository.files]


def codes(repository: Repository) -> dict[str, str]:
    return {problem.location.path: problem.code for problem in repository.problems}


def plant(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("import os\n")


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that everyone may enter; root, who may read everything, acts as nobody while the test runs."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        if os.getuid() == 0:
            os.seteuid(0)


def act_as_nobody() -> None:
    if os.getuid() == 0:
        os.seteuid(NOBODY)


def test_wanted_files_come_sorted_with_their_bytes_and_digest(tmp_path: Path) -> None:
    plant(tmp_path, "b.py", "a/z.py", "a/readme.txt")
    (tmp_path / "a.py").write_bytes(b"\xff\x00")
    repository = read_repository(tmp_path, python)
    assert paths(repository) == ["a.py", "a/z.py", "b.py"]
    assert repository.files[0].content == b"\xff\x00"
    assert repository.files[0].digest == blake2b(b"\xff\x00", digest_size=16).hexdigest()
    assert (repository.name, repository.listed, repository.problems) == (tmp_path.name, 3, ())


@pytest.mark.parametrize(("name", "sentence"), [("no", "does not exist"), ("file", "is a file"), ("empty", "is empty")])
def test_a_root_that_is_no_folder_of_files_is_the_users_to_mend(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DecomposeError, match=sentence):
        read_repository(tmp_path / name, python)


def test_a_root_that_leads_to_itself_or_is_no_path_is_the_users_to_mend(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for root in (tmp_path / "loop", Path("a\0b"), tmp_path / ("x" * 300)):
        with pytest.raises(DecomposeError, match="cannot be read"):
            read_repository(root, python)


def test_pipes_sockets_and_folders_are_never_opened(tmp_path: Path) -> None:
    plant(tmp_path, "ok.py", "folder.py/inner.py")
    os.mkfifo(tmp_path / "pipe.py")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.py"))
        repository = read_repository(tmp_path, python)
    assert paths(repository) == ["folder.py/inner.py", "ok.py"]
    assert codes(repository) == {"pipe.py": "not-regular", "socket.py": "not-regular"}
    assert repository.listed == 4


def test_no_link_is_followed_and_each_is_told(tmp_path: Path) -> None:
    root = tmp_path / "root"
    plant(root, "ok.py", "folder/x.py")
    (tmp_path / "secret.py").write_text("password")
    links: dict[str, str | Path] = {
        "out.py": tmp_path / "secret.py",
        "passwd.py": "/etc/passwd",
        "in.py": "ok.py",
        "self.py": "self.py",
        "gone.py": "nowhere",
        "up": "../..",
        "again": "folder",
        "note": "nowhere",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    repository = read_repository(root, python)
    assert paths(repository) == ["folder/x.py", "ok.py"]
    assert codes(repository) == {
        "out.py": "outside-root",
        "passwd.py": "outside-root",
        "in.py": "link",
        "self.py": "link-loop",
        "gone.py": "broken-link",
        "up": "outside-root",
    }
    assert repository.listed == 7


def test_a_file_over_the_limit_is_told_with_the_option(tmp_path: Path) -> None:
    (tmp_path / "small.py").write_text("x" * 10)
    (tmp_path / "large.py").write_text("x" * 11)
    repository = read_repository(tmp_path, python, max_file_size=10)
    assert paths(repository) == ["small.py"]
    [problem] = repository.problems
    assert (problem.location.path, problem.code) == ("large.py", "too-large")
    assert "--max-file-size" in problem.message


def test_a_file_that_vanishes_meanwhile_is_told(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "b.py")

    def wants(path: str) -> bool:
        (tmp_path / "b.py").unlink(missing_ok=True)
        return python(path)

    repository = read_repository(tmp_path, wants)
    assert paths(repository) == ["a.py"]
    assert codes(repository) in ({}, {"b.py": "changed"})
    assert repository.listed == 1 + len(repository.problems)


def test_a_file_that_becomes_a_pipe_meanwhile_does_not_hang(tmp_path: Path) -> None:
    plant(tmp_path, "a.py")

    def wants(path: str) -> bool:
        (tmp_path / path).unlink()
        os.mkfifo(tmp_path / path)
        return True

    assert codes(read_repository(tmp_path, wants)) == {"a.py": "not-regular"}


def test_a_file_that_becomes_a_link_meanwhile_is_not_followed(tmp_path: Path) -> None:
    plant(tmp_path, "a.py")

    def wants(path: str) -> bool:
        (tmp_path / path).unlink()
        (tmp_path / path).symlink_to("/etc/passwd")
        return True

    repository = read_repository(tmp_path, wants)
    assert (paths(repository), codes(repository)) == ([], {"a.py": "link"})


def test_what_may_not_be_read_is_told(as_nobody: Path) -> None:
    plant(as_nobody, "ok.py", "closed.py", "folder/inner.py")
    (as_nobody / "closed.py").chmod(0)
    (as_nobody / "folder").chmod(0)
    act_as_nobody()
    repository = read_repository(as_nobody, python)
    assert paths(repository) == ["ok.py"]
    assert codes(repository) == {"closed.py": "permission", "folder": "permission"}
    if os.getuid() == 0:
        os.seteuid(0)
    (as_nobody / "folder").chmod(0o755)


def test_a_folder_that_git_cannot_enter_is_told(as_nobody: Path) -> None:
    checkout = Checkout(as_nobody).write(ok="", folder__inner="")
    checkout.commit()
    (as_nobody / "folder").chmod(0)
    act_as_nobody()
    assert codes(read_repository(as_nobody, python)) == {"folder": "permission"}
    if os.getuid() == 0:
        os.seteuid(0)
    (as_nobody / "folder").chmod(0o755)


def test_hostile_names_are_read_under_names_that_can_be_shown(tmp_path: Path) -> None:
    names = [b"a\nb.py", b"tab\t.py", b'q"uote.py', b"<img onerror=alert(1)>.py", b"-rf.py", b"con.py", b"dot..py"]
    names += [b"\xff\xfe.py", "rtl\u202e.py".encode(), b"x" * 252 + b".py", b"$(touch x).py", b" .py"]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_text("")
    repository = read_repository(tmp_path, python)
    assert len(repository.files) == len(names) == len(set(paths(repository)))
    assert {r"a\nb.py", r"\xff\xfe.py", r"rtl\u202e.py", "-rf.py"} <= set(paths(repository))


def test_git_and_a_plain_walk_name_files_alike(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    for name in [b"a\nb.py", b'q"uote.py', b"\xff\xfe.py", "größe.py".encode(), b"back\\slash.py"]:
        (tmp_path / os.fsdecode(name)).write_text("")
    checkout.commit()
    with_git, without = read_repository(tmp_path, python), read_repository(tmp_path, python, git=False)
    assert with_git == without
    assert len(with_git.files) == 5


def test_paths_are_read_up_to_the_length_the_system_can_open(tmp_path: Path) -> None:
    here = Path.cwd()
    try:
        os.chdir(tmp_path)
        for _ in range(25):
            Path("d" * 200).mkdir()
            os.chdir("d" * 200)
            Path("m.py").write_text("")
    finally:
        os.chdir(here)
    repository = read_repository(tmp_path, python)
    assert max(map(len, paths(repository))) > 3900
    assert set(codes(repository).values()) == {"name-too-long"}


def test_copies_and_foreign_code_are_left_out_by_custom_and_told(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "node_modules/x/a.py", ".venv/a.py", "lib/site-packages/a.py", "__pycache__/a.py")
    plant(tmp_path, "build/lib/a.py", "env/a.py", "x.egg-info/a.py", "mine/bin/a.py", "mine/pyvenv.cfg")
    repository = read_repository(tmp_path, python)
    assert paths(repository) == ["a.py"]
    assert codes(repository) == dict.fromkeys(["build", "env", "x.egg-info"], "excluded")


def test_a_package_named_build_is_read(tmp_path: Path) -> None:
    plant(tmp_path, "pip/build/__init__.py", "pip/build/wheel.py")
    assert paths(read_repository(tmp_path, python)) == ["pip/build/__init__.py", "pip/build/wheel.py"]


def test_exclude_patterns_keep_files_and_whole_folders_out(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "legacy/x/b.py", "shop/gen_pb2.py", "shop/c.py")
    repository = read_repository(tmp_path, python, exclude=("legacy/", "*_pb2.py"))
    assert (paths(repository), repository.listed) == (["a.py", "shop/c.py"], 2)


def test_what_git_ignores_is_left_out_unless_it_is_tracked(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path).write(a="", local__b="")
    checkout.put("build/tracked.py", "")
    checkout.commit()
    checkout.put(".gitignore", "build/\nlocal/\n")
    plant(tmp_path, "build/made.py", "new.py", "local/c.py", "dist/x.py")
    assert paths(read_repository(tmp_path, python)) == ["a.py", "build/tracked.py", "dist/x.py", "local/b.py", "new.py"]


def test_a_file_deleted_from_the_work_tree_is_not_missed(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path).write(a="", b="")
    checkout.commit()
    (tmp_path / "b.py").unlink()
    repository = read_repository(tmp_path, python)
    assert (paths(repository), repository.problems) == (["a.py"], ())


def test_a_part_of_a_checkout_obeys_the_ignore_file_above_it(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path).write(shop__a="", other__b="")
    checkout.put(".gitignore", "made.py\n/shop/local\n")
    checkout.commit()
    plant(tmp_path, "shop/made.py", "shop/local/x.py", "shop/new.py")
    assert paths(read_repository(tmp_path / "shop", python)) == ["a.py", "new.py"]


def test_a_home_folder_under_git_that_ignores_everything_has_no_say(tmp_path: Path) -> None:
    home = Checkout(tmp_path)
    home.put(".gitignore", "*\n")
    home.git("add", "-f", ".gitignore")
    home.commit("dotfiles")
    plant(tmp_path, "work/monolith/a.py")
    assert paths(read_repository(tmp_path / "work/monolith", python)) == ["a.py"]


def test_an_empty_repository_still_ignores(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path).write(a="", b="")
    checkout.put(".gitignore", "b.py\n")
    assert paths(read_repository(tmp_path, python)) == ["a.py"]


def test_a_repository_within_is_told_and_not_entered(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path).write(a="")
    checkout.commit()
    Checkout(tmp_path / "vendor/lib").write(x="").commit()
    repository = read_repository(tmp_path, python)
    assert paths(repository) == ["a.py"]
    assert codes(repository) == {"vendor/lib": "nested-repository"}


def test_ignore_files_made_to_hang_git_are_given_up_and_told(tmp_path: Path) -> None:
    hard, pipe = Checkout(tmp_path / "hard"), Checkout(tmp_path / "pipe")
    hard.put(".gitignore", "*a" * 30 + "b\n")
    hard.put("a" * 60 + ".py", "")
    os.mkfifo(pipe.path / ".gitignore")
    for checkout in (hard, pipe):
        with (
            shadow_of(checkout.path) as shadow,
            pytest.raises(GitUnavailableError, match=r"not answer within 0\.3 seconds"),
        ):
            listed_by_git(shadow, seconds=0.3)


def test_a_git_that_fails_to_list_is_told_and_everything_is_read(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path).write(a="", b="")
    checkout.put(".gitignore", "b.py")
    (tmp_path / ".git/config").write_text("[extensions]\nobjectformat = md5\n[core]\nrepositoryformatversion = 1\n")
    repository = read_repository(tmp_path, python)
    assert paths(repository) == ["a.py", "b.py"]
    assert codes(repository) == {"": "ignore-rules"}
