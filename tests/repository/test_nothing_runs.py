"""A repository that tries to run a program through every door that git has: none opens."""

from pathlib import Path

import pytest

from decompose.repository.git import read_history
from decompose.repository.inventory import read_repository
from decompose.repository.revision import read_revision
from tests.repository.checkouts import Checkout, python

SIGNATURE = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n"


@pytest.fixture
def trap(tmp_path: Path) -> Checkout:
    """A checkout whose every configured program writes the file `marker` beside it."""
    checkout = Checkout(tmp_path / "trap").write(a="1\n2\n3\n4\n", b="1\n")
    checkout.put(".gitattributes", "*.py filter=trap diff=trap merge=trap\n")
    checkout.commit("first")
    checkout.git("mv", "a.py", "c.py")
    checkout.write(c="1\n2\n3\n5\n").commit("second")
    raw = checkout.git("cat-file", "commit", "HEAD").encode()
    head, _, body = raw.partition(b"\n\n")
    signed = head + b"\n" + SIGNATURE + b"\n" + body + b"\n"
    checkout.git("update-ref", "HEAD", checkout.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed))
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> "{tmp_path}/marker"\ncat\nexit 1\n')
    program.chmod(0o755)
    settings = {
        "core.fsmonitor": program,
        "core.hooksPath": tmp_path / "hooks",
        "core.pager": program,
        "pager.log": program,
        "core.sshCommand": program,
        "core.gitProxy": program,
        "core.editor": program,
        "core.alternateRefsCommand": program,
        "core.attributesFile": checkout.path / ".gitattributes",
        "core.untrackedCache": "true",
        "log.showSignature": "true",
        "gpg.program": program,
        "gpg.x509.program": program,
        "gpg.ssh.program": program,
        "diff.external": program,
        "diff.trap.command": program,
        "diff.trap.textconv": program,
        "filter.trap.clean": program,
        "filter.trap.smudge": program,
        "filter.trap.process": program,
        "merge.trap.driver": program,
        "credential.helper": f"!{program}",
        "alias.log": f"!{program}",
        "alias.rev-parse": f"!{program}",
        "remote.origin.url": "ssh://example.org/x",
        "remote.origin.promisor": "true",
        "remote.origin.uploadpack": program,
        "extensions.partialClone": "origin",
        "core.repositoryFormatVersion": "1",
        "uploadpack.packObjectsHook": program,
    }
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc", "fsmonitor-watchman"):
        (hooks / hook).write_bytes(program.read_bytes())
        (hooks / hook).chmod(0o755)
    included = tmp_path / "included"
    for name, value in settings.items():
        checkout.git("config", "--file", included, name, str(value))
    checkout.git("config", "extensions.worktreeConfig", "true")
    checkout.git("config", "core.repositoryFormatVersion", "1")
    (checkout.path / ".git/config").write_text(
        (checkout.path / ".git/config").read_text() + f"[include]\n\tpath = {included}\n"
    )
    return checkout


def test_nothing_of_a_hostile_repository_runs(trap: Checkout, tmp_path: Path) -> None:
    history, _ = read_history(trap.path)
    repository = read_repository(trap.path, python)
    assert history is not None
    assert len(history.commits) == 2
    assert [change.status for change in history.commits[0].changes] == ["R"]
    assert len(repository.files) == 2
    assert len(read_revision(trap.path, "HEAD", python).files) == 2
    assert not (tmp_path / "marker").exists()


def test_nothing_is_fetched_for_a_missing_object(trap: Checkout, tmp_path: Path) -> None:
    blob = trap.git("rev-parse", "HEAD:c.py", GIT_CONFIG_COUNT="0")
    (trap.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    (tmp_path / "marker").unlink(missing_ok=True)
    history, [problem] = read_history(trap.path)
    assert history is not None
    assert problem.code == "git-renames"
    assert not (tmp_path / "marker").exists()


@pytest.mark.parametrize("command", ["status", "log"])
def test_the_trap_works(trap: Checkout, tmp_path: Path, command: str) -> None:
    trap.git(command)
    assert (tmp_path / "marker").exists()
