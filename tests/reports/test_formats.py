"""Each format is valid for the tools that read it, whatever the names of the system are, and holds what the result holds."""

import csv
import json
import re
from collections import Counter
from io import StringIO
from itertools import pairwise

import msgspec
import networkx
import pytest
from hypothesis import given, settings
from hypothesis.strategies import booleans
from markdown_it import MarkdownIt
from msgspec.structs import replace

from decompose.cli.overwriting import HEAD
from decompose.contexts.context import BoundedContext, ContextKind, Membership
from decompose.design.map.context_map import ContextRelation, Flow
from decompose.design.map.families import Family
from decompose.plan.plan import Verdict
from decompose.reports import (
    REPORTS,
    html,
    to_csv,
    to_graphml,
    to_hidden_csv,
    to_json,
    to_markdown,
    to_mermaid,
    to_partition,
)
from decompose.result.decomposition import Decomposition
from decompose.result.escaping import xml
from decompose.result.report import Report
from decompose.result.steps import callers
from decompose.result.store import from_bytes
from decompose.result.wording import context_names
from tests.decompositions import renamed, shop
from tests.strategies import names

NODE = re.compile(r'  n\d+(\["|\(\[")(?:[^"\[\]{}|<>;#]|#\d+;)*<br/>[\d,]+ modules?("\]|"\]\))')
EDGE = re.compile(r'  n\d+ -->(\|"(?:[^"\[\]{}|<>;#]|#\d+;)*"\|)? n\d+')


def hostile(name: str) -> Decomposition:
    return renamed(shop(), lambda text: name + text)


def large(contexts: int, name: str = "context") -> Decomposition:
    """A system of many contexts, each related to every other of its ten neighbours."""
    made = tuple(
        BoundedContext(f"c{i}", f"{name} {i}", ContextKind.DOMAIN, (Membership(f"m{i}.py", 1.0),), ("term",) * 30)
        for i in range(contexts)
    )
    relations = tuple(
        ContextRelation(f"c{i}", f"c{(i + step) % contexts}", (Flow("call", step),), "conformist", name, 1 / (i + step))
        for i in range(contexts)
        for step in range(1, 11)
    )
    catalog = msgspec.structs.replace(shop().catalog, contexts=made)
    context_map = msgspec.structs.replace(shop().context_map, relations=relations)
    steps = tuple(
        msgspec.structs.replace(shop().plan.steps[1], rank=i + 1, context=f"c{i}", why=name) for i in range(contexts)
    )
    plan = msgspec.structs.replace(shop().plan, steps=steps)
    return msgspec.structs.replace(shop(), catalog=catalog, context_map=context_map, plan=plan)


def nothing() -> Decomposition:
    """What is known of an empty system."""
    empty = msgspec.to_builtins(shop())
    for path in ("units", "evidence", "transactions", "problems"):
        empty[path] = []
    empty["graph"] = {"units": [], "couplings": []}
    empty["partition"] = {"blocks": []}
    empty["catalog"] = {"contexts": []}
    empty["context_map"] = {"relations": []}
    empty["ownership"] = {"tables": []}
    empty["ledger"] = {"cuts": [], "totals": []}
    empty["plan"] = {"steps": []}
    empty["coverage"] = {"files_listed": 0, "files_read": 0, "skipped": [], "understood": [["calls resolved", 0, 0]]}
    empty["coverage"]["understood"] = [{"name": "calls resolved", "part": 0, "whole": 0}]
    return msgspec.convert(empty, Decomposition)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_document_bears_the_mark_of_its_format(report: Report) -> None:
    systems = (
        "",
        "a\nb",
        "\u2028",
        "<" * 255,
        "\U0001f600" * 63,
        "\udcff" * 255,
    )  # folders' names have at most 255 bytes
    for decomposition in (nothing(), *(replace(shop(), run=replace(shop().run, system=it)) for it in systems)):
        head = report.render(decomposition).encode("utf-8", "replace").decode()[:HEAD]
        assert re.search(report.mark, head), head


def test_json_is_the_saved_result() -> None:
    assert from_bytes(to_json.render(shop()).encode()) == shop()


@settings(max_examples=20)
@given(names)
def test_the_partition_has_every_member_under_a_name_of_its_own(name: str) -> None:
    decomposition = renamed(shop(), lambda text: name if text in ("Orders", "Billing") else text)
    document = json.loads(to_partition.render(decomposition))
    named = [context["name"] for context in document["contexts"]]
    assert len(set(named)) == len(named) == 4
    files = Counter(file for context in document["contexts"] for file in context["files"])
    assert set(files) == set(shop().catalog.context_of())
    assert set(files.values()) == {1}
    assert len(document["ranking"]) == 3
    assert set(document["ranking"]) < set(named)


def test_the_ranking_is_the_order_of_the_plan() -> None:
    assert json.loads(to_partition.render(shop()))["ranking"] == ["Catalog", "Billing", "Orders"]


@settings(max_examples=20)
@given(names)
def test_networkx_reads_the_graphml_back_whole(name: str) -> None:
    graph = networkx.parse_graphml(to_graphml.render(hostile(name)))
    assert graph.number_of_nodes() == 8
    assert graph.number_of_edges() == len(shop().graph.couplings)
    weights = [data["weight"] for *_, data in graph.edges(data=True)]
    assert sorted(weights) == sorted(c.weight for c in shop().graph.couplings)
    assert {data["context"] for _, data in graph.nodes(data=True)} == {
        xml(each) for each in context_names(hostile(name)).values()
    }


def test_graphml_tells_modules_apart_whose_names_xml_cannot() -> None:
    swapped = renamed(
        shop(), lambda text: text.replace("shop/orders/models.py", "\x1b").replace("shop/orders/lines.py", "\\x1b")
    )
    assert networkx.parse_graphml(to_graphml.render(swapped)).number_of_nodes() == 8


def test_the_strands_of_an_edge_make_up_its_weight() -> None:
    graph = networkx.parse_graphml(to_graphml.render(shop()))
    for *_, data in graph.edges(data=True):
        assert abs(sum(value for key, value in data.items() if key.startswith("strand_")) - data["weight"]) < 1e-9


@settings(max_examples=20)
@given(names)
def test_csv_has_one_row_per_cut_and_no_formula(name: str) -> None:
    rows = list(csv.reader(StringIO(to_csv.render(hostile(name)), newline="")))
    assert rows[0] == list(to_csv.COLUMNS)
    assert len(rows) == 1 + len(shop().ledger.cuts)
    assert all(len(row) == len(to_csv.COLUMNS) for row in rows)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)


def test_csv_says_where_each_cut_is_and_what_it_costs() -> None:
    rows = list(csv.DictReader(StringIO(to_csv.render(shop()), newline="")))
    assert [(row["path"], int(row["line"]), float(row["effort"])) for row in rows] == [
        (cut.location.path, cut.location.line, cut.effort) for cut in shop().ledger.cuts if cut.location
    ]


@settings(max_examples=20)
@given(names)
def test_a_mermaid_diagram_is_nodes_and_edges_and_nothing_else(name: str) -> None:
    maker, first, *lines = to_mermaid.render(hostile(name)).splitlines()
    assert (maker, first) == (to_mermaid.MAKER, "flowchart LR")
    assert sum(bool(NODE.fullmatch(line)) for line in lines) == 4
    assert sum(bool(EDGE.fullmatch(line)) for line in lines) == 3
    assert len(lines) == 7


def test_a_mermaid_diagram_stays_small_and_says_what_it_leaves_out() -> None:
    text = to_mermaid.render(large(100))
    assert sum(bool(NODE.fullmatch(line)) for line in text.splitlines()) == 40
    assert sum(bool(EDGE.fullmatch(line)) for line in text.splitlines()) == 80
    assert text.startswith(f"{to_mermaid.MAKER}\n%% 60 contexts and 920 relations left out\n")
    assert len(to_mermaid.render(large(100, "|" * 300))) < 50_000


@given(names)
@settings(max_examples=20)
def test_hidden_pairs_with_any_name_are_one_row_each(name: str) -> None:
    rows = list(csv.reader(StringIO(to_hidden_csv.render(hostile(name)), newline="")))
    assert rows[0] == list(to_hidden_csv.COLUMNS)
    assert len(rows) == 1 + len(shop().hidden)
    assert all(len(row) == len(to_hidden_csv.COLUMNS) for row in rows)


def test_the_pairs_across_a_boundary_come_first_with_both_confidences() -> None:
    first, *others = csv.DictReader(StringIO(to_hidden_csv.render(shop()), newline=""))
    assert (first["source_context"], first["target_context"]) == ("Billing", "Catalog")
    assert (first["common"], first["confidence_from_source"], first["confidence_from_target"]) == ("9", "0.38", "0.5")
    assert all(row["source_context"] == row["target_context"] for row in others)


HEADINGS = [
    "What was read",
    "Contexts",
    "Plan",
    "Context map",
    "Data ownership",
    "Outside the database",
    "People",
    "Over time",
    "Largest cuts",
    "Hidden pairs",
    "What was not understood",
]


def headings(markdown: str, level: str) -> list[str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return [b.content for a, b in pairwise(tokens) if a.type == "heading_open" and a.tag == level]


@settings(max_examples=20)
@given(names.filter(bool), booleans())
def test_no_name_changes_the_structure_of_the_markdown(name: str, behind: bool) -> None:
    """Names of 32 characters at most: with longer ones, each character escaped, rows are left out to fit.

    Behind what it was, a table or an entry point is still known as one.
    """
    parser = MarkdownIt("commonmark").enable("table")
    found, expected = (
        [(token.type, token.tag, token.level) for token in parser.parse(to_markdown.render(_named(each, behind)))]
        for each in (name[:32], "x")
    )
    assert found == expected


def _named(name: str, behind: bool) -> Decomposition:
    return renamed(shop(), lambda text: text + name) if behind else hostile(name)


def test_the_markdown_has_its_sections_for_a_full_and_an_empty_system() -> None:
    assert headings(to_markdown.render(shop()), "h2") == HEADINGS
    assert headings(to_markdown.render(nothing()), "h2") == HEADINGS


def test_the_markdown_fits_a_comment_and_counts_what_it_leaves_out() -> None:
    text = to_markdown.render(large(1000, "x" * 500))
    assert 1000 < len(text) <= 60_000
    rows = len(re.findall(r"^\| x+", text.partition("## Contexts")[2].partition("## Plan")[0], re.MULTILINE))
    assert f"… and {1000 - rows:,} more contexts" in text
    assert headings(text, "h2") == HEADINGS


def test_the_plan_of_forty_contexts_is_read_in_ten_minutes_and_at_least_three_steps_are_folded_below_it() -> None:
    """At 250 words a minute, with the longest reason that a verdict gives."""
    why = (
        "No table it writes has another writer and no transaction spans its boundary; 213 edits cut it loose (68% of its "
        "coupling stays inside). A pilot: little is at stake, and by itself it gives little."
    )
    system = large(40)
    steps = [replace(step, why=why) for step in system.plan.steps]
    steps[30:] = [replace(step, verdict=Verdict.KEEP) for step in steps[30:]]
    plan = replace(system.plan, steps=tuple(steps))
    text = to_markdown.render(replace(system, plan=plan)).partition("## Plan")[2].partition("## Context map")[0]
    assert text.count("<details>") == text.count("### Step ") >= 3
    main = re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)
    assert len(re.findall(r"^\| \d+ \|", main, re.MULTILINE)) == 30
    assert len(re.findall(r"^- \*\*.* \(keep in the core\)", main, re.MULTILINE)) == 10
    assert len(main.split()) <= 2_500


def test_the_callers_of_a_step_are_told_with_place_and_number() -> None:
    assert "- callers to redirect: `shop/orders/checkout.py:21` and 1 more there\n" in to_markdown.render(shop())


@pytest.mark.parametrize(("kind", "flag"), [("references", "string"), ("writes", "cascade")])
def test_what_a_framework_is_told_or_the_database_does_by_itself_is_no_caller_to_redirect(kind: str, flag: str) -> None:
    system = shop()
    place, number = callers(system, system.plan.steps[0])[0]
    path = place.partition(":")[0]
    told = tuple(
        replace(cut, kind=kind, flags=(flag,)) if cut.location and cut.location.path == path else cut
        for cut in system.ledger.cuts
    )
    assert number > 0
    left = callers(replace(system, ledger=replace(system.ledger, cuts=told)), system.plan.steps[0])
    assert path not in {each.partition(":")[0] for each, _ in left}


def test_an_empty_system_has_every_report() -> None:
    for report in (to_csv, to_graphml, to_hidden_csv, to_json, to_markdown, to_mermaid, to_partition):
        assert report.render(nothing())


def test_our_own_commands_are_code_in_markdown_and_what_others_put_in_quotes_is_not() -> None:
    advice = ("Put boundaries in first (`decompose accept`).", "Then `rm -rf` and `decompose <x>`.")
    text = to_markdown.render(replace(shop(), plan=replace(shop().plan, advice=advice)))
    assert "(`decompose accept`)" in text
    assert "\\`rm -rf\\`" in text
    assert "`decompose <x>`" not in text


def test_families_of_plug_ins_are_told_with_host_base_and_members() -> None:
    family = Family("shop/orders/models.py::Payment", "orders", ("billing", "catalog"))
    decomposition = replace(shop(), context_map=replace(shop().context_map, families=(family,)))
    assert (
        "- Plug-ins of Orders: Billing, Catalog extend `shop/orders/models.py::Payment`, own no tables"
        in to_markdown.render(decomposition)
    )
    assert "<b>Plug-ins of " in html.render(decomposition)
