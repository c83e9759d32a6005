"""Pages of other sites as clients of the API (CORS): where an operator names them, by a token, never by a cookie."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from muse import environment as env

APP = "https://app.example"
PREFLIGHT = {"Origin": APP, "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "if-match"}


@pytest.fixture
def allowed(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [APP]
    settings.CORS_URLS_REGEX = r"^/api/"


def cors_headers(response: Any) -> list[str]:
    return [name for name in response.headers if name.lower().startswith("access-control-")]


def names(header: str) -> set[str]:
    return {name.strip() for name in header.split(",")}


def test_no_site_may_unless_it_is_named(client: Client, db: None) -> None:
    for response in (
        client.get("/api/v1/", headers={"Origin": APP}),
        client.options("/api/v1/reviews/1", headers=PREFLIGHT),
    ):
        assert cors_headers(response) == []
        assert "origin" not in response["Vary"].lower()


def test_a_named_site_may_ask_first_what_it_may_send(allowed: None, client: Client) -> None:
    response = client.options("/api/v1/reviews/1", headers=PREFLIGHT)
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == APP
    assert {"GET", "POST", "PUT", "PATCH", "DELETE"} <= names(response["Access-Control-Allow-Methods"])
    assert names(response["Access-Control-Allow-Headers"]) == {
        *("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "X-Request-ID")
    }
    assert int(response["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nothing", "/api/v1/reviews?limit=0", "/api/schema/"])
def test_a_named_site_reads_answers_and_problems_with_what_stands_in_their_headers(
    path: str, allowed: None, client: Client, db: None
) -> None:
    response = client.get(path, headers={"Origin": APP})
    assert response["Access-Control-Allow-Origin"] == APP
    assert {
        "ETag",
        "Retry-After",
        "X-Request-ID",
        "RateLimit",
        "RateLimit-Policy",
        "Deprecation",
        "Sunset",
        "Link",
    } <= (names(response["Access-Control-Expose-Headers"]))
    assert "origin" in names(response["Vary"].lower())


@pytest.mark.parametrize(
    "origin",
    ["https://app.example.evil.example", "http://app.example", "https://app.example:8443", "null", "", "https://["],
)
def test_another_site_may_not(origin: str, allowed: None, client: Client, db: None) -> None:
    assert cors_headers(client.get("/api/v1/", headers={"Origin": origin})) == []
    assert cors_headers(client.options("/api/v1/", headers=PREFLIGHT | {"Origin": origin})) == []


@pytest.mark.parametrize("path", ["/login", "/charts", "/healthz", "/apiary"])
def test_pages_are_for_no_other_site(path: str, allowed: None, client: Client, db: None) -> None:
    assert cors_headers(client.get(path, headers={"Origin": APP})) == []


def test_no_cookie_goes_with_what_another_site_sends(allowed: None, client: Client, db: None) -> None:
    for response in (
        client.get("/api/v1/", headers={"Origin": APP}),
        client.options("/api/v1/", headers=PREFLIGHT),
    ):
        assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", []),
        ("https://app.example", [APP]),
        (" https://app.example , http://localhost:5173 ", [APP, "http://localhost:5173"]),
        ("https://App.Example:443", [APP]),
        ("http://[::1]:8080", ["http://[::1]:8080"]),
    ],
)
def test_sites_are_named_in_the_environment(written: str, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_CORS_ORIGINS", written)
    assert env.read("API_CORS_ORIGINS", env.origins, "") == read


@pytest.mark.parametrize(
    "written",
    [
        *("*", "app.example", "ftp://app.example", "https://", "https://app.example/", "https://app.example/path"),
        *(
            "https://*.example",
            "https://user@app.example",
            "https://app.example?",
            "https://app.example:99999",
            "https://[",
        ),
    ],
)
def test_what_is_no_site_stops_the_start_with_the_variables_name(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_CORS_ORIGINS", f"{APP},{written}")
    with pytest.raises(ImproperlyConfigured, match=r"^API_CORS_ORIGINS: "):
        env.read("API_CORS_ORIGINS", env.origins, "")
