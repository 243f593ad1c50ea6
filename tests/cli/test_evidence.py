"""`--evidence`: alone or beside the code, on the command line as a user would type it."""

import json
from pathlib import Path

from tests.cli.shop import decompose, write


def call(source: str, target: str) -> dict[str, object]:
    return {"type": "evidence", "kind": "call", "source": source, "target": target}


def ring(area: str) -> list[dict[str, object]]:
    names = [f"{area}{n}" for n in range(5)]
    units: list[dict[str, object]] = [{"type": "unit", "id": name} for name in names]
    return [*units, *(call(names[n], names[(n + step) % 5]) for n in range(5) for step in (1, 2))]


def told(folder: Path, *lines: dict[str, object]) -> Path:
    file = folder / "told.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def contexts(stdout: str) -> list[list[str]]:
    return sorted(context["files"] for context in json.loads(stdout)["contexts"])


def test_evidence_alone_is_a_system(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    file = told(tmp_path, *ring("Order"), *ring("User"))
    done = decompose("analyze", "empty", "--evidence", file.name, "-o", "partition=-", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert contexts(done.stdout) == [[f"{area}{n}" for n in range(5)] for area in ("Order", "User")]
    result = (tmp_path / "empty" / ".decompose" / "result.json").read_text()
    assert str(tmp_path) not in result
    assert "evidence told in told.jsonl" in result
    explained = decompose("explain", "edge", "Order0", "Order1", "--result", "empty", cwd=tmp_path)
    assert "told.jsonl:6" in explained.stdout


def test_evidence_beside_the_code_joins_it(tmp_path: Path) -> None:
    system = write(tmp_path)
    file = told(tmp_path, *ring("Ledger"), call("Ledger0", "shop/billing/ledger.py"))
    done = decompose("analyze", system, "--evidence", file, "-o", "partition=-", cwd=tmp_path)
    files = [name for context in contexts(done.stdout) for name in context]
    assert {"Ledger0", "shop/billing/ledger.py"} <= set(files)


def test_changed_evidence_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for areas in (("Order", "User"), ("Stock", "User")):
        file = told(tmp_path, *[line for area in areas for line in ring(area)])
        done = decompose("analyze", "empty", "--evidence", file, "-o", "partition=-", cwd=tmp_path)
        assert contexts(done.stdout)[0][0] == f"{areas[0]}0"


def test_a_wrong_line_or_file_is_told_and_ends_with_two(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    file = told(
        tmp_path, {"type": "unit", "id": "A"}, {"type": "evidence", "kind": "cals", "source": "A", "target": "A"}
    )
    done = decompose("analyze", "empty", "--evidence", file.name, cwd=tmp_path)
    assert done.returncode == 2
    assert "told.jsonl:2: there is no kind 'cals' (did you mean 'call'?)" in done.stderr
    for name, said in (("none.jsonl", "cannot be read"), ("empty", "is not a file")):
        done = decompose("analyze", "empty", "--evidence", name, cwd=tmp_path)
        assert (done.returncode, said in done.stderr) == (2, True)


def test_the_schema_of_a_line_is_printed(tmp_path: Path) -> None:
    schema = json.loads(decompose("schema", "evidence", cwd=tmp_path).stdout)
    assert schema["title"] == "decompose evidence 1.0"
    assert "exercises" in schema["$defs"]["EvidenceKind"]["enum"]
