"""A headless Chromium, shared by the tests marked `browser`, and pages that record whatever they should not do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium; tests that need it are skipped where it is missing."""
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


class Opened:
    """A page and what went wrong on it: console errors, CSP violations, script errors, dialogs and requests."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page, self.address = page, path.as_uri()
        self.wrongs: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrongs.append(str(error)))
        page.on("dialog", self._dismiss)
        page.on("request", self._request)
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"
        )

    def go(self, fragment: str = "") -> None:
        self.page.goto(self.address + fragment)

    def hash(self, fragment: str) -> None:
        """Follow an address inside the page, as a click on a link would."""
        self.page.evaluate("fragment => { location.hash = fragment; }", fragment)
        self.page.wait_for_timeout(30)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.wrongs.append(message.text)

    def _dismiss(self, dialog: Any) -> None:
        self.wrongs.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:,", "blob:")):
            self.wrongs.append(f"request: {request.url}")


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens the text of a document as a file; keyword arguments are those of a browser context."""
    contexts = []

    def opener(document: str, **settings: Any) -> Opened:
        path = tmp_path / "report.html"
        path.write_text(document, encoding="utf-8")
        settings.setdefault("viewport", {"width": 1440, "height": 900})
        context = chromium.new_context(**settings)
        contexts.append(context)
        opened = Opened(context.new_page(), path)
        opened.go()
        return opened

    yield opener
    for context in contexts:
        context.close()
