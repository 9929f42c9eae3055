"""A real browser for tests: the Chromium of the system, driven by Playwright.

Where there is none the tests are left out and say so; with CIVX_BROWSER_NEEDED in the environment, as on CI, they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)


def found() -> str | None:
    """The path of the browser, None where there is none."""
    return os.environ.get("CIVX_BROWSER") or next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser, running without a window. Skips the test where there is none, or fails it on CI."""
    path = found()
    if path is None:
        if os.environ.get("CIVX_BROWSER_NEEDED"):
            pytest.fail("no browser: install chromium")
        pytest.skip("no Chromium on this machine: the pages were not tested in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield running
        running.close()


class Watched:
    """A page of which everything is noted that it should not do: faults, messages, requests, dialogs."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": 1400, "height": 900}, **options)
        self.page: Page = self.context.new_page()
        self.told: list[str] = []
        self.page.on("console", lambda message: self.told.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.told.append(f"fault: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)
        self.file = ""

    def open(self, path: Path) -> Page:
        """Opens a page from the disk and waits until it is ready."""
        self.file = path.as_uri()
        self.page.goto(self.file)
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def _dialog(self, dialog: Any) -> None:
        if dialog.type == "beforeunload":
            dialog.accept()
            return
        self.told.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if request.url != self.file and not request.url.startswith("blob:"):
            self.told.append(f"request: {request.url}")
