"""Settings: where each value comes from, and what is refused."""

from pathlib import Path

import pytest

from decompose.errors import DecomposeError
from decompose.settings import Settings, configure


def settings(root: Path, text: str = "", **more: object) -> Settings:
    """The settings of a folder with this `decompose.toml`."""
    if text:
        (root / "decompose.toml").write_text(text)
    return configure(root, more, {}, None).settings


def refusal(root: Path, text: str) -> str:
    """What the user is told about this `decompose.toml`."""
    with pytest.raises(DecomposeError) as caught:
        settings(root, text)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert settings(tmp_path) == Settings()


def test_command_line_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    (tmp_path / "decompose.toml").write_text("seed = 1\njobs = 1\nmax-commits = 1\n")
    environment = {"DECOMPOSE_SEED": "2", "DECOMPOSE_JOBS": "2", "UNRELATED": "x"}
    found = configure(tmp_path, {"seed": 3}, environment, None)
    assert (found.settings.seed, found.settings.jobs, found.settings.max_commits) == (3, 2, 1)
    told = {name: found.origins[name] for name in ("seed", "jobs", "max-commits", "git")}
    assert told == {"seed": "command line", "jobs": "environment", "max-commits": "decompose.toml", "git": "default"}


def test_isolated_ignores_file_and_environment(tmp_path: Path) -> None:
    (tmp_path / "decompose.toml").write_text("nonsense = [")
    assert configure(tmp_path, {}, {"DECOMPOSE_SEED": "2"}, None, isolated=True).settings == Settings()


def test_a_file_named_on_the_command_line_replaces_the_project_file(tmp_path: Path) -> None:
    (tmp_path / "decompose.toml").write_text("seed = 1")
    (tmp_path / "other.toml").write_text("jobs = 2")
    found = configure(tmp_path, {}, {}, tmp_path / "other.toml").settings
    assert (found.seed, found.jobs) == (0, 2)


def test_pyproject_serves_as_well(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.decompose]\nexclude = ['old/**']\n")
    assert settings(tmp_path).exclude == ("old/**",)


def test_the_file_of_the_checkout_holds_for_its_folders(tmp_path: Path) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "backend").mkdir()
    (tmp_path / "repo" / "decompose.toml").write_text("seed = 7")
    assert settings(tmp_path / "repo" / "backend").seed == 7


def test_a_file_above_the_checkout_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "decompose.toml").write_text("seed = 7")
    assert settings(tmp_path / "repo").seed == 0


def test_two_files_in_one_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.decompose]\nseed = 1\n")
    assert "Keep one of them" in refusal(tmp_path, "seed = 2")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\nresolutoin = 1", "decompose.toml:2: there is no setting 'resolutoin'. Did you mean 'resolution'?"),
        ("jobs = 'many'", "decompose.toml:1: jobs: expected `int`, got `str`."),
        ("resolution = 0", "above 0"),
        ("resolution = nan", "above 0"),
        ("since = 'yesterday'", "YYYY-MM-DD"),
        ("jobs = -1", "cannot be negative"),
        ("algorithm = 'magic'", "magic"),
        (
            "\nsource-roots = ['../src']",
            "decompose.toml:2: `source-roots`: '../src' is no folder below the analysed one",
        ),
        ("roles = ['contrib/**=main']", "'contrib/**=main' is not GLOB=ROLE with a role of product, test, migration"),
        ("roles = ['=test']", "is not GLOB=ROLE"),
        ("history = '../elsewhere.txt'", "outside this folder"),
        ("cache-dir = '/tmp'", "decompose.toml:1: a file that belongs to the code may not say where to write"),
        ("jobs = [", "not valid TOML"),
        ("a = " + "[" * 5000, "not valid TOML: nested too deeply"),
        ("seed = " + "9" * 5000, "cannot be read as TOML"),
        ("seed = 99999999999999999999999", "seed"),
    ],
)
def test_a_broken_file_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    assert told in refusal(tmp_path, text)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "decompose.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DecomposeError, match="cannot be read as TOML"):
        settings(tmp_path)


def test_an_unknown_variable_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    with pytest.raises(DecomposeError, match=r"DECOMPOSE_JOB\..*Did you mean DECOMPOSE_JOBS\?"):
        configure(tmp_path, {}, {"DECOMPOSE_JOB": "1"}, None)


def test_variables_have_the_type_of_their_setting(tmp_path: Path) -> None:
    environment = {"DECOMPOSE_GIT": "false", "DECOMPOSE_EXCLUDE": "a/**,b/**", "DECOMPOSE_RESOLUTION": "1.5"}
    found = configure(tmp_path, {}, environment, None).settings
    assert (found.git, found.exclude, found.resolution) == (False, ("a/**", "b/**"), 1.5)


def test_an_empty_variable_is_an_empty_list_and_a_switch_is_true_or_false(tmp_path: Path) -> None:
    assert configure(tmp_path, {}, {"DECOMPOSE_EXCLUDE": ""}, None).settings.exclude == ()
    with pytest.raises(DecomposeError, match="DECOMPOSE_GIT: 'no' is neither true nor false"):
        configure(tmp_path, {}, {"DECOMPOSE_GIT": "no"}, None)


def test_source_roots_and_roles_are_lists_of_texts(tmp_path: Path) -> None:
    environment = {"DECOMPOSE_SOURCE_ROOTS": "src,lib", "DECOMPOSE_ROLES": "a/**=product,b=test"}
    found = configure(tmp_path, {}, environment, None).settings
    assert (found.source_roots, found.roles) == (("src", "lib"), ("a/**=product", "b=test"))


def test_a_settings_file_that_does_not_exist_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(DecomposeError, match=r"absent\.toml cannot be read: No such file or directory"):
        configure(tmp_path, {}, {}, tmp_path / "absent.toml")


def test_a_history_file_is_found_beside_its_settings(tmp_path: Path) -> None:
    assert settings(tmp_path, "history = 'history.txt'").history == str(tmp_path.resolve() / "history.txt")


TEAMS = """
authors = "names"
[teams.checkout]
members = ["Aylin Demir", "author lusab-babad"]
paths = ["shop/cart/"]
[teams.finance]
paths = ["billing/*.py"]
"""


def test_teams_have_members_and_paths(tmp_path: Path) -> None:
    found = settings(tmp_path, TEAMS)
    assert found.authors == "names"
    assert found.teams["checkout"].members == ("Aylin Demir", "author lusab-babad")
    assert found.teams["finance"].paths == ("billing/*.py",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[teams.a]\nmembers = ["ann@x.org"]', "never by mails"),
        ('[teams.a]\nmembers = ["Ann"]\n[teams.b]\nmembers = ["ann"]', "one person into both a and b"),
        ("[teams.a]\npeople = []", "people"),
        ("teams = 3", "teams"),
        ('authors = "mails"', "authors"),
    ],
)
def test_teams_that_cannot_be_are_refused(tmp_path: Path, text: str, told: str) -> None:
    assert told in refusal(tmp_path, text)
