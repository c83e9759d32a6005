"""Errors of the API: one body (RFC 9457) whatever goes wrong and wherever."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.test import Client, RequestFactory
from rest_framework.exceptions import Throttled, ValidationError

from accounts.models import User
from accounts.tests.cast import ClientOf
from muse import errors
from muse.api.problems import PROBLEMS, exception_handler
from muse.testing.servers import TestServers

PROBLEM = "application/problem+json"
WRITES = ("post", "put", "patch", "delete")
READ_ONLY = ("/api/v1/", f"/api/v1/albums/{'0' * 22}", "/api/v1/search")
ADDRESSES = (
    *READ_ONLY,
    "/api/v1/reviews",
    "/api/v1/playlists/1/tracks",
    "/api/v1/users/owner",
)


def cursor(direction: str, moment: str, pk: int) -> str:
    """As if it came out of ``next``."""
    return base64.urlsafe_b64encode(json.dumps([direction, moment, pk]).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/", "/api/v1/nothing", "/api/v1/albums/", "/api/v1/%00", f"/api/v1/{'x' * 10_000}"]
)
@pytest.mark.parametrize("method", ["get", "options", *WRITES])
def test_an_unknown_address_is_404_whatever_the_method(path: str, method: str, client: Client, db: None) -> None:
    response = getattr(client, method)(path)
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response.json() == {
        "type": "/api/problems/not-found",
        "title": "There is no such thing.",
        "status": 404,
        "detail": "There is nothing at this address.",
        "request_id": response["X-Request-ID"],
    }


@pytest.mark.parametrize("path", READ_ONLY)
@pytest.mark.parametrize("method", WRITES)
def test_what_is_only_read_is_405_for_who_writes(path: str, method: str, client_of: ClientOf, owner: User) -> None:
    response = getattr(client_of(owner), method)(path, b"{not json", content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
    assert response.json()["type"] == "/api/problems/method-not-allowed"
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ADDRESSES)
def test_another_representation_is_406(path: str, client: Client, db: None) -> None:
    response = client.get(path, headers={"Accept": "text/csv"})
    assert (response.status_code, response["Content-Type"]) == (406, PROBLEM)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("reviews?item_type=song", "item_type"),
        ("reviews?item_type=%00", "item_type"),
        ("reviews?spotify_id=1", "spotify_id"),
        (f"reviews?spotify_id={'0' * 10_000}", "spotify_id"),
        ("reviews?spotify_id=%00", "spotify_id"),
        ("reviews?author=%00", "author"),
        (f"reviews?author={'a' * 10_000}", "author"),
        ("playlists?owner=%00", "owner"),
        ("reviews?limit=0", "limit"),
        ("reviews?limit=51", "limit"),
        ("playlists?limit=-1", "limit"),
        ("playlists?limit=%D9%A3", "limit"),
        (f"playlists?limit={'9' * 5_000}", "limit"),
        ("reviews?cursor=", "cursor"),
        ("reviews?cursor=%00", "cursor"),
        ("reviews?cursor=%C3%A9", "cursor"),
        ("reviews?cursor=abc", "cursor"),
        (f"reviews?cursor={'A' * 10_000}", "cursor"),
        (f"reviews?cursor={cursor('n', 'yesterday-and-the-day-before', 1)}", "cursor"),
        (f"reviews?cursor={cursor('n', '2026-13-45T99:00:00+00:00', 1)}", "cursor"),
        (f"reviews?cursor={cursor('n', '2026-01-01T00:00:00.000', 1)}", "cursor"),
        (f"reviews?cursor={cursor('n', '2026-01-01T00:00:00+00:00', 2**63)}", "cursor"),
        (f"reviews?cursor={cursor('n', '2026-01-01T00:00:00+00:00', -1)}", "cursor"),
        (f"playlists?cursor={cursor('x', '2026-01-01T00:00:00+00:00', 1)}", "cursor"),
    ],
)
def test_bad_input_is_400_and_names_the_field(path: str, field: str, client: Client, db: None) -> None:
    response = client.get(f"/api/v1/{path}")
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    body = response.json()
    assert body["type"] == "/api/problems/validation-error"
    assert list(body["errors"]) == [field]
    assert body["errors"][field][0]["message"] in body["detail"]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
@pytest.mark.parametrize("direction", ["n", "p"])
def test_a_cursor_at_the_end_of_time_is_a_page_like_any_other(
    moment: str, direction: str, client: Client, db: None
) -> None:
    response = client.get("/api/v1/reviews", {"cursor": cursor(direction, moment, 10**18)})
    assert (response.status_code, response.json()["results"]) == (200, [])


@pytest.mark.parametrize("kind", ["reviews", "playlists"])
@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 19, "9" * 40, "9" * 5_000])
def test_a_number_that_is_nobodys_is_404_however_huge(kind: str, number: str, client: Client, db: None) -> None:
    for path in (f"/api/v1/{kind}/{number}", f"/api/v1/{kind}/{number}/tracks"):
        response = client.get(path)
        assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)


def test_every_type_leads_to_what_it_means(client: Client, db: None) -> None:
    for problem in PROBLEMS.values():
        body = client.get(problem.type).json()
        assert (body["type"], body["status"], body["title"]) == (problem.type, problem.status, problem.title)
    assert client.get("/api/problems/none").status_code == 404


def test_rules_of_the_services_become_field_errors() -> None:
    error = DjangoValidationError({"rating": DjangoValidationError("Rate in half stars.", code="invalid_rating")})
    response = exception_handler(error, {})
    assert response is not None
    assert response.status_code == 400
    assert response.data["errors"] == {"rating": [{"message": "Rate in half stars.", "code": "invalid_rating"}]}


def test_nested_errors_are_named_by_their_path() -> None:
    detail: Any = {"tracks": [{}, {"id": ["Not a Spotify ID."]}], "non_field_errors": ["Too many."]}
    response = exception_handler(ValidationError(detail, code="bad"), {})
    assert response is not None
    assert response.data["errors"] == {
        "tracks.1.id": [{"message": "Not a Spotify ID.", "code": "bad"}],
        "request": [{"message": "Too many.", "code": "bad"}],
    }


def test_too_many_requests_say_when_to_come_back() -> None:
    response = exception_handler(Throttled(wait=17.5), {})
    assert response is not None
    assert (response.status_code, response["Retry-After"]) == (429, "18")
    assert response.data["type"] == "/api/problems/too-many-requests"


def test_what_muse_itself_broke_is_left_to_django() -> None:
    assert exception_handler(ZeroDivisionError(), {}) is None


@pytest.mark.parametrize(
    ("handler", "error", "status"),
    [
        (errors.bad_request, SuspiciousOperation("x"), 400),
        (errors.permission_denied, PermissionDenied("x"), 403),
        (lambda request, _: errors.server_error(request), ZeroDivisionError("x"), 500),
    ],
)
def test_errors_outside_of_a_view_are_problems_under_api_and_pages_elsewhere(
    handler: Any, error: Exception, status: int, rf: RequestFactory, db: None
) -> None:
    problem = handler(rf.get("/api/v1/reviews"), error)
    assert (problem.status_code, problem["Content-Type"]) == (status, PROBLEM)
    page = handler(rf.get("/reviews"), error)
    assert (page.status_code, page["Content-Type"]) == (status, "text/html; charset=utf-8")


def test_a_host_that_is_not_ours_gets_a_problem(client: Client, db: None) -> None:
    response = client.get("/api/v1/", headers={"Host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)


def test_sessions_out_of_reach_are_a_problem_for_what_would_write(
    client_of: ClientOf, owner: User, test_servers: TestServers, settings: Any
) -> None:
    browser = client_of(owner)
    test_servers.keeping.stop()
    try:
        response = browser.post("/api/v1/reviews", {}, content_type="application/json")
        read = browser.get("/api/v1/reviews")
    finally:
        test_servers.keeping.start()
    assert (response.status_code, response["Content-Type"]) == (503, PROBLEM)
    assert response.json()["type"] == "/api/problems/unavailable"
    assert read.status_code == 200


def test_options_tells_the_methods_and_nothing_of_the_code(client: Client, db: None) -> None:
    response = client.options("/api/v1/reviews")
    assert (response.status_code, response.json()) == (200, {})
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"
