"""The built wheel, in an environment of its own and another folder, is the whole tool."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def listed_packages() -> list[str]:
    """The packages that pyproject.toml ships."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages: list[str] = document["tool"]["setuptools"]["packages"]
    return packages


def packages_on_disk() -> list[str]:
    """Every folder with Python in it, by its import name."""
    homes = {"decompose": "decompose", "analyzers": "decompose.analyzers", "reports": "decompose.reports"}
    found = set()
    for folder, name in homes.items():
        for file in sorted((ROOT / folder).rglob("*.py")):
            inner = file.parent.relative_to(ROOT / folder).parts
            if not (folder == "decompose" and inner[:1] in (("analyzers",), ("reports",))):
                found.add(".".join([name, *inner]))
    return sorted(found)


def test_every_package_of_the_tree_is_shipped() -> None:
    assert listed_packages() == packages_on_disk()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the built wheel was installed, without its dependencies."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, tracked.decode().split("\0")):
        if name.startswith(("decompose/", "analyzers/", "reports/", "pyproject", "README", "LICENSE")):
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_symlink():
                target.symlink_to((ROOT / name).readlink())
            elif (ROOT / name).exists():
                target.write_bytes((ROOT / name).read_bytes())
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(place), str(source)]
    subprocess.run(build, check=True, capture_output=True)
    with zipfile.ZipFile(next(place.glob("*.whl"))) as wheel:
        wheel.extractall(place / "site")
    return place / "site"


def run(installed: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The installed tool; its dependencies come from this environment, its code from nowhere but the wheel."""
    code = f"import sys; sys.path.insert(0, {str(installed)!r}); from decompose.cli import main; main()"
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LC_ALL": "C"}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment)


@pytest.mark.packaging
def test_the_wheel_analyses_a_folder_and_renders_every_format(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "orders.py").write_text("from shop.stock import reserve\n\ndef place():\n    reserve()\n")
    (tmp_path / "shop" / "stock.py").write_text("def reserve():\n    return 1\n")
    outputs = [part for form in ("html", "md", "json", "partition") for part in ("-o", f"{form}=out.{form}")]
    done = run(installed, "analyze", "shop", *outputs, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert all((tmp_path / f"out.{form}").stat().st_size > 100 for form in ("html", "md", "json"))


@pytest.mark.packaging
def test_the_wheel_says_where_its_code_is_from(installed: Path, tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(installed)!r}); import decompose.analyzers as a, decompose.reports as r; "
        "print(a.__file__, r.__file__)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert all(Path(place).is_relative_to(installed) for place in shown.stdout.split())
    assert (installed / "decompose" / "py.typed").exists()


@pytest.mark.parametrize("package", ["analyzers", "reports"])
def test_the_folder_cannot_be_imported_under_its_bare_name(package: str) -> None:
    done = subprocess.run([sys.executable, "-c", f"import {package}"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert f"decompose.{package}" in done.stderr


def test_a_monolith_with_a_package_named_reports_is_not_imported(tmp_path: Path) -> None:
    trap = tmp_path / "reports"
    trap.mkdir()
    (trap / "__init__.py").write_text("raise SystemExit('imported the analysed code')")
    (tmp_path / "analyzers").mkdir()
    (tmp_path / "analyzers" / "__init__.py").write_text("raise SystemExit('imported the analysed code')")
    command = [sys.executable, "-m", "decompose", "analyze", ".", "--no-git"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert "imported the analysed code" not in done.stdout + done.stderr
    assert done.returncode == 0, done.stderr
