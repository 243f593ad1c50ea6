"""The document as text: its outline, its policy, what stands in it without any script, and how large it may be."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from decompose.contexts.context import ContextCatalog
from decompose.coupling.graph import CouplingGraph
from decompose.design.cuts.ledger import CutLedger
from decompose.design.data.ownership import DataOwnership
from decompose.design.map.context_map import ContextMap
from decompose.plan.plan import MigrationPlan
from decompose.reports import html
from decompose.reports.html.data import fair_cap
from decompose.result.decomposition import Coverage, Decomposition
from tests.decompositions import shop
from tests.html.hostile import hostile
from tests.html.synthetic import large

OUTLINE = ["summary", "plan", "map", "contexts", "measures", "ownership", "matrix", "ledger", "hidden",
           "transactions", "outside", "people", "trend", "modules",
           "quality", "glossary", "method"]  # fmt: skip
VOID = {"meta", "link", "br", "input", "img", "hr"}
STATIC = Path(html.__file__).parent / "static"


@pytest.fixture(scope="module")
def document() -> str:
    return html.render(shop())


class Nesting(HTMLParser):
    """Checks that every element is closed where it should be, and keeps ids, tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def parsed(text: str) -> Nesting:
    nesting = Nesting()
    nesting.feed(text)
    nesting.close()
    assert nesting.open == []
    return nesting


def empty() -> Decomposition:
    """A system in which nothing was found."""
    return msgspec.structs.replace(
        shop(),
        coverage=Coverage(0, 0, (), ()),
        units=(),
        evidence=(),
        graph=CouplingGraph((), ()),
        catalog=ContextCatalog(()),
        context_map=ContextMap(()),
        ownership=DataOwnership(()),
        ledger=CutLedger((), ()),
        transactions=(),
        plan=MigrationPlan(()),
        problems=(),
    )


def test_the_sections_stand_in_the_order_of_their_importance(document: str) -> None:
    assert re.findall(r'<section id="(\w+)"', document) == OUTLINE


def test_every_section_can_be_reached_from_the_navigation(document: str) -> None:
    assert re.findall(r'<li><a href="#(\w+)">', document)[: len(OUTLINE)] == OUTLINE


@pytest.mark.parametrize("of", [shop, empty, lambda: hostile(shop())], ids=["shop", "empty", "hostile"])
def test_every_element_is_closed_and_every_id_unique(of: object) -> None:
    nesting = parsed(html.render(of()))  # type: ignore[operator]  # a function of the parameter list
    assert sorted(nesting.ids) == sorted(set(nesting.ids))


def test_links_inside_the_page_lead_somewhere(document: str) -> None:
    ids = set(parsed(document).ids) | {""}
    targets = set(re.findall(r'href="#([^"=]*)"', document))
    assert targets <= ids


@pytest.mark.parametrize(("element", "directive"), [("style", "style-src"), ("script", "script-src")])
def test_the_policy_allows_exactly_what_is_inlined(document: str, element: str, directive: str) -> None:
    (content,) = re.findall(rf"<{element}>(.*?)</{element}>", document, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', document)
    directives = dict(part.strip().split(" ", 1) for part in policy.replace("&#39;", "'").split(";"))
    assert directives[directive] == f"'sha256-{digest}'"
    assert directives["default-src"] == "'none'"
    assert not any("unsafe" in value or "http" in value for value in directives.values())


def test_no_style_or_event_attribute_needs_an_exception_from_the_policy(document: str) -> None:
    names = {name for name, _ in parsed(document).attributes}
    assert "style" not in names
    assert not {name for name in names if name.startswith("on")}


def test_scripts_make_text_and_never_markup() -> None:
    script = "\n".join(path.read_text() for path in sorted(STATIC.glob("*.js")))
    assert len(script) > 10_000
    for banned in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "fetch(",
        "srcdoc",
    ):
        assert banned not in script
    assert "http" not in script.replace("http://www.w3.org/2000/svg", "")


def test_no_template_switches_escaping_off() -> None:
    templates = sorted((STATIC.parent / "templates").glob("*.jinja"))
    assert len(templates) > 10
    for template in templates:
        assert not re.search(r"\|\s*safe|autoescape|Markup", template.read_text()), template.name


def test_hostile_text_adds_no_element(document: str) -> None:
    tags = parsed(html.render(hostile(shop()))).tags
    assert tags.count("script") == 2
    assert "img" not in tags
    assert set(tags) == set(parsed(document).tags)


def test_any_hostile_name_can_be_written_as_utf_8() -> None:
    document = html.render(hostile(shop()))
    assert document.encode("utf-8")
    assert "\u202e" not in document
    assert "\x1b" not in document


def test_the_essentials_stand_in_the_page_without_scripts(document: str) -> None:
    readable = re.sub(r"<script.*?</script>", "", document, flags=re.DOTALL)
    for sentence in (
        "shop falls into 3 candidate bounded contexts; 25% of its coupling crosses their boundaries.",
        "others only call it, and nothing else writes its tables",
        "split the transaction of invoice_for",
        "no import and no query crosses the boundary",
        "route the façade back to the module",
        "billing writes the table orders",
        "saga: write the invoice, then let orders mark itself invoiced on an event",
        "cannot parse: unexpected indent",
        "212 of 240 commits (88%) from 2021-03-01 to 2024-05-17 were used (git).",
    ):
        assert sentence in readable, sentence


def test_five_numbers_each_say_out_of_what(document: str) -> None:
    numbers = re.findall(r'<dd class="number">(.*?)</dd><dd class="definition">(.*?)</dd>', document)
    assert [number for number, _ in numbers] == ["3", "25%", "10", "1", "1"]
    assert all(len(definition) > 20 for _, definition in numbers)


def test_contested_tables_come_first(document: str) -> None:
    rows = re.findall(r'<tr( class="contested")?><th scope="row"><a href="#table=(\w+)"', document)
    assert [name for _, name in rows] == ["orders", "products", "invoices", "order_lines"]
    assert [bool(contested) for contested, _ in rows] == [True, False, False, False]


def test_the_matrix_puts_what_is_used_first_and_marks_what_closes_a_cycle(document: str) -> None:
    (matrix,) = re.findall(r'<table class="grid dsm">.*?</table>', document, re.DOTALL)
    assert re.findall(r'<th scope="row">.*?<bdi>(.*?)</bdi>', matrix) == [
        "Shared kernel",
        "Catalog",
        "Orders",
        "Billing",
    ]
    assert re.findall(r'<td class="h\d( back)?"><a href="#edge=(.*?)">(\d+)', matrix) == [
        ("", "catalog~shared-kernel", "1"),
        ("", "orders~shared-kernel", "1"),
        ("", "orders~catalog", "5"),
        (" back", "orders~billing", "3"),
        ("", "billing~shared-kernel", "1"),
        ("", "billing~orders", "3"),
    ]


def test_a_system_without_contexts_is_told_in_words() -> None:
    document = html.render(empty())
    assert "No bounded context was found in shop." in document
    assert "There is no plan" in document
    assert "No cut: nothing crosses a boundary." in document


def test_missing_history_is_a_sentence_and_not_a_zero() -> None:
    assert "No history was read: nothing here says what changes together." in html.render(empty())


def test_the_same_result_gives_the_same_bytes_under_any_hash_seed() -> None:
    program = "import hashlib; from decompose.reports.html import render; from tests.html.synthetic import large; "
    program += "print(hashlib.sha256(render(large(60, 6)).encode()).hexdigest())"
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_a_thousand_modules_in_thirty_contexts_stay_under_one_and_a_half_megabytes() -> None:
    document = html.render(large(1000, 30))
    assert len(document.encode()) <= 1_500_000
    assert re.findall(r'"shown":(\[\[.*?\]\])', document)


def test_a_fair_cap_is_the_largest_that_fits() -> None:
    assert fair_cap([10, 2, 5], 9, 60) == 3
    assert fair_cap([10, 2, 5], 17, 60) == 60
    assert fair_cap([10, 2, 5], 0, 60) == 1


def test_a_long_plan_leaves_room_for_the_evidence_of_boundaries() -> None:
    system = large(2500, 24)
    steps = tuple(replace(step, preconditions=("settle this first " * 4000,)) for step in system.plan.steps)
    document = html.render(replace(system, plan=replace(system.plan, steps=steps)))
    (found,) = re.findall(r'<script id="data" type="application/json">(.*?)</script>', document, re.DOTALL)
    rows = [len(packed.split(" ")) // 11 for *_, packed in json.loads(found)["cuts"]]
    assert max(rows) >= 10
