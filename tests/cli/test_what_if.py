"""`decompose what-if` as a user would type it, and the file it writes in the runs that follow."""

import json
from pathlib import Path

import pytest

from tests.cli.shop import decompose, write


@pytest.fixture
def analysed(tmp_path: Path) -> Path:
    system = write(tmp_path)
    assert decompose("analyze", system, cwd=tmp_path).returncode == 0
    return system


def contexts(system: Path) -> dict[str, list[str]]:
    done = decompose("analyze", system, "-o", "partition=-", cwd=system)
    assert done.returncode == 0, done.stderr
    return {each["name"]: each["files"] for each in json.loads(done.stdout)["contexts"]}


def test_what_was_tried_and_written_holds_in_every_later_run(analysed: Path) -> None:
    (first, *_) = before = contexts(analysed)
    moved = before[first][0]
    tried = decompose("what-if", analysed, "--move", f"{moved}=+audit", "--why", "for the auditors", cwd=analysed)
    assert tried.returncode == 0, tried.stderr
    assert "would be in another context" in tried.stdout
    assert not (analysed / "decompose.contexts.toml").exists()
    done = decompose("what-if", analysed, "--move", f"{moved}=+audit", "--write", "-f", "json", cwd=analysed)
    assert "wrote" in done.stderr
    assert [each["module"] for each in json.loads(done.stdout)[0]["moved"]] == [moved]
    assert [moved] in contexts(analysed).values()
    without = decompose("analyze", analysed, "--no-boundaries", "-o", "partition=-", cwd=analysed)
    assert [moved] not in [each["files"] for each in json.loads(without.stdout)["contexts"]]


def test_accepting_after_a_word_freezes_what_it_made_and_check_obeys_it(analysed: Path) -> None:
    moved = next(iter(contexts(analysed).values()))[0]
    assert decompose("what-if", analysed, "--move", f"{moved}=+audit", "--write", cwd=analysed).returncode == 0
    word = (analysed / "decompose.contexts.toml").read_text()
    after = contexts(analysed)
    assert decompose("accept", analysed, cwd=analysed).returncode == 0
    text = (analysed / "decompose.contexts.toml").read_text()
    assert text.startswith(word) and text != word
    assert decompose("check", analysed, cwd=analysed).stdout.startswith("0 new, 0 removed")
    assert contexts(analysed) == after


def test_a_name_in_the_file_that_nothing_has_is_told(analysed: Path) -> None:
    (analysed / "decompose.contexts.toml").write_text(
        'version = 1\n[[pin]]\ncontext = "a"\nmodules = ["shop.oders.cart"]\n'
    )
    done = decompose("analyze", analysed, cwd=analysed)
    assert done.returncode == 0
    assert (
        "decompose.contexts.toml:2: 'shop.oders.cart' means no module. Did you mean 'shop.orders.cart'" in done.stderr
    )
    result = json.loads((analysed / ".decompose" / "result.json").read_text())
    assert "boundary-unknown" in [problem["code"] for problem in result["problems"]]


def test_a_contradiction_ends_the_analysis_with_both_lines(analysed: Path) -> None:
    pin = '[[pin]]\ncontext = "a"\nmodules = ["shop/**"]\n'
    text = f'version = 1\n{pin}[[apart]]\nmodules = ["shop/orders/**", "shop/billing/**"]\n'
    (analysed / "decompose.contexts.toml").write_text(text)
    done = decompose("analyze", analysed, cwd=analysed)
    assert done.returncode == 2
    assert "decompose.contexts.toml:5: " in done.stderr and "line 2" in done.stderr


@pytest.mark.parametrize(("options", "said"), [((), "say what to try"), (("--merge", "a=b"), "no context 'a'")])
def test_nothing_to_try_and_names_that_nothing_has_are_usage(
    analysed: Path, options: tuple[str, ...], said: str
) -> None:
    done = decompose("what-if", analysed, *options, cwd=analysed)
    assert done.returncode == 2
    assert said in done.stderr
