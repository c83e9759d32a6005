"""Bodies over the limit: 413, whoever sends them and wherever to, and nothing is read of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from playlists.models import Playlist

pytestmark = pytest.mark.django_db

PLAYLISTS = "/api/v1/playlists"
LIMIT = 1024 * 1024
JSON = "application/json"


def body_of(size: int) -> bytes:
    empty = len(json.dumps({"title": "Night ferries", "description": ""}))
    return json.dumps({"title": "Night ferries", "description": "x" * (size - empty)}).encode()


def assert_too_large(response: Any) -> None:
    problem = documented(response)
    assert (response.status_code, problem["status"]) == (413, 413)
    assert problem["type"] == "/api/problems/content-too-large"
    assert "1,048,576 bytes" in problem["detail"]
    assert problem["request_id"] == response["X-Request-ID"]


def test_a_body_over_the_limit_is_413_in_the_api(owner: User) -> None:
    assert_too_large(phone_of(owner).post(PLAYLISTS, body_of(LIMIT + 1), content_type=JSON))
    assert not Playlist.objects.exists()


def test_one_with_a_key_is_as_well_and_the_key_is_free_for_the_shorter_one(owner: User) -> None:
    phone, key = phone_of(owner), {"Idempotency-Key": "big"}
    assert_too_large(phone.post(PLAYLISTS, body_of(LIMIT + 1), content_type=JSON, headers=key))
    assert phone.post(PLAYLISTS, {"title": "Night ferries"}, content_type=JSON, headers=key).status_code == 201


def test_a_body_of_just_the_limit_is_read(owner: User) -> None:
    response = phone_of(owner).post(PLAYLISTS, body_of(LIMIT), content_type=JSON)
    assert (response.status_code, list(response.json()["errors"])) == (400, ["description"])


@pytest.mark.parametrize("path", ["/api/v1/auth/token", "/api/v1/auth/signup", PLAYLISTS, "/api/v1/nothing"])
def test_visitors_are_told_the_same(path: str, client: Client) -> None:
    response = client.post(path, body_of(LIMIT + 1), content_type=JSON)
    assert (response.status_code, response["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("length", ["9" * 30, "9" * 5_000])
def test_a_length_that_no_body_has_is_too_large(length: str, client: Client) -> None:
    assert client.post(PLAYLISTS, b"{}", content_type=JSON, CONTENT_LENGTH=length).status_code == 413


def test_another_sites_page_may_read_the_answer(client: Client, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS, settings.CORS_URLS_REGEX = ["https://app.example"], r"^/api/"
    response = client.post(PLAYLISTS, body_of(LIMIT + 1), content_type=JSON, headers={"Origin": "https://app.example"})
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (413, "https://app.example")


@pytest.mark.parametrize("path", ["/playlists/new", "/login", "/signup", "/nothing", "/admin/login/"])
def test_a_form_over_the_limit_is_a_page_that_says_so(path: str, client_of: ClientOf, owner: User) -> None:
    response = client_of(owner).post(path, {"title": "x" * LIMIT})
    assert (response.status_code, response["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert "more than we take at once" in response.content.decode()
    assert not Playlist.objects.exists()
