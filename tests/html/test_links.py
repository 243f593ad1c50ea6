"""Places in code are links where the user said what to, and nowhere else; the page still loads nothing."""

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from decompose.reports.html import render
from decompose.result.decomposition import Decomposition
from tests.decompositions import CHECKOUT, shop
from tests.html.conftest import Opened
from tests.html.hostile import hostile

LINK = "https://host/repo/blob/abc/back/{path}#L{line}"


def linked(decomposition: Decomposition, link: str = LINK) -> Decomposition:
    run = decomposition.run
    return replace(decomposition, run=replace(run, parameters=(*run.parameters, ("link", link))))


def leaving(page: str) -> list[str]:
    """The addresses that lead out of the page."""
    return [href for href in re.findall(r'<a href="([^"]*)"', page) if not href.startswith("#")]


def test_no_place_is_a_link_unless_the_user_gave_one() -> None:
    assert leaving(render(shop())) == []
    assert leaving(render(linked(shop(), "javascript:alert('{path}')"))) == []


def test_places_lead_to_their_lines() -> None:
    found = leaving(render(linked(shop())))
    assert found
    assert all(re.fullmatch(r"https://host/repo/blob/abc/back/[\w/.%-]+#L[1-9]\d*", href) for href in found)


@pytest.mark.browser
def test_evidence_leads_to_its_line_and_nothing_is_loaded(open_page: Callable[..., Opened]) -> None:
    opened = open_page(render(linked(shop())))
    opened.hash("edge=orders~billing")
    place = opened.page.locator(f"#drawer a.place:text-is('{CHECKOUT}:30')").first
    assert place.get_attribute("href") == f"https://host/repo/blob/abc/back/{CHECKOUT}#L30"
    assert place.get_attribute("rel") == "noopener noreferrer"
    assert opened.wrongs == []


@pytest.mark.browser
def test_hostile_paths_stay_inside_the_address(open_page: Callable[..., Opened]) -> None:
    opened = open_page(render(linked(hostile(shop()))))
    out = opened.page.evaluate("[...document.querySelectorAll('a[target]')].map(a => a.href)")
    assert out and all(href.startswith("https://host/repo/blob/abc/back/") for href in out)
    assert opened.wrongs == []
