"""The page in Chromium: nothing is requested, nothing is injected, and everything an architect clicks works."""

from collections.abc import Callable

import pytest

from decompose.reports.html import render
from tests.decompositions import CHECKOUT, INVOICES, shop
from tests.html.conftest import Opened
from tests.html.hostile import hostile
from tests.html.synthetic import large

pytestmark = pytest.mark.browser
Opener = Callable[..., Opened]


VISIT = """async () => {
  const follow = async hrefs => {
    for (const href of new Set(hrefs)) {
      location.hash = href;
      await new Promise(done => setTimeout(done));
    }
  };
  const links = place => [...place.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'));
  await follow(links(document));
  await follow(links(document.getElementById('drawer')));
  for (const button of document.querySelectorAll('#strands button')) button.click();
}"""


def visit_everything(opened: Opened) -> None:
    """Every panel, every strand of the matrix, a search."""
    opened.page.evaluate(VISIT)
    opened.page.keyboard.press("Escape")
    opened.page.fill("#search", "a")
    opened.page.keyboard.press("Enter")


def test_it_loads_and_is_used_without_error_violation_or_request(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    visit_everything(opened)
    assert opened.wrongs == []


def test_hostile_names_stay_text_wherever_they_are_shown(open_page: Opener) -> None:
    opened = open_page(render(hostile(shop())))
    before = opened.page.evaluate("document.querySelectorAll('img, iframe, object, svg[onload], [onerror]').length")
    visit_everything(opened)
    after = opened.page.evaluate("document.querySelectorAll('img, iframe, object, svg[onload], [onerror]').length")
    assert (before, after) == (0, 0)
    assert opened.page.evaluate("document.scripts.length") == 2
    assert opened.wrongs == []


def test_hostile_names_can_still_be_opened_by_their_links(open_page: Opener) -> None:
    opened = open_page(render(hostile(shop())))
    for selector in (".box", ".arrow", ".ownership tbody th a", "#module-table tbody th a"):
        opened.hash("summary")
        opened.hash(opened.page.get_attribute(selector, "href"))
        assert opened.page.is_visible("#drawer"), selector


def test_a_link_to_an_edge_opens_its_formula_cuts_and_places(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    opened.go("#edge=orders~billing")
    opened.page.wait_for_selector("#drawer:not([hidden])")
    text = opened.page.inner_text("#drawer")
    assert "2 cuts, 3 points of effort" in text
    assert f"{CHECKOUT}:30" in text
    assert "call-through-facade, 2 points" in text
    opened.page.click(f"#drawer a:has-text('{INVOICES}')")
    opened.page.wait_for_function(
        "document.querySelector('#drawer').innerText.includes('support 6.5 of 31 changes: 6.5 / 31 = 0.21')"
    )
    assert "9f1c2d3e" in opened.page.inner_text("#drawer")


def test_the_back_button_closes_what_a_link_opened(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    opened.page.click("#contexts .card .ctx")
    opened.page.wait_for_selector("#drawer:not([hidden])")
    opened.page.go_back()
    opened.page.wait_for_selector("#drawer", state="hidden")


def test_escape_closes_the_panel_and_gives_the_focus_back(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    opened.page.focus("#contexts .card .ctx")
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector("#drawer:not([hidden])")
    opened.page.keyboard.press("Escape")
    assert opened.page.is_hidden("#drawer")
    assert opened.page.evaluate("document.activeElement.getAttribute('href')") == "#context=orders"


def test_a_link_to_a_step_opens_it(open_page: Opener) -> None:
    opened = open_page(render(large(40, 8)))
    assert opened.page.evaluate("document.getElementById('step-7').open") is False
    opened.hash("step-7")
    assert opened.page.evaluate("document.getElementById('step-7').open") is True


def test_search_finds_by_slash_and_opens_by_enter(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("check")
    assert opened.page.inner_text("#found li[aria-selected=true] bdi") == CHECKOUT
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector("#drawer:not([hidden])")
    assert "Orders" in opened.page.inner_text("#drawer")


def test_the_module_list_sorts_filters_and_downloads(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    first = "#module-table tbody tr:first-child th"
    opened.page.click("#module-table th button:has-text('Lines')")
    assert opened.page.inner_text(first) == "shop/orders/models.py"
    assert opened.page.get_attribute("#module-table th:nth-child(3)", "aria-sort") == "descending"
    opened.page.fill("#module-filter", "billing")
    assert opened.page.inner_text("#module-count") == "2 of 9 modules"
    with opened.page.expect_download() as download:
        opened.page.click("button:has-text('Download as CSV')")
    lines = download.value.path().read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[0] == '"Module","Context","Lines","Strength","Runner-up","Its share"'
    assert lines[1] == '"shop/billing/invoices.py","Billing","310","0.4","Orders","0.6"'
    assert opened.wrongs == []


def test_a_name_that_looks_like_a_formula_is_defused_in_the_download(open_page: Opener) -> None:
    document = render(shop()).replace("shop/billing/", "=shop/billing/")
    opened = open_page(document)
    opened.page.fill("#module-filter", "=shop")
    with opened.page.expect_download() as download:
        opened.page.click("button:has-text('Download as CSV')")
    assert '"\'=shop/billing/invoices.py"' in download.value.path().read_bytes().decode("utf-8-sig")


def test_the_matrix_switches_strands_and_opens_a_context(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    cells = "#matrix-view td a"
    assert opened.page.eval_on_selector_all(cells, "cells => cells.map(cell => cell.textContent)") == [*"115313"]
    opened.page.click("#strands button:text-is('Tables')")
    assert opened.page.eval_on_selector_all(cells, "cells => cells.map(cell => cell.textContent)") == ["2", "2"]
    opened.page.click("#matrix-view th[scope=row] a:has-text('Orders')")
    opened.page.wait_for_function(
        "document.querySelector('#matrix-says').textContent.includes('The 3 modules of Orders.')"
    )
    opened.page.click("#strands a:has-text('All contexts')")
    assert opened.page.query_selector_all("#matrix-view tbody tr").__len__() == 4


def test_a_context_of_many_modules_is_shown_by_folder_and_says_so(open_page: Opener) -> None:
    opened = open_page(render(large(400, 2)))
    opened.hash(opened.page.get_attribute("#matrix-view th[scope=row] a", "href"))
    opened.page.wait_for_function(
        "document.querySelector('#matrix-says').textContent.includes('too many for one table')"
    )
    assert 2 <= len(opened.page.query_selector_all("#matrix-view tbody tr")) <= 60


def test_the_page_is_readable_without_scripts(open_page: Opener) -> None:
    opened = open_page(render(shop()), java_script_enabled=False)
    text = opened.page.inner_text("main")
    assert "falls into 3 candidate bounded contexts" in text
    assert "Scripts are off." in text
    assert opened.page.is_visible("#step-1")
    assert opened.page.is_visible(".map svg")
    assert opened.page.is_visible(".ownership")
    assert not opened.page.is_visible("#search")


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_nothing_is_wider_than_the_window(open_page: Opener, width: int) -> None:
    opened = open_page(render(large(60, 12)), viewport={"width": width, "height": 800})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_theme_goes_round(open_page: Opener) -> None:
    opened = open_page(render(shop()), color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = opened.page.evaluate(paper)
    opened.page.keyboard.press("t")
    light = opened.page.evaluate(paper)
    opened.page.keyboard.press("t")
    assert (light != dark, opened.page.evaluate(paper)) == (True, dark)


def test_help_opens_and_closes_by_key(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    opened.page.keyboard.press("?")
    assert opened.page.is_visible("#help")
    opened.page.click("#help button")
    assert not opened.page.is_visible("#help")
    assert opened.wrongs == []


CONTRAST = """theme => {
  document.documentElement.dataset.theme = theme;
  const channel = value => (value /= 255, value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const read = (colour, under) => { canvas.fillStyle = under; canvas.fillRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); };
  const light = rgb => rgb.map(channel).reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = element => { const up = []; for (let e = element; e; e = e.parentElement) up.unshift(getComputedStyle(e).backgroundColor); return up.reduce((under, colour) => `rgb(${read(colour, under)})`, 'white'); };
  const low = [];
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('svg, script, style, noscript') || ![...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()) || !element.checkVisibility()) continue;
    const behind = ground(element);
    const [a, b] = [light(read(getComputedStyle(element).color, behind)), light(read(behind, 'white'))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)} ${element.textContent.slice(0, 30)}`);
  }
  return low;
}"""  # noqa: E501 - a program in another language


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_text_has_a_contrast_of_at_least_four_and_a_half(open_page: Opener, theme: str) -> None:
    opened = open_page(render(large(60, 12)))
    opened.page.wait_for_timeout(50)
    assert opened.page.evaluate(CONTRAST, theme) == []


def test_every_control_has_a_name_and_every_header_a_scope(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    nameless = """[...document.querySelectorAll('button, a[href], input, select')]
      .filter(e => !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label'))).map(e => e.outerHTML)"""
    assert opened.page.evaluate(nameless) == []
    assert opened.page.evaluate("[...document.querySelectorAll('th:not([scope])')].length") == 0


def test_paper_has_the_summary_on_page_one(open_page: Opener) -> None:
    opened = open_page(render(large(60, 12)))
    opened.page.emulate_media(media="print")
    opened.page.set_viewport_size({"width": 695, "height": 1000})  # A4 less the margins, at 96 dots an inch
    assert opened.page.evaluate("document.getElementById('summary').getBoundingClientRect().height") < 1010
    assert not opened.page.is_visible(".rail")


def test_five_thousand_modules_are_small_enough_and_ready_within_two_seconds(open_page: Opener) -> None:
    document = render(large(5000, 40))
    assert len(document.encode()) <= 1_500_000
    opened = open_page(document)
    ready = []
    for _ in range(3):
        opened.go("?again")
        ready.append(opened.page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
    assert min(ready) <= 2000
    assert opened.wrongs == []


def test_four_hundred_contexts_are_folded_and_every_one_can_be_reached(open_page: Opener) -> None:
    opened = open_page(render(large(800, 400)))
    height = "document.documentElement.scrollHeight"
    assert opened.page.evaluate(height) < 25_000
    opened.page.evaluate("location.hash = 'step-399'")
    assert opened.page.is_visible("#step-399 > .body")


def test_page_one_says_what_each_cut_costs(open_page: Opener) -> None:
    page = open_page(render(shop())).page
    assert page.text_content(".glance tbody tr:first-child th") == "Catalog"
    assert page.locator(".glance tbody tr").count() == 3
    assert "simple edit" in (page.text_content(".glance") or "")
