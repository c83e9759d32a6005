"""What is measured of every answer, and which ones the log names."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from muse.metrics.requests import MeasuringMiddleware
from muse.metrics.tests.samples import sample
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db


def _answers(route: str, method: str = "GET", status: str = "2xx", waited: str = "no") -> float:
    labels = {"route": route, "method": method, "status": status, "waited_for_spotify": waited}
    return sample("muse_response_seconds_count", **labels)


@pytest.fixture
def album_id(sandbox: SandboxProcess) -> str:
    return str(sandbox.control("catalog")["albums"][0])


def _grows(count: Callable[[], float], by: Callable[[], Any]) -> float:
    before = count()
    by()
    return count() - before


def test_an_answer_that_needed_spotify_is_counted_apart_from_one_that_did_not(client: Client, album_id: str) -> None:
    def look() -> None:
        assert client.get(f"/albums/{album_id}").status_code == 200

    assert _grows(lambda: _answers("album", waited="yes"), look) == 1
    assert _grows(lambda: _answers("album", waited="no"), look) == 1


def test_what_waits_for_nobody_because_spotify_may_not_be_asked_did_not_need_it(
    client: Client, album_id: str, sandbox: SandboxProcess
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "429", "retry_after": 99})
    client.get(f"/albums/{album_id}")
    waited = _grows(lambda: _answers("album", status="5xx", waited="no"), lambda: client.get(f"/albums/{album_id}"))
    assert waited == 1


def test_operations_of_the_api_are_told_apart_by_name_and_method(client: Client) -> None:
    list_ = _grows(lambda: _answers("api:review-list"), lambda: client.get("/api/v1/reviews"))
    refused = _grows(
        lambda: _answers("api:review-list", "POST", "4xx"),
        lambda: client.post("/api/v1/reviews", {}, content_type="application/json"),
    )
    assert (list_, refused) == (1, 1)


@pytest.mark.parametrize("path", ["/nothing/here/" + "x" * 500, "/wp-admin.php", "/albums/short"])
def test_addresses_that_somebody_makes_up_share_one_label(client: Client, path: str) -> None:
    assert _grows(lambda: _answers("nowhere", status="4xx"), lambda: client.get(path)) == 1


def test_methods_that_somebody_makes_up_share_one_label(client: Client) -> None:
    made_up = _grows(lambda: _answers("home", "other", "4xx"), lambda: client.generic("ZAP", "/"))
    assert made_up == 1


def test_queries_are_counted_by_route(client: Client, owner: User) -> None:
    def seen() -> list[float]:
        return [sample(f"muse_response_queries_{part}", route="profile") for part in ("sum", "count")]

    client.get("/u/owner")
    before = seen()
    with CaptureQueriesContext(connection) as queries:
        client.get("/u/owner")
    assert seen() == [before[0] + len(queries), before[1] + 1]


def test_a_slow_request_is_named_once_by_its_route(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture, sandbox: SandboxProcess
) -> None:
    settings.SLOW_REQUEST_SECONDS = 0.0
    with caplog.at_level(logging.WARNING, "muse.slow"):
        answer = client.get("/search?q=secretword", headers={"x-request-id": "from-the-proxy"})
    (line,) = [record for record in caplog.records if record.name == "muse.slow"]
    assert line.getMessage().startswith("slow request: GET search 200 took ")
    assert "of waiting for Spotify" in line.getMessage()
    assert "secretword" not in caplog.text
    assert answer["X-Request-ID"] == "from-the-proxy"


def test_slow_queries_are_named_once_without_what_was_asked_for(
    client: Client, owner: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SLOW_QUERY_SECONDS = 0.0
    with caplog.at_level(logging.WARNING, "muse.slow"):
        client.get("/u/owner")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "muse.slow"]
    assert " in GET profile, the slowest of " in line
    assert "SELECT" in line
    assert "owner'" not in line


def test_quick_ones_are_not_named(client: Client, owner: User, caplog: pytest.LogCaptureFixture, settings: Any) -> None:
    settings.SLOW_REQUEST_SECONDS = settings.SLOW_QUERY_SECONDS = 60.0
    client.get("/u/owner")
    assert "muse.slow" not in {record.name for record in caplog.records}


def test_measuring_costs_next_to_nothing(rf: Any) -> None:
    """Ten queries and one answer: far below a millisecond, on a machine that does other things as well."""

    def ten_queries(request: Any) -> Any:
        for _ in range(10):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        return HttpResponse()

    request = rf.get("/")
    request.resolver_match = None
    measuring = MeasuringMiddleware(ten_queries)

    def best(work: Callable[[Any], Any]) -> float:
        times = []
        for _ in range(30):
            begun = time.perf_counter()
            work(request)
            times.append(time.perf_counter() - begun)
        return min(times)

    assert best(measuring) - best(ten_queries) < 0.001
