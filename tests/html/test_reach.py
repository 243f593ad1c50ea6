"""The page without a mouse, in a narrow window, for a screen reader and on paper: nothing is out of reach."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from decompose.reports.html import render
from tests.decompositions import renamed, shop
from tests.html.conftest import Opened
from tests.html.synthetic import large

pytestmark = pytest.mark.browser
Opener = Callable[..., Opened]

LONG = "a_module_whose_name_is_longer_than_any_narrow_window_is_wide."

HOLDER = "document.activeElement.closest('section')?.id"


@pytest.mark.parametrize("width", [320, 360, 820, 1440])
def test_the_longest_names_break_before_the_window_does(open_page: Opener, width: int) -> None:
    opened = open_page(render(renamed(shop(), lambda old: LONG + old)), viewport={"width": width, "height": 800})
    opened.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_theme_and_the_keys_are_there_in_a_narrow_window(open_page: Opener) -> None:
    opened = open_page(render(shop()), viewport={"width": 360, "height": 740})
    assert opened.page.is_visible("#theme")
    assert opened.page.is_visible("#keys")


def test_switching_the_matrix_keeps_the_focus_on_the_switch(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    opened.page.focus("#strands button:nth-of-type(2)")
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.textContent") == "References"


def test_tab_goes_on_from_where_a_key_or_a_link_led(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    opened.page.keyboard.press("j")
    assert opened.page.evaluate(HOLDER) == "plan"
    opened.hash("step-2")
    assert opened.page.evaluate("document.activeElement.parentElement.id") == "step-2"
    opened.hash("inside=orders")
    assert opened.page.evaluate("document.activeElement.id") == "matrix-view"


def test_keys_of_one_letter_can_be_switched_off(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    opened.page.click("#keys")
    opened.page.uncheck("#single-keys")
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("/")
    assert opened.page.evaluate("document.activeElement.id") != "search"
    opened.go("?again")
    opened.page.keyboard.press("?")
    assert not opened.page.is_visible("#help")


def test_the_map_is_read_by_keys(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    opened.page.focus(".map .box")
    assert opened.page.locator(".map .arrow.lit").count() > 0
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector("#drawer h3:has-text('Is used by'), #drawer h3:has-text('Depends on')")
    opened.page.keyboard.press("Escape")
    assert opened.page.evaluate("document.activeElement.classList.contains('box')")


def test_tab_stays_in_the_panel_that_covers_the_page(open_page: Opener) -> None:
    opened = open_page(render(shop()), viewport={"width": 360, "height": 740})
    opened.page.focus("#contexts .card .ctx")
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector("#drawer:not([hidden])")
    inside = "document.getElementById('drawer').contains(document.activeElement)"
    for key in ("Shift+Tab", *["Tab"] * 40, *["Shift+Tab"] * 40):
        opened.page.keyboard.press(key)
        assert opened.page.evaluate(inside), key
    opened.page.keyboard.press("Escape")
    assert opened.page.evaluate("document.activeElement.matches('#contexts .card .ctx')")


def test_whatever_scrolls_is_reached_by_keys_and_has_a_name(open_page: Opener) -> None:
    opened = open_page(render(large(60, 12)), viewport={"width": 360, "height": 740})
    opened.page.wait_for_timeout(100)
    stuck = """[...document.querySelectorAll('.scroll')].filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth)
      .filter(e => e.tabIndex !== 0 || !(e.ariaLabel || document.getElementById(e.getAttribute('aria-labelledby'))))
      .map(e => e.outerHTML)"""
    assert opened.page.evaluate(stuck) == []


HIDDEN = """() => [...document.querySelectorAll('#matrix-view td a')].filter(e => {
  e.focus();
  const box = e.getBoundingClientRect(), over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return over?.closest('th') && !e.contains(over);
}).length"""


def test_names_that_stay_in_place_do_not_hide_what_has_the_focus(open_page: Opener) -> None:
    narrow = {"width": 360, "height": 740}
    opened = open_page(render(large(60, 12)), viewport=narrow, reduced_motion="reduce")
    assert opened.page.evaluate("document.querySelectorAll('#matrix-view td a').length") > 20
    assert opened.page.evaluate(HIDDEN) == 0


def test_headings_go_down_one_level_at_a_time(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    levels = opened.page.evaluate(
        "[...document.querySelectorAll('main :is(h1, h2, h3, h4, h5)')].map(e => +e.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_pictures_hold_nothing_to_press(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    assert opened.page.locator("[role=img] a, [role=img] button").count() == 0


SMALL = """() => {
  const least = 24, targets = [...document.querySelectorAll('td a, tbody th a, button, summary, select')].filter(e => e.checkVisibility() && !e.closest('p'));
  const boxes = targets.map(e => [e, e.getBoundingClientRect()]);
  const small = boxes.filter(([, box]) => box.width < least - .5 || box.height < least - .5);
  const near = (x, y, box) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < least / 2;
  return small.filter(([e, box]) => boxes.some(([other, its]) => other !== e && near(box.x + box.width / 2, box.y + box.height / 2, its)))
    .map(([e, box]) => `${box.width.toFixed(1)}×${box.height.toFixed(1)} ${e.outerHTML.slice(0, 120)}`);
}"""  # noqa: E501 - a program in another language


@pytest.mark.parametrize("width", [360, 1440])
def test_what_is_to_be_hit_is_large_enough_or_stands_alone(open_page: Opener, width: int) -> None:
    opened = open_page(render(large(60, 12)), viewport={"width": width, "height": 800})
    assert opened.page.evaluate(SMALL) == []


def test_the_lines_of_the_map_stand_out_from_the_paper(open_page: Opener) -> None:
    opened = open_page(render(shop()))
    for theme in ("light", "dark"):
        assert opened.page.evaluate(LINES, theme) == []


LINES = """theme => {
  document.documentElement.dataset.theme = theme;
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const read = colour => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); };
  const channel = value => (value /= 255, value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = rgb => rgb.map(channel).reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
  const paper = read(getComputedStyle(document.body).backgroundColor);
  return [...document.querySelectorAll('.arrow .line')].flatMap(line => {
    const style = getComputedStyle(line);
    const mixed = read(style.stroke).map((value, at) => value * style.opacity + paper[at] * (1 - style.opacity));
    const [a, b] = [light(mixed), light(paper)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return ratio < 3 ? [`${style.stroke} ${ratio.toFixed(2)}`] : [];
  });
}"""  # noqa: E501 - a program in another language


def test_paper_has_the_first_steps_that_lead_out_in_full(open_page: Opener) -> None:
    opened = open_page(render(large(60, 12)))
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown = opened.page.evaluate("[...document.querySelectorAll('.step[open]')].map(e => e.className)")
    out = opened.page.locator(".step.out").count()
    assert len([name for name in shown if "out" in name]) == min(5, out) > 1
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert opened.page.locator(".step[open]").count() == 1


BEYOND = """width => [...document.querySelectorAll('main table')].filter(e => e.checkVisibility())
  .filter(e => e.getBoundingClientRect().right > width + 1).map(e => e.className)"""


def test_nothing_is_cut_off_at_the_edge_of_the_paper(open_page: Opener) -> None:
    opened = open_page(render(renamed(large(60, 12), lambda old: "quite_a_long_folder/" + old)))
    opened.page.emulate_media(media="print")
    opened.page.set_viewport_size({"width": 695, "height": 1000})  # A4 less the margins, at 96 dots an inch
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 695
    assert opened.page.evaluate(BEYOND, 695) == []


def test_wide_matrices_lie_on_their_side_on_paper(open_page: Opener) -> None:
    opened = open_page(render(large(240, 60)))
    opened.page.emulate_media(media="print")
    opened.page.set_viewport_size({"width": 695, "height": 1000})
    assert all("many" in name for name in opened.page.evaluate(BEYOND, 695))
    opened.page.set_viewport_size({"width": 1024, "height": 700})
    assert opened.page.evaluate(BEYOND, 1024) == []
    assert opened.page.evaluate("getComputedStyle(document.getElementById('matrix')).page") == "wide"
