from collections import Counter
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from decompose.analyzers.git import GIT
from decompose.analyzers.git.pairs import NEAREST
from decompose.evidence.analyzer import Corpus
from decompose.evidence.evidence import Evidence, EvidenceKind, Together
from decompose.evidence.findings import Activity, Findings, Ratio, gather
from decompose.evidence.options import LARGEST, Mining
from decompose.repository.history import Commit
from tests.git.histories import commit, corpus


def pairs(findings: Findings) -> dict[tuple[str, str], Evidence]:
    assert all(each.kind is EvidenceKind.CO_CHANGE for each in findings.evidence)
    return {(each.source, each.target): each for each in findings.evidence}


def together(evidence: Evidence) -> Together:
    assert evidence.together is not None
    return evidence.together


def active(findings: Findings) -> dict[str, Activity]:
    return {each.unit: each for each in findings.activity}


def test_without_a_history_nothing_is_said() -> None:
    assert GIT.analyze(Corpus({"words": {"a.py": None}})) == Findings()


def test_modules_that_changed_together_are_evidence_with_their_commits() -> None:
    newest, middle, oldest = commit("b.py", "a.py"), commit("a.py", "b.py", "c.py"), commit("a.py", days_ago=1)
    found = pairs(GIT.analyze(corpus(newest, middle, oldest)))
    assert found.keys() == {("a.py", "b.py"), ("a.py", "c.py"), ("b.py", "c.py")}
    evidence = found["a.py", "b.py"]
    assert (evidence.count, evidence.support, evidence.commits) == (2, 1.5, (newest.id[:12], middle.id[:12]))
    assert evidence.confidence == 1.0
    assert found["a.py", "c.py"].support == 0.5
    assert found["a.py", "c.py"].confidence == 1.0
    assert found["a.py", "c.py"].location is None


def test_confidence_is_the_larger_of_both_directions_since_both_exist() -> None:
    alone = [commit("a.py", subject=str(number)) for number in range(6)]
    both = [commit("a.py", "b.py"), commit("a.py", "b.py", subject="2")]
    found = pairs(GIT.analyze(corpus(*alone, *both)))["a.py", "b.py"]
    assert (found.confidence, together(found).changes) == (1.0, (8, 2))
    later = [commit("b.py"), commit("b.py", subject="more")]
    found = pairs(GIT.analyze(corpus(*later, *alone, *both)))["a.py", "b.py"]
    assert (found.confidence, together(found).changes) == (0.5, (8, 4))
    earlier = [commit("b.py", subject=f"before {number}") for number in range(9)]
    assert pairs(GIT.analyze(corpus(*later, *alone, *both, *earlier)))["a.py", "b.py"] == found


def test_files_that_nothing_is_known_of_count_nowhere() -> None:
    found = GIT.analyze(corpus(commit("a.py", "b.py", "readme.md", "x.po")))
    assert pairs(found)["a.py", "b.py"].support == 1.0


def test_a_rename_does_not_end_what_belongs_together() -> None:
    found = pairs(GIT.analyze(corpus(commit("old.py>a.py"), commit("old.py", "b.py"))))
    assert found["a.py", "b.py"].count == 1


def test_only_the_newest_commits_are_named() -> None:
    commits = [commit("a.py", "b.py", days_ago=day) for day in range(15)]
    evidence = pairs(GIT.analyze(corpus(*commits)))["a.py", "b.py"]
    assert evidence.count == 15
    assert evidence.commits == tuple(each.id[:12] for each in commits[:10])


def test_of_pairs_with_one_commit_only_the_nearest_of_either_side_stay() -> None:
    names = [f"m{number:02}.py" for number in range(LARGEST)]
    history = [commit(*names), commit("m00.py", "m01.py"), commit("m00.py", "m02.py", "m03.py")]
    found = pairs(GIT.analyze(corpus(*history, modules=" ".join(names))))
    partners = Counter(name for pair in found for name in pair)
    assert len(found) < LARGEST * (LARGEST - 1) / 2
    assert min(partners.values()) >= NEAREST
    assert {("m00.py", "m01.py"), ("m00.py", "m02.py"), ("m02.py", "m03.py")} <= found.keys()


def test_pairs_with_two_commits_all_stay() -> None:
    names = [f"m{number:02}.py" for number in range(LARGEST)]
    found = pairs(GIT.analyze(corpus(commit(*names), commit(*names, days_ago=1), modules=" ".join(names))))
    assert len(found) == LARGEST * (LARGEST - 1) / 2


def test_activity_counts_commits_recent_ones_and_people() -> None:
    commits = [
        commit("a.py", "b.py"),
        commit("a.py", "b.py", "c.py", author="Bea <bea@x>", days_ago=364),
        commit("a.py", author="Ann Lee <ANN@x>", days_ago=365),
        commit("+a.py", author="No Mail", days_ago=900),
    ]
    found = active(GIT.analyze(corpus(*commits)))
    assert found["a.py"] == Activity("a.py", 4, 2, 3, 1.5, commits[-1].id, (0, 0, 0, 1, 1, 0, 0, 1))
    assert found["c.py"] == Activity("c.py", 1, 1, 1, 0.5, commits[1].id, (0, 0, 0, 0, 1, 0, 0, 0))
    assert "d.py" not in found


def test_no_mail_and_no_subject_leaves_the_analyzer() -> None:
    text = repr(GIT.analyze(corpus(commit("a.py", "b.py", author="Zoe <zoe@quux.example>", subject="secret"))))
    assert not any(word in text for word in ("zoe", "quux", "secret", "@"))


def test_a_module_is_born_in_its_oldest_commit_however_large() -> None:
    modules = [f"m{number}.py" for number in range(40)]
    imported = commit(*(f"+{module}" for module in modules), days_ago=9)
    found = GIT.analyze(corpus(commit("m1.py"), imported, modules=" ".join(modules)))
    assert active(found)["m1.py"].born == imported.id
    assert active(found)["m1.py"].commits == 1


def test_the_summary_counts_what_was_left_out_and_why() -> None:
    commits = [
        commit("a.py", "b.py", days_ago=0),
        commit("a.py", parents=2),
        commit("other.md"),
        commit("a.py", author="dependabot[bot] <x@y>"),
        commit("c.py", days_ago=400),
    ]
    findings = GIT.analyze(corpus(*commits, ignored=(commits[4].id,), limits=("shallow clone",)))
    summary = findings.history
    assert summary is not None
    assert (summary.source, summary.commits, summary.used) == ("git", 5, 1)
    assert summary.left_out == (("bot", 1), ("ignored-revision", 1), ("merge", 1), ("no-module", 1))
    assert (summary.first, summary.last, summary.limits) == ("2019-08-10", "2020-09-13", ("shallow clone",))
    assert findings.understood == (Ratio("commits used for co-change", 1, 5),)


def test_absurd_dates_are_days_all_the_same() -> None:
    past, future = commit("a.py", days_ago=10**9), commit("b.py", days_ago=-(10**9))
    summary = GIT.analyze(corpus(future, past)).history
    assert summary is not None
    assert (summary.first, summary.last) == ("1970-01-01", "9999-12-31")


def test_gathering_keeps_activity_and_history() -> None:
    found = GIT.analyze(corpus(commit("a.py", "b.py")))
    assert gather([Findings(), found]) == found


modules = st.lists(st.sampled_from(["a.py", "b.py", "c.py", "d.py"]), unique=True, min_size=1)
histories = st.lists(modules, max_size=8)


def commits_of(history: list[list[str]]) -> list[Commit]:
    return [commit(*names, subject=str(number)) for number, names in enumerate(history)]


@given(histories)
def test_the_cosine_is_within_bounds_and_supports_add_up(history: list[list[str]]) -> None:
    findings = GIT.analyze(corpus(*commits_of(history)))
    weight = {each.unit: each.weight for each in findings.activity}
    for (one, other), evidence in pairs(findings).items():
        assert one < other
        assert 0 < evidence.support / sqrt(weight[one] * weight[other]) <= 1 + 1e-9
        assert 0 < evidence.confidence <= 1
        assert evidence.count == sum(one in names and other in names for names in history)
    total = sum(len(names) for names in history if len(names) > 1) / 2
    assert sum(each.support for each in findings.evidence) == pytest.approx(total)


@given(histories, modules)
def test_one_more_commit_never_lowers_a_support(history: list[list[str]], more: list[str]) -> None:
    before = pairs(GIT.analyze(corpus(*commits_of(history))))
    after = pairs(GIT.analyze(corpus(*commits_of([*history, more]))))
    assert all(after[pair].support >= evidence.support for pair, evidence in before.items())


def test_changes_of_tests_migrations_and_unread_files_are_counted_and_couple_nothing() -> None:
    names = "shop/a.py shop/b.py tests/test_a.py shop/migrations/m.py lib_pb2.py"
    history = [commit("shop/a.py", "tests/test_a.py", "shop/migrations/m.py", "lib_pb2.py"), commit("tests/test_a.py")]
    told = GIT.analyze(corpus(*(replace(each, others=3) for each in history), modules=names))
    assert told.evidence == ()
    assert told.history is not None
    assert told.history.passed_over == (("generated", 1), ("migration", 1), ("other files", 6), ("test", 2))
    assert (told.history.used, told.history.left_out) == (1, (("no-product-module", 1),))


def test_how_much_can_be_judged_is_told() -> None:
    commits = [commit("a.py", subject=str(number)) for number in range(5)]
    told = GIT.analyze(corpus(*commits, commit("b.py", "a.py"))).history
    assert told is not None
    assert (told.changes, told.modules, told.judged, told.notes) == (6, 2, 1, ())


def test_what_belongs_together_counts_once_if_asked_and_is_told() -> None:
    history = [commit("a.py", subject="SHOP-1 rest"), commit("b.py", subject="SHOP-1 begin", days_ago=1)]
    assert GIT.analyze(corpus(*history)).evidence == ()
    joined = GIT.analyze(corpus(*history, mining=Mining(tickets=True)))
    evidence = pairs(joined)["a.py", "b.py"]
    assert (evidence.count, evidence.support) == (1, 1.0)
    assert evidence.commits == tuple(each.id[:12] for each in history)
    assert joined.history is not None
    assert joined.history.notes == ("2 commits belong together in 1 change",)
    assert active(joined)["a.py"].commits == 1


def test_an_old_change_counts_half_if_asked() -> None:
    history = [commit("a.py", "b.py"), commit("c.py", "d.py", days_ago=100), commit("a.py", "d.py", days_ago=300)]
    found = pairs(GIT.analyze(corpus(*history, mining=Mining(half_life=100))))
    assert [found[pair].support for pair in (("a.py", "b.py"), ("c.py", "d.py"), ("a.py", "d.py"))] == [1.0, 0.5, 0.125]
    assert together(found["a.py", "d.py"]).recent == 1


def test_a_project_that_squashes_is_told() -> None:
    def notes(*subjects: str) -> tuple[str, ...]:
        told = GIT.analyze(corpus(*(commit("a.py", subject=subject) for subject in subjects))).history
        assert told is not None
        return told.notes

    assert notes("Add taxes (#12)", "Fix taxes (!7)", "typo", "other") == (
        "50% of the commits of the last two years look like squash merges: one may hold several changes",
    )
    assert notes(*["Fix #12"] * 2, "Add (#3) taxes", "Add taxes (#12)", "typo", "more") == ()


def test_the_day_and_the_recent_ones_of_the_common_changes_are_told() -> None:
    history = [commit("c.py"), commit("a.py", "b.py", days_ago=30), commit("a.py", "b.py", days_ago=400)]
    told = together(pairs(GIT.analyze(corpus(*history)))["a.py", "b.py"])
    assert (told.recent, told.last) == (1, "2020-08-14")
