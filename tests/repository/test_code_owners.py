"""CODEOWNERS: what its documented rules say of paths (cases as files), where it is found, and that nobody is named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.repository.code_owners import CodeOwners, Owned
from decompose.repository.code_owners_file import LARGEST, find_code_owners
from decompose.repository.code_owners_text import parse_code_owners
from tests.repository.checkouts import Checkout

CASES = sorted((Path(__file__).parent.parent / "cases" / "code_owners").glob("*.case"))


def test_there_are_cases_of_both_dialects() -> None:
    assert len(CASES) >= 6


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_owners_are_who_the_documented_rules_say(case: Path) -> None:
    _, source, expected = case.read_text().split("== ")
    place, _, text = source.partition("\n")
    owners, problems = parse_code_owners(text, place)
    expected_lines = [line for line in expected.splitlines()[1:] if line]
    told = [f"{line.partition(':')[0]}: {_said(owners, line.partition(':')[0])}" for line in _paths(expected_lines)]
    assert told + [f"line {problem.location.line}" for problem in problems] == expected_lines
    assert all(problem.location.path == place for problem in problems)


def _paths(lines: list[str]) -> list[str]:
    return [line for line in lines if ":" in line]


def _said(owners: CodeOwners, path: str) -> str:
    return " | ".join(map(_one, owners.owners_of(path))) or "nobody"


def _one(owned: Owned) -> str:
    names = " ".join([*owned.teams, *([f"+{owned.people}"] if owned.people else [])])
    return f"{owned.section}: {names}" if owned.section else names


def owners_in(root: Path, path: str = "a.py") -> str:
    owners, _ = find_code_owners(root)
    return _said(owners, path) if owners else "no file"


def test_the_places_are_looked_at_in_the_documented_order(tmp_path: Path) -> None:
    assert owners_in(tmp_path) == "no file"
    for place in (".gitlab", "docs", "", ".github"):
        (tmp_path / place).mkdir(exist_ok=True)
        (tmp_path / place / "CODEOWNERS").write_text(f"* @acme/{place.strip('.') or 'root'}\n")
        assert owners_in(tmp_path) == f"acme/{place.strip('.') or 'root'}"


def test_a_folder_of_a_checkout_is_owned_as_its_top_says(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "repo")
    checkout.put("CODEOWNERS", "/backend/shop/ @acme/shop\n/shop/ @acme/wrong\n")
    (checkout.path / "backend").mkdir()
    (tmp_path / "CODEOWNERS").write_text("* @acme/above-the-checkout\n")
    assert owners_in(checkout.path / "backend", "shop/a.py") == "acme/shop"
    assert owners_in(checkout.path / "backend", "other/a.py") == "nobody"


def test_the_owners_of_a_revision_are_those_of_its_tree(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    checkout.put(".github/CODEOWNERS", "/backend/ @acme/before\n")
    checkout.put("backend/a.py", "")
    before = checkout.commit()
    checkout.put(".github/CODEOWNERS", "* @acme/after\n")
    checkout.commit()
    owners, _ = find_code_owners(tmp_path / "backend", before)
    assert owners is not None
    assert _said(owners, "a.py") == "acme/before"
    assert owners_in(tmp_path / "backend") == "acme/after"


def test_links_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "CODEOWNERS").write_text("* @acme/secret\n")
    root = tmp_path / "root"
    root.mkdir()
    (root / ".github").symlink_to(tmp_path / "elsewhere")
    (root / "CODEOWNERS").symlink_to(tmp_path / "elsewhere" / "CODEOWNERS")
    assert owners_in(root) == "no file"


def test_a_file_that_github_would_not_load_is_told(tmp_path: Path) -> None:
    (tmp_path / "CODEOWNERS").write_bytes(b"#" * (LARGEST + 1))
    owners, problems = find_code_owners(tmp_path)
    assert owners is None
    assert [problem.code for problem in problems] == ["code-owners"]


@given(st.text(max_size=200), st.sampled_from([".github/CODEOWNERS", "CODEOWNERS", ".gitlab/CODEOWNERS"]))
def test_any_text_is_read_and_no_person_is_kept(text: str, source: str) -> None:
    owners, problems = parse_code_owners(f"{text}\n* @zoe zoe@quux.example", source)
    assert "quux" not in repr((owners.owners_of("a/b.py"), problems))


def test_no_pattern_takes_forever() -> None:
    hostile = ["*a" * 40 + "b", "/".join(["**"] * 60) + "/x", "/".join(["**", "*a*"] * 30) + "/x"]
    text = "\n".join(f"{pattern} @acme/x" for pattern in hostile)
    for source in (".github/CODEOWNERS", ".gitlab/CODEOWNERS"):
        owners, _ = parse_code_owners(text, source)
        assert owners.owners_of("/".join(["a" * 200] * 60)) == ()
