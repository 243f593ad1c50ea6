"""A document may take the place of an earlier one, and of nothing that somebody else wrote."""

from pathlib import Path

import pytest

from decompose.cli.overwriting import keep_foreign, refuse_links
from decompose.errors import DecomposeError
from decompose.plugins import reports
from tests.cli.shop import decompose, write
from tests.decompositions import shop

THEIRS = {
    "csv": "from,to\n1,2\n",
    "graphml": '<?xml version="1.0"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns"></graphml>\n',
    "hidden": "source,target\n1,2\n",
    "html": "<!doctype html>\n<title>Our handbook: how to decompose</title>\n",
    "json": '{"name": "the shop", "does": "decompose"}\n',
    "md": "# Where the seams are\n\nSewn by hand, with decompose.\n",
    "mermaid": "flowchart LR\n  a --> b\n",
    "partition": '{"contexts": []}',
    "text": "Read this first. Read all files.\n",
}
"""What people keep in files of each kind."""


def test_every_format_has_a_foreign_file_here() -> None:
    assert set(THEIRS) == set(reports())


@pytest.mark.parametrize(("name", "text"), THEIRS.items())
def test_a_foreign_file_is_refused_and_a_document_of_ours_is_not(name: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "report"
    file.write_text(text)
    with pytest.raises(DecomposeError, match="was not written by decompose"):
        keep_foreign(str(file), (report.mark for report in reports().values()))
    file.write_text(reports()[name].render(shop()))
    keep_foreign(str(file), (report.mark for report in reports().values()))


def test_a_foreign_file_stays_as_it_was_and_costs_no_work_unless_forced(tmp_path: Path) -> None:
    system = write(tmp_path)
    file = tmp_path / "notes.md"
    file.write_text("# Notes of a year\n")
    refused = decompose("analyze", system, "-o", "md=notes.md", cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr == (
        "decompose: notes.md is there already and was not written by decompose. Choose another file, or add --force.\n"
    )
    assert file.read_text() == "# Notes of a year\n"
    assert not (system / ".decompose").exists()
    assert decompose("analyze", system, "-o", "md=notes.md", "--force", cwd=tmp_path).returncode == 0
    assert file.read_text().startswith("# system: where the seams are")
    assert decompose("report", system, "-o", "md=notes.md", cwd=tmp_path).returncode == 0


def test_a_link_to_a_foreign_file_is_a_foreign_file(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("export PATH\n")
    (tmp_path / "report.html").symlink_to(tmp_path / "profile")
    with pytest.raises(DecomposeError):
        keep_foreign(str(tmp_path / "report.html"), (report.mark for report in reports().values()))


@pytest.mark.parametrize("place", ["empty.md", "missing.md", "a\0b.md", "/dev/null", "-", "."])
def test_where_nothing_can_be_lost_nothing_is_refused(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.md").touch()
    keep_foreign(place, (report.mark for report in reports().values()))


def test_a_link_that_came_with_the_tree_leads_no_document_out_of_it(tmp_path: Path) -> None:
    system = write(tmp_path)
    (system / "report.html").symlink_to(tmp_path / "start.sh")
    (system / "out").symlink_to(tmp_path)
    for place in ("report.html", "out/report.html"):
        refused = decompose("analyze", system, "-o", f"html={system / place}", cwd=tmp_path)
        assert (refused.returncode, "leads through a link in" in refused.stderr) == (2, True)
    assert not (tmp_path / "start.sh").exists()
    assert not (tmp_path / "report.html").exists()


def test_a_link_of_the_users_own_leads_where_it_leads(tmp_path: Path) -> None:
    system = write(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "reports").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "same").symlink_to(system)
    for place in (tmp_path / "reports" / "a.html", system / "plain.html", tmp_path / "same" / "plain.html", "-"):
        refuse_links(str(place), system)
