"""`decompose analyze` and what can be done with its result afterwards."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shop import FILES, decompose, write


def test_two_runs_give_the_same_bytes_whatever_the_jobs_the_seed_of_hashes_and_the_cache(tmp_path: Path) -> None:
    system = write(tmp_path)
    results = []
    for seed, jobs, cache in (("0", 1, "--cache"), ("1", 2, "--cache"), ("2", 1, "--no-cache"), ("3", 2, "--no-cache")):
        out = tmp_path / f"{seed}.json"
        done = decompose("analyze", system, "-j", jobs, cache, "-o", f"json={out}", cwd=tmp_path, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        results.append(out.read_bytes())
    assert len(set(results)) == 1


def test_the_result_holds_no_path_of_this_machine_and_no_author(tmp_path: Path) -> None:
    system = write(tmp_path)
    git(system, "init", "-q")
    git(system, "add", ".")
    git(system, "commit", "-qm", "first")
    assert decompose("analyze", system, cwd=tmp_path).returncode == 0
    text = (system / ".decompose" / "result.json").read_text()
    assert str(tmp_path) not in text
    assert "Quentin" not in text
    assert "example.org" not in text


def git(folder: Path, *arguments: str) -> None:
    """Run git as an author whose name must not leak."""
    who = {"NAME": "Quentin Someone", "EMAIL": "quentin@example.org"}
    people = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in who.items()}
    subprocess.run(["git", *arguments], cwd=folder, check=True, env={"PATH": os.environ["PATH"], **people})


def test_every_report_can_be_rendered_later_from_the_saved_result(tmp_path: Path) -> None:
    system = write(tmp_path)
    outputs = [part for form in ("html", "md", "json", "text") for part in ("-o", f"{form}=now.{form}")]
    assert decompose("analyze", system, *outputs, cwd=tmp_path).returncode == 0
    later = [part.replace("now", "later") for part in outputs]
    assert decompose("report", system, *later, cwd=tmp_path).returncode == 0
    for form in ("html", "md", "json", "text"):
        assert (tmp_path / f"now.{form}").read_bytes() == (tmp_path / f"later.{form}").read_bytes()


def test_standard_output_is_the_document_asked_for_and_nothing_else(tmp_path: Path) -> None:
    system = write(tmp_path)
    done = decompose("analyze", system, "-o", "partition=-", cwd=tmp_path)
    document = json.loads(done.stdout)
    assert sorted(file for context in document["contexts"] for file in context["files"]) == sorted(
        path for path, text in FILES.items() if text
    )
    assert sorted(document["ranking"]) == sorted(context["name"] for context in document["contexts"])


def test_the_two_halves_of_the_shop_are_told_apart(tmp_path: Path) -> None:
    done = decompose("analyze", write(tmp_path), "-o", "partition=-", cwd=tmp_path)
    found = {frozenset(Path(file).parent.name for file in c["files"]) for c in json.loads(done.stdout)["contexts"]}
    assert found == {frozenset({"orders"}), frozenset({"billing"})}


def test_quiet_says_nothing_on_standard_error(tmp_path: Path) -> None:
    done = decompose("analyze", write(tmp_path), "-q", "-o", "md=x.md", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_that_is_not_understood_is_told_and_strict_makes_it_an_exit_code(tmp_path: Path) -> None:
    system = write(tmp_path, {**FILES, "shop/broken.py": "def f(:\n  pass\nimport shop.orders.cart\n"})
    done = decompose("analyze", system, cwd=tmp_path)
    assert done.returncode == 0
    assert "syntax-error" in done.stdout
    assert decompose("analyze", system, "--strict", cwd=tmp_path).returncode == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_tree_that_cannot_be_written_is_analysed_all_the_same_as_a_user(tmp_path: Path) -> None:
    system = write(tmp_path)
    system.chmod(0o555)
    assert decompose("analyze", system, cwd=tmp_path).returncode == 0


def test_a_tree_whose_workspace_cannot_be_made_is_analysed_all_the_same(tmp_path: Path) -> None:
    system = write(tmp_path, {**FILES, ".decompose": "a file where the folder should be"})
    done = decompose("analyze", system, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "not writable" in done.stderr
    assert decompose("explain", "module", "shop.orders.cart", "--result", system, cwd=tmp_path).returncode == 0


def test_what_a_compiler_would_warn_of_never_reaches_the_user(tmp_path: Path) -> None:
    odd = "from shop.orders.model import Order\nPATTERN = '\\d'\nif PATTERN is 'a': pass\nassert (PATTERN, 'always')\n"
    system = write(
        tmp_path, {**FILES, "shop/odd.py": odd + "def find(order: Order) -> None:\n    order.total('\\w')\n"}
    )
    done = decompose(
        "analyze", system, "--no-git", "-q", "-o", "html=report.html", cwd=tmp_path, PYTHONWARNINGS="always"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_links_that_came_with_the_tree_are_not_written_through(tmp_path: Path) -> None:
    system = write(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (system / ".decompose").symlink_to(tmp_path / "elsewhere")
    done = decompose("analyze", system, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_locale_that_knows_no_umlaut_is_no_reason_to_fail(tmp_path: Path) -> None:
    system = write(
        tmp_path, {**FILES, "shop/größe.py": "from shop.orders.cart import checkout\n\ndef maß():\n    checkout([])\n"}
    )
    done = decompose("analyze", system, cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert (
        "gr\\xf6\\xdfe"
        in decompose(
            "explain", "module", "shop.größe", "--result", system, cwd=tmp_path, PYTHONIOENCODING="ascii"
        ).stdout
    )


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    system = write(tmp_path)
    assert decompose("analyze", system, cwd=tmp_path).returncode == 0
    pipe = f"set -o pipefail; {sys.executable} -m decompose report {system} -o json=- | head -c 1 > /dev/null"
    done = subprocess.run(["bash", "-c", pipe], capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "names", [["module", "shop/orders/cart.py"], ["edge", "shop.orders.cart", "shop.orders.model"], ["step", "1"]]
)
def test_explain_answers_with_the_evidence(names: list[str], tmp_path: Path) -> None:
    system = write(tmp_path)
    assert decompose("analyze", system, cwd=tmp_path).returncode == 0
    text = decompose("explain", *names, "--result", system, cwd=tmp_path)
    assert text.returncode == 0, text.stderr
    if names[0] == "edge":
        assert "shop/orders/cart.py:1" in text.stdout
    document = json.loads(decompose("explain", *names, "--result", system, "-f", "json", cwd=tmp_path).stdout)
    assert document["subject"] == names[0]


def test_the_saved_result_is_of_the_published_schema(tmp_path: Path) -> None:
    import jsonschema

    system = write(tmp_path)
    assert decompose("analyze", system, cwd=tmp_path).returncode == 0
    schema = json.loads(decompose("schema", "result", cwd=tmp_path).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads((system / ".decompose" / "result.json").read_text()), schema)


def test_config_show_tells_values_and_origins(tmp_path: Path) -> None:
    system = write(tmp_path, {"a.py": "x = 1", "decompose.toml": "seed = 4"})
    shown = decompose("config", "show", system, "-j", "3", cwd=tmp_path, DECOMPOSE_MAX_COMMITS="9").stdout
    told = {line.split(" = ")[0].strip(): line.split(" = ")[1] for line in shown.splitlines()}
    assert told["seed"] == "4  # decompose.toml"
    assert told["jobs"] == "3  # command line"
    assert told["max-commits"] == "9  # environment"
    assert told["algorithm"].endswith("# default")


def test_roles_and_source_roots_change_what_is_found(tmp_path: Path) -> None:
    system = write(tmp_path, {"lib/a.py": "x = 1", "main/b.py": "import a"})
    said = ("--source-roots", "./lib/", "--roles", "main/**=vendored", "--no-git", "--no-cache")
    decompose("analyze", system, "-o", f"json={tmp_path / 'out.json'}", *said, cwd=tmp_path)
    result = json.loads((tmp_path / "out.json").read_text())
    assert {unit["id"]: unit["role"] for unit in result["units"]} == {"lib/a.py": "product", "main/b.py": "vendored"}
    assert [(piece["source"], piece["target"]) for piece in result["evidence"]] == [("main/b.py", "lib/a.py")]


def test_libraries_that_are_installed_within_the_tree_are_no_product_of_it(tmp_path: Path) -> None:
    """`pip install --target lib`; one alone may be what was built of the system, and settings have the last word."""
    system = tmp_path / "system"
    for name in (
        "lib/[web]-1.0.dist-info/METADATA",
        "lib/json-2.0.dist-info/METADATA",
        "own/shop-1.0.dist-info/METADATA",
    ):
        (system / name).parent.mkdir(parents=True)
        (system / name).write_text("Metadata-Version: 2.1\n")
    for name in ("lib/web.py", "lib/json/__init__.py", "own/shop.py", "app.py"):
        (system / name).parent.mkdir(exist_ok=True)
        (system / name).write_text("import web\n")

    def vendored(*options: object) -> list[str]:
        decompose("analyze", "system", *options, "-o", "json=result.json", "--force", cwd=tmp_path)
        units = json.loads((tmp_path / "result.json").read_text())["units"]
        return [unit["id"] for unit in units if unit["kind"] == "module" and unit.get("role") == "vendored"]

    assert vendored() == ["lib/json/__init__.py", "lib/web.py"]
    assert vendored("--roles", "lib/web.py=product") == ["lib/json/__init__.py"]


def test_files_lists_what_would_be_analysed(tmp_path: Path) -> None:
    system = write(tmp_path)
    done = decompose("files", system, "--exclude", "shop/billing/**", cwd=tmp_path)
    assert done.stdout.splitlines() == sorted(path for path in FILES if "billing" not in path)
