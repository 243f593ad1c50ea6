"""The check: what is new fails with its place, what is gone is told, what cannot be seen is not called gone."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from decompose import __version__
from decompose.contexts.hand.hand import ContextBoundary
from decompose.errors import DecomposeError, Location, Problem
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings, gather
from decompose.evidence.unit import Unit
from decompose.tracking.annotations import to_annotations
from decompose.tracking.baseline import maker_of, parse_baseline, render_baseline
from decompose.tracking.boundary import Allowance, Boundaries, assign
from decompose.tracking.check import CheckResult, Level, Rule, Violation, check
from decompose.tracking.code_quality import to_code_quality
from decompose.tracking.edge import Edge, edges_of
from decompose.tracking.sarif import to_sarif
from decompose.tracking.store import BASELINE, CONTEXTS, read_baseline, read_boundaries, write_acceptance
from decompose.tracking.summary import MAKER, to_markdown
from tests.build import link, module, table, world
from tests.decompositions import shop
from tests.strategies import HOSTILE

K = EvidenceKind
CONTEXT = (
    ContextBoundary("orders", ("orders/**",), ("orders",)),
    ContextBoundary("billing", ("billing/**",), ("bills",), public=("billing.api",)),
    ContextBoundary("kernel", ("lib/**",), kind="shared-kernel"),
)
UNITS = (*(module(f"{path}.py") for path in ("orders/a", "orders/b", "billing/a", "billing/api", "lib/a")),)
TABLES = (table("orders"), table("bills"))
OLD = link("orders/a.py", "billing/a.py")


def checked(
    *parts: Unit | Evidence, allowed: tuple[Allowance, ...] = (), problems: tuple[Problem, ...] = ()
) -> CheckResult:
    """The result for today's parts when `OLD` was accepted."""
    boundaries = Boundaries(1, CONTEXT, allowed)
    before = world(*UNITS, *TABLES, OLD)
    baseline = edges_of(before, boundaries, assign(before, boundaries))
    today = gather([world(*UNITS, *TABLES, *parts), Findings(problems=problems)])
    return check(today, boundaries, baseline)


def test_nothing_new_passes_and_tells_what_is_known() -> None:
    result = checked(OLD)
    assert result.passed
    assert result.known == (Edge("import", "orders", "billing", "orders/a.py", "billing/a.py"),)
    assert not result.new and not result.removed and not result.stale


def test_nobody_is_stopped_by_what_is_more_likely_wrong_than_right() -> None:
    guessed = link("orders/b.py::f", "table:bills", K.READS, 4, confidence=0.48)
    assert checked(OLD, guessed).passed
    sure = link("orders/b.py::f", "table:bills", K.READS, 9, confidence=0.5)
    assert [violation.location for violation in checked(OLD, guessed, sure).new] == [Location("orders/b.py", 9)]


def test_a_new_edge_fails_with_its_first_place() -> None:
    call = [link("orders/b.py::f", "billing/a.py::Bill.pay", K.CALL, line) for line in (9, 4)]
    (violation,) = checked(OLD, *call).new
    assert (violation.rule, violation.level, violation.location) == (
        Rule.NEW_EDGE,
        Level.ERROR,
        Location("orders/b.py", 4),
    )
    assert violation.edges == (Edge("call", "orders", "billing", "orders/b.py", "billing/a.py::Bill"),)
    said = "orders has a new call into billing: orders/b.py → billing/a.py::Bill."
    assert violation.message == (
        f"{said} Use what billing makes public, move the code, or accept the coupling "
        "(`decompose analyze`, then `decompose accept`)."
    )


def test_what_a_reader_sees_as_one_thing_is_one_finding() -> None:
    ends = ("orders/b.py::F", "billing/a.py::Bill")
    kinds = ((K.IMPORT, 2), (K.CALL, 9), (K.INHERITS, 4))
    (violation,) = checked(OLD, *(link(*ends, kind, line) for kind, line in kinds)).new
    assert violation.location == Location("orders/b.py", 2)
    assert [edge.kind for edge in violation.edges] == [K.IMPORT, K.INHERITS, K.CALL]
    said = "orders has a new import, base class and call into billing: orders/b.py → billing/a.py::Bill. "
    assert violation.message.startswith(said)


def test_a_transaction_over_many_tables_is_one_finding() -> None:
    boundaries = Boundaries(1, (*(replace(each, tables=(*each.tables, f"{each.id}_lines")) for each in CONTEXT[:2]),))
    names = [(first, second) for first in ("orders", "orders_lines") for second in ("bills", "billing_lines")]
    where = Location("orders/a.py", 7)
    joint = [link(f"table:{a}", f"table:{b}", K.CO_WRITES, place="orders/a.py::f") for a, b in names]
    pairs = [replace(each, location=where) for each in joint]
    tables = {table(name) for pair in names for name in pair}
    writes = [link("orders/a.py::f", unit.id, K.WRITES, 7) for unit in tables]
    today = world(*UNITS, *sorted(tables, key=lambda unit: unit.id), *writes, *pairs)
    found = [each for each in check(today, boundaries, ()).new if each.edges[0].kind == K.CO_WRITES]
    assert [len(violation.edges) for violation in found] == [4]


def test_who_makes_nothing_public_is_not_said_to() -> None:
    (violation,) = checked(OLD, link("billing/a.py::pay", "orders/b.py::f", K.CALL, 3)).new
    assert violation.message.endswith(
        "orders/b.py::f. Move the code, or accept the coupling (`decompose analyze`, then `decompose accept`)."
    )


def test_what_is_new_is_called_by_its_noun() -> None:
    read = link("orders/b.py::f", "table:bills", K.READS, 7)
    inherits = link("orders/b.py::F", "billing/a.py::Bill", K.INHERITS, 8)
    messages = [violation.message.partition(". ")[0] for violation in checked(OLD, read, inherits).new]
    assert messages == [
        "orders has a new read into billing: orders/b.py → table:bills",
        "orders has a new base class into billing: orders/b.py → billing/a.py::Bill",
    ]


def test_the_same_edge_elsewhere_in_the_file_is_not_new() -> None:
    assert checked(link("orders/a.py", "billing/a.py", line=77, count=5, detail="Bill")).passed


def test_a_second_writer_of_a_table_is_told_as_such_once_for_each_module() -> None:
    (violation,) = checked(OLD, link("orders/a.py::f", "table:bills", K.WRITES, 3)).new
    assert violation.rule is Rule.NEW_SHARED_TABLE
    assert violation.message.startswith("orders starts to write bills, which billing owns.")


def test_who_only_read_a_table_is_a_new_writer_of_it() -> None:
    read, write = (link("orders/a.py::f", "table:bills", kind, 3) for kind in (K.READS, K.WRITES))
    boundaries = Boundaries(1, CONTEXT)
    before = world(*UNITS, *TABLES, read)
    accepted = edges_of(before, boundaries, assign(before, boundaries))
    (violation,) = check(world(*UNITS, *TABLES, read, write), boundaries, accepted).new
    assert violation.rule is Rule.NEW_SHARED_TABLE


def test_another_place_that_writes_a_shared_table_is_an_edge_like_others() -> None:
    boundaries = Boundaries(1, CONTEXT)
    before = world(*UNITS, *TABLES, link("orders/a.py::f", "table:bills", K.WRITES))
    baseline = edges_of(before, boundaries, assign(before, boundaries))
    today = world(*UNITS, *TABLES, link("orders/b.py::f", "table:bills", K.WRITES))
    assert [violation.rule for violation in check(today, boundaries, baseline).new] == [Rule.NEW_EDGE]


def test_kernels_may_be_used_but_may_not_use() -> None:
    assert checked(OLD, link("orders/a.py", "lib/a.py")).passed
    assert not checked(OLD, link("lib/a.py", "orders/a.py")).passed


def test_co_change_is_no_edge() -> None:
    assert checked(OLD, link("billing/a.py", "orders/b.py", K.CO_CHANGE)).passed


def test_an_allowance_covers_its_direction_and_only_what_is_public_if_so_said() -> None:
    into_api, inside = link("orders/b.py", "billing/api.py"), link("orders/b.py", "billing/a.py")
    public = (Allowance("orders", "billing", "public"),)
    assert checked(OLD, into_api, allowed=public).passed
    assert not checked(OLD, inside, allowed=public).passed
    assert checked(inside, allowed=(Allowance("orders", "billing"),)).passed
    assert not checked(OLD, into_api, allowed=(Allowance("billing", "orders"),)).passed
    assert "add an [[allow]] from orders to billing" in checked(OLD, into_api).new[0].message


def join_of_a_third(*ids: str, backwards: bool = False) -> tuple[Boundaries, Findings]:
    """A statement of a third context that joins the tables of the first two, whose contexts are called so."""
    told = [ContextBoundary(id, (f"{part}/**",), (part,)) for id, part in zip(ids, ("orders", "billing"), strict=True)]
    boundaries = Boundaries(1, (*(told[::-1] if backwards else told), ContextBoundary("reports", ("reports/**",))))
    join = link("table:billing", "table:orders", K.JOINS, 3, place="reports/a.py::f")
    parts = [module(f"{part}/a.py") for part in ("orders", "billing", "reports")]
    return boundaries, world(*parts, table("orders"), table("billing"), join)


@pytest.mark.parametrize("ids", [("alpha", "omega"), ("omega", "alpha")])
def test_what_has_no_direction_starts_in_the_context_that_stands_first_in_the_file_whatever_it_is_called(
    ids: tuple[str, str],
) -> None:
    boundaries, findings = join_of_a_third(*ids)
    edges = edges_of(findings, boundaries, assign(findings, boundaries))
    assert [edge for edge in edges if edge.kind == K.JOINS] == [Edge("joins", *ids, "table:orders", "table:billing")]


def test_a_baseline_holds_when_the_entries_of_the_file_change_places() -> None:
    boundaries, findings = join_of_a_third("orders", "billing")
    accepted = edges_of(findings, boundaries, assign(findings, boundaries))
    result = check(findings, join_of_a_third("orders", "billing", backwards=True)[0], accepted)
    assert accepted and result.passed and len(result.known) == len(accepted)
    assert not (result.removed or result.stale or result.unsure)


def test_two_places_that_made_one_edge_are_nothing_new_where_they_make_one_from_each_end() -> None:
    boundaries, findings = join_of_a_third("orders", "billing")
    own = link("table:billing", "table:orders", K.JOINS, 7, place="orders/a.py::f")
    findings = gather([findings, world(own)])
    accepted = edges_of(findings, boundaries, assign(findings, boundaries))
    result = check(findings, join_of_a_third("orders", "billing", backwards=True)[0], accepted)
    assert len(accepted) == 1 and result.passed and len(result.known) == 2
    assert not (result.removed or result.stale or result.unsure)


def test_what_is_new_is_not_known_as_well() -> None:
    result = checked(OLD, link("orders/b.py::f", "billing/a.py::Bill.pay", K.CALL, 9))
    assert len(result.new) == 1
    assert result.known == (Edge("import", "orders", "billing", "orders/a.py", "billing/a.py"),)


def test_a_table_is_unassigned_only_where_no_context_lists_it() -> None:
    reads = [link("orders/a.py::f", f"table:{name}", K.READS, 7) for name in ("orders", "stray")]
    result = checked(OLD, table("stray"), *reads)
    assert [violation.message.partition(" belongs")[0] for violation in result.unassigned] == ["The table stray"]


def test_what_is_gone_is_removed_and_does_not_fail() -> None:
    result = checked()
    assert result.passed
    assert [edge.target for edge in result.removed] == ["billing/a.py"]


def test_what_lost_an_end_is_stale() -> None:
    boundaries = Boundaries(1, CONTEXT)
    gone = [
        Edge("import", "orders", "billing", "orders/old.py", "billing/a.py"),
        Edge("import", "sales", "billing", "orders/a.py", "billing/a.py"),
        Edge("reads", "orders", "billing", "orders/a.py", "table:dropped"),
    ]
    assert check(world(*UNITS, *TABLES), boundaries, gone).stale == tuple(sorted(gone))


def test_of_a_module_that_was_not_understood_nothing_is_called_gone() -> None:
    result = checked(problems=(Problem(Location("orders/a.py", 3), "syntax-error", "cannot parse"),))
    assert len(result.unsure) == 1
    assert not result.removed and not result.stale


def test_a_module_that_no_pattern_covers_is_a_warning_and_its_new_neighbour_is_assigned() -> None:
    result = checked(OLD, module("scripts/x.py"), module("orders/brand_new.py"))
    assert result.passed
    assert [(v.rule, v.level, v.location) for v in result.unassigned] == [
        (Rule.UNASSIGNED, Level.WARNING, Location("scripts/x.py", 1))
    ]
    assert not checked(OLD, module("orders/brand_new.py"), link("orders/brand_new.py", "billing/a.py")).passed


@given(st.lists(st.builds(Edge, *(st.sampled_from((*HOSTILE, "a", "b")) for _ in range(5)))))
def test_a_baseline_read_back_is_what_was_written_one_line_an_edge(edges: list[Edge]) -> None:
    text = render_baseline(edges)
    assert parse_baseline(text, "b") == frozenset(edges)
    assert text.encode().decode().count("\n") == 1 + len(set(edges))
    assert render_baseline(reversed(edges)) == text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "b:1:"),
        ('["import"]\n', "b:1:"),
        ('{"decompose": "baseline", "version": 1}\n["a","b","c","d"]\n', "b:2:"),
        ('{"decompose": "baseline", "version": 1}\n\n["a","b","c","d",5]\n', "b:3:"),
        ('{"decompose": "baseline", "version": 1}\nnot json\n', "b:2:"),
        ('{"decompose": "baseline", "version": 1}\n<<<<<<< HEAD\n', "b:2: an unfinished merge"),
    ],
)
def test_a_broken_baseline_is_refused_with_its_line(text: str, place: str) -> None:
    with pytest.raises(DecomposeError, match=place):
        parse_baseline(text, "b")


def test_a_baseline_says_which_version_made_it_and_one_of_the_first_does_not() -> None:
    assert maker_of(render_baseline([])) == __version__
    assert maker_of('{"decompose": "baseline", "version": 1}\n') == ""
    assert maker_of("something else") == ""


def test_what_is_new_is_annotated_at_its_line_and_what_has_no_place_without_one() -> None:
    strange = link("orders/b.py::f", "billing/a.py::Bill.pay", K.CALL, 9), module("odd, one.py")
    result = checked(OLD, *strange)
    first, second = to_annotations(result, "back/").splitlines()
    assert first.startswith(
        "::error file=back/orders/b.py,line=9,title=new-cross-context-edge::orders has a new call into billing"
    )
    assert second.startswith("::warning file=back/odd%2C one.py,line=1,title=unassigned-module::")
    placeless = replace(result, new=(replace(result.new[0], location=None),))
    assert to_annotations(placeless).startswith("::error title=new-cross-context-edge::")


def test_sarif_tells_the_line_where_there_is_one_and_paths_as_the_code_host_knows_them() -> None:
    result = checked(OLD, link("orders/b.py::f", "billing/a.py::Bill.pay", K.CALL, 9))

    def place(result: CheckResult) -> object:
        return json.loads(to_sarif(result, "back/"))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]

    where = {"uri": "back/orders/b.py", "uriBaseId": "%SRCROOT%"}
    assert place(result) == {"artifactLocation": where, "region": {"startLine": 9}}
    whole = replace(result.new[0], location=Location("orders/b.py"))
    assert place(replace(result, new=(whole,))) == {"artifactLocation": where}


def test_gitlab_gets_what_its_report_needs_of_every_finding() -> None:
    result = checked(OLD, link("orders/b.py::f", "billing/a.py::Bill.pay", K.CALL, 9), module("odd.py"))
    placeless = replace(result, new=(replace(result.new[0], location=None),), unassigned=())
    first, second = json.loads(to_code_quality(result, "back/"))
    assert (first["check_name"], first["severity"]) == ("decompose/new-cross-context-edge", "major")
    assert first["location"] == {"path": "back/orders/b.py", "lines": {"begin": 9}}
    assert first["description"].startswith("orders has a new call into billing")
    assert (second["severity"], second["location"]["lines"]) == ("minor", {"begin": 1})
    assert first["fingerprint"] != second["fingerprint"]
    assert json.loads(to_code_quality(placeless))[0]["location"] == {"path": CONTEXTS, "lines": {"begin": 1}}
    assert json.loads(to_code_quality(checked(OLD))) == []


def test_the_summary_tells_the_pairs_that_changed_and_links_each_finding() -> None:
    result = checked(link("orders/b.py::f", "billing/a.py::Bill.pay", K.CALL, 9), module("odd.py"))
    text = to_markdown(result, "back/", "https://host/repo/blob/abc/{path}#L{line}")
    assert text.startswith(
        f"{MAKER}\n\n**1 new coupling across contexts.**\n\n1 removed, 0 known, 0 stale, 0 unsure.\n"
    )
    assert "| `orders` | `billing` | 1 | 1 | 1 | 1 |" in text
    assert 'n1 -->|"#43;1 -1"| n2' in text
    assert (
        "- [`back/orders/b.py:9`](<https://host/repo/blob/abc/back/orders/b.py#L9>) **new-cross-context-edge**: "
        in text
    )
    assert "(`decompose analyze`, then `decompose accept`)" in text
    assert "<details><summary>Removed: 1</summary>" in text
    assert "- `orders` → `billing`, import: `orders/a.py` → `billing/a.py`" in text
    assert "<details><summary>In no context: 1</summary>" in text


def test_the_summary_of_a_tree_that_passes_says_so_and_is_short() -> None:
    text = to_markdown(checked(OLD))
    assert "**No new coupling across contexts.**\n\n0 removed, 1 known, 0 stale, 0 unsure." in text
    assert "mermaid" not in text and "|" not in text


def test_a_summary_of_ever_so_much_fits_into_a_comment() -> None:
    edges = [Edge("import", f"c{n}", f"d{n}", f"{'long' * 20}/{n}.py", f"{'long' * 20}/x{n}.py") for n in range(900)]
    new = tuple(Violation(Rule.NEW_EDGE, Level.ERROR, Location(edge.source, 1), f"{edge}", (edge,)) for edge in edges)
    text = to_markdown(
        CheckResult(new, (), tuple(edges), tuple(edges), tuple(edges), ()), "", "https://host/{path}#L{line}"
    )
    assert len(text) < 65_536
    assert "and 890 more pairs" in text and "and 850 more findings" in text
    assert len([line for line in text.splitlines() if line.startswith("  n") and "[" in line]) <= 25


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_markup_mention_or_link_in_the_summary(name: str) -> None:
    edge = Edge("import", name, name, name, name)
    result = CheckResult(
        (Violation(Rule.NEW_EDGE, Level.ERROR, Location(name, 3), f"{name} has `{name}`.", (edge,)),),
        (),
        (edge,),
        (),
        (),
        (),
    )
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(to_markdown(result))
    kinds = {token.type for block in tokens for token in (block.children or ())}
    html = [token.content for block in tokens for token in (block, *(block.children or ())) if "html" in token.type]
    assert kinds <= {"text", "softbreak", "code_inline", "strong_open", "strong_close", "html_inline"}
    assert all(re.match(r"</?(details|summary|sub)>|<!-- (decompose check )?-->", one.strip()) for one in html), html


def test_a_finding_stays_the_same_one_when_the_code_above_it_grows() -> None:
    def prints(line: int, target: str = "billing/a.py::Bill.pay") -> list[str]:
        result = checked(OLD, link("orders/b.py::f", target, K.CALL, line), module("odd.py"), module("other.py"))
        results = json.loads(to_sarif(result))["runs"][0]["results"]
        return [each["partialFingerprints"]["decomposeEdge/v1"] for each in results]

    assert prints(9) == prints(99)
    assert len({*prints(9), *prints(9, "billing/a.py::Note")}) == 4  # two edges, two modules


def test_accepting_and_checking_the_same_tree_passes(tmp_path: Path) -> None:
    decomposition = shop()
    assert write_acceptance(decomposition, tmp_path) == (tmp_path / CONTEXTS, tmp_path / BASELINE)
    findings = Findings(units=decomposition.units, evidence=decomposition.evidence)
    result = check(findings, read_boundaries(tmp_path / CONTEXTS), read_baseline(tmp_path / BASELINE))
    assert result.passed and result.known
    assert not result.removed and not result.stale
    assert sorted(path.name for path in tmp_path.iterdir()) == [BASELINE, CONTEXTS]


def test_accepting_again_keeps_what_people_wrote_and_freezes_by_it(tmp_path: Path) -> None:
    write_acceptance(shop(), tmp_path)
    edited = 'version = 1\n[[context]]\nid = "everything"\nmodules = ["shop/**"]\n'
    (tmp_path / CONTEXTS).write_text(edited)
    assert write_acceptance(shop(), tmp_path) == (tmp_path / BASELINE,)
    assert (tmp_path / CONTEXTS).read_text() == edited
    assert read_baseline(tmp_path / BASELINE) == frozenset()


def test_a_missing_or_unreadable_file_is_an_error_and_no_empty_baseline(tmp_path: Path) -> None:
    with pytest.raises(DecomposeError, match="decompose accept"):
        read_baseline(tmp_path / BASELINE)
    (tmp_path / CONTEXTS).write_bytes(b"version = 1 # caf\xe9")
    with pytest.raises(DecomposeError, match="not UTF-8"):
        read_boundaries(tmp_path / CONTEXTS)
    (tmp_path / "folder").mkdir()
    with pytest.raises(DecomposeError, match="cannot read"):
        read_boundaries(tmp_path / "folder")
    (tmp_path / CONTEXTS).write_bytes(b"\xef\xbb\xbfversion = 1\r\n")
    assert read_boundaries(tmp_path / CONTEXTS).contexts == ()
