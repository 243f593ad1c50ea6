"""Privacy: whatever a history says of people, no mail of anybody is written anywhere, and names only when asked for."""

import re
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from tests.repository.checkouts import Checkout

MAILS = (
    "ann@mail.example",
    "ANN.LEE@mail.example",
    "bea@mail.example",
    "carl@mail.example",
    "7+dan@users.noreply.github.com",
)
NAMES = ("Ann Lee", "Bea Moe", "Dan Poe")
OUTPUTS = {"html": "r.html", "md": "r.md", "json": "r.json", "text": "r.txt", "csv": "r.csv", "graphml": "r.graphml"}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A year of two modules by four people, one of them called by a mail, owned by teams and by mails."""
    found = Checkout(tmp_path_factory.mktemp("privacy") / "shop")
    found.put("CODEOWNERS", "/cart/ @acme/cart bea@mail.example\n/bills/ @acme/bills\n*.sql @zoe carl@mail.example\n")
    found.put(".mailmap", "Ann Lee <ann@mail.example> <ann.lee@mail.example>\n")
    authors = (
        "Ann Lee <ann@mail.example>",
        "Ann Lee <ANN.LEE@mail.example>",
        "Bea Moe <bea@mail.example>",
        "carl@mail.example <carl@mail.example>",
        "Dan Poe <7+dan@users.noreply.github.com>",
    )
    for number in range(32):
        found.hour += 24 * 12
        for folder in ("cart", "bills"):
            for name in ("one", "two", "three") if number == 0 else ("one", "two"):
                text = f"from {folder} import three\nx = {number}\n" if name != "three" else f"y = {number}\n"
                found.put(f"{folder}/{name}.py", text)
        found.commit(f"work {number} for someone@mail.example", authors[number % len(authors)])
    return found


def written(checkout: Checkout, place: Path, *options: str) -> dict[str, bytes]:
    """Everything that a run leaves behind, by file: reports, the kept result, what is explained, and the cache."""
    place.mkdir()
    outputs = [part for name, file in OUTPUTS.items() for part in ("-o", f"{name}={place / file}")]
    command = [sys.executable, "-m", "decompose", "analyze", str(checkout.path), "--cache-dir", str(place / "cache")]
    done = subprocess.run([*command, *outputs, *options], capture_output=True, check=True)
    (place / "said").write_bytes(done.stdout + done.stderr)
    folders = (place, checkout.path / ".decompose")
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    return {str(file): file.read_bytes() + unpacked(file) for file in files}


def unpacked(file: Path) -> bytes:
    """What a cache holds, out of its compression; of other files nothing."""
    if file.suffix != ".sqlite":
        return b""
    with closing(sqlite3.connect(file)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        values = [value for table in tables for row in database.execute(f"SELECT * FROM {table}") for value in row]
    assert any(isinstance(value, bytes) for value in values)
    return b"\n".join(map(decompressed, (value for value in values if isinstance(value, bytes))))


def decompressed(value: bytes) -> bytes:
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


def test_no_mail_is_written_anywhere_and_no_name(checkout: Checkout, tmp_path: Path) -> None:
    files = written(checkout, tmp_path / "out")
    assert len(files) > len(OUTPUTS)
    for name, content in files.items():
        found = [
            word for word in (*MAILS, "someone@", *NAMES, "zoe") if re.search(re.escape(word).encode(), content, re.I)
        ]
        assert found == [], name
    for name in ("r.html", "r.json", "cache/facts.sqlite"):
        assert re.search(rb"author [a-z]{5}-[a-z]{5}", files[str(tmp_path / "out" / name)]), name


def test_names_are_written_when_asked_for_and_mails_never(checkout: Checkout, tmp_path: Path) -> None:
    files = written(checkout, tmp_path / "out", "--authors", "names")
    text = b"".join(files.values())
    assert [name for name in NAMES if name.encode() in text]
    for name, content in files.items():
        assert [mail for mail in (*MAILS, "someone@") if re.search(re.escape(mail).encode(), content, re.I)] == [], name


def test_members_of_teams_are_nobodys_business(checkout: Checkout, tmp_path: Path) -> None:
    teams = tmp_path / "teams.toml"
    teams.write_text('[teams.cart]\nmembers = ["Ann Lee", "Zoe Quux"]\n[teams.bills]\nmembers = ["Bea Moe"]\n')
    files = written(checkout, tmp_path / "out", "--config", str(teams))
    text = b"".join(files.values())
    assert b"Teams are those of the settings" in text
    assert not [name for name in (*NAMES, "Zoe") if name.encode() in text]
