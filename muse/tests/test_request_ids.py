"""One ID per request: in the answer, in what is logged, in tasks that it queued."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from celery import shared_task
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django_guid import get_guid

from accounts.models import User
from accounts.tests.cast import ClientOf
from muse.logs import TEXT_FORMAT, RequestId
from muse.testing.servers import TestServers
from muse.urls import handler500 as handler500
from spotify_cache.tests.worker import run_worker

NEW = re.compile(r"[0-9a-f]{32}")
heard: list[str | None] = []


@shared_task(name="muse.tests.say_id")
def say_id(again: int = 0) -> None:
    heard.append(get_guid())
    if again:
        say_id.delay(again - 1)


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def queueing(request: HttpRequest) -> HttpResponse:
    say_id.delay(1)
    return HttpResponse()


urlpatterns = [
    path("broken", broken),
    path("api/v1/broken", broken),
    path("queueing", queueing),
    path("", include("muse.urls")),
]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    """Records of the log, as the handler that writes them sees them."""
    in_lines = RequestId()
    caplog.handler.addFilter(in_lines)
    with caplog.at_level(logging.INFO):
        yield caplog
    caplog.handler.removeFilter(in_lines)


def test_each_request_has_an_id_of_its_own(client: Client) -> None:
    ids = [client.get("/healthz")["X-Request-ID"] for _ in range(3)]
    assert len(set(ids)) == 3
    assert all(NEW.fullmatch(one) for one in ids)


@pytest.mark.parametrize("given", ["3f6c0c0d-e1f2-4f6c-8f1b-3a52cf5f9d10", "phone_7.42", "x", "a" * 64])
def test_an_id_that_comes_with_the_request_is_kept(given: str, client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", " ", "a" * 65, "urn:" * 500 + "0" * 32, "two words", "a,b", "a\nlevel=ERROR", "\x1b[31m", "é", "<b>"]
)
def test_an_id_that_is_not_well_formed_is_replaced(given: str, client: Client) -> None:
    assert NEW.fullmatch(client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"])


def test_no_id_outlives_its_request(client: Client) -> None:
    client.get("/healthz", headers={"X-Request-ID": "first"})
    assert get_guid() is None


@pytest.mark.parametrize("address", ["/api/v2/", "/api/v1/reviews?limit=0", "/api/v1/playlists/0"])
def test_every_problem_names_the_request(address: str, client: Client, db: None) -> None:
    answer = client.get(address)
    assert answer.json()["request_id"] == answer["X-Request-ID"]


def test_a_problem_that_is_told_before_any_view_names_the_request(client: Client, db: None) -> None:
    answer = client.get("/api/v1/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert answer.json()["request_id"] == answer["X-Request-ID"]


def test_a_problem_with_sessions_names_the_request(client_of: ClientOf, owner: User, test_servers: TestServers) -> None:
    browser = client_of(owner)
    test_servers.keeping.stop()
    try:
        answer = browser.post("/api/v1/reviews", {}, content_type="application/json")
    finally:
        test_servers.keeping.start()
    assert answer.status_code == 503
    assert answer.json()["request_id"] == answer["X-Request-ID"]


@pytest.mark.urls("muse.tests.test_request_ids")
def test_what_broke_is_found_in_the_log_by_what_the_client_was_told(lines: Any, db: None) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/broken")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["request_id"] == answer["X-Request-ID"]
    (line,) = (record for record in lines.records if record.exc_info)
    assert line.request_id == answer["X-Request-ID"]


@pytest.mark.urls("muse.tests.test_request_ids")
def test_the_500_page_shows_the_id_in_small_print(db: None) -> None:
    answer = Client(raise_request_exception=False).get("/broken")
    assert answer.status_code == 500
    assert f"Request {answer['X-Request-ID']}" in answer.content.decode()


def test_what_is_logged_outside_of_a_request_names_none(lines: Any) -> None:
    logging.getLogger("muse").info("by itself")
    assert lines.records[-1].request_id == "-"


def test_what_threads_log_that_ask_spotify_names_the_request(
    lines: Any, client: Client, sandbox: Any, db: None
) -> None:
    track_ids = ",".join(sandbox.control("catalog")["tracks"][:2])
    answer = client.get(f"/api/v1/tracks?ids={track_ids}")
    (line,) = (record for record in lines.records if record.getMessage().startswith("Spotify answers in"))
    assert line.threadName.startswith("spotify")
    assert line.request_id == answer["X-Request-ID"]


@pytest.mark.urls("muse.tests.test_request_ids")
def test_a_task_and_what_it_queues_in_turn_carry_the_id_of_the_request(client: Client, db: None) -> None:
    heard.clear()
    answer = client.get("/queueing")
    run_worker()
    assert heard == [answer["X-Request-ID"]] * 2


def test_a_task_that_no_request_queued_gets_an_id_of_its_own() -> None:
    heard.clear()
    say_id.delay()
    run_worker()
    assert NEW.fullmatch(str(heard[0]))


def test_every_handler_writes_the_id(settings: Any) -> None:
    log = settings.LOGGING
    for handler in log["handlers"].values():
        assert "request_id" in handler["filters"]
        assert log["formatters"][handler["formatter"]]["()"] == "muse.logs.formatter"
    assert "%(request_id)s" in TEXT_FORMAT
