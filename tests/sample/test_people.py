"""What decompose says of the people of the sample, against the story of the company."""

from collections import defaultdict

import pytest

from decompose.analyzers.git import GIT
from decompose.design.people.staffing import topology_of
from decompose.design.people.teams import Teams, teams_of
from decompose.design.people.topology import TeamTopology
from decompose.evidence.analyzer import Corpus
from decompose.evidence.findings import Findings, gather
from decompose.repository.code_owners import CodeOwners
from decompose.repository.code_owners_file import find_code_owners
from decompose.repository.history_text import read_history_file
from tests.build import module
from tests.design.worlds import catalog, context
from tests.sample import make_history, story
from tests.sample.answer import SAMPLE, read_answer

ANSWER = read_answer()
TEAM_OF_CONTEXT = {
    "ordering": "checkout",
    "catalog": "storefront",
    "marketing": "storefront",
    "billing": "finance",
    "fulfilment": "operations",
    "customer_care": "operations",
}


@pytest.fixture(scope="module")
def found() -> Findings:
    """The history of the sample with its modules, whose lines are those of the files."""
    paths = sorted(path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*.py"))
    history = read_history_file(SAMPLE / "history.txt")
    units = tuple(module(path, len((SAMPLE / path).read_bytes().splitlines())) for path in paths)
    return gather([Findings(units=units), GIT.analyze(Corpus({"words": dict.fromkeys(paths)}, history))])


@pytest.fixture(scope="module")
def owners() -> CodeOwners:
    rules, problems = find_code_owners(SAMPLE)
    assert rules is not None
    assert problems == ()
    return rules


@pytest.fixture(scope="module")
def topology(found: Findings, owners: CodeOwners) -> TeamTopology:
    """The topology of the true contexts, the kernel among them."""
    contexts = [context(name, *files) for name, files in ANSWER.contexts.items()]
    contexts.append(context("kernel", *ANSWER.kernel, "hearth/models/core.py", kernel=True))
    return topology_of(found, catalog(*contexts), (), owners)


def members(found: Findings, teams: Teams) -> dict[str, set[str]]:
    """Who is in each team, by name."""
    people: dict[str, set[str]] = defaultdict(set)
    for at, team in teams.of_person.items():
        people[team].add(found.people.persons[at].names[0])
    return dict(people)


def test_everybody_but_the_bot_is_known_and_who_left_is_gone(found: Findings) -> None:
    """A year before the last commit the founder had left; somebody else has left since."""
    gone = {person.names[0]: person.gone for person in found.people.persons}
    assert gone == {person.name: person.name == story.JONAS for person in story.PEOPLE}


def test_everybody_is_in_the_team_of_the_story(found: Findings, owners: CodeOwners) -> None:
    teams = teams_of(found.people, [unit.id for unit in found.units], (), owners, {})
    expected: dict[str, set[str]] = defaultdict(set)
    for person in story.PEOPLE:
        if person.name != story.JONAS:
            expected[person.team].add(person.name)
    assert teams.source == "CODEOWNERS"
    assert members(found, teams) == expected


def test_without_code_owners_no_team_of_the_story_is_torn_apart(found: Findings) -> None:
    teams = teams_of(found.people, [unit.id for unit in found.units], (), None, {})
    team_of = {person.name: person.team for person in story.PEOPLE}
    groups = [sorted({team_of[name] for name in group}) for group in members(found, teams).values()]
    assert len(groups) >= 3
    assert sorted(team for group in groups for team in group) == ["checkout", "finance", "operations", "storefront"]


def test_each_context_is_changed_most_by_the_team_that_has_it_in_the_story(topology: TeamTopology) -> None:
    assert {each.context: each.main for each in topology.contexts if each.context != "kernel"} == TEAM_OF_CONTEXT


def test_boundaries_fit_the_teams_better_than_the_kernel_does(topology: TeamTopology) -> None:
    fits = {each.context: each.fit for each in topology.contexts}
    kernel = fits.pop("kernel") or 0.0
    assert all(fit is not None and fit > 0.5 > kernel for fit in fits.values())


def test_the_god_module_is_where_all_teams_meet(topology: TeamTopology) -> None:
    met = max((met for each in topology.contexts for met in each.contended), key=lambda each: each.foreign)
    assert met.unit == "hearth/models/core.py"
    assert {team for team, _ in met.teams} == {"checkout", "finance", "operations", "storefront"}


def test_what_the_founder_knew_is_lost_where_he_worked(topology: TeamTopology) -> None:
    lost = {each.context: each.lost for each in topology.contexts}
    assert max(lost, key=lambda context: lost[context] or 0.0) == "kernel"
    assert (lost["kernel"] or 0.0) > 0.4
    assert lost["marketing"] == 0  # began after most of his time


def test_the_people_of_a_context_are_no_more_than_those_of_the_story(topology: TeamTopology) -> None:
    present = sum(
        make_history.at(person.until, 0) > make_history.at(story.LAST_DAY, 0) - 365 * 86_400 for person in story.PEOPLE
    )
    assert all(0 < each.people <= present for each in topology.contexts)
    assert sum(topology.spread) <= present
