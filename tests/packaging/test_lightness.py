"""`--help` and `--version` import nothing heavy."""

import subprocess
import sys

import pytest

HEAVY = {"networkx", "sqlglot", "libcst", "git", "rich", "numpy", "scipy", "jinja2", "community", "tree_sitter"}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["analyze", "--help"], ["explain", "--help"]])
def test_words_about_the_tool_import_no_heavy_package(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom decompose.cli import main\n"
        f"sys.argv[1:] = {arguments!r}\n"
        "try:\n    main()\nexcept SystemExit as left:\n    assert not left.code\n"
        "print('\\nimported:', *sorted(name for name in sys.modules if '.' not in name))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(done.stdout.rsplit("imported:", 1)[1].split())
    assert "click" in imported
    assert imported & HEAVY == set()
