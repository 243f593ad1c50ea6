"""Entry points in packaging metadata: commands, plug-ins of other systems, and those that a system loads itself."""

import pytest

from decompose.analyzers.python import PYTHON, PYTHON_SOURCE
from decompose.analyzers.python.front_end.packaging_metadata import PACKAGING, Declared
from decompose.evidence.analyzer import Corpus
from decompose.evidence.findings import Findings
from decompose.repository.source import SourceFile
from tests.python.cases import told

SHOP = {
    "shop/__init__.py": "",
    "shop/cli.py": "def main(): pass\nclass Tool: pass",
    "shop/mail.py": "class Mail: pass",
    "shop/sms.py": "def send(): pass",
}


def findings(files: dict[str, str]) -> Findings:
    """What the analyzer says of a tree with its metadata."""
    facts: dict[str, dict[str, object]] = {}
    for front_end in (PYTHON_SOURCE, PACKAGING):
        wanted = {path: text for path, text in files.items() if front_end.wants(path)}
        facts[front_end.name] = {p: front_end.extract(SourceFile(p, t.encode(), "")) for p, t in sorted(wanted.items())}
    return PYTHON.analyze(Corpus(facts))


def declared(path: str, text: str) -> tuple[tuple[str, str, str, int], ...]:
    """What one file of metadata declares."""
    found = PACKAGING.extract(SourceFile(path, text.encode(), "")).declared
    return tuple((one.group, one.name, one.target, one.line) for one in found)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", "[project.scripts]\nshop = 'shop.cli:main'"),
        ("pyproject.toml", "[project.gui-scripts]\nshop = 'shop.cli:main'"),
        ("pyproject.toml", "[tool.poetry.scripts]\nshop = 'shop.cli:main'"),
        ("pyproject.toml", "[tool.poetry.scripts]\nshop = {reference = 'shop.cli:main', type = 'console'}"),
        ("setup.cfg", "[options.entry_points]\nconsole_scripts =\n    shop = shop.cli:main [extra]"),
        ("api/setup.cfg", "[entry_points]\nconsole_scripts =\n    shop = shop.cli:main"),
    ],
)
def test_scripts_are_declared_in_many_ways(path: str, text: str) -> None:
    ((group, name, target, line),) = declared(path, text)
    assert (group, name, target) == ("console_scripts", "shop", "shop.cli:main")
    assert line == len(text.splitlines())


def test_groups_of_plug_ins_are_declared_too() -> None:
    text = "[project.entry-points.'shop.senders']\nmail = 'shop.mail:Mail'\nsms = 'shop.sms'\n"
    assert declared("pyproject.toml", text) == (
        ("shop.senders", "mail", "shop.mail:Mail", 2),
        ("shop.senders", "sms", "shop.sms", 3),
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", "[project"),
        ("pyproject.toml", "project = 3"),
        ("pyproject.toml", "[project]\nscripts = ['a']"),
        ("pyproject.toml", "a = " + "[" * 5000),
        ("setup.cfg", "no section"),
        ("setup.cfg", "[entry_points]\n[entry_points\n"),
    ],
)
def test_metadata_that_nobody_can_read_are_a_problem(path: str, text: str) -> None:
    assert told(findings({path: text})) == (f"problem packaging-metadata {path}",)


def test_metadata_that_are_no_text_are_a_problem() -> None:
    assert PACKAGING.extract(SourceFile("setup.cfg", b"\xff\xfe\x00", "")).flaw


@pytest.mark.parametrize(
    "text", ["[project.scripts]\nx = '$(rm -rf /)'", "[project.scripts]\nx = ''", "[tool.black]\nline-length = 3", ""]
)
def test_what_names_no_object_declares_nothing(text: str) -> None:
    assert PACKAGING.extract(SourceFile("pyproject.toml", text.encode(), "")).declared == ()


def test_a_script_is_a_command_and_a_plug_in_of_another_system_a_way_in() -> None:
    text = "[project.scripts]\nshop = 'shop.cli:main'\ngone = 'shop.cli:nothing'\n"
    text += "[project.entry-points.pytest11]\nshop = 'shop.mail'\n"
    found = findings({**SHOP, "pyproject.toml": text})
    assert [(unit.name, str(unit.location)) for unit in found.units if unit.id.startswith("entry:")] == [
        ("command shop", "pyproject.toml:2"),
        ("plugin pytest11: shop", "pyproject.toml:5"),
    ]
    assert "routes entry:command shop -> shop/cli.py::main" in told(found)
    assert "routes entry:plugin pytest11: shop -> shop/mail.py" in told(found)


@pytest.mark.parametrize(
    "loading",
    [
        "from importlib.metadata import entry_points\ndef load():\n    entry_points(group='shop.senders')",
        "import pkg_resources\ndef load():\n    pkg_resources.iter_entry_points('shop.senders')",
        "from stevedore import driver\ndef load(name):\n    driver.DriverManager(namespace='shop.senders', name=name)",
        "from stevedore import driver\ndef load(kind):\n    driver.DriverManager('shop.%s' % kind, name='mail')",
    ],
)
def test_who_loads_a_group_needs_what_it_declares(loading: str) -> None:
    text = "[entry_points]\nshop.senders =\n    mail = shop.mail:Mail\n    sms = shop.sms:send\n"
    found = findings({**SHOP, "setup.cfg": text, "shop/load.py": loading})
    assert [line for line in told(found) if "load.py::load" in line] == [
        "references shop/load.py::load -> shop/mail.py::Mail [string dynamic]",
        "references shop/load.py::load -> shop/sms.py::send [string dynamic]",
    ]
    assert not [unit for unit in found.units if unit.id.startswith("entry:")]


@pytest.mark.parametrize(
    "written",
    [
        "entry_points={'console_scripts': ['shop = shop.cli:main']}",
        "entry_points={'console_scripts': 'shop = shop.cli:main'}",
        "entry_points='[console_scripts]\\nshop = shop.cli:main\\n'",
        "entry_points=POINTS",
    ],
)
def test_a_literal_setup_declares_as_well(written: str) -> None:
    setup = f"from setuptools import setup\nPOINTS = {{'console_scripts': ['shop=shop.cli:main']}}\nsetup(name='shop', {written})"
    assert "routes entry:command shop -> shop/cli.py::main" in told(findings({**SHOP, "setup.py": setup}))


def test_metadata_are_no_source() -> None:
    corpus = Corpus({"python": {"a.py": None}, "packaging": {"setup.cfg": None}}, beside=frozenset(("packaging",)))
    assert corpus.paths() == ("a.py",)


def test_a_line_is_that_of_the_name_and_its_object() -> None:
    text = "# shop = 'x'\n[project.scripts]\nother = 'shop.cli:main'\nshop = 'shop.cli:main'\n"
    assert (
        Declared("console_scripts", "shop", "shop.cli:main", 4)
        in PACKAGING.extract(SourceFile("pyproject.toml", text.encode(), "")).declared
    )
