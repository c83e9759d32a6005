"""A real browser for tests: Chromium through Playwright, where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Headless without a sandbox of its own (it cannot make one as root), and silent: no call that the page did not make.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FIXTURES = {"browser", "browser_page"}


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


@cache
def why_not() -> str | None:
    """Why browser tests cannot run here, in a few words; None where they can."""
    executable = find_chromium()
    if executable is None:
        return f"none of {', '.join(NAMES)} is on PATH"
    driver, _script = compute_driver_executable()
    # What has the name may only say how to install it; and a bare system may lack a library of the driver.
    for program in (executable, driver):
        asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
        if asked.returncode != 0:
            return f"{Path(program).name} does not start ({' '.join(asked.stderr.split())})"
    return None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium; given to every test that uses a browser fixture")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave browser tests out where there is no browser; `pytest_terminal_summary` says so."""
    in_browser = [item for item in items if FIXTURES & set(getattr(item, "fixturenames", ()))]
    for item in in_browser:
        item.add_marker(pytest.mark.browser)
    if in_browser and why_not() is not None:
        items[:] = [item for item in items if item not in in_browser]
        config.hook.pytest_deselected(items=in_browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if why_not() is not None:
        terminalreporter.write_line(f"Browser tests were left out: {why_not()}.")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started once a module.

    Playwright's synchronous API keeps an event loop running in this thread, which Django takes for asynchronous code:
    hence the variable, for exactly as long as the loop is there.
    """
    executable = find_chromium()
    assert executable is not None, "without a browser these tests are not collected"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
            yield chromium
            chromium.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


#: Chromium says so of its own transition between two pages, where the next one comes before that has ended.
_NOT_OF_A_SCRIPT = "Transition was "


@pytest.fixture
def refused() -> Iterator[list[str]]:
    """What the content security policy refused: nothing, unless the test has looked at it and taken it out."""
    messages: list[str] = []
    yield messages
    assert not messages, f"the policy refused: {messages}"


@pytest.fixture
def browser_page(browser: Browser, refused: list[str]) -> Iterator[Page]:
    """A page with cookies and a cache of its own.

    An uncaught error in a page's script fails the test, and so does anything that is ``refused``.
    """
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        locale="en-GB",
        timezone_id="UTC",
        service_workers="block",  # those who test it have a context of their own
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: None if str(error).startswith(_NOT_OF_A_SCRIPT) else errors.append(str(error)))
    page.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.close()
    assert not errors, f"scripts of the page failed: {errors}"
