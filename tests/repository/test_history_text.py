"""The documented text format: what is written can be read back, and what is not in the format is told with its line."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.errors import DecomposeError
from decompose.repository.git import read_history
from decompose.repository.history import Change, Commit
from decompose.repository.history_text import COMMAND, CUT_SHORT, SUBJECT_LENGTH, parse_history, read_history_file
from decompose.repository.names import display_path, plain_text
from tests.repository.checkouts import Checkout

A, B, ZERO = "a" * 40, "b" * 40, "0" * 40
HEADERS = [f"commit {A}", "parents ", "date 1600000000", "author Ann <ann@example.org>", "subject one"]
RAW = f":100644 100644 {A} {B} M\tshop/a.py"


def test_a_history_whose_oldest_commits_have_parents_that_are_not_in_it_is_limited(tmp_path: Path) -> None:
    file = tmp_path / "history.txt"
    file.write_text(text(*HEADERS))
    assert read_history_file(file).limits == ()
    cut = [line.replace("parents ", f"parents {B} {'c' * 40}") for line in HEADERS]
    file.write_text(text(*cut))
    assert read_history_file(file).limits == (CUT_SHORT,)


def text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def quoted(path: bytes) -> bytes:
    """As git quotes: only where a byte is unusual, with its letters where it has some."""
    letters = dict(zip(b'\a\b\t\n\v\f\r"\\', b'abtnvfr"\\', strict=True))
    if all(0x20 <= byte < 0x7F and byte not in letters for byte in path):
        return path
    shown = (b"\\%c" % letters[c] if c in letters else bytes([c]) if 0x20 <= c < 0x7F else b"\\%03o" % c for c in path)
    return b'"' + b"".join(shown) + b'"'


ids = st.text("0123456789abcdef", min_size=40, max_size=40) | st.text("0123456789abcdef", min_size=64, max_size=64)
words = st.binary(max_size=30).map(lambda raw: raw.replace(b"\n", b" "))
paths = st.binary(min_size=1, max_size=12).filter(lambda raw: b"\0" not in raw)


@st.composite
def raw_changes(draw: st.DrawFn) -> tuple[str, bytes, bytes, str]:
    status = draw(st.sampled_from("AMTRC"))
    return status, draw(paths), draw(paths) if status in "RC" else b"", draw(ids)


raw_commits = st.tuples(
    ids, st.lists(ids, max_size=3), st.integers(-1, 2**33), words, words, st.lists(raw_changes(), max_size=4)
)
RawCommit = tuple[str, list[str], int, bytes, bytes, list[tuple[str, bytes, bytes, str]]]


def written(commit: RawCommit) -> bytes:
    id, parents, time, author, subject, changes = commit
    head = b"commit %s\nparents %s\ndate %d\nauthor %s\nsubject %s\n"
    lines = head % (id.encode(), " ".join(parents).encode(), time, author, subject)
    for number, (status, path, old, blob) in enumerate(changes):
        score = b"087" if status in "RC" else b""
        names = b"\t".join(quoted(name) for name in (old, path) if name)
        fields = (b"\n" if number == 0 else b"", ZERO.encode(), blob.encode(), status.encode() + score, names)
        lines += b"%s:100644 100644 %s %s %s\t%s\n" % fields
    return lines


def meant(commit: RawCommit) -> Commit:
    id, parents, time, author, subject, changes = commit
    known = tuple(Change(display_path(path), status, display_path(old), blob) for status, path, old, blob in changes)
    return Commit(id, tuple(parents), time, plain_text(author), plain_text(subject)[:SUBJECT_LENGTH], known)


@given(st.lists(raw_commits, max_size=4))
def test_what_is_written_is_read_back(commits: list[RawCommit]) -> None:
    lines = b"".join(written(commit) for commit in commits).splitlines(keepends=True)
    joined = b"".join(lines).split(b"\n")
    by_line_feed = [line + b"\n" for line in joined[:-1]]
    assert list(parse_history(by_line_feed)) == [meant(commit) for commit in commits]


def test_the_documented_command_says_what_git_streamed_says(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path).write(a="1\n2\n3\n4\n5\n", b="x\n")
    checkout.put('odd "name"\t.py', "")
    checkout.put("größe.py", "")
    checkout.commit("commit deadbeef")
    checkout.git("mv", "a.py", "moved.py")
    checkout.write(moved="1\n2\n3\n4\n6\n")
    checkout.commit("moved and edited")
    checkout.git("checkout", "-q", "-b", "side", "HEAD~1")
    checkout.write(b="y\n").commit("side \x1b[31m <script>")
    checkout.git("checkout", "-q", "main")
    checkout.git("merge", "-q", "--no-edit", "side")
    checkout.commit("empty one")
    subprocess.run(COMMAND, shell=True, cwd=tmp_path, check=True)
    streamed, problems = read_history(tmp_path)
    assert streamed is not None
    assert problems == ()
    from_file = read_history_file(tmp_path / "history.txt")
    assert (from_file.source, streamed.source) == ("file", "git")
    assert from_file.commits == streamed.commits
    assert Change("moved.py", "R", "a.py", streamed.commits[-2].changes[0].blob) in streamed.commits[-2].changes


def test_where_contents_are_missing_the_command_stops_and_the_way_it_names_does_not(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "shop").write(a="1\n2\n3\n4\n5\n")
    checkout.commit("first")
    checkout.git("mv", "a.py", "b.py")
    checkout.write(b="1\n2\n3\n4\n6\n").commit("moved and edited")
    checkout.write(b="7\n").commit("third")
    blob = checkout.git("rev-parse", "HEAD~1:b.py")
    (checkout.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert subprocess.run(COMMAND, shell=True, cwd=checkout.path, capture_output=True).returncode
    cut = read_history_file(checkout.path / "history.txt")
    assert cut.limits == (CUT_SHORT,)
    assert "--no-renames instead of -M" in CUT_SHORT
    subprocess.run(COMMAND.replace("-M", "--no-renames"), shell=True, cwd=checkout.path, check=True)
    whole = read_history_file(checkout.path / "history.txt")
    assert [commit.subject for commit in whole.commits] == ["third", "moved and edited", "first"]
    assert whole.limits == ()


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        (["hello"], 1, "starts with `commit `"),
        ([RAW], 1, "starts with `commit `"),
        (HEADERS[:3], 4, "ends within a commit"),
        ([*HEADERS[:2], *HEADERS[3:]], 3, "starts with `date `"),
        (["commit xyz", *HEADERS[1:]], 1, "40 or 64 hexadecimal"),
        ([HEADERS[0], "parents 12", *HEADERS[2:]], 2, "40 or 64 hexadecimal"),
        ([*HEADERS[:2], "date yesterday", *HEADERS[3:]], 3, "seconds since 1970"),
        ([*HEADERS[:2], "date " + "9" * 5000, *HEADERS[3:]], 3, "seconds since 1970"),
        ([*HEADERS, "", RAW.replace("\t", " ")], 7, "not a raw line"),
        ([*HEADERS, "", f":100644 100644 {A[:7]} {B[:7]} M\tshop/a.py"], 7, "--no-abbrev"),
        ([*HEADERS, "", RAW + "\tshop/b.py"], 7, "two paths"),
        ([*HEADERS, "", RAW.replace(" M", " R100")], 7, "two paths"),
        ([*HEADERS, "", RAW.replace("shop", '"shop')], 7, "quotes"),
        ([*HEADERS, "", RAW, "shop/a.py | 3 +--"], 8, "starts with `commit `"),
        ([*HEADERS, "", ":" + RAW], 7, "not a raw line"),
    ],
)
def test_a_line_that_is_not_in_the_format_is_told_by_its_number(
    tmp_path: Path, lines: list[str], line: int, reason: str
) -> None:
    file = tmp_path / "history.txt"
    file.write_text(text(*lines))
    with pytest.raises(DecomposeError) as caught:
        read_history_file(file)
    assert f"history.txt:{line}: " in caught.value.message
    assert reason in caught.value.message
    assert COMMAND in caught.value.remedy


@pytest.mark.parametrize("kept", [1, 30, 200, -1])
def test_a_text_cut_off_in_a_line_is_told(tmp_path: Path, kept: int) -> None:
    whole = text(*HEADERS, "", RAW)
    (tmp_path / "h").write_text(whole[:kept])
    with pytest.raises(DecomposeError, match=r"h:\d+: "):
        read_history_file(tmp_path / "h")


def test_what_shells_of_windows_add_is_forgiven_or_named(tmp_path: Path) -> None:
    plain = text(*HEADERS, "", RAW)
    (tmp_path / "plain").write_text(plain)
    (tmp_path / "crlf").write_bytes(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode())
    (tmp_path / "utf16").write_text(plain, encoding="utf-16")
    assert read_history_file(tmp_path / "crlf") == read_history_file(tmp_path / "plain")
    with pytest.raises(DecomposeError, match="UTF-16"):
        read_history_file(tmp_path / "utf16")


def test_a_file_that_is_missing_or_holds_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("")
    with pytest.raises(DecomposeError, match="holds no commit"):
        read_history_file(tmp_path / "empty")
    with pytest.raises(DecomposeError, match="cannot be read: No such file"):
        read_history_file(tmp_path / "none")
    with pytest.raises(DecomposeError, match="cannot be read: Is a directory"):
        read_history_file(tmp_path)


def test_only_wanted_changes_are_kept_and_a_rename_on_either_side() -> None:
    moved = f":100644 100644 {A} {B} R100\told.py\tnew.txt"
    lines = text(*HEADERS, "", RAW, RAW.replace("a.py", "a.po"), moved).encode().splitlines(keepends=True)
    [commit] = parse_history(lines, lambda path: path.endswith(".py"))
    assert [change.path for change in commit.changes] == ["shop/a.py", "new.txt"]


def test_a_damaged_date_is_the_beginning_of_time() -> None:
    [commit] = parse_history(text(*HEADERS[:2], "date ", *HEADERS[3:]).encode().splitlines(keepends=True))
    assert commit.time == 0


def test_a_subject_of_a_megabyte_is_kept_in_part() -> None:
    [commit] = parse_history(text(*HEADERS[:4], "subject " + "x" * 1_000_000).encode().splitlines(keepends=True))
    assert commit.subject == "x" * SUBJECT_LENGTH
