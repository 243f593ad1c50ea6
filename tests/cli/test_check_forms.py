"""What a check prints and writes: several formats of one run, for people, forges and code hosts."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from decompose.cli.check import FORMATS
from decompose.cli.check_forms import FORMS, Places, documents_of
from decompose.errors import DecomposeError, Location
from decompose.tracking.check import CheckResult, Level, Rule, Violation
from decompose.tracking.edge import Edge
from tests.cli.shop import decompose, write

EDGE = Edge("import", "orders", "billing", "orders/a.py", "billing/b.py")
NOTHING = CheckResult((), (), (), (), (), ())
SOMETHING = CheckResult(
    (Violation(Rule.NEW_EDGE, Level.ERROR, Location("orders/a.py", 3), "orders has a new import.", (EDGE,)),),
    (), (), (), (), (),
)  # fmt: skip


def test_the_formats_that_are_offered_are_those_that_there_are() -> None:
    assert tuple(FORMS) == FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_a_later_run_may_take_the_place_of_an_earlier_one_and_of_nothing_else(form: str, tmp_path: Path) -> None:
    file = tmp_path / "out"
    for result in (NOTHING, SOMETHING):
        file.write_text(FORMS[form].render(result, Places()))
        documents_of((f"{form}={file}",), tmp_path, force=False)
    file.write_text("our own notes\n")
    with pytest.raises(DecomposeError, match="not written by decompose"):
        documents_of((f"{form}={file}",), tmp_path, force=False)
    documents_of((f"{form}={file}",), tmp_path, force=True)


@pytest.mark.parametrize("output", ["md", "html=x.html", "md=", "=x"])
def test_an_output_that_is_none_is_told_with_the_formats(output: str) -> None:
    with pytest.raises(DecomposeError, match="gitlab, md"):
        documents_of((output,), Path(), force=False)


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small shop, accepted, with a coupling that is new."""
    top = tmp_path_factory.mktemp("top")
    system = write(top)
    for command in ("analyze", "accept"):
        assert decompose(command, system, cwd=top).returncode == 0
    with (system / "shop/orders/cart.py").open("a") as file:
        file.write("\nfrom shop.billing.invoice import Invoice\n")
    return system


def test_one_run_prints_for_people_and_writes_for_forges(spoiled: Path) -> None:
    link = "https://host/blob/1/{path}#L{line}"
    asked = ("-o", "md=sum.md", "-o", "gitlab=quality.json", "-o", "sarif=s.sarif", "--link", link)
    done = decompose("check", spoiled.name, *asked, cwd=spoiled.parent)
    assert done.returncode == 1
    assert "shop/orders/cart.py:6: error: new-cross-context-edge" in done.stdout
    assert "(<https://host/blob/1/system/shop/orders/cart.py#L6>)" in (spoiled.parent / "sum.md").read_text()
    found = json.loads((spoiled.parent / "quality.json").read_text())
    assert [one["location"]["path"] for one in found] == ["system/shop/orders/cart.py"]
    assert json.loads((spoiled.parent / "s.sarif").read_text())["runs"][0]["results"]


def test_what_programs_read_follows_its_schema(spoiled: Path) -> None:
    schema = json.loads(decompose("schema", "check", cwd=spoiled).stdout)
    Draft202012Validator.check_schema(schema)
    told = json.loads(decompose("check", spoiled, "-f", "json", cwd=spoiled).stdout)
    assert told["new"]
    assert list(Draft202012Validator(schema).iter_errors(told)) == []
    assert not Draft202012Validator(schema).is_valid({**told, "known": "many"})


def test_a_link_that_is_no_address_is_refused(spoiled: Path) -> None:
    done = decompose("check", spoiled, "--link", "javascript:{path}", cwd=spoiled)
    assert done.returncode == 2
    assert "`link` must be an address" in done.stderr


def test_a_link_in_the_settings_holds_for_the_report_from_the_top_of_the_checkout(tmp_path: Path) -> None:
    system = write(tmp_path)
    (tmp_path / ".git").mkdir()
    (system / "decompose.toml").write_text('link = "https://host/blob/1/{path}#L{line}"\n')
    done = decompose("analyze", system, "--no-git", "-o", "html=r.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert '"link":"https://host/blob/1/system/{path}#L{line}"' in (tmp_path / "r.html").read_text()
