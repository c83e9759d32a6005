"""What one searched for lately, and everything that is one's own, in the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from accounts.models import User
from accounts.rest.models import AccessToken
from accounts.tests.cast import ClientOf
from accounts.tests.factories import SpotifyConnectionFactory
from accounts.tests.tokens import phone_of
from muse.catalog.recent import MAX_RECENT
from muse.testing.openapi import documented
from muse.testing.servers import TestServers
from playlists.tests.factories import PlaylistFactory
from reviews.tests.factories import ReviewFactory

pytestmark = pytest.mark.django_db
SEARCHES = "/api/v1/me/searches"
EXPORT = "/api/v1/me/export"


@pytest.fixture
def phone(owner: User) -> Client:
    return phone_of(owner)


def remember(client: Client, query: Any) -> Any:
    return client.post(SEARCHES, {"query": query}, content_type="application/json")


def remembered(client: Client) -> list[str]:
    return [one["query"] for one in documented(client.get(SEARCHES))["results"]]


# --- Searches --------------------------------------------------------------------------------------------------------
def test_a_visitor_is_401_and_a_reader_may_not_write(client: Client, owner: User) -> None:
    reader = phone_of(owner, scopes=["read"])
    assert remembered(reader) == []
    for somebody, status in ((client, 401), (reader, 403)):
        assert remember(somebody, "night").status_code == status
        assert somebody.delete(SEARCHES).status_code == status
    assert client.get(SEARCHES).status_code == 401


def test_searches_are_remembered_newest_first_and_forgotten_twice(phone: Client) -> None:
    for query in ("night", "winter", " NIGHT\n"):
        documented(remember(phone, query))
    assert remembered(phone) == ["NIGHT", "winter"]
    assert [one["query"] for one in documented(remember(phone, "NIGHT"))["results"]] == ["NIGHT", "winter"]
    for _ in range(2):
        assert phone.delete(SEARCHES).status_code == 204
    assert remembered(phone) == []


def test_only_the_last_few_are_kept(phone: Client) -> None:
    for number in range(MAX_RECENT + 3):
        remember(phone, f"night {number}")
    assert remembered(phone) == [f"night {number}" for number in range(MAX_RECENT + 2, 2, -1)]


def test_each_device_has_its_own_and_so_has_a_browser(
    phone: Client, owner: User, outsider: User, client_of: ClientOf
) -> None:
    browser = client_of(owner)
    remember(phone, "night")
    documented(remember(browser, "winter"))
    assert remembered(phone) == ["night"]
    assert remembered(browser) == ["winter"]
    assert "?q=winter" in browser.get("/search").content.decode()
    assert remembered(phone_of(owner)) == remembered(phone_of(outsider)) == []
    assert browser.delete(SEARCHES).status_code == 204
    assert (remembered(browser), remembered(phone)) == ([], ["night"])


@pytest.mark.parametrize(
    ("query", "code"),
    [("", "blank"), (" \n", "blank"), (None, "null"), (["x"], "invalid"), ("x" * 201, "max_length"), ("\ud800", None)],
)
def test_what_is_no_search_is_refused(phone: Client, query: Any, code: str | None) -> None:
    errors = documented(remember(phone, query))["errors"]["query"]
    assert code is None or [error["code"] for error in errors] == [code]
    assert remembered(phone) == []


def test_a_pasted_link_is_not_remembered(phone: Client) -> None:
    assert documented(remember(phone, "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"))["results"] == []


def test_they_go_with_the_token(phone: Client, owner: User, django_capture_on_commit_callbacks: Any) -> None:
    remember(phone, "night")
    kept = caches["sessions"]
    assert list(kept.iter_keys("recent_searches:*"))
    with django_capture_on_commit_callbacks(execute=True):
        AccessToken.objects.filter(user=owner).delete()
    assert not list(kept.iter_keys("recent_searches:*"))


def test_where_they_are_out_of_reach_the_answer_says_so(
    phone: Client, test_servers: TestServers, django_capture_on_commit_callbacks: Any
) -> None:
    test_servers.keeping.stop()
    try:
        response = phone.get(SEARCHES)
        assert (response.status_code, response.json()["type"]) == (503, "/api/problems/unavailable")
        assert remember(phone, "night").status_code == 503
        with django_capture_on_commit_callbacks(execute=True):
            AccessToken.objects.all().delete()
    finally:
        test_servers.keeping.start()


# --- Everything that is one's own (R75) ------------------------------------------------------------------------------
def test_a_visitor_exports_nothing(client: Client) -> None:
    assert client.get(EXPORT).status_code == 401


def test_an_export_holds_everything_of_the_person_and_nothing_of_others(owner: User, outsider: User) -> None:
    ReviewFactory(author=owner, rating=4.5, text="Mine.")
    ReviewFactory(author=outsider, text="Theirs.")
    PlaylistFactory(owner=owner, title="Private one", is_public=False, track_ids=["1" * 22])
    SpotifyConnectionFactory(user=owner, refresh_token="the-refresh-token")
    response = phone_of(owner, scopes=["read"]).get(EXPORT)
    body = documented(response)
    assert (body["profile"]["email"], body["spotify"]["scopes"][0]) == (owner.email, "user-read-private")
    assert [(one["rating"], one["text"]) for one in body["reviews"]] == [(4.5, "Mine.")]
    assert body["playlists"][0]["tracks"][0]["spotify_id"] == "1" * 22
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Disposition"] == 'attachment; filename="muse-owner.json"'
    for secret in ("the-refresh-token", "Theirs.", owner.password):
        assert secret not in response.content.decode()


def test_an_export_is_the_file_of_the_settings_page(owner: User, client_of: ClientOf) -> None:
    ReviewFactory.create_batch(2, author=owner)
    browser = client_of(owner)
    in_file, answered = browser.get("/settings/export").json(), documented(browser.get(EXPORT))
    assert answered.keys() == in_file.keys()
    assert [one["rating"] for one in answered["reviews"]] == [one["rating"] for one in in_file["reviews"]]
    assert browser.get(f"{EXPORT}?fields=profile.username").json() == {"profile": {"username": "owner"}}
