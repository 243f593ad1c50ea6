"""Source roots: found from files and imports, or told; every import starts from one of them."""

import pytest

from decompose.analyzers.python.files.modules import ModuleIndex
from decompose.analyzers.python.names.program import Program
from decompose.evidence.options import Options
from tests.python.cases import facts_of, findings_of, program, told


def name_of(files: dict[str, str], path: str) -> str:
    """The dotted name of a file in a tree."""
    return program(files).modules[path].name


def with_roots(files: dict[str, str], *roots: str) -> Program:
    """The program of a tree whose roots the user names."""
    return Program(facts_of(files), Options(source_roots=roots))


LIKE_A_LIBRARY = {
    "shop/__init__.py": "",
    "shop/utils/rest_framework/__init__.py": "",
    "shop/utils/rest_framework/views.py": "from rest_framework.views import View\nclass Own(View): pass",
}


@pytest.mark.parametrize(
    ("files", "roots"),
    [
        ({"shop/__init__.py": "", "shop/a.py": ""}, ("",)),
        ({"src/shop/__init__.py": "", "setup.py": ""}, ("src",)),
        ({"one/src/a/__init__.py": "", "two/src/b/__init__.py": ""}, ("one/src", "two/src")),
        ({"project/manage.py": "import app.models", "project/app/__init__.py": "", "project/app/models.py": ""}, ("project",)),
        ({"scripts/run.py": "import common", "scripts/common.py": ""}, ()),
        # a namespace package: its name is that of its imports
        ({"src/company/billing/__init__.py": "", "src/company/orders/__init__.py": "import company.billing"}, ("src",)),
        ({"src/company/billing/__init__.py": "", "src/company/orders/__init__.py": ""}, ("src/company",)),
        ({"src/company/billing/api.py": "", "tools/run.py": "from company.billing.api import x"}, ("src",)),
        # a folder without __init__.py below a package is part of it
        ({"shop/__init__.py": "", "shop/plugins/mail/__init__.py": "", "run.py": "import shop"}, ("",)),
        # unless imports from within it say that it is a project of its own
        (
            {"tests/__init__.py": "", "tests/trees/x/app/__init__.py": "", "tests/trees/x/app/y.py": "from app import z"},
            ("", "tests/trees/x"),
        ),
        # which it is not where others reach it by a longer name: its own is that of a library
        ({**LIKE_A_LIBRARY, "shop/api.py": "from .utils.rest_framework.views import Own"}, ("",)),
        ({**LIKE_A_LIBRARY, "shop/api.py": "import shop.utils.rest_framework.views"}, ("",)),
        # what lies outside of the tree says nothing, nor does the library of Python
        ({"a/email/x.py": "import email.message, requests.api", "shop/__init__.py": ""}, ("",)),
    ],
)  # fmt: skip
def test_roots_are_where_the_imports_of_a_tree_start_from(files: dict[str, str], roots: tuple[str, ...]) -> None:
    assert program(files).index.roots == roots


def test_a_root_inside_a_package_is_nobodys_but_of_what_lies_in_it() -> None:
    tree = program({
        "tests/__init__.py": "",
        "tests/trees/x/app/__init__.py": "",
        "tests/trees/x/app/models.py": "from app.forms import Form",
        "tests/trees/x/app/forms.py": "class Form: pass",
        "shop/__init__.py": "",
        "shop/models.py": "from app.forms import Form",
    })  # fmt: skip
    assert tree.resolve("tests/trees/x/app/models.py", 0, "Form") == "tests/trees/x/app/forms.py::Form"
    assert tree.resolve("shop/models.py", 0, "Form") == "external:app.forms.Form"


def test_the_name_of_a_module_is_the_one_it_is_imported_by() -> None:
    files = {
        "src/company/billing/__init__.py": "",
        "src/company/billing/api.py": "",
        "src/company/orders/api.py": "from company.billing.api import x",
        "shop/__init__.py": "",
        "shop/plugins/mail/__init__.py": "",
        "scripts/run.py": "",
    }
    names = [module.name for module in program(files).modules.values()]
    assert names == [
        "scripts.run", "shop", "shop.plugins.mail", "company.billing", "company.billing.api", "company.orders.api",
    ]  # fmt: skip


def test_each_project_gets_its_own_package_of_a_name_and_nothing_of_the_others() -> None:
    files = {
        "one/shop/__init__.py": "",
        "one/shop/models.py": "",
        "one/shop/use.py": "import shop.models, shop.views",
        "two/shop/__init__.py": "",
        "two/shop/models.py": "",
        "two/shop/views.py": "import shop.models",
        "elsewhere/run.py": "import shop.views",
    }
    assert told(findings_of(files)) == (
        "import elsewhere/run.py -> two/shop/views.py",
        "import one/shop/use.py -> one/shop/models.py",
        "import two/shop/views.py -> two/shop/models.py",
        "problem ambiguous-package two/shop/__init__.py",
        "problem unresolved-import one/shop/use.py:1",
    )


@pytest.mark.parametrize(
    "init",
    [
        "__path__ = __import__('pkgutil').extend_path(__path__, __name__)",
        "import pkgutil\n__path__ = pkgutil.extend_path(__path__, __name__)",
        "__import__('pkg_resources').declare_namespace(__name__)",
    ],
)
def test_a_package_that_says_so_lies_in_several_roots(init: str) -> None:
    files = {
        "one/company/__init__.py": init,
        "one/company/orders.py": "import company.billing",
        "two/company/__init__.py": init,
        "two/company/billing.py": "import company.orders",
    }
    assert [line for line in told(findings_of(files)) if line.startswith(("import", "problem"))] == [
        "import one/company/orders.py -> two/company/billing.py",
        "import two/company/billing.py -> one/company/orders.py",
    ]


def test_roots_that_are_told_hold_in_their_order() -> None:
    files = {
        "a/x.py": "",
        "b/x.py": "",
        "c/y.py": "",
        "loose/run.py": "",
        "loose/z.py": "",
    }
    index = with_roots(files, "b", "a").index
    assert index.roots == ("b", "a")
    assert index.absolute("loose/run.py", "x") == "b/x.py"
    assert index.absolute("a/other.py", "x") == "a/x.py"
    assert index.absolute("loose/run.py", "y") is None
    assert index.absolute("loose/run.py", "z") == "loose/z.py"
    assert index.absolute("a/x.py", "z") is None
    assert index.named("x") == "b/x.py"
    assert index.named("c.y") is None
    assert index.name("a/x.py") == "x"
    assert index.name("c/y.py") == "c.y"


def test_the_library_of_python_wins_over_a_told_root_that_is_not_the_importers_own() -> None:
    index = with_roots({"a/email.py": "", "b/use.py": ""}, "a", "b").index
    assert index.absolute("b/use.py", "email") is None
    assert index.absolute("a/use.py", "email") == "a/email.py"


def test_a_told_root_without_any_file_is_a_problem() -> None:
    found = findings_of({"a.py": ""}, Options(source_roots=("src", "")))
    assert told(found) == ("problem source-root src",)


def test_the_order_of_files_changes_no_root() -> None:
    imports = [("x/b/c.py", "a"), ("x/a/__init__.py", ""), ("y/a/__init__.py", "import x.a, a.q"), ("y/a/q.py", "")]
    forward, backward = (program(dict(each)).index for each in (imports, reversed(imports)))
    assert forward.roots == backward.roots
    assert isinstance(forward, ModuleIndex)


ADDING = """
import os, sys
from pathlib import Path
BASE = os.path.dirname(os.path.dirname(__file__))
APPS = os.path.join(BASE, "apps")
{}
"""


@pytest.mark.parametrize(
    "adding",
    [
        "sys.path.append(APPS)",
        'sys.path.insert(0, os.path.join(BASE, "apps"))',
        'sys.path += [str(Path(BASE) / "apps")]',
        'sys.path.append(str(Path(__file__).resolve().parent.parent.joinpath("apps")))',
        'sys.path.append(BASE + "/apps")',
    ],
)
def test_a_package_whose_folder_the_program_adds_to_its_path_is_a_root(adding: str) -> None:
    files = {
        "settings/__init__.py": "",
        "settings/common.py": ADDING.format(adding),
        "apps/__init__.py": "",
        "apps/teams/__init__.py": "",
        "apps/teams/models.py": "class Team: pass",
        "apps/jobs/__init__.py": "",
        "apps/jobs/models.py": "from teams.models import Team",
        "scripts/work.py": "from jobs.models import Team",
    }
    found = program(files)
    assert found.index.roots == ("", "apps")
    assert found.resolve("scripts/work.py", 0, "Team") == "apps/teams/models.py::Team"
    without = program(files | {"settings/common.py": ""})
    assert "apps" not in without.index.roots


def test_a_root_that_was_not_found_is_told_where_many_imports_would_lead_there() -> None:
    names = ("teams", "jobs", "hosts")
    files = {f"apps/{name}/{file}.py": "" for name in names for file in ("__init__", "models")} | {
        "apps/__init__.py": ""
    }
    users = {f"work/a{n}.py": f"from {names[n % 3]}.models import one\nimport redis.client\n" for n in range(5)}
    other = {"utils/redis/client.py": "", "utils/__init__.py": "", "utils/redis/__init__.py": ""}
    told = [problem for problem in findings_of(files | users | other).problems if problem.code == "likely-source-root"]
    assert [(one.location.path, one.message.partition(":")[0]) for one in told] == [
        (
            "work/a0.py",
            "`teams.models` and 4 imports more, in 5 files, are taken for libraries, but would lead to modules in apps",
        )
    ]
    fewer = dict(list(users.items())[:4])
    assert not [one for one in findings_of(files | fewer).problems if one.code == "likely-source-root"]
