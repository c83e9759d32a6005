"""How fast one visitor or person may search: the window at Spotify is everybody's (R73)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts import rate_limits
from accounts.models import User
from accounts.tests.cast import ClientOf
from spotify_cache.sandbox.process import SandboxProcess

PAGE, API = "/search?q=night", "/api/v1/search?q=night"
QUICK = {"HX-Request": "true", "HX-Target": "quick-results"}


def _search_much(limit: rate_limits.RateLimit, subject: str, count: int) -> None:
    for _ in range(count):
        assert limit.count(subject)


@pytest.fixture
def used_up(db: None) -> None:
    """The limit of visitors from this address."""
    _search_much(rate_limits.SEARCH_OF_VISITOR, "127.0.0.1", 40)


def test_the_40th_search_of_a_visitor_is_answered_and_the_next_is_not(
    client: Client, catalogue: dict[str, Any]
) -> None:
    _search_much(rate_limits.SEARCH_OF_VISITOR, "127.0.0.1", 38)
    assert [client.get(path).status_code for path in (PAGE, API, PAGE, API)] == [200, 200, 429, 429]


def test_past_the_limit_a_visitor_reads_a_clear_429(client: Client, used_up: None) -> None:
    answer = client.get(PAGE)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "no-store" in answer["Cache-Control"]
    assert b"Please wait a minute and search again." in answer.content


def test_past_the_limit_the_api_answers_a_problem(client: Client, used_up: None) -> None:
    answer = client.get(API)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/api/problems/too-many-requests"


def test_past_the_limit_quick_results_are_429_too(client: Client, used_up: None) -> None:
    assert client.get(PAGE, headers=QUICK).status_code == 429


def test_past_the_limit_spotify_is_not_asked(client: Client, used_up: None, sandbox: SandboxProcess) -> None:
    before = sandbox.calls()
    client.get(PAGE)
    client.get(API)
    assert sandbox.calls() == before


def test_what_asks_nothing_of_spotify_is_not_counted(client: Client, used_up: None, catalogue: dict[str, Any]) -> None:
    assert client.get("/search").status_code == 200
    assert client.get("/search", {"q": "x" * 201}).status_code == 400
    assert client.get("/search", {"q": f"spotify:album:{catalogue['albums'][0]}"}).status_code == 302
    assert client.get("/api/v1/search").status_code == 400


@pytest.mark.parametrize("path", [PAGE, API])
def test_a_person_may_search_120_times_whatever_visitors_of_the_address_do(
    owner: User, client_of: ClientOf, used_up: None, catalogue: dict[str, Any], path: str
) -> None:
    _search_much(rate_limits.SEARCH, str(owner.pk), 119)
    client = client_of(owner)
    assert [client.get(path).status_code, client.get(path).status_code] == [200, 429]


def test_visitors_from_elsewhere_are_left_alone(used_up: None, catalogue: dict[str, Any]) -> None:
    assert Client(REMOTE_ADDR="203.0.113.7").get(PAGE).status_code == 200


def test_counting_makes_no_answer_of_the_api_a_private_one(client: Client, catalogue: dict[str, Any]) -> None:
    answer = client.get(API)
    assert "public" in answer["Cache-Control"]
    assert "Cookie" not in answer["Vary"]
