"""What browsers tell of how fast pages were."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from muse.metrics.page_times import page_routes
from muse.metrics.tests.samples import sample
from spotify_cache.sandbox.process import SandboxProcess

REPORT = {"route": "album", "ttfb": 40.5, "dom": 180, "load": 420, "lcp": 300, "inp": 48, "cls": 0.02}


@pytest.fixture(autouse=True)
def every_page_view(settings: Any) -> None:
    settings.PAGE_TIMES_SHARE = 1.0


def _send(client: Client, report: Any, content_type: str = "application/json", **options: Any) -> int:
    body = report if isinstance(report, (str, bytes)) else json.dumps(report)
    return client.post("/page-times", body, content_type=content_type, **options).status_code


def _count(route: str = "album", measure: str = "lcp") -> float:
    return sample("muse_page_seconds_count", route=route, measure=measure)


def test_a_report_is_counted_by_route(client: Client) -> None:
    before = _count(), sample("muse_page_layout_shift_count", route="album")
    assert _send(client, REPORT) == 204
    assert (_count(), sample("muse_page_layout_shift_count", route="album")) == (before[0] + 1, before[1] + 1)


def test_what_was_not_measured_is_left_out(client: Client) -> None:
    before = _count(), _count(measure="ttfb")
    assert _send(client, {"route": "album", "ttfb": 40}) == 204
    assert (_count(), _count(measure="ttfb")) == (before[0], before[1] + 1)


@pytest.mark.parametrize(
    "report",
    [
        {**REPORT, "route": "made-up"},
        {**REPORT, "route": "api:review-list"},
        {**REPORT, "route": 'x"} 1\nfake_metric 5'},
        {**REPORT, "route": ["album"]},
        {**REPORT, "route": None},
        {**REPORT, "lcp": -1},
        {**REPORT, "lcp": 1e12},
        {**REPORT, "lcp": "300"},
        {**REPORT, "lcp": True},
        {**REPORT, "cls": 101},
        {**REPORT, "name": "somebody"},
        {"lcp": 300},
        [REPORT],
        " ",
        "{",
        '{"route": "album", "lcp": NaN}',
        b'{"route": "\xff\xfe"}',
        "[" * 1000,
    ],
)
def test_anything_else_is_refused_and_counts_nothing(client: Client, report: Any) -> None:
    before = client.get("/metrics").content.count(b"muse_page_")
    assert _send(client, report) == 400
    assert client.get("/metrics").content.count(b"muse_page_") == before


def test_a_long_report_is_not_read(client: Client) -> None:
    assert _send(client, json.dumps(REPORT) + " " * 1024) == 413


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_other_sites_could_send_unasked_is_refused(client: Client, content_type: str) -> None:
    assert _send(client, REPORT, content_type) == 415


def test_it_needs_no_token_and_leaves_no_cookie() -> None:
    client = Client(enforce_csrf_checks=True)
    assert _send(client, REPORT) == 204
    assert not client.cookies


def test_an_address_tells_so_much_and_no_more(client: Client) -> None:
    statuses = [_send(client, REPORT) for _ in range(61)]
    assert statuses == [204] * 60 + [429]
    assert _send(client, REPORT, REMOTE_ADDR="192.0.2.1") == 204


def test_switched_off_nothing_is_asked_and_nothing_taken(client: Client, settings: Any, db: None) -> None:
    settings.PAGE_TIMES_SHARE = 0.0
    assert b"page-times.js" not in client.get("/charts").content
    assert _send(client, REPORT) == 404


def test_pages_name_their_route_and_those_that_are_not_there_none(client: Client, db: None) -> None:
    assert b'data-route="charts" data-share="1.0"' in client.get("/charts").content
    assert b"page-times.js" not in client.get("/nothing/here").content


def test_routes_are_those_of_pages() -> None:
    assert {"home", "album", "profile", "playlist", "search"} <= page_routes()
    assert not [name for name in page_routes() if ":" in name]


@pytest.fixture
def told() -> Iterator[threading.Event]:
    """Set when a report has been taken."""
    event, answering = threading.Event(), threading.local()

    def begins(environ: dict[str, Any], **kwargs: Any) -> None:
        answering.path = environ["PATH_INFO"]

    def ended(**kwargs: Any) -> None:
        if getattr(answering, "path", "") == "/page-times":
            event.set()

    request_started.connect(begins)
    request_finished.connect(ended)
    yield event
    request_started.disconnect(begins)
    request_finished.disconnect(ended)


@pytest.mark.django_db(transaction=True)
def test_a_browser_tells_when_the_page_is_left(
    live_server: LiveServer, browser_page: Page, sandbox: SandboxProcess, told: threading.Event
) -> None:
    complaints: list[str] = []
    browser_page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    before = {measure: _count("charts", measure) for measure in ("ttfb", "dom", "load", "lcp")}
    shifts = sample("muse_page_layout_shift_count", route="charts")
    browser_page.goto(f"{live_server.url}/charts", wait_until="load")
    browser_page.click("h1")
    browser_page.goto(f"{live_server.url}/search")
    assert told.wait(10)
    assert {measure: _count("charts", measure) - count for measure, count in before.items()} == dict.fromkeys(before, 1)
    assert sample("muse_page_layout_shift_count", route="charts") == shifts + 1
    assert complaints == []
