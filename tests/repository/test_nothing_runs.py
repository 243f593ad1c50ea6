"""A repository that tries to run a program through every door that git has: none opens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from decompose.repository.git import read_history
from decompose.repository.inventory import read_repository
from decompose.repository.revision import read_revision
from decompose.repository.stamp import history_stamp
from tests.repository.checkouts import Checkout, python

SIGNATURE = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n"

HOOKS = ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc", "fsmonitor-watchman")


@pytest.fixture
def trap(tmp_path: Path) -> Checkout:
    """A checkout whose every configured program writes its own name into the file `marker` beside it."""
    checkout = Checkout(tmp_path / "trap").write(a="1\n2\n3\n4\n", b="1\n")
    checkout.put(".gitattributes", "*.py filter=trap diff=trap merge=trap\n")
    checkout.commit("first")
    checkout.git("mv", "a.py", "c.py")
    checkout.write(c="1\n2\n3\n5\n").commit("second")
    raw = checkout.git("cat-file", "commit", "HEAD").encode()
    head, _, body = raw.partition(b"\n\n")
    signed = head + b"\n" + SIGNATURE + b"\n" + body + b"\n"
    checkout.git("update-ref", "HEAD", checkout.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed))
    _arm(checkout, tmp_path)
    return checkout


def _arm(checkout: Checkout, place: Path) -> None:
    def program(name: str) -> Path:
        file = place / f"{name}.program"
        file.write_text(f'#!/bin/sh\necho "{name}" >> "{place}/marker"\nexit 1\n')
        file.chmod(0o755)
        return file

    hooks = place / "hooks"
    hooks.mkdir()
    for hook in HOOKS:
        for folder in (hooks, checkout.path / ".git/hooks"):
            folder.mkdir(exist_ok=True)
            (folder / hook).write_bytes(program(f"hook-{hook}").read_bytes())
            (folder / hook).chmod(0o755)
    names = ["core.fsmonitor", "core.pager", "pager.log", "core.sshCommand", "core.gitProxy", "core.editor"]
    names += ["core.alternateRefsCommand", "core.askPass", "sequence.editor", "diff.external", "diff.trap.command"]
    names += ["diff.trap.textconv", "filter.trap.clean", "filter.trap.smudge", "filter.trap.process"]
    names += ["gpg.program", "gpg.x509.program", "gpg.ssh.program", "merge.trap.driver", "uploadpack.packObjectsHook"]
    names += ["remote.origin.uploadpack", "interactive.diffFilter", "gui.program", "man.trap.cmd", "browser.trap.cmd"]
    settings = {name: str(program(name)) for name in names}
    settings |= {f"alias.{name}": f"!{program('alias')}" for name in ("log", "rev-parse", "ls-files", "ls-tree")}
    settings |= {
        "credential.helper": f"!{program('credential')}",
        "core.hooksPath": str(hooks),
        "core.attributesFile": str(checkout.path / ".gitattributes"),
        "core.excludesFile": "/dev/zero",
        "core.untrackedCache": "true",
        "core.worktree": "/etc",
        "log.showSignature": "true",
        "log.mailmap": "true",
        "mailmap.file": "/etc/passwd",
        "mailmap.blob": "nowhere:.mailmap",
        "blame.ignoreRevsFile": "/nowhere",
        "diff.orderFile": "/nowhere",
        "protocol.allow": "always",
        "remote.origin.url": f"ext::{program('ext')}",
        "remote.origin.promisor": "true",
        "extensions.partialClone": "origin",
        "fetch.recurseSubmodules": "true",
    }
    for name, value in settings.items():
        checkout.git("config", "--file", place / "included", name, value)
    (checkout.path / ".git/info").mkdir(exist_ok=True)
    checkout.put(".git/info/attributes", "* filter=trap diff=trap merge=trap\n")
    own = (
        (checkout.path / ".git/config")
        .read_text()
        .replace("repositoryformatversion = 0", "repositoryformatversion = 1")
    )
    within = f"[include]\n\tpath = {place}/included\n[extensions]\n\tpartialClone = origin\n\tworktreeConfig = true\n"
    checkout.put(".git/config", own + within)
    checkout.put(".git/config.worktree", f'[includeIf "gitdir:/"]\n\tpath = {place}/included\n')


def sprung(place: Path) -> set[str]:
    """The programs that ran since the last look."""
    marker = place / "marker"
    told = marker.read_text().splitlines() if marker.exists() else []
    marker.unlink(missing_ok=True)
    return set(told)


def test_nothing_of_a_hostile_repository_runs(trap: Checkout, tmp_path: Path) -> None:
    history, problems = read_history(trap.path)
    repository = read_repository(trap.path, python)
    assert history is not None
    assert (len(history.commits), problems) == (2, ())
    assert [change.status for change in history.commits[0].changes] == ["R"]
    assert {commit.author for commit in history.commits} == {"Ann <ann@example.org>"}
    assert len(repository.files) == 2
    assert len(read_revision(trap.path, "HEAD", python).files) == 2
    assert history_stamp(trap.path)
    assert sprung(tmp_path) == set()


COMMANDS = ["analyze --revision HEAD", "files", "check", "accept", "analyze", "explain module b.py --inside"]


def test_no_command_runs_anything_of_a_hostile_repository(trap: Checkout, tmp_path: Path) -> None:
    for command in COMMANDS:
        told = subprocess.run(
            [sys.executable, "-m", "decompose", *command.split()],
            cwd=trap.path,
            capture_output=True,
            text=True,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home")},
            timeout=60,
        )
        assert "Traceback" not in told.stderr, command
        assert sprung(tmp_path) == set(), command
    assert "What its functions and classes changed with" in told.stdout


def test_nothing_is_fetched_for_a_missing_object(trap: Checkout, tmp_path: Path) -> None:
    blob = trap.git("--git-dir=.git", "-c", "core.fsmonitor=false", "rev-parse", "HEAD:c.py")
    sprung(tmp_path)
    (trap.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    history, [problem] = read_history(trap.path)
    assert history is not None
    assert problem.code == "git-renames"
    assert sprung(tmp_path) == set()


@pytest.mark.parametrize(
    ("command", "programs"),
    [
        ("status", {"core.fsmonitor"}),
        ("log", {"gpg.program"}),
        ("-c diff.orderFile=/dev/null -c filter.trap.process= log -p", {"gpg.program", "diff.trap.textconv"}),
        ("-c diff.orderFile=/dev/null -c filter.trap.process= log --ext-diff -p", {"gpg.program", "diff.trap.command"}),
        ("-c diff.orderFile=/dev/null -c filter.trap.process= diff HEAD~1", {"core.fsmonitor", "diff.trap.command"}),
        ("add b.py", {"filter.trap.process"}),
        ("checkout-index -f b.py", {"filter.trap.process"}),
        ("-c filter.trap.process= checkout -q -b side", {"hook-post-index-change"}),
        ("update-ref refs/heads/x HEAD", {"hook-reference-transaction"}),
        ("fetch", {"ext"}),
    ],
)
def test_the_trap_works(trap: Checkout, tmp_path: Path, command: str, programs: set[str]) -> None:
    """A trap that would catch nobody proves nothing: each kind of program runs when plain git does its work."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "GIT_WORK_TREE": str(trap.path)}
    (trap.path / "b.py").write_text("2\n")
    subprocess.run(["git", *command.split()], cwd=trap.path, env=environment, capture_output=True, timeout=60)
    assert programs <= sprung(tmp_path)
