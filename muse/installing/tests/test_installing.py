"""Muse on a home screen, and without a network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, UserFactory
from spotify_cache.sandbox.process import SandboxProcess


def _png_size(path: Path) -> tuple[int, int]:
    header = path.read_bytes()[:24]
    assert header.startswith(b"\x89PNG")
    return int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")


@pytest.mark.django_db
def test_the_manifest_names_icons_that_are_there_in_their_sizes(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = json.loads(answer.content)
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    purposes = {(icon["purpose"], icon["sizes"]) for icon in manifest["icons"]}
    assert purposes == {(purpose, f"{size}x{size}") for purpose in ("any", "maskable") for size in (192, 512)}
    for icon in manifest["icons"]:
        width, height = _png_size(settings.BASE_DIR / icon["src"].lstrip("/"))
        assert icon["sizes"] == f"{width}x{height}"
    assert _png_size(settings.BASE_DIR / "static/img/apple-touch-icon.png") == (180, 180)


@pytest.mark.django_db
def test_the_worker_looks_after_every_page_and_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert re.search(r'const CACHE = "muse-[0-9a-f]{12}";', answer.content.decode())
    assert client.get("/sw.js").content == answer.content


@pytest.mark.parametrize("path", ["/offline", "/sw.js", "/manifest.webmanifest"])
def test_none_depends_on_who_asks(
    client: Client, client_of: ClientOf, owner: User, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in = client_of(owner)
    with django_assert_num_queries(0):
        answer = signed_in.get(path)
    assert answer.content == client.get(path).content
    assert owner.username not in answer.content.decode()
    assert client.post(path).status_code == 405


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that takes service workers."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="allow")
    context.set_default_timeout(10_000)
    yield context
    context.close()


def test_without_a_network_a_page_says_so_and_comes_back_by_itself(
    context: BrowserContext, live_server: LiveServer, sandbox: SandboxProcess, transactional_db: None
) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}/search")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    context.set_offline(True)
    page.goto(f"{live_server.url}/search?q=night")
    expect(page.get_by_role("heading", name="You are offline.")).to_be_visible()
    expect(page.locator("h1")).to_have_css("font-family", re.compile("Palatino"))  # its stylesheets are kept, too
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()
    context.set_offline(False)
    expect(page.get_by_role("heading", name="You are offline.")).to_have_count(0)
    expect(page.locator("main [name=q]")).to_have_value("night")


def test_no_page_of_a_person_is_kept(
    context: BrowserContext, live_server: LiveServer, sandbox: SandboxProcess, transactional_db: None
) -> None:
    person = UserFactory.create()
    page = context.new_page()
    page.goto(f"{live_server.url}/login")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile("/dashboard"))
    for path in ("/settings", "/playlists", f"/u/{person.username}"):
        page.goto(live_server.url + path)
    kept = page.evaluate(
        """async () => {
             const addresses = [];
             for (const name of await caches.keys())
               for (const { url } of await (await caches.open(name)).keys()) addresses.push(new URL(url).pathname);
             return addresses;
           }"""
    )
    assert "/offline" in kept
    assert all(path == "/offline" or path.startswith("/static/") for path in kept), kept
    assert person.username not in page.evaluate("caches.match('/offline').then((answer) => answer.text())")
    context.set_offline(True)
    page.goto(f"{live_server.url}/settings")
    expect(page.get_by_role("heading", name="You are offline.")).to_be_visible()
